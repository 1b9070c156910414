"""A study's tables in the words of other tools; both read them as they are, and nothing is computed here."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.analysis.choices import Choice, picked
from experiments.analysis.sensitivity import inputs_and_outcome, problem_of
from experiments.results import Results


def for_salib(results: Results, outcome: str, where: Choice) -> tuple[dict, np.ndarray, np.ndarray]:
    """What SALib's analysers take: the problem, the inputs [point, input] and the outcome [point]."""
    return problem_of(results), *inputs_and_outcome(results, outcome, where)


def for_ema(results: Results, where: Choice | None = None) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """What EMA Workbench's analyses take (`prim.Prim(experiments, outcomes["x"] < 1)`): experiments, and outcomes by name.

    Uncertainties and levers by their names, `policy` the mix, `scenario` the future, events and words as categories.
    Cases that failed are left out.
    """
    runs = picked(results, where or {}).reset_index(drop=True)
    experiments = runs[[*results.uncertainties, *results.levers]].copy()
    for name in results.levers:
        if not pd.api.types.is_numeric_dtype(experiments[name]) or experiments[name].dtype == bool:
            experiments[name] = experiments[name].astype(str).astype("category")
    experiments["events"] = runs["events"].astype("category")
    experiments["scenario"], experiments["policy"] = runs["future"], runs["mix"].astype("category")
    experiments["model"] = results.manifest["study"]
    return experiments, {name: runs[name].to_numpy(float) for name in results.outcomes}
