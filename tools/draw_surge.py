"""Draw docs/surge.svg, the README's picture, from the model as it is: `python tools/draw_surge.py [FILE]`."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.ticker
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from abm import load_scenario, simulate
from abm.command.bands import band

FILE = Path(__file__).resolve().parents[1] / "docs" / "surge.svg"
SCENARIO, SEEDS = "indo-pacific-2026", range(32)
MIXES = {"today": ("today’s rules", "#14508c"), "none": ("no rules at all", "#c8590a")}
SYSTEMS = {
    "PAC3_MSE": "PAC-3 MSE",
    "SM6": "SM-6",
    "TLAM": "Tomahawk",
    "LRASM": "LRASM",
    "GMLRS": "GMLRS",
    "SHELL155": "155 mm shell",
}
INK, SOFT, RULE, WAR, PAPER = "#16202b", "#5b6875", "#d9dfe5", "#f6e3d6", "#ffffff"
STYLE = {
    "svg.hashsalt": "alliance-surge",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "figure.facecolor": PAPER,
}


def main(file: Path = FILE) -> None:
    """Run both mixes with the same luck and draw them."""
    scenario = load_scenario(SCENARIO)
    runs = {mix: simulate(scenario, mix, seeds=SEEDS) for mix in MIXES}
    conflict = next(event for event in scenario.events if event.kind == "conflict")
    onset = conflict.opens(scenario.start)
    years = int(scenario.start[:4]) + (int(scenario.start[5:]) - 1 + np.arange(scenario.months) + 0.5) / 12
    war = (years[onset] - 1 / 24, years[onset + conflict.months - 1] + 1 / 24)
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        figure = _figure(runs, years, war, onset)
        FigureCanvasSVG(figure).print_svg(file, metadata={"Date": None, "Creator": "Alliance Surge"})


def _figure(runs: dict[str, xr.Dataset], years: np.ndarray, war: tuple[float, float], onset: int) -> Figure:
    figure = Figure(figsize=(10, 6.4))
    grid = figure.add_gridspec(
        2,
        len(SYSTEMS),
        height_ratios=(2.3, 1),
        left=0.045,
        right=0.975,
        top=0.83,
        bottom=0.095,
        hspace=0.55,
        wspace=0.16,
    )
    figure.text(0.012, 0.955, "How far can the alliance surge?", fontsize=17, fontweight="bold", va="center")
    figure.text(
        0.012, 0.902, "Value of munitions and services delivered each month, as a multiple of the peacetime rate",
        fontsize=10.5, color=SOFT, va="center",
    )  # fmt: skip
    main = figure.add_subplot(grid[0, :])
    _alliance(main, {mix: one["alliance_surge_ratio"] for mix, one in runs.items()}, years, war, onset)
    systems = {mix: one["surge_ratio"] for mix, one in runs.items()}
    top = max(np.nanmax(band(one.sel(system=list(SYSTEMS))).high) for one in systems.values())
    for place, (system, name) in enumerate(SYSTEMS.items()):
        axes = figure.add_subplot(grid[1, place])
        _system(axes, {mix: one.sel(system=system) for mix, one in systems.items()}, years, war, name)
        axes.set_ylim(0, 1.06 * top)
        if place:
            axes.set_yticklabels([])
    figure.text(0.012, 0.343, "By system, units over the system’s own peacetime rate", fontsize=10.5, color=SOFT)
    figure.text(
        0.012, 0.022,
        f"Scenario {SCENARIO}. Lines: mean of {len(SEEDS)} seeds with the same luck under both mixes; "
        "bands: 5th to 95th percentile. Exploratory, public figures, not a forecast.",
        fontsize=7.5, color=SOFT,
    )  # fmt: skip
    return figure


def _alliance(axes: Axes, curves: dict[str, xr.DataArray], years: np.ndarray, war: tuple[float, float], onset: int) -> None:
    _curves(axes, curves, years, war, 2.0)
    means = {mix: band(one).mean for mix, one in curves.items()}
    bands = [band(one) for one in curves.values()]
    low, high = min(np.nanmin(one.low) for one in bands), max(np.nanmax(one.high) for one in bands)
    bottom, top = np.floor(4 * min(low, 0.99)) / 4, 1.12 * high
    axes.set_ylim(bottom, top)
    axes.text(war[0] + 0.06, top - 0.03 * (top - bottom), "WAR", fontsize=8.5, fontweight="bold", color="#9a4a16", va="top")
    below, above = sorted(means, key=lambda mix: means[mix][-1])
    for mix, end, lift in ((below, band(curves[below]).low[-1], -9), (above, band(curves[above]).high[-1], 9)):
        words, colour = MIXES[mix]
        axes.annotate(
            words, (years[-1], end), xytext=(-2, lift), textcoords="offset points",
            ha="right", va="center", color=colour, fontweight="bold", fontsize=9.5,
        )  # fmt: skip
    peak = int(np.nanargmax(means["today"]))
    since = f"{peak - onset} months into the war" if war[0] <= years[peak] <= war[1] else f"in {int(years[peak])}"
    axes.plot(years[peak], means["today"][peak], "o", color=MIXES["today"][1], markersize=5, markeredgecolor=PAPER, zorder=5)
    axes.annotate(
        f"peak under today’s rules: {means['today'][peak]:.2f}×, {since}", (years[peak], means["today"][peak]),
        xytext=(war[1] + 0.2, top - 0.03 * (top - bottom)), fontsize=9, va="top",
        arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.7, "shrinkB": 4},
    )  # fmt: skip
    axes.annotate("peacetime rate", (years[0], 1), xytext=(0, -4), textcoords="offset points", fontsize=7.5, color=SOFT, va="top")
    axes.set_xticks(np.arange(int(years[0]), int(years[-1]) + 1))


def _system(axes: Axes, curves: dict[str, xr.DataArray], years: np.ndarray, war: tuple[float, float], name: str) -> None:
    _curves(axes, curves, years, war, 1.3)
    axes.set_title(name, fontsize=9, fontweight="bold", loc="left", pad=5)
    ends = int(years[0]), int(years[-1]) + 1
    axes.set_xticks(ends, [str(year) for year in ends])
    for label, side in zip(axes.get_xticklabels(), ("left", "right"), strict=True):
        label.set_horizontalalignment(side)


def _curves(axes: Axes, curves: dict[str, xr.DataArray], years: np.ndarray, war: tuple[float, float], width: float) -> None:
    axes.axvspan(*war, color=WAR, linewidth=0, zorder=0)
    axes.axhline(1, color=SOFT, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    for mix in reversed(MIXES):
        summary, colour = band(curves[mix]), MIXES[mix][1]
        axes.fill_between(years, summary.low, summary.high, color=colour, alpha=0.16, linewidth=0)
        axes.plot(years, summary.mean, color=colour, linewidth=width)
    axes.set_xlim(np.floor(years[0]), np.ceil(years[-1]))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}×")
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.tick_params(length=0, pad=4)


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:2]))
