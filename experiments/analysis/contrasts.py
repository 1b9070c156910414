"""Whether two levers together bring more than each alone (complements) or less (substitutes), over every setting of the others.

The contrast of a pair is (both - one) - (other - neither), paired by future and luck. Whether there is one depends on the scale: what
adds on one multiplies on another, so both the outcome and its logarithm are looked at, and a verdict is one that holds on both.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import ttest_1samp

from abm.facts.problems import BadInput
from experiments.analysis.choices import check_outcome
from experiments.analysis.intervals import mean_interval
from experiments.results import Results
from experiments.store import DONE

BY_CHANCE = 0.05
ROUNDING = 1e-9
NEAR = 0.01
"""How near, of the outcome's range over all cases, both together must come to an end of it to be stopped by the end and not each other."""


@dataclass(frozen=True)
class Interactions:
    """A line for each pair of levers on one outcome; `base` is the outcome with every lever off."""

    outcome: str
    base: float
    levers: tuple[str, ...]
    table: pd.DataFrame
    alone: pd.DataFrame


def two_valued(results: Results) -> dict[str, tuple]:
    """Levers that the design crosses at two values, off first."""
    kind = results.manifest["design"]["kind"]
    if kind not in ("factorial", "table"):
        raise BadInput(f"design {kind}: interactions need design: {{kind: factorial}}")
    found = {name: tuple(dict.fromkeys(results.design[name])) for name in results.levers}
    return {name: values for name, values in found.items() if len(values) == 2}


def interactions(results: Results, outcome: str, more_is_better: bool = True) -> Interactions:
    """Contrasts of all pairs of two-valued levers, both scales, the intervals over futures and Holm's bar over all pairs."""
    check_outcome(results, outcome)
    levers = two_valued(results)
    if len(levers) < 2:
        raise BadInput("interactions: expected at least two levers with two values each")
    runs = results.runs
    runs = runs[runs["status"] == DONE]
    on = pd.DataFrame({name: (runs[name] == values[1]).to_numpy() for name, values in levers.items()})
    value = runs[outcome].to_numpy(float)
    units = runs["future"].to_numpy() if runs["future"].nunique() > 1 else runs["seed"].to_numpy()
    rows = [_pair(one, other, on, value, units, more_is_better) for one, other in itertools.combinations(levers, 2)]
    table = pd.DataFrame(rows)
    table["clear"] = holm(table.pop("chance").to_numpy())
    table["clear_log"] = holm(table.pop("chance_log").to_numpy())
    table["verdict"] = [_verdict(row, more_is_better) for row in table.to_dict("records")]
    base = value[~on.to_numpy().any(axis=1)]
    return Interactions(outcome, float(np.nanmean(base)), tuple(levers), table, _alone(on, value, units))


def contrast(first: np.ndarray, second: np.ndarray, value: np.ndarray, units: np.ndarray) -> np.ndarray:
    """(both - one) - (other - neither) in each unit (future), over all settings of the other levers [unit]."""
    told = pd.DataFrame({"unit": units, "corner": 2 * first + second, "value": value})
    corners = told.groupby(["unit", "corner"])["value"].mean().unstack()
    return (corners[3] - corners[2] - corners[1] + corners[0]).dropna().to_numpy()


def _pair(one: str, other: str, on: pd.DataFrame, value: np.ndarray, units: np.ndarray, more_is_better: bool) -> dict:
    first, second = on[one].to_numpy().astype(int), on[other].to_numpy().astype(int)
    added = contrast(first, second, value, units)
    positive = bool((value[np.isfinite(value)] > 0).all())
    logged = contrast(first, second, np.log(value), units) if positive else np.full(len(added), np.nan)
    interval, log_interval = mean_interval(added), mean_interval(logged)
    return {
        "one": one, "other": other,
        "contrast": interval.mean, "low": interval.low, "high": interval.high,
        "log_contrast": log_interval.mean, "log_low": log_interval.low, "log_high": log_interval.high,
        "sign_share": _sign_share(added), "log_sign_share": _sign_share(logged) if positive else np.nan,
        "at_end": _at_end(first, second, value, more_is_better),
        "chance": _chance(added, np.nanmax(np.abs(value))),
        "chance_log": _chance(logged, np.nanmax(np.abs(np.log(value)))) if positive else 1.0,
    }  # fmt: skip


def _sign_share(contrasts: np.ndarray) -> float:
    """Share of futures in which the contrast has the sign of its mean."""
    return float((np.sign(contrasts) == np.sign(contrasts.mean())).mean()) if len(contrasts) else np.nan


def _chance(contrasts: np.ndarray, size: float) -> float:
    """Chance of such contrasts were there none; what is nought but for rounding of values of this size is none."""
    largest = np.abs(contrasts).max(initial=0.0)
    if len(contrasts) < 2 or largest <= ROUNDING * size:
        return 1.0
    if np.ptp(contrasts) <= ROUNDING * largest:
        return 0.0
    return float(ttest_1samp(contrasts, 0.0).pvalue)


def _at_end(first: np.ndarray, second: np.ndarray, value: np.ndarray, more_is_better: bool) -> bool:
    """Whether, with both on, most cases stand at the best value there is, so that nothing could be added."""
    known = np.isfinite(value)
    low, high = value[known].min(), value[known].max()
    best, reach = (high, high - low) if more_is_better else (low, high - low)
    both = value[(first == 1) & (second == 1) & known]
    return bool(len(both) and np.mean(np.abs(both - best) <= NEAR * reach) > 0.5)


def holm(chances: np.ndarray, bar: float = BY_CHANCE) -> np.ndarray:
    """Which of several hypotheses stand when any false alarm among all counts (Holm's step-down)."""
    order = np.argsort(chances, kind="stable")
    stands = np.zeros(len(chances), bool)
    for place, which in enumerate(order):
        if chances[which] > bar / (len(chances) - place):
            break
        stands[which] = True
    return stands


def _verdict(row: dict, more_is_better: bool) -> str:
    """Complements, substitutes, neither, or a word that depends on the scale."""
    if row["at_end"]:
        return "at the end of its range"
    way = 1.0 if more_is_better else -1.0
    words = {1.0: "complements", -1.0: "substitutes"}
    plain = words[np.sign(way * row["contrast"])] if row["clear"] and row["contrast"] else "neither"
    logged = words[np.sign(way * row["log_contrast"])] if row["clear_log"] and row["log_contrast"] else "neither"
    if not np.isfinite(row["log_contrast"]):
        return plain
    return plain if plain == logged else "depends on the scale"


def _alone(on: pd.DataFrame, value: np.ndarray, units: np.ndarray) -> pd.DataFrame:
    """What each lever brings over all settings of the others, with its interval."""
    rows = []
    for name in on:
        told = pd.DataFrame({"unit": units, "on": on[name].to_numpy(), "value": value}).groupby(["unit", "on"])["value"].mean().unstack()
        found = mean_interval((told[True] - told[False]).dropna().to_numpy())
        rows.append({"lever": name, "effect": found.mean, "low": found.low, "high": found.high})
    return pd.DataFrame(rows)
