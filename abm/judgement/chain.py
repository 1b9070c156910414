"""Why a system is short, through the tiers: from the reasons of the lack to the lines, the part they want, its lines, and so on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from abm.flows.limits import R_CAPACITY, R_INPUT, R_PRIORITY, REASONS
from abm.judgement.standing import Standing, company

REASON_NAMES = list(REASONS)
LATE = frozenset(REASON_NAMES[R_CAPACITY : R_PRIORITY + 1])
"""Reasons for which a unit on order is late: what the industry owes."""

WORTH_FOLLOWING = 1e-4
"""Share of a system's lack below which a branch is not followed further down."""


@dataclass(frozen=True)
class Cause:
    """One step of a chain: so many units of a system's lack, mean over the seeds, go back to this; its own causes sum to it.

    `kind` says what `name` is: a "system"; a "reason" (see `abm.flows.limits`); a nation's "lines" of `product`, with their `makers`,
    `only` where nobody else makes it, `stopped` where none of them works (mothballed, given up, not yet built); a "part" that lines
    lack; the nation ("holder") whose magazine or lines have not ordered.
    """

    kind: str
    name: str
    units: float
    causes: tuple[Cause, ...] = field(default=(), repr=False)
    product: str = ""
    makers: tuple[str, ...] = ()
    only: bool = False
    stopped: bool = False

    def share(self, of: Cause) -> float:
        """Its part of another step's units; nought where that has none."""
        return self.units / of.units if of.units > 0.0 else 0.0


def chain(standing: Standing, system: str) -> Cause:
    """Why nations' magazines lack a system at the end of the month: the tree of all reasons, the heaviest first."""
    base, net = standing.base, standing.base.net
    product = base.products.index(system)
    magazines = np.flatnonzero(net.store_product[net.first :] == product)
    lack = {net.first + int(h): standing.missing[h] for h in magazines}
    whole = sum(float(units.sum(axis=0).mean()) for units in lack.values())
    return Cause("system", system, whole, _Tiers(standing, whole * WORTH_FOLLOWING).reasons(lack), system)


class _Tiers:
    """Follows units of lack from store to line and from line to store, tier by tier."""

    def __init__(self, standing: Standing, least: float):
        self.standing, self.base, self.net, self.least = standing, standing.base, standing.base.net, least

    def reasons(self, lack: dict[int, np.ndarray]) -> tuple[Cause, ...]:
        """The causes of what stores lack: units by store [reason, w]."""
        split = {store: self.standing.blamed(store, units) for store, units in lack.items()}
        found = []
        for reason, name in enumerate(REASON_NAMES):
            units = sum(float(one[reason].mean()) for one in lack.values())
            if units > 0.0:
                found.append(Cause("reason", name, units, self._who(reason, lack, split) if units >= self.least else ()))
        return _heaviest_first(found)

    def _who(self, reason: int, lack: dict[int, np.ndarray], split: dict[int, tuple[np.ndarray, np.ndarray]]) -> tuple[Cause, ...]:
        """Whose lines hold the units up; and whose stores, where no line has them on its books."""
        by_line: dict[int, np.ndarray] = {}
        by_holder: dict[str, float] = {}
        for store, units in lack.items():
            links, blamed = split[store]
            for link, part in zip(links, blamed[:, reason], strict=True):
                if part.any():
                    line = int(self.net.link_firm[link])
                    by_line[line] = by_line.get(line, 0.0) + part
            left = float((units[reason] - blamed[:, reason].sum(axis=0)).mean())
            if left > 1e-9 * float(units.sum(axis=0).mean()):
                holder = self.base.nations[self.net.store_nation[store]]
                by_holder[holder] = by_holder.get(holder, 0.0) + left
        holders = [Cause("holder", name, units) for name, units in by_holder.items()]
        return _heaviest_first(holders + self._lines(by_line, follow=reason == R_INPUT))

    def _lines(self, by_line: dict[int, np.ndarray], follow: bool) -> list[Cause]:
        """Lines gathered by product and nation; where they wait for an input, with which and why."""
        groups: dict[int, dict[int, np.ndarray]] = {}
        for line, units in by_line.items():
            groups.setdefault(int(self.net.firm_group[line]), {})[line] = units
        found = []
        for lines in groups.values():
            first, units = next(iter(lines)), sum(float(one.mean()) for one in lines.values())
            product = int(self.net.firm_product[first])
            makers = tuple(sorted({company(self.base.makers[f]) for f in lines}))
            only = self.standing.makers(product) == list(makers)
            stopped = not self.standing.active[list(lines)].any()
            causes = self._parts(lines) if follow and units >= self.least else ()
            nation = self.base.nations[self.net.firm_nation[first]]
            found.append(Cause("lines", nation, units, causes, self.base.products[product], makers, only, stopped))
        return found

    def _parts(self, lines: dict[int, np.ndarray]) -> tuple[Cause, ...]:
        """The inputs that these lines lacked, in proportion to the output each cost them this month, and why each was short."""
        by_part: dict[int, dict[int, np.ndarray]] = {}
        for line, units in lines.items():
            shelf = np.arange(self.net.firm_stores[line], self.net.firm_stores[line + 1])
            forgone = self.standing.forgone[shelf]
            total = forgone.sum(axis=0)
            shares = np.divide(forgone, total, out=np.full_like(forgone, 1.0 / len(shelf)), where=total > 0.0)
            for store, share in zip(shelf, shares, strict=True):
                if (share * units).any():
                    by_part.setdefault(int(self.net.store_product[store]), {})[int(store)] = share * units
        found = []
        for part, stores in by_part.items():
            lack = {store: self.standing.why_short(store) * units for store, units in stores.items()}
            units = sum(float(one.mean()) for one in stores.values())
            name = self.base.products[part]
            found.append(Cause("part", name, units, self.reasons(lack) if units >= self.least else (), name))
        return _heaviest_first(found)


def _heaviest_first(causes: list[Cause]) -> tuple[Cause, ...]:
    return tuple(sorted(causes, key=lambda one: -one.units))


def steps(cause: Cause) -> Iterator[Cause]:
    """The dominant path: this step, the heaviest of its causes, the heaviest of that one's, and so on."""
    while True:
        yield cause
        if not cause.causes:
            return
        cause = cause.causes[0]


def late(cause: Cause) -> Cause:
    """The part of a chain that is about units on order which the industry owes and has not made: what is late, the heaviest first."""
    owed = tuple(one for one in cause.causes if one.name in LATE)
    return Cause(cause.kind, cause.name, sum(one.units for one in owed), owed, cause.product)
