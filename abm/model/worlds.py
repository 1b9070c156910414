"""Many worlds that differ in more than luck: each under its own rules and with its own change, read and let go block by block."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from abm.facts.scenario import Scenario
from abm.model.simulate import WORLDS_AT_ONCE, Run, base_of
from abm.rules.instrument import Instrument
from abm.state.base import Base

Change = Callable[[Run, int], float]
"""What is done to one world of a run, named by its place in the block; returns what it costs at once, in USD."""


@dataclass(frozen=True)
class World:
    """One world to run: its luck, the rules under which it opens, those it takes up, and what else is changed in it then.

    Rules differ from one world to the next where they are not the very same object; neighbours that share them have them written once.
    """

    seed: int
    opening: tuple[Instrument, ...]
    rules: tuple[Instrument, ...]
    change: Change | None = None


def read_worlds(
    scenario: Scenario,
    worlds: Sequence[World],
    read: Callable[[Run], np.ndarray],
    month: int = 0,
    base: Base | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Run worlds to the scenario's end, each taking up its rules and its change at the opening of `month`; only what `read` finds is kept.

    Worlds with the same opening have the same goods under way when they part. Returns what was read, [..., world], and what each change
    cost at once, USD [world], both in the order of `worlds`.
    """
    base = base or base_of(scenario)
    cores = os.cpu_count() or 1
    size = max(1, min(WORLDS_AT_ONCE, -(-len(worlds) // cores)))
    blocks = [worlds[i : i + size] for i in range(0, len(worlds), size)]

    def one(block: Sequence[World]) -> tuple[np.ndarray, np.ndarray]:
        run = Run(scenario, [world.opening for world in block], [world.seed for world in block], base=base).advance(month)
        run.take_up([world.rules for world in block])
        costs = [world.change(run, place) if world.change else 0.0 for place, world in enumerate(block)]
        return read(run.advance()), np.array(costs)

    with ThreadPoolExecutor(cores) as pool:
        readings, costs = zip(*pool.map(one, blocks), strict=True)
    return np.concatenate(readings, axis=-1), np.concatenate(costs)
