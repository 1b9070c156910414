"""How a finding is judged against the range that the record gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

INSIDE, NEAR, OUTSIDE = "inside", "near", "outside"
VERDICTS = (INSIDE, NEAR, OUTSIDE)

NEAR_WIDTHS = 0.25
"""How far outside its range, in widths of the range, a finding still counts as near."""

ENOUGH = 0.75
"""Share of a series' points that must be inside (or near) for the whole to be."""


def verdict(value: float, low: float, high: float) -> str:
    """Inside the range, near it by at most a quarter of its width, or outside; infinite means that it never came about.

    The record rounds to three digits: a range that is one number is met by what rounds to it.
    """
    if low == high:
        return INSIDE if rounded(value) == rounded(low) else OUTSIDE
    slack = NEAR_WIDTHS * (high - low)
    if low <= value <= high:
        return INSIDE
    return NEAR if low - slack <= value <= high + slack else OUTSIDE


def of_series(points: Sequence[str]) -> str:
    """A series is inside where three points in four are, near where three in four are inside or near, and outside otherwise."""
    inside = sum(one == INSIDE for one in points)
    near = sum(one == NEAR for one in points)
    if inside >= ENOUGH * len(points):
        return INSIDE
    return NEAR if inside + near >= ENOUGH * len(points) else OUTSIDE


def rounded(value: float) -> float:
    """The number to three digits."""
    return float(f"{value:.3g}")


def middle_and_band(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Median, 5th and 95th percentile over the seeds (last axis), each one of the values found, so that infinity may be among them."""
    return tuple(np.quantile(values, share, axis=-1, method="inverted_cdf") for share in (0.5, 0.05, 0.95))
