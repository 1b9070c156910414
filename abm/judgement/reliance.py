"""Whom a nation relies on: where goods land, what its money keeps at home, and how far its own lines could carry it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from abm.judgement.declaring import metric
from abm.judgement.outcome import Outcome, added, side_by_side

YEAR = 12

NONE = 1e-9
"""Units a year below which nothing was taken."""


@metric("USD/month", "nation month")
def landed_value(o: Outcome) -> np.ndarray:
    """Value of what reached a nation's magazines, services included."""
    return o.of_nations(o.landed)


@metric("USD/month", "month")
def landed_in_theatre(o: Outcome) -> np.ndarray:
    """Value of what reached the magazines of nations that lie in the theatre of the first conflict."""
    conflicts = [event for event in o.scenario.events if event.kind == "conflict"]
    if not conflicts:
        return np.full((o.months, len(o.seeds)), np.nan)
    theatre = min(conflicts, key=lambda event: event.opens(o.scenario.start)).theatre
    there = [o.base.facts.nations[name].theatre == theatre for name in o.base.nations]
    return added(landed_value(o)[there], 0)


@metric("month", "nation")
def mean_slip(o: Outcome) -> np.ndarray:
    """Mean months by which a nation's orders arrive after the quoted lead time, over all it ordered, weighed by value."""
    late = o.months_late
    value = added(o.ordered, 0) * o.price[o.magazine[0]][:, None]
    total, weighed = (np.zeros((len(o.base.nations), len(o.seeds))) for _ in range(2))
    for h, nation in enumerate(o.magazine[1]):
        told = np.isfinite(late[h])
        total[nation] += np.where(told, value[h], 0.0)
        weighed[nation] += np.where(told, value[h] * late[h], 0.0)
    return np.divide(weighed, total, out=np.full_like(total, np.nan), where=total > 0.0)


@metric("share", "nation month")
def autonomy(o: Outcome) -> np.ndarray:
    """Share, by value, of the year's arrivals in a nation's magazines that its own lines could have made of its own parts alone."""
    # Of each product the lesser of what was made at home and what was taken counts; a part from abroad takes from the goods it goes
    # into as much as its lack would stop. Generated lines of the sub-tier are left out: the records count them as one product.
    made = dict(zip(o.products, _by_year(o, "made", o.base.groups.T, len(o.products)), strict=True))
    landed = _by_year(o, "landed", o.magazine, len(o.systems))
    made_of = o.base.recipes
    total, own = (np.zeros_like(landed[0]) for _ in range(2))
    sourced: dict[str, np.ndarray] = {}
    taken = dict(zip(o.systems, landed, strict=True))
    for product in o.products:  # systems first, each part after all that take it
        for part, (units, _) in made_of.get(product, {}).items():
            taken[part] = taken.get(part, 0.0) + units * made[product]
    for product in reversed(o.products):
        if product not in taken:
            continue
        sourced[product] = _covered(made[product], taken[product])
        kept = [1.0 - critical * (1.0 - sourced[part]) for part, (_, critical) in made_of.get(product, {}).items()]
        if kept:
            sourced[product] = sourced[product] * np.minimum.reduce(kept)
    for s, system in enumerate(o.systems):
        value = taken[system] * o.price[s]
        total += value
        own += value * sourced[system]
    share = np.divide(own, total, out=np.full_like(total, np.nan), where=total > 0.0)
    return np.repeat(share, YEAR, axis=1)[:, : o.months]


def _by_year(o: Outcome, name: str, rows: Sequence[np.ndarray], count: int) -> np.ndarray:
    """Sums of a record `[month, row, world]` over each year of the scenario: [first of `rows`, nation, year, world]."""
    years = range(0, o.months - o.since, YEAR)
    sums = side_by_side([np.stack([added(block[m : m + YEAR], 0) for m in years], axis=1) for block in o.blocks(name)])
    out = np.zeros((count, len(o.base.nations), *sums.shape[1:]))
    out[rows[0], rows[1]] = sums
    return out


def _covered(made: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Share of what was taken that was made here; where nothing was taken, whether anything was made."""
    return np.minimum(1.0, made / np.maximum(taken, NONE))


@metric("share", "nation month")
def home_share(o: Outcome) -> np.ndarray:
    """Share, by value, of what all lines made for a nation's magazines in the month that its own lines made."""
    home, bought = (np.swapaxes(record, 0, 1) for record in (o.home, o.bought))
    return np.divide(home, bought, out=np.full_like(home, np.nan), where=bought > 0.0)
