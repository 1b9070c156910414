"""The real size of the base: 200,000 generated lines, against time and against what memory holds and moves."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import numpy as np

from abm.facts.scenario import load_scenario
from abm.model.simulate import Run
from abm.rules.mix import load_mix
from benchmarks import traffic
from benchmarks.figures import Effort, Figure, benchmark
from benchmarks.machine import Memory
from benchmarks.timing import Spent, Task, now

LINES, SMALL = 200_000, 2_000
CHUNK = 12
"""Months after which the large base and the small one take turns."""


@benchmark
def large(effort: Effort) -> Iterator[Figure]:
    """A generated base on one core, large and small in turns through the same months."""
    lines, months = (20_000, 24) if effort.quick else (LINES, 120)
    laying_out, run = Task(lambda: _opened(lines)).timed()
    small = _opened(SMALL)
    _opened(SMALL).advance(1)  # warms up
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    memory, goods = Memory(), Goods(run)
    small_months, chunks, rates = [], [], []
    for _ in range(0, months, CHUNK):
        rates.append(memory.rates())
        small_months.append(Task(lambda: small.advance(CHUNK)).timed()[0].cpu / CHUNK)
        chunks.append(goods.carried_on(CHUNK))
    goods.check()
    a_month = [chunk.cpu / CHUNK for chunk in chunks]

    rows = ", ".join(f"{n:,} {table}" for table, n in run.base.shape.items())
    yield Figure(what=f"{lines:,} lines laid out and opened", unit="s", rounds=[laying_out.wall], note=rows)
    target = {} if effort.quick else {"at_most": 120, "stretch": 60}
    whole = {"rounds": [sum(chunk.wall for chunk in chunks)], "cpu": [sum(chunk.cpu for chunk in chunks)]}
    yield Figure(what=f"{lines:,} lines, {months} months, goods conserved", unit="s", **whole, **target)
    ratios = [(a / lines) / (b / SMALL) for a, b in zip(a_month, small_months, strict=True)]
    yield Figure(what=f"time a line, {lines:,} over {SMALL:,}", unit="×", rounds=ratios, at_most=4)
    yield Figure(what=f"time a line and month at {lines:,}", unit="ns", rounds=[1e9 * s / lines for s in a_month])
    held = traffic.held(run.base.net, *run.state)
    yield Figure(what="network and state, a line", unit="kB", rounds=[held / lines / 1e3], at_most=4)
    record = traffic.held(run.record)
    yield Figure(what="record of all months, a line", unit="kB", rounds=[record / lines / 1e3])
    yield Figure(what="most that this process has held so far", unit="GB", rounds=[peak / 1e9])
    yield from _against_memory(held, a_month, rates)


def _against_memory(held: int, a_month: list[float], rates: list[dict[str, float]]) -> Iterator[Figure]:
    """Seconds of a month over the least in which the memory could move what it touches."""
    for name in rates[0]:
        gigabytes = [rate[name] / 1e9 for rate in rates]
        yield Figure(what=f"this machine's memory, one core, {name}", unit="GB/s", rounds=gigabytes)
    moved, counted_on, parts = traffic.count(SMALL)
    share = sum(moved.values()) / counted_on
    most = ", ".join(f"{phase} {100 * size / sum(moved.values()):.0f} %" for phase, size in moved.most_common(6))
    note = f"counted at {SMALL:,} lines: {most}"
    yield Figure(what=f"moved in a month of {parts} parts, over held", unit="×", rounds=[share], note=note)
    bounds = [share * held / max(rate.values()) for rate in rates]
    over = [month / bound for month, bound in zip(a_month, bounds, strict=True)]
    yield Figure(what="month over its memory bound", unit="×", rounds=over, at_most=6)


class Goods:
    """Carries a run on by the month, and keeps account of what was made and used."""

    def __init__(self, run: Run):
        self.run = run
        self.made, self.used = np.zeros(len(run.base.firms)), np.zeros(len(run.base.net.store_nation))
        self.opening = self._standing()

    def carried_on(self, months: int) -> Spent:
        """What so many months took."""
        wall = cpu = 0.0
        for _ in range(months):
            began = now()
            self.run.advance(1)
            spent = now().since(began)
            wall, cpu = wall + spent.wall, cpu + spent.cpu
            self.made += self.run.state.firms.made[:, 0]
            self.used += self.run.state.stores.used[:, 0]
        return Spent(wall, cpu)

    def check(self) -> None:
        """Of every product: what there was and what was made is used, held, awaiting its licence or under way."""
        net, n = self.run.base.net, len(self.run.base.products)
        made, used = np.bincount(net.firm_product, self.made, n), np.bincount(net.store_product, self.used, n)
        off = np.abs(self.opening + made - used - self._standing()) / np.maximum(self.opening + made, 1e-300)
        assert off.max() <= 1e-9, f"{off.max():.1e} of a product got lost"

    def _standing(self) -> np.ndarray:
        """Units of each product in stores and on links."""
        net, (_, _, stores, links) = self.run.base.net, self.run.state
        n = len(self.run.base.products)
        on_links = links.queued[:, 0] + links.ring[..., 0].sum(axis=0)
        held = np.bincount(net.store_product, stores.quantity[:, 0], n)
        return held + np.bincount(net.firm_product[net.link_firm], on_links, n)


def _opened(lines: int) -> Run:
    return Run(load_scenario(f"scale-{lines}"), [tuple(load_mix("today"))], [0])
