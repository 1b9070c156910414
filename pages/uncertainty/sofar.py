"""How far a study is, and what it says so far: each arm's effect on one outcome, with its interval."""

from __future__ import annotations

from typing import Any

import numpy as np

from abm.facts.problems import BadInput
from experiments.analysis.choices import paired, short
from experiments.analysis.effects import effect
from experiments.analysis.judging import Judging
from experiments.report.effects import arms_shown
from experiments.report.words import interval
from experiments.results import Results


def standing(results: Results) -> dict[str, int]:
    """Cases of the design that are stored and that failed, and futures of which no case is missing any more."""
    told = results.standing
    missing = (results.runs["status"] == "missing").groupby(results.runs["future"]).any()
    return {"stored": told.stored, "failed": told.failed, "of": told.design, "whole": int((~missing).sum()), "futures": len(missing)}


def effects(results: Results, judging: Judging, outcome: str) -> dict[str, Any]:
    """Mean effect of each arm on the outcome over the base, on the pairs there are; empty where there is nothing to hold against."""
    base, arms = arms_shown(results, judging)
    scale = "difference" if outcome in judging.points else "percent"
    rows = []
    for arm in arms if base is not None else []:
        try:
            pairs = paired(results, outcome, arm, base, scale)
        except BadInput:
            continue  # no pair of theirs has run yet
        mean = effect(pairs).mean
        if mean.count and np.isfinite(mean.mean):
            sure = {"low": mean.low, "high": mean.high} if np.isfinite(mean.low) else {"low": mean.mean, "high": mean.mean}
            row = {"arm": short(results, arm), "mean": mean.mean, "words": interval(mean, pairs.unit), "count": mean.count, "by": pairs.by}
            rows.append(row | sure)
    return {"outcome": outcome, "base": short(results, base) if base else "", "rows": rows}
