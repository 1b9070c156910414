"""What a choice brings: its mean effect with an interval, and in what part of all futures it goes which way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis.choices import Pairs
from experiments.analysis.intervals import Interval, mean_interval

BAND = (0.05, 0.95)
HALF = (0.25, 0.75)


@dataclass(frozen=True)
class Effect:
    """Mean and its interval; the median, 5-95 % band and middle half over futures; the share of futures above nought.

    `luck`: part of the spread of pairs that is luck within a future, and not the future; NaN where each future has one seed.
    """

    pairs: Pairs
    mean: Interval
    median: float
    band: tuple[float, float]
    middle: tuple[float, float]
    rising: float
    luck: float


def effect(pairs: Pairs) -> Effect:
    """Sum up the pairs of two arms."""
    futures = pairs.futures.to_numpy() if pairs.by != "seeds" else pairs.blocks
    band, middle = (tuple(map(float, np.quantile(futures, ends))) if len(futures) else (np.nan, np.nan) for ends in (BAND, HALF))
    median = float(np.median(futures)) if len(futures) else np.nan
    rising = float((futures > 0).mean()) if len(futures) else np.nan
    return Effect(pairs, mean_interval(pairs.blocks), median, band, middle, rising, luck_share(pairs.table))


def luck_share(pairs: pd.DataFrame) -> float:
    """Mean variance within futures over the variance of all pairs."""
    within = pairs.groupby("future")["value"].var(ddof=1).dropna()
    whole = float(pairs["value"].var(ddof=1)) if len(pairs) > 1 else np.nan
    if within.empty or not whole > 0:
        return np.nan
    return min(1.0, float(within.mean()) / whole)
