"""What hangs on few as pictures: products with one maker, and what is lost when makers of one product stop, or a firm fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from abm.command.figures import LINE, house_style, intervals, save, tall
from abm.command.fragile import Fragility, Loss
from abm.command.paired import CONFIDENCE, Effect
from abm.judgement.concentration import SEEN, STOPPED

SHOWN = 18
"""Products, stops and firms that are drawn, the heaviest first."""


def draw_fragility(folder: Path, found: Fragility) -> None:
    """Draw the single points, the stops and the failing firms, where there are any."""
    with house_style():
        if found.points:
            save(_points(found), folder / "single_points")
        if found.losses:
            names = [f"{one.case.product}  ({one.case.nation})" for one in found.losses]
            title = f"A nation's makers of one product stop for {STOPPED} months from onset"
            save(_losses(found, found.losses, names, title), folder / "stops")
        if found.firms:
            title = f"A firm fails for {STOPPED} months from onset"
            save(_losses(found, found.firms, [one.case.firm for one in found.firms], title), folder / "firms")


def _points(found: Fragility) -> Figure:
    shown = found.points[:SHOWN]
    figure = Figure(figsize=(7.5, tall(len(shown))), layout="constrained")
    axes = figure.add_subplot()
    axes.barh(range(len(shown)), [100 * one.value for one in shown], height=0.7, color=LINE)
    axes.set_yticks(range(len(shown)), [f"{one.product}  ({' '.join(one.nations)})" for one in shown])
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set(
        title=f"Made by one maker at onset, {found.scenario.name}",
        xlabel="% of the value that nations buy in peace, which stops without it",
    )
    return figure


def _losses(found: Fragility, losses: Sequence[Loss], names: Sequence[str], title: str) -> Figure:
    """What each case takes from all that lands, and from the system that is hit worst, which is named."""
    shown = losses[:SHOWN]
    figure = Figure(figsize=(9.5, tall(len(shown))), layout="constrained")
    whole, worst = figure.subplots(1, 2, sharey=True)
    names = list(names[:SHOWN])
    intervals(whole, names, _together([one.alliance for one in shown], [()] * len(shown)), 100.0)
    hit = [one.worst if one.worst is not None else 0 for one in shown]
    intervals(worst, names, _together([one.systems for one in shown], hit), 100.0)
    for row, one in enumerate(shown):
        if one.worst is not None:
            worst.annotate(
                found.systems[one.worst],
                (float(one.systems.mean[one.worst]) * 100, row),
                (0, 4),
                textcoords="offset points",
                fontsize=6.5,
                ha="center",
            )
    whole.set_title("of all that lands", loc="left", fontsize=9)
    worst.set_title("of the system hit worst, named", loc="left", fontsize=9)
    figure.suptitle(f"{title}, {found.scenario.name}")
    figure.supxlabel(f"difference in value landed in {SEEN} months, %, with {CONFIDENCE:.0%} interval; grey: may be nothing", fontsize=9)
    return figure


def _together(effects: list[Effect], rows: list) -> Effect:
    """One row of each effect, stacked."""
    parts = vars(effects[0])
    return Effect(*(np.array([getattr(one, part)[row] for one, row in zip(effects, rows, strict=True)]) for part in parts))
