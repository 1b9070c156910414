"""What a run is judged by: every metric with its unit, meaning and axes, declared once and used everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from abm.flows.limits import LIMITS, REASONS
from abm.judgement.record import Record
from abm.judgement.slip import months_late
from abm.state import memory
from abm.state.base import DAYS

if TYPE_CHECKING:
    import xarray


SHARED_FROM = 8
"""Worlds from which on metrics are computed on all cores."""


class Outcome:
    """The records of all worlds of one scenario and mix, side by side, with the names of their rows."""

    def __init__(self, runs: Sequence):
        first = runs[0]
        self.base, self.scenario, self.since, self.months = first.base, first.scenario, 0, first.month
        self.runs = runs
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
        system = np.searchsorted(self.base.systems, net.store_product[net.first :])
        return system, net.store_nation[net.first :].astype(int)

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

    def values(self, metrics: Sequence[Metric]) -> list[np.ndarray]:
        """These metrics, on all cores where there is much to lay out."""
        if len(self.seeds) < SHARED_FROM:
            return [metric.of(self) for metric in metrics]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(lambda metric: metric.of(self), metrics))

    def by_system(self, name: str) -> np.ndarray:
        """A record of magazines summed over nations: [month, system, ..., world]."""
        system = self.magazine[0]
        parts = []
        for block in self.blocks(name):
            out = memory.zeros((block.shape[0], len(self.systems), *block.shape[2:]))
            if len(block) == 1:
                np.add.at(out, (slice(None), system), block)  # one call beats a loop over rows only where rows are short
            else:
                for h, s in enumerate(system):
                    out[:, s] += block[:, h]
            parts.append(out)
        return side_by_side(parts)

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


def side_by_side(blocks: list[np.ndarray]) -> np.ndarray:
    """Blocks of worlds as one array, worlds last."""
    shape = (*blocks[0].shape[:-1], sum(block.shape[-1] for block in blocks))
    return np.concatenate(blocks, axis=-1, out=memory.empty(shape))


@dataclass(frozen=True)
class Metric:
    """One judged number: `of(outcome)` returns it with the axes `dims` and worlds last."""

    name: str
    unit: str
    meaning: str
    dims: tuple[str, ...]
    of: Callable[[Outcome], np.ndarray]


METRICS: dict[str, Metric] = {}


def metric(unit: str, dims: str = "") -> Callable[[Callable[[Outcome], np.ndarray]], Callable[[Outcome], np.ndarray]]:
    """Declare a metric: its name is the function's, its meaning the docstring, its axes the names in `dims`."""

    def declare(of: Callable[[Outcome], np.ndarray]) -> Callable[[Outcome], np.ndarray]:
        METRICS[of.__name__] = Metric(of.__name__, unit, of.__doc__.strip(), tuple(dims.split()), of)
        return of

    return declare


@metric("unit/month", "product nation month")
def made(o: Outcome) -> np.ndarray:
    """Output of each product, by the nation in which it is made."""
    return o.laid_out("made")


@metric("unit/month", "product nation month")
def capacity(o: Outcome) -> np.ndarray:
    """Plant of working lines, by product and nation: output with full crews and inputs, without overtime."""
    return o.laid_out("capacity")


@metric("unit/month", "system nation month")
def landed(o: Outcome) -> np.ndarray:
    """Units that reached each nation's magazines."""
    return o.spread("landed")


@metric("unit", "system nation month")
def stock(o: Outcome) -> np.ndarray:
    """Units in each nation's magazines at the end of the month."""
    return o.spread("stock")


@metric("unit/month", "system")
def peace_rate(o: Outcome) -> np.ndarray:
    """Units a month that nations order in peace: what surge is measured against."""
    return np.repeat(o.peace_rate[:, None], len(o.seeds), axis=1)


@metric("ratio", "system month")
def surge_ratio(o: Outcome) -> np.ndarray:
    """Units delivered to all nations over the peacetime rate."""
    delivered = np.swapaxes(o.by_system("landed"), 0, 1)
    rate = o.peace_rate[:, None, None]
    return np.divide(delivered, rate, out=np.full_like(delivered, np.nan), where=rate > 0)


@metric("ratio", "month")
def alliance_surge_ratio(o: Outcome) -> np.ndarray:
    """Value delivered to all nations over its peacetime rate, each system weighed by its unit cost."""
    return o.delivered / (o.peace_rate @ o.price)


@metric("share", "system month")
def fill_rate(o: Outcome) -> np.ndarray:
    """Share of the month's use (war, training, retirement) that magazines could meet."""
    used, missed = o.by_system("used"), o.by_system("missed")
    total = used + missed
    return np.swapaxes(np.divide(used, total, out=np.ones_like(used), where=total > 0), 0, 1)


@metric("day", "system")
def exhaustion_day(o: Outcome) -> np.ndarray:
    """Days after a nation's first month of war by which the magazines that carry half of all war use have run dry."""
    system, nation = o.magazine
    onset = o.onset[nation][:, None]
    with np.errstate(invalid="ignore"):
        day = np.where(np.isfinite(onset), (o.exhausted_at - onset) * DAYS, np.nan)
    at_war = o.runs[0].schedule.at_war[: o.months].max(axis=0)[nation]
    weight = o.base.net.store_war_use[o.base.net.first :] * at_war
    out = np.full((len(o.systems), len(o.seeds)), np.nan)
    for s in range(len(o.systems)):
        rows = np.flatnonzero((system == s) & (weight > 0))
        if len(rows):
            for w in range(len(o.seeds)):
                order = rows[np.argsort(day[rows, w])]
                half = np.searchsorted(np.cumsum(weight[order]), 0.5 * weight[rows].sum())
                out[s, w] = day[order[min(half, len(order) - 1)], w]
    out[np.isinf(out)] = np.nan
    return out


@metric("day", "system month")
def days_of_supply(o: Outcome) -> np.ndarray:
    """Days that the stock of all holders would last if all of them fought at full intensity."""
    rate = o.total(o.base.net.store_war_use[o.base.net.first :])[:, None, None] / DAYS
    held = np.swapaxes(o.by_system("stock"), 0, 1)
    return np.divide(held, rate, out=np.full_like(held, np.nan), where=rate > 0)


@metric("month", "system nation")
def order_slip(o: Outcome) -> np.ndarray:
    """Mean months by which a nation's orders arrive after the quoted lead time; orders still out at the end count as late until then."""
    net = o.base.net
    quoted = net.lead[net.store_product[net.first :]] + o.base.usual_transit
    out = np.full((len(o.systems), len(o.base.nations), len(o.seeds)), np.nan)
    ordered = zip(o.blocks("ordered"), o.blocks("landed"), o.blocks("on_order"), strict=True)
    out[o.magazine] = np.concatenate([months_late(*block, quoted) for block in ordered], axis=-1)
    return out


@metric("line", "month")
def active_firms(o: Outcome) -> np.ndarray:
    """Production lines at work."""
    return o.active


@metric("share", "product limit month")
def limit_share(o: Outcome) -> np.ndarray:
    """Share of the month, weighed by plant, in which each limit bound the lines of a product."""
    limit = np.moveaxis(o.limit, 0, 2)
    total = limit.sum(axis=1, keepdims=True)
    return np.divide(limit, total, out=memory.zeros(limit.shape), where=total > 0)


@metric("unit/month", "ingredient month")
def forgone(o: Outcome) -> np.ndarray:
    """Output a line could have made but for want of one input, by product and input."""
    return np.swapaxes(o.bound[:, : len(o.base.ingredients)], 0, 1)


@metric("USD/month", "nation month")
def spending(o: Outcome) -> np.ndarray:
    """Value of the orders a nation placed and the grants it gave."""
    return np.swapaxes(o.spent, 0, 1)


@metric("USD/month", "nation month")
def invested(o: Outcome) -> np.ndarray:
    """Plant that lines in a nation decided to build, whoever pays."""
    return np.swapaxes(o.invested, 0, 1)


@metric("unit", "system reason month")
def missing(o: Outcome) -> np.ndarray:
    """Units that magazines lack against their targets, by the one reason of each; reasons sum to the lack."""
    return np.moveaxis(o.by_system("missing"), 0, 2)


@metric("share", "nation month")
def honoured(o: Outcome) -> np.ndarray:
    """Share of foreign claims on a nation's lines, by value, that it serves in their turn."""
    return np.swapaxes(o.honour, 0, 1)


def measure(runs: Sequence, names: Sequence[str] | None = None) -> xarray.Dataset:
    """All metrics of these runs, or the named ones, as a Dataset: one variable each, with unit and meaning, seeds last."""
    import xarray

    outcome = Outcome(runs)
    chosen = [METRICS[name] for name in (names or METRICS)]
    dims = {d for m in chosen for d in m.dims} | {"seed"}
    values = outcome.values(chosen)
    return xarray.Dataset(
        {m.name: ((*m.dims, "seed"), value, {"unit": m.unit, "meaning": m.meaning}) for m, value in zip(chosen, values, strict=True)},
        coords={d: outcome.coordinate(d) for d in sorted(dims)},
        attrs={"scenario": outcome.scenario.name},
    )
