"""What a change brings: differences between runs of the same seeds, with a 90 % t-interval over seeds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.9


@dataclass(frozen=True)
class Effect:
    """Mean difference, its interval, and the number of seeds it rests on, each shaped as the measure is without seeds.

    `first` and `other` count the seeds in which each side is defined; a difference needs both in the same seed.
    """

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    seeds: np.ndarray
    first: np.ndarray
    other: np.ndarray

    @property
    def half(self) -> np.ndarray:
        """Half the width of the interval; NaN where there are not two seeds to tell it from."""
        return (self.high - self.low) / 2

    @property
    def clear(self) -> np.ndarray:
        """Whether the interval leaves out nought."""
        return (self.low > 0) | (self.high < 0)


def effect(first: np.ndarray, other: np.ndarray) -> Effect:
    """What `other` brings over `first`, both [..., seed] with the same seeds in the same order.

    The same seed has the same luck on both sides, so it is the differences whose spread counts.
    """
    known = np.isfinite(first) & np.isfinite(other)
    seeds = known.sum(axis=-1)
    difference = np.where(known, np.where(known, other, 0.0) - np.where(known, first, 0.0), 0.0)
    mean = np.divide(difference.sum(axis=-1), seeds, out=np.full(seeds.shape, np.nan), where=seeds > 0)
    squares = (np.where(known, difference - mean[..., None], 0.0) ** 2).sum(axis=-1)
    free = np.maximum(seeds - 1, 1)
    half = stdtrit(free, 0.5 + CONFIDENCE / 2) * np.sqrt(squares / free / np.maximum(seeds, 1))
    half = np.where(seeds > 1, half, np.nan)
    return Effect(mean, mean - half, mean + half, seeds, np.isfinite(first).sum(axis=-1), np.isfinite(other).sum(axis=-1))
