"""From many repetitions to one line with a band: the mean, and the 5th to 95th percentile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Band:
    """Mean, low and high over the seeds, shaped as the metric is without them."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


def band(metric: xr.DataArray) -> Band:
    """Summarise a metric over its seeds; what is not defined in a seed (an exhaustion that never came) is left out.

    Where it is defined in no seed, all three are NaN.
    """
    values = np.asarray(metric.values, dtype=np.float64)
    if "seed" not in metric.dims:
        values = np.where(np.isfinite(values), values, np.nan)
        return Band(values, values, values)
    values = np.moveaxis(values, metric.dims.index("seed"), -1)
    ordered = np.sort(np.where(np.isfinite(values), values, np.nan), axis=-1)  # NaN sorts last
    known = np.isfinite(ordered).sum(axis=-1)
    total = np.nansum(ordered, axis=-1)
    mean = np.divide(total, known, out=np.full(known.shape, np.nan), where=known > 0)
    return Band(mean, _quantile(ordered, known, LOW), _quantile(ordered, known, HIGH))


def _quantile(ordered: np.ndarray, known: np.ndarray, share: float) -> np.ndarray:
    """Linear interpolation between the order statistics of the `known` first entries of the last axis."""
    place = share * np.maximum(known - 1, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    lower = np.take_along_axis(ordered, below[..., None], axis=-1)[..., 0]
    upper = np.take_along_axis(ordered, above[..., None], axis=-1)[..., 0]
    return lower + (place - below) * (upper - lower)
