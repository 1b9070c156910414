"""How a metric is declared: once, with its unit, meaning and axes, for runs, screens, documents and sweeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from abm.judgement.outcome import Outcome


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
