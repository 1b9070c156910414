"""What each arm brings over the one it is held against: means with their intervals, and the band over futures behind them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from experiments.report.figures.drawn import ACCENT, FAINT, INK, Drawn, blank

LONGEST = 24


def draw(table: pd.DataFrame, base: str) -> Drawn:
    """One panel for each unit; a row for each arm and outcome. `table` as `experiments.report.effects` makes it."""
    table = table[table["mean"].notna()]
    panels = [(unit, part) for unit, part in table.groupby("unit", sort=False)]
    heights = [0.55 + 0.2 * len(part) + 0.24 * part["outcome"].nunique() for _, part in panels]
    figure = blank(0.3 + sum(heights))
    grid = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (unit, part) in zip(grid, panels, strict=True):
        _panel(axes, part, unit)
    widest = table.iloc[table["mean"].abs().where(table["unit"] == "%", 0.0).argmax()]
    words = f"Against {base}. Points are means with 95 % intervals, grey bars hold nine of ten futures."
    if widest["unit"] == "%":
        words += f" The largest is {widest['outcome']} under {widest['arm']}: {widest['told']}."
    return Drawn("effects", "What each arm brings", words, figure, table.drop(columns=["told", "band"]))


def in_lines(name: str) -> str:
    """A long name in two lines, broken at a plus or a comma."""
    breaks = [place for place, sign in enumerate(name) if sign in "+,"]
    if len(name) <= LONGEST or not breaks:
        return name
    place = min(breaks, key=lambda one: abs(one - len(name) / 2))
    return f"{name[: place + 1].rstrip()}\n{name[place + 1 :].lstrip()}"


def _panel(axes: Axes, part: pd.DataFrame, unit: str) -> None:
    place, ticks, names = 0.0, [], []
    for outcome, rows in part.groupby("outcome", sort=False):
        axes.text(0.0, place, outcome, transform=axes.get_yaxis_transform(), fontsize=8, fontweight="bold", va="center")
        place += 0.9
        for row in rows.itertuples():
            axes.plot([row.band_low, row.band_high], [place, place], color=FAINT, alpha=0.45, linewidth=6, solid_capstyle="butt")
            axes.errorbar(
                row.mean, place, xerr=[[max(0, row.mean - row.low)], [max(0, row.high - row.mean)]],
                fmt="o", markersize=4, color=ACCENT, linewidth=1.4, markerfacecolor=ACCENT if row.clear else "none",
            )  # fmt: skip
            ticks.append(place)
            names.append(in_lines(row.arm))
            place += 0.9
    axes.axvline(0, color=INK, linewidth=0.7)
    axes.set_yticks(ticks, names, fontsize=8)
    axes.set_ylim(place - 0.3, -0.7)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(unit, fontsize=8)
