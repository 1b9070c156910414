"""Seconds of whole runs, repeated in rounds: every contender once a round, so that a busy machine slows them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Task:
    """A piece of work to be timed; `prepare` makes what it starts from and is not timed."""

    work: Callable[..., Any]
    prepare: Callable[[], Any] | None = None

    def timed(self) -> tuple[float, Any]:
        """Seconds it took, and what it made. The collector of garbage waits until it is done."""
        given = () if self.prepare is None else (self.prepare(),)
        gc.collect()
        gc.disable()
        try:
            began = time.perf_counter()
            made = self.work(*given)
            return time.perf_counter() - began, made
        finally:
            gc.enable()


@dataclass
class Timings:
    """Seconds by task and round, and what each task made last."""

    seconds: dict[str, list[float]]
    made: dict[str, Any] = field(default_factory=dict)

    def milliseconds(self, name: str) -> list[float]:
        """Rounds of a task."""
        return [1e3 * s for s in self.seconds[name]]

    def per(self, name: str, count: float, scale: float = 1.0) -> list[float]:
        """Rounds of a task, shared out over `count` equal parts, in seconds over `scale`."""
        return [s / count / scale for s in self.seconds[name]]

    def ratio(self, slow: str, fast: str) -> list[float]:
        """How many times longer the one took than the other, round by round."""
        return [a / b for a, b in zip(self.seconds[slow], self.seconds[fast], strict=True)]

    def median(self, name: str) -> float:
        """Middle round of a task, in seconds."""
        return statistics.median(self.seconds[name])


def interleaved(rounds: int, tasks: dict[str, Task]) -> Timings:
    """Run every task once to warm up, then every task once in each round."""
    timings = Timings({name: [] for name in tasks})
    for task in tasks.values():
        task.timed()
    for _ in range(rounds):
        for name, task in tasks.items():
            seconds, timings.made[name] = task.timed()
            timings.seconds[name].append(seconds)
    return timings
