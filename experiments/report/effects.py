"""The table of effects: every arm against the one all are held against, and how many more futures would make each sure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.analysis.choices import arms_of, named, paired
from experiments.analysis.effects import effect
from experiments.analysis.intervals import more
from experiments.analysis.judging import Judging
from experiments.report.words import band, interval
from experiments.results import Results


def arms_shown(results: Results, judging: Judging) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The arm that the others are held against, and those; none where there is nothing to hold against another."""
    mixes = [{"mix": mix} for mix in results.mixes]
    if judging.against is not None or len(mixes) > 1:
        base = judging.against or mixes[0]
        return base, list(judging.arms) or [one for one in mixes if one != base]
    if results.manifest["design"]["kind"] == "factorial" and 1 < len(arms_of(results)) <= 16:
        base, *others = arms_of(results)
        return base, others
    return None, []


def effects_table(results: Results, judging: Judging) -> tuple[str, pd.DataFrame]:
    """The base's name, and a line for each outcome and arm: mean, interval, band, share of futures that rise, and how many more to run."""
    base, arms = arms_shown(results, judging)
    if base is None:
        return "", pd.DataFrame()
    rows = [_row(results, judging, outcome, arm, base) for outcome in results.outcomes for arm in arms]
    return _name(results, base, None), pd.DataFrame(rows)


def _row(results: Results, judging: Judging, outcome: str, arm: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    scale = "difference" if outcome in judging.points else "percent"
    pairs = paired(results, outcome, arm, base, scale)
    one = effect(pairs)
    return {
        "outcome": outcome, "arm": _name(results, arm, base), "unit": pairs.unit,
        "mean": one.mean.mean, "low": one.mean.low, "high": one.mean.high, "band_low": one.band[0], "band_high": one.band[1],
        "median": one.median, "rising": one.rising, "luck": one.luck, "blocks": one.mean.count, "by": pairs.by, "clear": one.mean.clear,
        "undefined": pairs.undefined,
        "more": more(pairs.blocks, judging.half) if scale == "percent" and one.mean.count > 1 else None,
        "told": interval(one.mean, pairs.unit), "band": band(one.band, pairs.unit),
    }  # fmt: skip


def _name(results: Results, arm: dict[str, Any], base: dict[str, Any] | None) -> str:
    """An arm by what differs from the base; the base by its mix and events, or as none of the levers."""
    if base is None:
        told = {key: value for key, value in arm.items() if key in ("mix", "events") and results.design[key].nunique() > 1}
        return named(told) if told else "none of them" if results.levers else named(arm)
    told = {key: value for key, value in arm.items() if base.get(key) != value} or arm
    on = [key for key, value in told.items() if value is True]
    rest = {key: value for key, value in told.items() if not isinstance(value, bool)}
    if len(on) > 2 and len(on) == sum(isinstance(value, bool) for value in arm.values()):
        return "all of them"
    return ", ".join(part for part in (" + ".join(on), named(rest) if rest else "") if part) or "none of them"
