"""The Pareto front: arms of which no other is as good in every objective and better in one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.analysis.choices import Choice, arms_of, check_outcome, paired, short
from experiments.results import Results


def pareto(results: Results, objectives: Mapping[str, bool], arms: list[Choice] | None = None) -> pd.DataFrame:
    """Each arm's mean in every objective (True: more is better), whether it is on the front, and in what share of futures it is.

    Futures in which an arm has no number for an objective do not count.
    """
    for outcome in objectives:
        check_outcome(results, outcome)
    arms = arms_of(results) if arms is None else arms
    names = [short(results, arm) for arm in arms]
    found = {
        outcome: pd.DataFrame({n: paired(results, outcome, a, scale="level").futures for n, a in zip(names, arms, strict=True)})
        for outcome in objectives
    }
    futures = sorted(set.intersection(*(set(table.dropna().index) for table in found.values())))
    cube = np.stack([found[one].loc[futures, names].to_numpy() for one in objectives], axis=-1)  # future, arm, objective
    signs = np.array([1.0 if more else -1.0 for more in objectives.values()])
    table = pd.DataFrame({"arm": names, **{one: cube[:, :, i].mean(axis=0) for i, one in enumerate(objectives)}})
    table["on_front"] = undominated(cube.mean(axis=0) * signs)
    table["front_share"] = np.mean([undominated(one * signs) for one in cube], axis=0)
    return table


def undominated(goods: np.ndarray) -> np.ndarray:
    """Which rows of `goods` [arm, objective], more is better, no other row dominates; equal rows do not dominate each other."""
    as_good = (goods[None, :, :] >= goods[:, None, :]).all(axis=-1)
    better = (goods[None, :, :] > goods[:, None, :]).any(axis=-1)
    return ~(as_good & better).any(axis=1)
