"""A dividend's split as pictures: what each player brings, and which pairs bring more together than apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from abm.command.attribute import INSTRUMENTS, Attribution
from abm.command.figures import house_style, intervals, save, tall
from abm.command.paired import CONFIDENCE, Effect

MILLION = 1e6
OPPOSED = "PuOr_r"
"""Colours from substitutes to complements that stay apart for the colour-blind."""


def draw_attribution(folder: Path, found: Attribution) -> None:
    """Draw the shares, and the interactions where they are known."""
    with house_style():
        save(_shares(found), folder / "shares")
        if found.pairs is not None:
            save(_interaction(found), folder / "interaction")


def _shares(found: Attribution) -> Figure:
    rows = np.argsort(-found.shares.mean, kind="stable")
    figure = Figure(figsize=(7.5, tall(len(rows) + 1)), layout="constrained")
    axes = figure.add_subplot()
    names = [*(found.split.players[row] for row in rows), "all together"]
    parts = zip(vars(found.shares).values(), vars(found.dividend).values(), strict=True)
    both = Effect(*(np.append(share[rows], whole) for share, whole in parts))
    intervals(axes, names, both, _scale(found))
    axes.axhline(len(rows) - 0.5, color="#888888", linewidth=0.6)
    what = f"{found.mix.name} over {found.over.name}" if found.by == INSTRUMENTS else f"nations' trade under {found.mix.name}"
    axes.set_title(f"Shapley shares of {what}, {found.scenario.name}")
    axes.set_xlabel(f"{_counted(found)},\nwith {CONFIDENCE:.0%} interval; grey: may be nothing")
    return figure


def _interaction(found: Attribution) -> Figure:
    """Every pair of players; those whose interval holds nought in brackets."""
    players, mean = found.split.players, found.pairs.mean * _scale(found)
    apart = ~np.eye(len(players), dtype=bool)
    most = np.abs(mean[apart]).max() or 1.0
    side = 2.2 + 0.62 * len(players)
    figure = Figure(figsize=(side + 1.2, side), layout="constrained")
    axes = figure.add_subplot()
    image = axes.imshow(np.where(apart, mean, np.nan), cmap=OPPOSED, vmin=-most, vmax=most)
    for i, j in zip(*np.nonzero(apart), strict=True):
        place = 0 if most >= 100.0 else 1
        number = f"{round(mean[i, j], place) + 0.0:+,.{place}f}"  # no minus before nought
        words = number if found.pairs.clear[i, j] else f"({number})"
        colour = "white" if abs(mean[i, j]) > 0.6 * most else "black"
        axes.text(j, i, words, ha="center", va="center", fontsize=8, color=colour)
    axes.set_xticks(range(len(players)), players, rotation=40, ha="right")
    axes.set_yticks(range(len(players)), players)
    axes.grid(False)
    axes.set_title("Together more (complements) or less (substitutes)\nthan apart; in brackets: may be nothing", fontsize=9)
    figure.colorbar(image, ax=axes, shrink=0.8, label=_counted(found))
    return figure


def _scale(found: Attribution) -> float:
    return 1 / MILLION if found.unit == "USD" else 1.0


def _counted(found: Attribution) -> str:
    what = "USD million" if found.unit == "USD" else "units"
    return f"{found.of.replace('_', ' ')}, {what} in {found.months} months from month {found.onset} on"
