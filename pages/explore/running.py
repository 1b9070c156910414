"""Running a choice so that a newer one can take its place at once, and keeping what has been run for everyone."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from abm.facts.scenario import Scenario
from abm.model.simulate import WORLDS_AT_ONCE, Run, base_of
from abm.rules.mix import Mix
from abm.state.base import Base
from pages.explore.chosen import with_parameters
from pages.explore.view import View, view_of

FIRST_LOOK = (0,)
SEEDS = tuple(range(32))
MONTHS_AT_ONCE = 24
"""Months that pass before a run asks whether it is still wanted."""

MOST_KEPT = 40
ONE_BAND_AT_A_TIME = threading.Lock()
"""Bands of many seeds wait for each other, so that first looks of other visitors always find a core."""

Unwanted = Callable[[], bool]


class Shelf:
    """Finished views, the latest asked for kept, shared by all visitors and never changed."""

    def __init__(self, most: int = MOST_KEPT):
        self.most, self._kept, self._lock = most, OrderedDict(), threading.Lock()

    def get(self, key: tuple) -> View | None:
        """What is kept under a key, if it still is."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple, view: View) -> View:
        """Keep a view; the one not asked for longest makes room."""
        with self._lock:
            self._kept[key] = view
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return view

    def made(self, key: tuple, make: Callable[[], Any]) -> Any:
        """What is kept under a key, made and kept where nothing is; None, which is not kept, where making was given up."""
        found = self.get(key)
        if found is None and (found := make()) is not None:
            self.keep(key, found)
        return found


SHELF = Shelf()


def look(
    scenario: Scenario,
    mix: Mix,
    seeds: Sequence[int],
    unwanted: Unwanted,
    shelf: Shelf = SHELF,
    read: Callable[[Sequence[Run]], Any] = view_of,
) -> Any:
    """What a scenario comes to under a mix for these seeds, as `read` tells it (a `View`); None once nobody waits for it any more."""
    key = (scenario.hash, mix.hash, tuple(seeds), *(() if read is view_of else (read.__name__,)))
    if view := shelf.get(key):
        return view
    if len(seeds) == 1:
        return _run(key, scenario, mix, seeds, unwanted, shelf, read)
    while not ONE_BAND_AT_A_TIME.acquire(timeout=0.05):
        if unwanted():
            return None
    try:
        return shelf.get(key) or _run(key, scenario, mix, seeds, unwanted, shelf, read)
    finally:
        ONE_BAND_AT_A_TIME.release()


def base_for(scenario: Scenario) -> Base:
    """The base of a scenario, which no parameter changes: moving one lays out nothing anew."""
    return base_of(with_parameters(scenario, {}))


def _run(
    key: tuple, scenario: Scenario, mix: Mix, seeds: Sequence[int], unwanted: Unwanted, shelf: Shelf, read: Callable[[Sequence[Run]], Any]
) -> Any:
    base = base_for(scenario)
    blocks = [seeds[i : i + WORLDS_AT_ONCE] for i in range(0, len(seeds), WORLDS_AT_ONCE)]

    def one(block: Sequence[int]) -> Run | None:
        if unwanted():
            return None
        run = Run(scenario, [tuple(mix)] * len(block), block, base=base)
        while run.month < run.months:
            if unwanted():
                return None
            run.advance(MONTHS_AT_ONCE)
        return run

    if len(blocks) == 1:
        runs = [one(blocks[0])]
    else:
        with ThreadPoolExecutor(min(len(blocks), os.cpu_count() or 1)) as pool:
            runs = list(pool.map(one, blocks))
    if unwanted() or any(run is None for run in runs):
        return None
    return shelf.keep(key, read(runs))
