"""Prediction beside what came out: every future's number as a tick, the bounds that were expected as a shade, the mean as a point."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.analysis.verdicts import NOT, REPRODUCED, Verdict
from experiments.report.figures.drawn import ACCENT, BAD, GOOD, INK, OTHER, Drawn, blank, wrapped
from experiments.report.words import percent

COLOUR = {REPRODUCED: GOOD, NOT: BAD}


def draw(verdicts: list[Verdict]) -> Drawn:
    """One strip for each sentence, each on its own scale."""
    shown = [one for one in verdicts if one.effect.mean.count]
    figure = blank(0.35 + 1.12 * len(shown))
    for axes, verdict in zip(figure.subplots(len(shown), 1, squeeze=False)[:, 0], shown, strict=True):
        _strip(axes, verdict)
    tables = [_table(place, one) for place, one in enumerate(shown, 1)]
    words = (
        f"Of {len(verdicts)} sentences {sum(one.word == REPRODUCED for one in verdicts)} came out in four fifths of all futures or more."
    )
    return Drawn("predictions", "What was expected, and what came out", words, figure, pd.concat(tables, ignore_index=True))


def _strip(axes: Axes, verdict: Verdict) -> None:
    values, one = _values(verdict), verdict.effect
    low, high = _window(verdict, values)
    shade = (max(low, _or(verdict.expected.above, low)), min(high, _or(verdict.expected.below, high)))
    axes.axvspan(*shade, color=ACCENT, alpha=0.16, linewidth=0)
    axes.plot(values, np.zeros(len(values)), "|", color=INK, markersize=13, alpha=0.45, markeredgewidth=0.8)
    axes.plot([one.mean.mean], [0], "o", color=COLOUR.get(verdict.word, OTHER), markersize=6)
    axes.set(xlim=(low, high), ylim=(-1, 1), yticks=[])
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(one.pairs.unit, fontsize=8, labelpad=1)
    axes.tick_params(axis="x", labelsize=8)
    axes.set_title(f"{wrapped(verdict.expected.says)}\n{verdict.word} ({percent(verdict.share.mean)} of futures)", loc="left", fontsize=8)


def _window(verdict: Verdict, values: np.ndarray) -> tuple[float, float]:
    """What the strip shows: all that came out, and the bounds that were expected."""
    ends = [*values, *(end for end in (verdict.expected.above, verdict.expected.below) if end is not None)]
    low, high = min(ends), max(ends)
    room = 0.06 * (high - low or 1.0)
    return low - room, high + room


def _or(value: float | None, other: float) -> float:
    return other if value is None else value


def _values(verdict: Verdict) -> np.ndarray:
    pairs = verdict.effect.pairs
    return pairs.futures.to_numpy() if pairs.by != "seeds" else pairs.blocks


def _table(place: int, verdict: Verdict) -> pd.DataFrame:
    told = verdict.effect.pairs.table[["future", "seed", "value"]]
    return told.assign(sentence=place, says=verdict.expected.says, unit=verdict.effect.pairs.unit)
