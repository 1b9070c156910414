"""Scenario discovery: every future over the two limits that tell most, with the box; and the trade between coverage and density."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from experiments.analysis.discovery import Box, Limit
from experiments.report.figures.drawn import ACCENT, BAD, FAINT, INK, Drawn, blank
from experiments.report.words import where

MOST = 500
"""Cases drawn; the table beside the figure has them all."""


def draw(name: str, says: str, unknowns: pd.DataFrame, happens: np.ndarray, box: Box) -> Drawn:
    """Futures in which it happens over the box's first two limits, and the whole curve of the peel."""
    axes_told = list(dict.fromkeys(limit.name for limit in box.limits))[:2] or list(unknowns)[:1]
    figure = blank(4.9)
    upper, lower = figure.subplots(2, 1, height_ratios=[1.6, 1])
    _futures(upper, unknowns, happens, box.limits, axes_told)
    lower.plot(box.curve["coverage"], box.curve["density"], "-", color=FAINT, linewidth=1)
    lower.scatter(box.curve["coverage"], box.curve["density"], c=box.curve["limits"], cmap="viridis", s=12)
    lower.plot(box.found_on.coverage, box.found_on.density, "o", color=ACCENT, markersize=7, markerfacecolor="none", label="found on")
    lower.plot(box.held_out.coverage, box.held_out.density, "s", color=BAD, markersize=6, markerfacecolor="none", label="held out")
    lower.set(xlabel="coverage (of all in which it happens)", ylabel="density (of those in the box)", xlim=(0, 1.03), ylim=(0, 1.05))
    lower.legend(fontsize=8, loc="lower left")
    table = unknowns.assign(happens=happens)
    words = f"{says[0].upper()}{says[1:]} {where(box)}"
    return Drawn(name, "When it happens", words, figure, table.reset_index())


def _futures(axes: Axes, unknowns: pd.DataFrame, happens: np.ndarray, limits: tuple[Limit, ...], names: list[str]) -> None:
    drawn = np.linspace(0, len(unknowns) - 1, min(MOST, len(unknowns))).astype(int)
    unknowns, happens = unknowns.iloc[drawn], happens[drawn]
    spread = np.random.default_rng(0).uniform(-0.28, 0.28, (len(unknowns), 2))
    x = _shown(unknowns[names[0]], spread[:, 0])
    y = _shown(unknowns[names[1]], spread[:, 1]) if len(names) > 1 else spread[:, 1]
    for which, colour, mark, label in ((~happens, FAINT, "o", "does not happen"), (happens, BAD, "x", "happens")):
        axes.scatter(x[which], y[which], s=12 if mark == "o" else 16, color=colour, marker=mark, linewidths=0.9, alpha=0.8, label=label)
    sides = {"x": list(axes.get_xlim()), "y": list(axes.get_ylim())}
    for limit in limits:
        if limit.name in names:
            room = 0.4 if _switch(unknowns[limit.name]) else 0.0
            at = limit.at - room if limit.side == "low" else limit.at + room
            sides["x" if limit.name == names[0] else "y"][0 if limit.side == "low" else 1] = at
    (left, right), (bottom, top) = sides["x"], sides["y"]
    axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=INK, linewidth=1.3))
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1] if len(names) > 1 else "")
    for axis, name in ((axes.xaxis, names[0]), (axes.yaxis, names[1] if len(names) > 1 else None)):
        if name is None:
            axis.set_ticks([])
        elif _switch(unknowns[name]):
            axis.set_ticks([0, 1], ["no", "yes"])
    axes.legend(fontsize=8, loc="upper center", ncols=2, bbox_to_anchor=(0.5, 1.16))


def _switch(column: pd.Series) -> bool:
    return bool(column.isin([0, 1]).all())


def _shown(column: pd.Series, spread: np.ndarray) -> np.ndarray:
    """Values as they are; shocks, which are there or not, spread out so that points can be told apart."""
    return column.to_numpy(float) + (spread if _switch(column) else 0.0)
