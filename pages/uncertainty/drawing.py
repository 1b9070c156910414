"""Cases as they are drawn: one outcome over one input as dots, over two as a heat map, each with its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator
from scipy.stats import binned_statistic_2d

from abm.facts.parameters import PARAMETERS
from experiments.analysis.choices import unit_of
from experiments.report.words import digits, percent, signed, told
from experiments.results import Results
from pages.uncertainty.looking import Look, cases_seen, is_range, places_of, values_of

MOST_DOTS = 1500
MOST_LISTED = 40
A_CELL, MOST_BINS = 6, 10
"""Cases that a cell of the heat map should hold on average, and bins of a range at most."""
SPEAKS = 3
"""Cases from which on a cell is named in words."""


@dataclass(frozen=True)
class Axis:
    """An input along a side of a chart: names side by side, or a range with its ticks; `edges` are those of its bins."""

    name: str
    unit: str
    meaning: str
    labels: list[str]
    low: float
    high: float
    edges: np.ndarray

    def told(self) -> dict[str, Any]:
        """For the browser; ticks are [place, words]."""
        ticks = [[place, words] for place, words in enumerate(self.labels)] or ticks_of(self.low, self.high)
        about = {"title": self.name, "unit": self.unit, "meaning": self.meaning, "named": bool(self.labels)}
        return about | {"low": self.low, "high": self.high, "ticks": ticks}

    def words(self, place: int) -> str:
        """One bin in words."""
        if self.labels:
            return f"{self.name} = {self.labels[place]}"
        told_unit = f" {self.unit}" if self.unit else ""
        return f"{self.name} {digits(self.edges[place])} to {digits(self.edges[place + 1])}{told_unit}"


def axis_of(results: Results, name: str, cases: int) -> Axis:
    """The axis of one input, over all that the design covers, so that it stays while cases come in."""
    column = results.design[name]
    parameter = PARAMETERS.get(name) if name in results.uncertainties else None
    unit, meaning = (parameter.unit, parameter.meaning) if parameter else ("", "")
    if not is_range(results, name):
        labels = [_plain(value) for value in values_of(column)]
        return Axis(name, unit, meaning, labels, -0.5, len(labels) - 0.5, np.arange(len(labels) + 1) - 0.5)
    low, high = float(column.min()), float(column.max())
    bins = int(np.clip(np.sqrt(cases / A_CELL), 2, MOST_BINS))
    return Axis(name, unit, meaning, [], low, high, np.linspace(low, high, bins + 1))


def ticks_of(low: float, high: float, unit: str = "") -> list[list[Any]]:
    """Round places within a range, each with its words."""
    if not high > low:
        return [[low, told(low, unit)]]
    return [[float(one), told(float(one), unit)] for one in MaxNLocator(5).tick_values(low, high) if low <= one <= high]


def dots(results: Results, look: Look, seen: pd.DataFrame) -> dict[str, Any]:
    """Every case, or some of very many, over one input: places, rows and seeds, beside the axes and a sentence."""
    axis = axis_of(results, look.across, len(seen))
    kept = seen
    if len(seen) > MOST_DOTS:  # at random: rows of a design repeat its mixes in order
        kept = seen.iloc[np.sort(np.random.default_rng(0).permutation(len(seen))[:MOST_DOTS])]
    places = places_of(results, look.across, kept[look.across]).to_numpy(float)
    if axis.labels:  # beside each other, always in the same place
        places = places + 0.6 * (np.modf(kept["row"].to_numpy(float) * 0.6180339887)[0] - 0.5)
    value, unit = kept["value"].to_numpy(float), unit_of(results, look.outcome)
    low, high = (float(value.min()), float(value.max())) if len(value) else (0.0, 1.0)
    edge = 0.04 * (high - low) or 0.5
    few = "" if len(kept) == len(seen) else f" {len(kept):,} of them, chosen at random, are drawn."
    word = signed if look.against else told
    return {
        "x": _short(places), "y": _short(value), "row": kept["row"].tolist(), "seed": kept["seed"].tolist(), "mix": kept["mix"].tolist(),
        "told": [word(one, unit) for one in value],
        "across": axis.told(),
        "values": {"title": value_title(look), "unit": unit, "low": low - edge, "high": high + edge, "ticks": ticks_of(low, high)},
        "words": _dots_words(results, look, seen, unit) + few,
    }  # fmt: skip


def value_title(look: Look) -> str:
    """What is drawn of each case."""
    return f"{look.outcome} beyond {look.against}" if look.against else look.outcome


def _dots_words(results: Results, look: Look, seen: pd.DataFrame, unit: str) -> str:
    if seen.empty:
        return "No case that can be looked at has run yet."
    word = signed if look.against else told
    ends = seen["value"].quantile([0.05, 0.5, 0.95]).tolist()
    rank = places_of(results, look.across, seen[look.across]).rank().corr(seen["value"].rank())
    follows = f" Rank correlation with {look.across}: {rank:+.2f}." if np.isfinite(rank) and is_range(results, look.across) else ""
    return f"{len(seen):,} cases: median {word(ends[1], unit)}, nine of ten from {word(ends[0], unit)} to {word(ends[2], unit)}.{follows}"


def heat(results: Results, look: Look, seen: pd.DataFrame) -> dict[str, Any]:
    """Mean and number of cases by bins of two inputs [up, across], with a sentence."""
    x, y = axis_of(results, look.across, len(seen)), axis_of(results, look.up, len(seen))
    unit, word = unit_of(results, look.outcome), signed if look.against else told
    places = [places_of(results, one.name, seen[one.name]).to_numpy(float) for one in (x, y)]
    shape = (len(y.edges) - 1, len(x.edges) - 1)
    mean, count = np.full(shape, np.nan), np.zeros(shape, int)
    if len(seen):
        found = binned_statistic_2d(*places, seen["value"].to_numpy(float), "mean", [x.edges, y.edges])
        count = binned_statistic_2d(*places, None, "count", [x.edges, y.edges]).statistic.T.astype(int)
        mean = found.statistic.T
    cells = [
        {
            "x": j,
            "y": i,
            "mean": float(mean[i, j]),
            "count": int(count[i, j]),
            "words": word(mean[i, j], unit),
            "short": word(mean[i, j]),
        }
        for i, j in np.argwhere(count > 0).tolist()
    ]
    return {
        "across": x.told() | {"edges": x.edges.tolist(), "bins": [x.words(j) for j in range(shape[1])]},
        "up": y.told() | {"edges": y.edges.tolist(), "bins": [y.words(i) for i in range(shape[0])]},
        "cells": cells,
        "outcome": value_title(look),
        "middle": 0.0 if look.against else None,
        "unit": unit,
        "words": _heat_words(cells, x, y, seen["value"].to_numpy(float)),
    }


def _heat_words(cells: list[dict[str, Any]], x: Axis, y: Axis, values: np.ndarray) -> str:
    speak = sorted((one for one in cells if one["count"] >= SPEAKS), key=lambda one: one["mean"])
    if len(speak) < 2:
        return f"No two cells hold {SPEAKS} cases yet."
    low, high = speak[0], speak[-1]

    def where(one: dict[str, Any]) -> str:
        return f"{one['words']} where {x.words(one['x'])} and {y.words(one['y'])}"

    counts = [one["count"] for one in cells]
    tells = _told_by(cells, values)
    share = f" The cells account for {percent(tells)} of the spread of cases (less what so many cells would by chance)." if tells else ""
    return f"Highest mean: {where(high)}. Lowest: {where(low)}. Cells hold {min(counts)} to {max(counts)} cases; few say little.{share}"


def _told_by(cells: list[dict[str, Any]], values: np.ndarray) -> float:
    """Part of the variance that lies between cells, less what as many cells would have by chance."""
    cases, groups = len(values), len(cells)
    whole = float(((values - values.mean()) ** 2).sum())
    if cases <= groups or not whole > 0:
        return 0.0
    between = sum(one["count"] * (one["mean"] - values.mean()) ** 2 for one in cells)
    within = (whole - between) / (cases - groups)
    return max(0.0, 1.0 - within / (whole / (cases - 1)))


def in_cell(results: Results, look: Look, place: tuple[int, int]) -> list[dict[str, Any]]:
    """Cases of one cell of the heat map (across, up), highest first, as many as can be listed."""
    seen = cases_seen(results, look)
    inside = np.ones(len(seen), bool)
    for name, bin_ in zip((look.across, look.up), place, strict=True):
        edges = axis_of(results, name, len(seen)).edges
        found = np.clip(np.searchsorted(edges, places_of(results, name, seen[name]), "right") - 1, 0, len(edges) - 2)
        inside &= found == bin_
    listed = seen[inside].sort_values(["value", "row", "seed"], ascending=[False, True, True])
    unit, word = unit_of(results, look.outcome), signed if look.against else told
    return [
        {"row": int(one.row), "seed": int(one.seed), "mix": one.mix, "value": word(one.value, unit)}
        for one in listed.head(MOST_LISTED).itertuples()
    ]


def _plain(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return digits(float(value)) if isinstance(value, int | float | np.number) else str(value)


def _short(values: np.ndarray) -> list[float]:
    return [float(f"{one:.6g}") for one in values]
