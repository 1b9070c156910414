"""How sure a mean is, and how many more futures would make it as sure as is wanted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, bootstrap

CONFIDENCE = 0.95
RESAMPLES = 2000
Z = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """A mean (or share) with its 95 % interval, and how many blocks it rests on."""

    mean: float
    low: float
    high: float
    count: int

    @property
    def half(self) -> float:
        """Half its width."""
        return (self.high - self.low) / 2

    @property
    def clear(self) -> bool:
        """Whether it leaves out nought."""
        return self.low > 0 or self.high < 0


def mean_interval(blocks: np.ndarray) -> Interval:
    """The mean of blocks, resampled whole (percentile bootstrap, the same draws every time); no interval from fewer than two."""
    blocks = np.asarray(blocks, float)
    if len(blocks) == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(blocks.mean())
    if len(blocks) < 2:
        return Interval(mean, math.nan, math.nan, 1)
    if np.ptp(blocks) == 0:
        return Interval(mean, mean, mean, len(blocks))
    found = bootstrap((blocks,), np.mean, n_resamples=RESAMPLES, confidence_level=CONFIDENCE, method="percentile", rng=0)
    return Interval(mean, float(found.confidence_interval.low), float(found.confidence_interval.high), len(blocks))


def share_interval(count: int, of: int) -> Interval:
    """A share of blocks with Wilson's interval."""
    if of == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    found = binomtest(count, of).proportion_ci(CONFIDENCE, "wilson")
    return Interval(count / of, float(found.low), float(found.high), of)


def needed(blocks: np.ndarray, half: float) -> int:
    """Blocks that a mean needs for a half-width of `half`, from the spread of those there are: (1.96 s / half)^2; at least two."""
    if half <= 0:
        raise ValueError(f"half = {half:g}: expected more than nought")
    if len(blocks) < 2:
        return 2
    return max(2, math.ceil((Z * float(np.std(blocks, ddof=1)) / half) ** 2))


def more(blocks: np.ndarray, half: float) -> int:
    """Blocks still to run until the half-width is `half`; nought is the sign to stop."""
    return max(0, needed(blocks, half) - len(blocks))
