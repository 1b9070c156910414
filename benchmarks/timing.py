"""Seconds of whole runs, repeated in rounds: every contender once a round, so that a busy machine slows them alike."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of processor time over all threads and child processes."""

    wall: float
    cpu: float

    def since(self, began: Spent) -> Spent:
        """What went by from then to now."""
        return Spent(self.wall - began.wall, self.cpu - began.cpu)


def now() -> Spent:
    """Both clocks."""
    return Spent(time.perf_counter(), time.process_time() + sum(os.times()[2:4]))


@dataclass(frozen=True)
class Task:
    """A piece of work to be timed; `prepare` makes what it starts from and is not timed."""

    work: Callable[..., Any]
    prepare: Callable[[], Any] | None = None

    def timed(self) -> tuple[Spent, Any]:
        """What it took, and what it made. The collector of garbage waits until it is done."""
        given = () if self.prepare is None else (self.prepare(),)
        gc.collect()
        gc.disable()
        try:
            began = now()
            made = self.work(*given)
            return now().since(began), made
        finally:
            gc.enable()


@dataclass
class Timings:
    """What each task took in each round, and what it made last."""

    spent: dict[str, list[Spent]]
    made: dict[str, Any] = field(default_factory=dict)

    def of(self, name: str, scale: float = 1.0) -> dict[str, list[float]]:
        """Rounds of a task by the clock and by the processor, in seconds times `scale`, for a figure."""
        return {
            "rounds": [scale * spent.wall for spent in self.spent[name]],
            "cpu": [scale * spent.cpu for spent in self.spent[name]],
        }

    def ratio(self, slow: str, fast: str) -> list[float]:
        """How many times more processor time the one took than the other, round by round.

        For work on one core: by the clock a busy machine would tell mostly who was interrupted more often.
        """
        return [a.cpu / b.cpu for a, b in zip(self.spent[slow], self.spent[fast], strict=True)]


def interleaved(rounds: int, tasks: dict[str, Task]) -> Timings:
    """Run every task once to warm up, then every task once in each round."""
    timings = Timings({name: [] for name in tasks})
    for task in tasks.values():
        task.timed()
    for _ in range(rounds):
        for name, task in tasks.items():
            spent, timings.made[name] = task.timed()
            timings.spent[name].append(spent)
    return timings
