"""Why systems are short as pictures: the reasons of each system's lack, and what bound the lines of each product year by year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from abm.command.figures import house_style, save, tall
from abm.command.why import YEAR, Answer
from abm.flows.limits import CAPACITY, INPUT, LABOUR, ORDERS, R_CAPACITY, R_FUNDING, REASONS, STOPPAGE

_NAMES = list(REASONS)
_LATE = dict(zip(_NAMES[R_CAPACITY:R_FUNDING], ("#7f2704", "#a63603", "#d55e00", "#f5a35c", "#fbd3ab"), strict=True))
_UNDER_WAY = dict(zip(_NAMES[:R_CAPACITY], ("#08306b", "#2f74b5", "#7fb2dc", "#c6dbef"), strict=True))
_NOT_ORDERED = dict(zip(_NAMES[R_FUNDING:], ("#8c8c8c", "#bdbdbd", "#e3e3e3"), strict=True))
REASON_COLOURS = _LATE | _UNDER_WAY | _NOT_ORDERED
"""Orange, blue and grey, dark to light: kinds of reason stay apart for the colour-blind, and stand in this order."""

LIMIT_COLOURS = {ORDERS: "#f2f2f2", CAPACITY: "#9dc3e6", LABOUR: "#009e73", STOPPAGE: "#555555", INPUT: "#f5a35c"}
LIMIT_WORDS = {ORDERS: "only orders", CAPACITY: "plant", LABOUR: "crews", STOPPAGE: "a stoppage", INPUT: "the input named"}


def draw_answer(folder: Path, answer: Answer) -> None:
    """Draw the reasons of what is lacking, and the map of binding limits where more than orders ever binds."""
    with house_style():
        if any(one.causes for one in answer.chains):
            save(_reasons(answer), folder / "reasons")
        if (answer.map.limit > ORDERS).any():
            save(_map(answer), folder / "binding")


def _reasons(answer: Answer) -> Figure:
    """Each system's lack divided by reason; late in orange, under way in blue, not ordered in grey."""
    short = [one for one in answer.chains if one.causes]
    shares = {name: np.zeros(len(short)) for name in REASONS}
    for row, system in enumerate(short):
        for cause in system.causes:
            shares[cause.name][row] = cause.share(system)
    figure = Figure(figsize=(9.5, max(2.6, tall(len(short)))), layout="constrained")
    axes = figure.add_subplot()
    left = np.zeros(len(short))
    for name, colour in REASON_COLOURS.items():
        if shares[name].any():
            axes.barh(range(len(short)), shares[name], left=left, height=0.74, color=colour, label=REASONS[name])
            left += shares[name]
    axes.set_yticks(range(len(short)), [f"{one.name}  {one.units:,.0f}" for one in short])
    axes.set_ylim(len(short) - 0.5, -0.5)
    axes.set(title=f"Why magazines are short of their targets, end of month {answer.month}", xlim=(0, 1))
    axes.set_xlabel("share of the units that are lacking (their number beside the name)")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1), fontsize=8)
    return figure


def _map(answer: Answer) -> Figure:
    """What bound the lines of each product longest in each year; products that only their orders ever bind are left out."""
    found = answer.map
    rows = np.flatnonzero((found.limit > ORDERS).any(axis=1))
    figure = Figure(figsize=(2.6 + 0.9 * len(found.months), tall(len(rows))), layout="constrained")
    axes = figure.add_subplot()
    for height, row in enumerate(rows):
        for place in range(len(found.months)):
            limit = int(found.limit[row, place])
            if limit not in LIMIT_COLOURS:
                continue  # nobody makes it
            axes.barh(height, 1, left=place, height=1, color=LIMIT_COLOURS[limit], edgecolor="white", linewidth=1)
            axes.text(place + 0.5, height, str(found.part[row, place]), ha="center", va="center", fontsize=6.5)
    axes.set_yticks(range(len(rows)), [found.products[row] for row in rows])
    axes.set_xticks(np.arange(len(found.months)) + 0.5, [str(seen.start // YEAR + 1) for seen in found.months])
    axes.set(xlim=(0, len(found.months)), ylim=(len(rows) - 0.5, -0.5), xlabel=f"year from {answer.scenario.start}")
    axes.grid(False)
    axes.set_title("What bound each product's lines longest, weighed by plant")
    seen = np.unique(found.limit[rows])
    keys = [Patch(color=LIMIT_COLOURS[limit], label=LIMIT_WORDS[limit]) for limit in LIMIT_COLOURS if limit in seen]
    axes.legend(handles=keys, frameon=False, loc="upper left", bbox_to_anchor=(1, 1), fontsize=8)
    return figure
