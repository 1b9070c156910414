"""What a benchmark reports: figures beside their targets, and the benchmarks themselves, found by name."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured number: the median of its rounds, their range, and what was hoped for.

    `at_most` and `at_least` are the targets; a figure with neither is told for what it explains. `cpu` is processor
    time in the same unit: well below the clock's, it says that the machine was busy with something else.
    """

    what: str
    unit: str
    rounds: Sequence[float]
    cpu: Sequence[float] = ()
    at_most: float | None = None
    at_least: float | None = None
    stretch: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """The figure."""
        return statistics.median(self.rounds)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.at_most is not None:
            return self.median <= self.at_most
        return None if self.at_least is None else self.median >= self.at_least

    @property
    def target(self) -> str:
        """The target in words."""
        if self.at_most is None and self.at_least is None:
            return ""
        bound = f"≤ {self.at_most:g}" if self.at_most is not None else f"≥ {self.at_least:g}"
        return bound + (f" (stretch {self.stretch:g})" if self.stretch is not None else "")


@dataclass(frozen=True)
class Effort:
    """How long to measure: a full run takes minutes, a quick one says whether everything still works."""

    quick: bool = False

    def rounds(self, full: int) -> int:
        """Repetitions of a whole run."""
        return min(full, 2) if self.quick else full


Benchmark = Callable[[Effort], Iterator[Figure]]

BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(measure: Benchmark) -> Benchmark:
    """Declare a benchmark: its name is the function's, what it says is the docstring."""
    BENCHMARKS[measure.__name__] = measure
    return measure
