"""The surge curves as pictures (SVG and PNG), the same bytes for the same results, and the style of all pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
import numpy as np
import xarray as xr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from abm.command.bands import band
from abm.command.paired import Effect

STYLE = {
    "svg.hashsalt": "alliance-surge",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e5e5e5",
    "grid.linewidth": 0.6,
}
LINE, SHADE = "#1f5fa8", "#a9c8ea"
UNCLEAR = "#8a939b"
COLUMNS = 4


def draw_figures(folder: Path, results: xr.Dataset) -> None:
    """Draw the alliance's curve and one small curve for each system, with the 5-95 % band over seeds."""
    with house_style():
        if "alliance_surge_ratio" in results:
            save(_alliance(results["alliance_surge_ratio"]), folder / "surge_alliance")
        if "surge_ratio" in results:
            save(_systems(results["surge_ratio"]), folder / "surge_by_system")


def _alliance(ratio: xr.DataArray) -> Figure:
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    _curve(axes, ratio)
    axes.set(title="Alliance surge", xlabel="month", ylabel="delivered over the peacetime rate")
    return figure


def _systems(ratio: xr.DataArray) -> Figure:
    systems = [str(name) for name in ratio["system"].values]
    rows = -(-len(systems) // COLUMNS)
    figure = Figure(figsize=(2.6 * COLUMNS, 1.9 * rows), layout="constrained")
    grid = figure.subplots(rows, COLUMNS, sharex=True, squeeze=False)
    for axes, name in zip(grid.flat, systems, strict=False):
        _curve(axes, ratio.sel(system=name))
        axes.set_title(name, fontsize=9, loc="left")
    for axes in grid.flat[len(systems) :]:
        axes.set_axis_off()
    figure.supxlabel("month", fontsize=9)
    figure.supylabel("delivered over the peacetime rate", fontsize=9)
    return figure


def _curve(axes: mpl.axes.Axes, ratio: xr.DataArray) -> None:
    months, summary = ratio["month"].values, band(ratio)
    axes.fill_between(months, summary.low, summary.high, color=SHADE, linewidth=0)
    axes.plot(months, summary.mean, color=LINE, linewidth=1.4)
    axes.axhline(1, color="#888888", linewidth=0.8, linestyle=":")
    top = np.nanmax(summary.high, initial=1.0)
    axes.set_ylim(0, 1.08 * top)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with our own settings, whatever this machine's are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield


def save(figure: Figure, stem: Path) -> None:
    """Write a figure as SVG and as PNG, without dates, so that the same figure is the same bytes."""
    FigureCanvasSVG(figure).print_svg(stem.with_suffix(".svg"), metadata={"Date": None, "Creator": "Alliance Surge"})
    FigureCanvasAgg(figure).print_png(stem.with_suffix(".png"), metadata={"Software": None})


def intervals(axes: mpl.axes.Axes, names: Sequence[str], one: Effect, scale: float = 1.0) -> None:
    """One row for each name, the first on top: the mean difference and its interval, hollow and grey where that holds nought."""
    for row, (mean, half, clear) in enumerate(zip(one.mean * scale, np.nan_to_num(one.half * scale), one.clear, strict=True)):
        colour = LINE if clear else UNCLEAR
        face = colour if clear else "white"
        axes.errorbar(mean, row, xerr=half, fmt="o", markersize=4, linewidth=1.2, color=colour, markerfacecolor=face)
    axes.axvline(0, color="#888888", linewidth=0.8)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)


def tall(rows: int) -> float:
    """Inches that so many rows of words take, with a title and an axis."""
    return 1.3 + 0.22 * rows
