"""Which unknowns an effect hangs on: rank correlations over futures, held against what the best of so many might show by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from experiments.analysis.choices import Pairs
from experiments.results import Results

BY_CHANCE = 0.05
"""Chance at which any one of all unknowns would seem to matter though none does."""


def what_matters(results: Results, pairs: Pairs) -> pd.DataFrame:
    """Each uncertainty with its rank correlation with the pairs' numbers over futures, strongest first.

    `beyond_chance` marks those that count.
    """
    values = pairs.futures
    unknowns = unknowns_of(results).loc[values.index]
    rows = []
    for name in unknowns:
        column = unknowns[name].to_numpy(float)
        if len(values) < 4 or np.ptp(column) == 0 or np.ptp(values.to_numpy()) == 0:
            rows.append((name, 0.0, 1.0))
            continue
        found = spearmanr(column, values.to_numpy())
        rows.append((name, float(found.statistic), float(found.pvalue)))
    table = pd.DataFrame(rows, columns=["uncertainty", "rank_correlation", "chance"])
    table["beyond_chance"] = table["chance"] < BY_CHANCE / max(len(table), 1)
    order = table["rank_correlation"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].drop(columns="chance").reset_index(drop=True)


def unknowns_of(results: Results) -> pd.DataFrame:
    """Every uncertainty, by future."""
    return results.design.drop_duplicates("future").set_index("future")[results.uncertainties]
