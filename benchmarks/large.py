"""The real size of the base: 200,000 generated lines on one core, against time, memory and what the machine's memory can move."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from statistics import median

import numpy as np

from abm.facts.scenario import load_scenario
from abm.model.simulate import Run
from abm.rules.mix import load_mix
from benchmarks import traffic
from benchmarks.figures import Effort, Figure, benchmark, figure
from benchmarks.machine import memory_rates
from benchmarks.timing import Task

LINES, SMALL = 200_000, 2_000
CHUNK = 12
"""Months after which the large base and the small one take turns."""


@benchmark
def large(effort: Effort) -> Iterator[Figure]:
    """A generated base, small and large in turns through the same months."""
    lines, months = (20_000, 24) if effort.quick else (LINES, 120)
    opened, run = Task(lambda: _opened(lines)).timed()
    small = _opened(SMALL)
    _opened(SMALL).advance(1)  # warms up
    goods, seconds = Goods(run), {"large": [], "small": []}
    for _ in range(0, months, CHUNK):
        seconds["small"].append(Task(lambda: small.advance(CHUNK)).timed()[0])
        seconds["large"].append(sum(goods.month() for _ in range(CHUNK)))
    goods.check()

    yield figure(f"{lines:,} lines laid out and opened", "s", opened, note=_size(run))
    target = {} if effort.quick else {"at_most": 120, "stretch": 60}
    yield figure(f"{lines:,} lines, {months} months, goods conserved", "s", sum(seconds["large"]), **target)
    ratios = [(a / lines) / (b / SMALL) for a, b in zip(seconds["large"], seconds["small"], strict=True)]
    yield figure(f"time a line at {lines:,} over at {SMALL:,}", "×", ratios, at_most=4)
    a_month = [s / CHUNK for s in seconds["large"]]
    yield figure("time a line and month", "ns", [1e9 * s / lines for s in a_month])
    bytes_held = traffic.held(run.base.net, *run.state)
    yield figure("network and state a line", "kB", bytes_held / lines / 1e3, at_most=4)
    yield figure("record of all months a line", "kB", traffic.held(run.record) / lines / 1e3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    yield figure("peak of this process, laying out included", "GB", peak / 1e9)
    yield from _against_memory(effort, bytes_held, a_month)


def _against_memory(effort: Effort, bytes_held: int, a_month: list[float]) -> Iterator[Figure]:
    """Time over the least that the memory would take to move what a month touches."""
    rates = memory_rates(effort.rounds(5))
    for name, rate in rates.items():
        yield figure(f"memory of this machine, one core, {name}", "GB/s", [r / 1e9 for r in rate])
    moved, held, parts = traffic.count(SMALL)
    share = sum(moved.values()) / held
    most = ", ".join(f"{name} {100 * b / sum(moved.values()):.0f} %" for name, b in moved.most_common(6))
    yield figure(
        f"bytes a month moves over bytes held, {parts} parts, counted at {SMALL:,} lines", "×", share, note=most
    )
    bound = share * bytes_held / max(median(rate) for rate in rates.values())
    yield figure("month over its memory bound", "×", [s / bound for s in a_month], at_most=6)


class Goods:
    """Carries a run on by the month, and keeps account of what was made and used."""

    def __init__(self, run: Run):
        self.run, self.made, self.used = run, np.zeros(len(run.base.firms)), np.zeros(len(run.base.net.store_nation))
        self.opening = self._standing()

    def month(self) -> float:
        """Seconds of one month."""
        seconds, _ = Task(lambda: self.run.advance(1)).timed()
        net, state = self.run.base.net, self.run.state
        shelves = slice(0, net.first)
        self.made += state.firms.made[:, 0]
        self.used[shelves] += net.store_recipe[shelves] * state.firms.made[net.store_firm[shelves], 0]
        self.used[net.first :] += state.stores.used[net.first :, 0]
        return seconds

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


def _size(run: Run) -> str:
    return ", ".join(f"{rows:,} {table}" for table, rows in run.base.shape.items())
