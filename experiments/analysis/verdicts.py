"""Prediction beside what came out: each sentence reproduced, reproduced only in some futures (and which), or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from abm.facts.problems import BadInput
from experiments.analysis.choices import Pairs, group_size, paired, picked
from experiments.analysis.contrasts import contrast, two_valued
from experiments.analysis.discovery import Box, discover
from experiments.analysis.effects import Effect, effect
from experiments.analysis.intervals import Interval, share_interval
from experiments.analysis.judging import Expected, Judging
from experiments.analysis.matters import unknowns_of, what_matters
from experiments.results import Results

MOSTLY = 0.8
"""Share of futures from which on a sentence counts as reproduced; below one less this share it counts as not."""

REPRODUCED, ONLY_IF, NOT, UNDEFINED = "reproduced", "only if", "not reproduced", "undefined"


@dataclass(frozen=True)
class Verdict:
    """One sentence, what decided it, and the share of futures in which it holds.

    `box`: where it holds in some futures only, those in which it does, if any box tells them. `matters`: the unknowns its number hangs on.
    """

    expected: Expected
    effect: Effect
    share: Interval
    word: str
    box: Box | None
    matters: pd.DataFrame


def judge(results: Results, judging: Judging) -> list[Verdict]:
    """Hold every sentence against what came out."""
    return [_judged(results, one) for one in judging.expected]


def overall(verdicts: list[Verdict]) -> str:
    """The study's word: that of its sentences where they share one, else how many came out."""
    words = [one.word for one in verdicts]
    if len(set(words)) == 1:
        return words[0]
    counted = {"only in some futures": ONLY_IF, "not": NOT, "undefined": UNDEFINED}
    rest = [f"{words.count(word)} {told}" for told, word in counted.items() if word in words]
    return ", ".join([f"{words.count(REPRODUCED)} of {len(words)} reproduced", *rest])


def _judged(results: Results, expected: Expected) -> Verdict:
    pairs = numbers_of(results, expected)
    values = pairs.futures if pairs.by != "seeds" else pairs.table.groupby("seed")["value"].mean()
    holds = held(expected, values.to_numpy())
    share = _share(results, pairs, expected)
    word = REPRODUCED if share.mean >= MOSTLY else NOT if share.mean <= 1 - MOSTLY else ONLY_IF
    word = word if len(values) else UNDEFINED
    box = None
    if word == ONLY_IF and pairs.by != "seeds" and results.uncertainties:
        box = discover(unknowns_of(results).loc[values.index], holds, values.index.to_numpy() // group_size(results))
    return Verdict(expected, effect(pairs), share, word, box, _matters(results, pairs))


def _share(results: Results, pairs: Pairs, expected: Expected) -> Interval:
    """Share of futures in which the sentence holds; what is undefined does not hold."""
    by = "seed" if pairs.by == "seeds" else "future"
    values = pairs.table.groupby(by)["value"].mean()
    count = len(results.seeds) if by == "seed" else results.design["future"].nunique()
    found = share_interval(int(held(expected, values.to_numpy()).sum()), count)
    if pairs.by in ("seeds", "futures"):
        return found
    blocks = len(np.unique(pairs.table["block"]))
    # Points of a group depend on each other: the interval is that of so many groups, and not of their points.
    wide = share_interval(round(found.mean * blocks), blocks)
    return Interval(found.mean, min(wide.low, found.low), max(wide.high, found.high), blocks)


def held(expected: Expected, values: np.ndarray) -> np.ndarray:
    """Where the numbers keep to the bounds."""
    low = -np.inf if expected.above is None else expected.above
    high = np.inf if expected.below is None else expected.below
    return (values > low) & (values < high)


def numbers_of(results: Results, expected: Expected) -> Pairs:
    """The number of each pair of cases that decides the sentence."""
    if expected.pair is not None:
        return _contrasts(results, expected)
    pairs = paired(results, expected.of, expected.where, expected.against, expected.on)
    if expected.beyond is None:
        return pairs
    other = paired(results, expected.beyond, expected.where, expected.against, expected.on)
    both = pairs.table.merge(other.table[["future", "seed", "value"]], on=["future", "seed"], suffixes=("", "_beyond"))
    both["value"] -= both.pop("value_beyond")
    unit = "pp" if pairs.unit == "%" else pairs.unit
    return Pairs(f"{expected.of} beyond {expected.beyond}", unit, both, pairs.undefined + other.undefined, pairs.by)


def _contrasts(results: Results, expected: Expected) -> Pairs:
    """The contrast of two levers in each future, in per cent of the outcome with every lever off."""
    levers = two_valued(results)
    for name in expected.pair:
        if name not in levers:
            raise BadInput(f"pair {name}: expected a lever with two values")
    runs = picked(results, expected.where)
    on = {name: (runs[name] == values[1]).to_numpy() for name, values in levers.items()}
    value = runs[expected.of].to_numpy(float)
    off = ~np.column_stack(list(on.values())).any(axis=1)
    base = pd.Series(value[off]).groupby(runs["future"].to_numpy()[off]).mean()
    first, second = (on[name].astype(int) for name in expected.pair)
    found = contrast(first, second, value, runs["future"].to_numpy())
    table = pd.DataFrame({"block": base.index, "future": base.index, "seed": 0, "value": 100.0 * found / base.to_numpy()})
    return Pairs(f"{expected.of}, {' with '.join(expected.pair)}", "%", table, 0, "futures")


def _matters(results: Results, pairs: Pairs) -> pd.DataFrame:
    if pairs.by == "seeds" or not results.uncertainties:
        return pd.DataFrame({"uncertainty": [], "rank_correlation": [], "beyond_chance": []})
    return what_matters(results, pairs)
