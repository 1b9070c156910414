"""What came of a run: the records of all its worlds side by side, and what metrics read from them in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from abm.flows.limits import LIMITS, REASONS
from abm.judgement.record import Record
from abm.judgement.slip import months_late
from abm.state import memory


class Outcome:
    """The records of all worlds of one scenario and mix, side by side, with the names of their rows."""

    def __init__(self, runs: Sequence):
        first = runs[0]
        self.base, self.scenario, self.since, self.months = first.base, first.scenario, 0, first.month
        self.runs = runs
        self._by_system: dict[str, np.ndarray] = {}
        self.seeds = np.concatenate([run.seeds for run in runs])

    def __getattr__(self, name: str) -> np.ndarray:
        """A record by name, `[month, ..., world]`, up to the month reached."""
        if name not in Record._fields:
            raise AttributeError(name)
        joined = side_by_side(self.blocks(name))
        setattr(self, name, joined)
        return joined

    def blocks(self, name: str) -> list[np.ndarray]:
        """A record by name, one array for each block of worlds."""
        return [getattr(run.record, name)[self.since : self.months] for run in self.runs]

    @cached_property
    def exhausted_at(self) -> np.ndarray:
        """Month at which each magazine first ran dry in a war, infinite where it did not [magazine, world]."""
        return np.concatenate([run.state.stores.exhausted_at[self.base.net.first :] for run in self.runs], axis=-1)

    @cached_property
    def magazine(self) -> tuple[np.ndarray, np.ndarray]:
        """System row and nation row of each magazine, systems counted in the order of `systems`."""
        net = self.base.net
        return net.store_system[net.first :].astype(int), net.store_nation[net.first :].astype(int)

    @cached_property
    def systems(self) -> list[str]:
        """Ids of what nations hold."""
        return [self.base.products[p] for p in self.base.systems]

    @cached_property
    def peace_rate(self) -> np.ndarray:
        """Units a month that nations order of each system in peace [system]."""
        return self.total(self.base.holdings["order_rate"])

    @cached_property
    def price(self) -> np.ndarray:
        """USD a unit of each system."""
        return self.base.net.price[self.base.systems]

    @cached_property
    def onset(self) -> np.ndarray:
        """First month of war of each nation, infinite where it stays at peace [nation]."""
        at_war = self.runs[0].schedule.at_war[: self.months] > 0
        return np.where(at_war.any(axis=0), at_war.argmax(axis=0), np.inf)

    @cached_property
    def war(self) -> slice | None:
        """Months from the first in which any nation fights to the last, as far as the run has come; None where nobody has fought."""
        fought = np.flatnonzero((self.runs[0].schedule.at_war[: self.months] > 0).any(axis=1))
        return slice(int(fought[0]), int(fought[-1]) + 1) if len(fought) else None

    @cached_property
    def fighters(self) -> np.ndarray:
        """Magazines of nations that have fought, as rows."""
        return np.flatnonzero(np.isfinite(self.onset)[self.magazine[1]])

    @cached_property
    def war_need(self) -> np.ndarray:
        """Units that the nations at war fire in all its months together, by the scenario's plan and without luck [system]."""
        months_of_war = self.runs[0].schedule.at_war[: self.months].sum(axis=0)[self.magazine[1]]
        return self.total(months_of_war * self.base.net.store_war_use[self.base.net.first :])

    @cached_property
    def services(self) -> np.ndarray:
        """Whether what is held is a service, counted in availabilities [system]."""
        return np.isin(self.base.systems, self.base.services)

    def of_rows(self, values: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Values of some magazines, of all `[month, magazine, world]`, summed over nations: [system, month, world]."""
        out = np.zeros((len(self.systems), values.shape[0], values.shape[2]))
        for h in rows:
            out[self.magazine[0][h]] += values[:, h]
        return out

    def of_nations(self, values: np.ndarray) -> np.ndarray:
        """Units of magazines `[month, magazine, world]` at their price, summed over systems: USD [nation, month, world]."""
        out = np.zeros((len(self.base.nations), values.shape[0], values.shape[2]))
        for h, (system, nation) in enumerate(zip(*self.magazine, strict=True)):
            out[nation] += values[:, h] * self.price[system]
        return out

    def by_system(self, name: str) -> np.ndarray:
        """A record of magazines summed over nations, to be read only: [month, system, ..., world]."""
        if name not in self._by_system:
            parts = []
            for block in self.blocks(name):
                out = memory.zeros((block.shape[0], len(self.systems), *block.shape[2:]))
                for h, s in enumerate(self.magazine[0]):
                    out[:, s] += block[:, h]
                parts.append(out)
            self._by_system[name] = side_by_side(parts)
        return self._by_system[name]

    @cached_property
    def months_late(self) -> np.ndarray:
        """Mean months by which a magazine's orders arrive after the quoted lead time and the usual voyage [magazine, world]."""
        net = self.base.net
        quoted = net.lead[net.store_product[net.first :]] + self.base.usual_transit
        blocks = zip(self.blocks("ordered"), self.blocks("landed"), self.blocks("on_order"), strict=True)
        return np.concatenate([months_late(*block, quoted) for block in blocks], axis=-1)

    def total(self, values: np.ndarray) -> np.ndarray:
        """One number a magazine [magazine] summed over nations [system]."""
        return np.bincount(self.magazine[0], values, len(self.systems))

    def spread(self, name: str) -> np.ndarray:
        """A record of magazines laid out by system and nation: [system, nation, month, world]."""
        return self._laid_out(name, self.magazine, len(self.systems))

    def laid_out(self, name: str) -> np.ndarray:
        """A record of groups laid out by product and nation: [product, nation, month, world]."""
        return self._laid_out(name, tuple(self.base.groups.T), len(self.products))

    def _laid_out(self, name: str, rows: tuple[np.ndarray, np.ndarray], count: int) -> np.ndarray:
        out = memory.zeros((count, len(self.base.nations), self.months - self.since, len(self.seeds)))
        world = 0
        for block in self.blocks(name):
            worlds = slice(world, world + block.shape[-1])
            for row, (first, second) in enumerate(zip(*rows, strict=True)):
                out[first, second, :, worlds] = block[:, row]
            world = worlds.stop
        return out

    @cached_property
    def products(self) -> list[str]:
        """Ids of the products in the records."""
        return list(self.base.recorded)

    def coordinate(self, dim: str) -> list:
        """Labels along one axis."""
        return {
            "system": self.systems,
            "product": self.products,
            "nation": list(self.base.nations),
            "month": list(range(self.months)),
            "limit": list(LIMITS),
            "ingredient": [f"{self.products[p]}<{self.products[i]}" for p, i in self.base.ingredients],
            "reason": list(REASONS),
            "seed": [int(s) for s in self.seeds],
        }[dim]


def added(values: np.ndarray, *axes: int) -> np.ndarray:
    """Sums along these axes, one number after the other: the same bits at any number of worlds."""
    for axis in sorted(axes, reverse=True):
        parts = np.moveaxis(values, axis, 0)
        values = np.zeros(parts.shape[1:])
        for part in parts:
            values += part
    return values


def side_by_side(blocks: list[np.ndarray]) -> np.ndarray:
    """Blocks of worlds as one array, worlds last."""
    shape = (*blocks[0].shape[:-1], sum(block.shape[-1] for block in blocks))
    return np.concatenate(blocks, axis=-1, out=memory.empty(shape))
