"""Cases to look at: the middle, the best and the worst of what the study first asks, each of which can be run again alone."""

from __future__ import annotations

import pandas as pd

from experiments.analysis.choices import picked
from experiments.analysis.judging import Judging
from experiments.results import Results


def cases_to_look_at(results: Results, judging: Judging) -> pd.DataFrame:
    """Worst, middle and best case of the first outcome asked about, in its arm; empty where none is defined."""
    first = judging.expected[0] if judging.expected else None
    outcome = first.of if first else results.outcomes[0]
    where = first.where if first else {"mix": results.mixes[0]}
    runs = picked(results, where)
    ordered = runs[runs[outcome].notna()].sort_values([outcome, "row", "seed"], ascending=judging.more(outcome), kind="stable")
    if ordered.empty:
        return pd.DataFrame()
    places = {"worst": 0, "middle": len(ordered) // 2, "best": len(ordered) - 1}
    found = ordered.iloc[list(places.values())]
    return pd.DataFrame(
        {"": list(places), "row": found["row"].to_list(), "seed": found["seed"].to_list(), outcome: found[outcome].to_list()}
    )
