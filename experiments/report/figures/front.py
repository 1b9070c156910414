"""The Pareto front: arms over two objectives, the third as the size of the mark; those that nothing beats are filled."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from experiments.report.figures.drawn import ACCENT, FAINT, Drawn, blank
from experiments.report.words import told

NEAR = 0.08
"""Part of an axis within which two marks cannot have labels of their own."""


def draw(table: pd.DataFrame, objectives: dict[str, bool], units: dict[str, str]) -> Drawn:
    """Means of the first objective (up) over the second (across); names beside the marks."""
    names = list(objectives)
    across, up = names[1], names[0]
    figure = blank(4.4)
    axes = figure.subplots()
    sizes = np.full(len(table), 46.0)
    if len(names) > 2:
        third = table[names[2]].to_numpy()
        sizes = 20 + 130 * (third - third.min()) / (np.ptp(third) or 1.0)
    for row, size in zip(table.itertuples(), sizes, strict=True):
        x, y = getattr(row, across), getattr(row, up)
        axes.scatter(x, y, s=size, color=ACCENT if row.on_front else FAINT, facecolor=ACCENT if row.on_front else "none", alpha=0.85)
    for axis, name in ((axes.xaxis, across), (axes.yaxis, up)):
        axis.set_major_locator(MaxNLocator(5))
        axis.set_major_formatter(lambda value, _, unit=units[name]: told(value, "" if unit == "share" else unit))
    axes.tick_params(labelsize=7.5)
    axes.set_xlabel(f"{across} ({'more' if objectives[across] else 'less'} is better)", fontsize=8)
    axes.set_ylabel(f"{up} ({'more' if objectives[up] else 'less'} is better)", fontsize=8)
    axes.margins(0.2)
    for x, y, label in labels(table[table["on_front"]], across, up, table):
        several = "\n" in label
        place = {"xytext": (-9, 4), "ha": "right", "va": "top"} if several else {"xytext": (7, 3), "ha": "left", "va": "bottom"}
        axes.annotate(label, (x, y), textcoords="offset points", fontsize=7.5, **place)
    size = f" The larger the mark, the more {names[2]}." if len(names) > 2 else ""
    kept = list(table.loc[table["on_front"], "arm"])
    beaten = list(table.loc[~table["on_front"], "arm"])
    words = f"Filled marks are on the front: nothing beats {', '.join(kept)} in everything.{size}"
    words += f" Beaten: {', '.join(beaten)}." if beaten else ""
    return Drawn("front", "What nothing beats in everything", words, figure, table)


def labels(shown: pd.DataFrame, across: str, up: str, table: pd.DataFrame) -> list[tuple[float, float, str]]:
    """Where to write which names: marks that lie near each other share one label, a line for each."""
    reach = {name: NEAR * (np.ptp(table[name].to_numpy()) or 1.0) for name in (across, up)}
    groups: list[list] = []
    for row in shown.sort_values(up, ascending=False).to_dict("records"):
        near = next((g for g in groups if all(abs(g[0][name] - row[name]) <= reach[name] for name in (across, up))), None)
        if near is None:
            groups.append([row])
        else:
            near.append(row)
    return [(min(one[across] for one in g), g[0][up], "\n".join(one["arm"] for one in g)) for g in groups]
