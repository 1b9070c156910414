"""Which arm is robust: by its worst future, by its regret, by how often it does well enough; and where these disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.analysis.choices import Choice, arms_of, check_outcome, paired, short
from experiments.results import Results

REGRET_AT = 0.9
"""Part of all futures in which the regret told is not exceeded."""


@dataclass(frozen=True)
class Robustness:
    """A line for each arm: mean, worst future, regret in the 90th percentile, and the share of futures in which it satisfies.

    `best`: by each measure, the arm that does best. `futures`: outcome of each arm in each future [future, arm].
    """

    outcome: str
    table: pd.DataFrame
    best: dict[str, str]
    futures: pd.DataFrame

    @property
    def agreed(self) -> bool:
        """Whether one arm is best by every measure."""
        return len(set(self.best.values())) == 1


def robustness(
    results: Results, outcome: str, more_is_better: bool, enough: float | None = None, arms: list[Choice] | None = None
) -> Robustness:
    """Judge arms by an outcome, each future's mean over its luck; only futures in which every arm has a number count.

    enough: what satisfies; without it no share is told.
    """
    check_outcome(results, outcome)
    arms = arms_of(results) if arms is None else arms
    by_future = pd.DataFrame({short(results, arm): paired(results, outcome, arm, scale="level").futures for arm in arms}).dropna()
    good = by_future if more_is_better else -by_future
    regret = good.max(axis=1).to_numpy()[:, None] - good.to_numpy()
    table = pd.DataFrame(
        {
            "arm": list(by_future),
            "mean": by_future.mean().to_numpy(),
            "worst": (good.min() if more_is_better else -good.min()).to_numpy(),
            "regret_90": np.quantile(regret, REGRET_AT, axis=0),
        }
    )
    if enough is not None:
        table["satisfied"] = (by_future >= enough if more_is_better else by_future <= enough).mean().to_numpy()
    sign = 1.0 if more_is_better else -1.0
    judged = {"mean": sign, "worst": sign, "regret_90": -1.0, "satisfied": 1.0}
    best = {measure: str(table["arm"].iloc[int((way * table[measure]).argmax())]) for measure, way in judged.items() if measure in table}
    return Robustness(outcome, table, best, by_future)
