"""What relief is worth as pictures: the changes that add most, and plant by the duals beside the runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from abm.command.figures import house_style, intervals, save, tall
from abm.command.paired import CONFIDENCE, Effect
from abm.command.relief import Ranking

SHOWN = 18
"""Changes that are drawn."""

BY_EACH = 8
"""Places, by the dual or by runs, of the plant that is drawn beside its dual."""

MILLION = 1e6
DUAL = "#d55e00"
RUNS = ("#9dc3e6", "#3f87c9", "#0b3c6f")
"""From the first month counted to the last."""


def draw_relief(folder: Path, found: Ranking) -> None:
    """Draw the ranking, and the comparison with the duals where any plant has one."""
    with house_style():
        save(_ranking(found), folder / "relief")
        if len(found.worth.with_dual):
            save(_beside_duals(found), folder / "relief_and_duals")


def _ranking(found: Ranking) -> Figure:
    """The changes that add or take most by the last month, by each month."""
    gains, words = found.gains, [one.words for one in found.worth.reliefs]
    rows = np.argsort(-np.abs(gains.mean[:, -1]), kind="stable")[:SHOWN]
    rows = rows[np.argsort(-gains.mean[rows, -1], kind="stable")]
    figure = Figure(figsize=(4.0 + 2.4 * len(found.months), tall(len(rows))), layout="constrained")
    panels = figure.subplots(1, len(found.months), sharey=True, squeeze=False)[0]
    for place, (axes, months) in enumerate(zip(panels, found.months, strict=True)):
        one = Effect(*(part[rows, place] for part in vars(gains).values()))
        intervals(axes, [words[row] for row in rows], one, 1 / MILLION)
        axes.set_title(f"by month {months} from onset", loc="left", fontsize=9)
    figure.suptitle(f"What one change adds, {found.scenario.name} under {found.mix.name}")
    figure.supxlabel(f"value landed, USD million, with {CONFIDENCE:.0%} interval; grey: may be nothing", fontsize=9)
    return figure


def _beside_duals(found: Ranking) -> Figure:
    """Plant that stands high by its dual or by runs: USD a month by both."""
    worth = found.worth
    by_dual, by_runs = worth.places(worth.duals), worth.places(worth.value[:, -1])
    rows = [row for row in worth.with_dual if min(by_dual[row], by_runs[row]) <= BY_EACH]
    rows.sort(key=lambda row: (by_dual[row], by_runs[row]))
    height, words = np.arange(len(rows)), [worth.reliefs[row].words for row in rows]
    figure = Figure(figsize=(8, tall(len(rows))), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(
        worth.duals[rows].mean(axis=-1) / MILLION, height, "D", color=DUAL, markersize=5.5, label=f"by the dual of month {worth.month}"
    )
    for end, months in enumerate(found.months):
        colour = RUNS[min(end, len(RUNS) - 1)] if len(found.months) > 1 else RUNS[-1]
        a_month = worth.a_month(end)[rows].mean(axis=-1) / MILLION
        axes.plot(a_month, height, "o", color=colour, markersize=5, label=f"by runs, to month {months} from onset")
    axes.axvline(0, color="#888888", linewidth=0.8)
    axes.set_yticks(height, words)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set(title=f"A tenth more plant, by dual and by runs, {found.scenario.name}", xlabel="USD million a month")
    axes.legend(frameon=False, loc="lower right")
    return figure
