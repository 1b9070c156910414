"""What hangs on few makers: products that one maker makes, and what is lost when a nation's makers of a product stop."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from abm.facts.events import Disruption
from abm.facts.scenario import Scenario
from abm.judgement.outcome import Outcome, added
from abm.judgement.standing import company
from abm.state.base import Base
from abm.state.columns import ACTIVE

STOPPED, SEEN = 12, 24
"""Months from onset for which makers stop, and in which deliveries are counted."""


@dataclass(frozen=True)
class SolePoint:
    """A product that one maker makes: `through` [system] is the share of each system's output that would stop without it."""

    product: str
    maker: str
    nations: tuple[str, ...]
    through: np.ndarray
    value: float  # share of the alliance's peacetime value that runs through it


def sole_points(base: Base, working: np.ndarray) -> list[SolePoint]:
    """Products with a single maker among the lines at work [f], those that carry most value first."""
    net, through = base.net, exposure(base)
    worth = np.bincount(
        np.searchsorted(base.systems, net.store_product[net.first :]),
        base.holdings["order_rate"] * net.price[net.store_product[net.first :]],
        len(base.systems),
    )
    found = []
    for row, product in enumerate(base.recorded):
        if product not in base.products:
            continue  # generated lines of the sub-tier, which the records count as one product
        lines = np.flatnonzero((net.product_row[net.firm_product] == row) & working)
        makers = {company(base.makers[f]) for f in lines}
        if len(makers) == 1:
            nations = tuple(sorted({base.nations[net.firm_nation[f]] for f in lines}))
            found.append(SolePoint(product, makers.pop(), nations, through[:, row], float(through[:, row] @ worth / worth.sum())))
    return sorted(found, key=lambda one: -one.value)


def exposure(base: Base) -> np.ndarray:
    """Share of each system's output that the lack of a product would stop, by the most critical way down the tiers [system, product]."""
    made_of, row = base.recipes, {name: i for i, name in enumerate(base.recorded)}
    through = np.zeros((len(base.systems), len(base.recorded)))
    for s, system in enumerate(base.systems):
        through[s, row[base.products[system]]] = 1.0
        for product in base.recorded:  # systems first, each part after all that take it
            for part, (_, critical) in made_of.get(product, {}).items():
                through[s, row[part]] = max(through[s, row[part]], critical * through[s, row[product]])
    return through


@dataclass(frozen=True)
class Stop:
    """A nation's makers of one product all stop for the first year of war: USD that lands in the two years from onset [system, w]."""

    product: str
    nation: str
    makers: tuple[str, ...]
    landed: np.ndarray


def stops(runs: Sequence, scenario: Scenario) -> tuple[np.ndarray, list[Stop]]:
    """What lands, [system, w], when nothing stops, and when each nation's makers of each product at work stop in turn.

    `runs` stand at the opening of the month of onset; they are branched there, so that all share their past, and carried on themselves.
    """
    onset, base = runs[0].month, runs[0].base
    working = np.any([(run.state.firms.status == ACTIVE).any(axis=1) for run in runs], axis=0)

    def one(group: int) -> Stop:
        product, nation = (names[row] for names, row in zip((base.recorded, base.nations), base.groups[group], strict=True))
        hit = scenario.with_event(Disruption(start=onset, months=STOPPED, nation=nation, product=product, share=1.0))
        lines = np.flatnonzero((base.net.firm_group == group) & working)
        makers = tuple(sorted({company(base.makers[f]) for f in lines}))
        return Stop(product, nation, makers, landed_since([run.branch(hit).advance() for run in runs], onset))

    groups = [int(g) for g in np.unique(base.net.firm_group[working]) if base.recorded[base.groups[g, 0]] in base.products]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(one, groups))
    return landed_since([run.advance() for run in runs], onset), found


def landed_since(runs: Sequence, onset: int) -> np.ndarray:
    """USD of each system that reached magazines in the months counted from onset [system, w]."""
    outcome = Outcome(runs)
    return added(outcome.by_system("landed")[onset : onset + SEEN], 0) * outcome.price[:, None]
