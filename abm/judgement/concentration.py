"""What hangs on few: products that one maker makes, and what is lost when a nation's makers of a product stop, or one firm fails."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from abm.facts.catalogue import REMAINDER
from abm.facts.events import Disruption
from abm.facts.scenario import Scenario
from abm.judgement.outcome import Outcome, added, side_by_side
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


@dataclass(frozen=True)
class Failure:
    """A firm fails for the first year of war: its nations lose its part of their output of all it makes (USD landed as in `Stop`).

    makes: product, nation and the firm's part of that nation's plant. What is lost is told of nations and products, so the part counts and
    not the firm's own lines: others in the same nation lose what the firm's customers take from them.
    """

    firm: str
    makes: tuple[tuple[str, str, float], ...]
    landed: np.ndarray


def stops(runs: Sequence, scenario: Scenario) -> list[Stop]:
    """What lands when each nation's makers of each product at work stop, in turn.

    `runs` stand at the opening of the month of onset, and stay there: every case is a branch of them, so that all share their past.
    """
    base = runs[0].base
    groups = _groups(base, at_work(runs))
    landed = _without(runs, scenario, [((product, nation, 1.0),) for product, nation in groups])
    makers = (tuple(sorted({company(base.makers[f]) for f in lines})) for lines in groups.values())
    return [Stop(*group, names, worth) for group, names, worth in zip(groups, makers, landed, strict=True)]


def failures(runs: Sequence, scenario: Scenario) -> list[Failure]:
    """What lands when each firm with a name fails, in turn; `runs` as in `stops`."""
    base = runs[0].base
    plant = added(side_by_side([run.state.firms.capacity for run in runs]), 1)
    named = (base.net.entrant == 0.0) & ~np.array([line.startswith(REMAINDER) for line in base.firms])
    makes: dict[str, list[tuple[str, str, float]]] = {}
    for (product, nation), lines in _groups(base, at_work(runs)).items():
        for firm in dict.fromkeys(company(base.makers[f]) for f in lines if named[f] and plant[f] > 0.0):
            own = [f for f in lines if company(base.makers[f]) == firm]
            makes.setdefault(firm, []).append((product, nation, min(1.0, plant[own].sum() / plant[lines].sum())))
    landed = _without(runs, scenario, list(makes.values()))
    return [Failure(firm, tuple(parts), worth) for (firm, parts), worth in zip(makes.items(), landed, strict=True)]


def at_work(runs: Sequence) -> np.ndarray:
    """Lines that work in some world now [f]."""
    return np.any([(run.state.firms.status == ACTIVE).any(axis=1) for run in runs], axis=0)


def _groups(base: Base, working: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """Lines at work of each product and nation that has any; of generated parts of the sub-tier none."""
    found = {}
    for group in np.unique(base.net.firm_group[working]):
        product, nation = base.recorded[base.groups[group, 0]], base.nations[base.groups[group, 1]]
        if product in base.products:
            found[product, nation] = np.flatnonzero((base.net.firm_group == group) & working)
    return found


def _without(runs: Sequence, scenario: Scenario, cases: Sequence[Sequence[tuple[str, str, float]]]) -> list[np.ndarray]:
    """What lands, [system, w], when for a year from now nations lose a part of their output of products: (product, nation, part)."""
    onset = runs[0].month

    def one(case: Sequence[tuple[str, str, float]]) -> np.ndarray:
        lost = (Disruption(start=onset, months=STOPPED, nation=nation, product=product, share=part) for product, nation, part in case)
        hit = scenario.with_event(*lost)
        return landed_since([run.branch(hit).advance() for run in runs], onset)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(one, cases))


def landed_since(runs: Sequence, onset: int) -> np.ndarray:
    """USD of each system that reached magazines in the months counted from onset [system, w]."""
    outcome = Outcome(runs)
    return added(outcome.by_system("landed")[onset : onset + SEEN], 0) * outcome.price[:, None]
