"""`surge ladder --out`: the ladder as tables and pictures, the same bytes for the same ladder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from abm.command.bands import band
from abm.command.document import identity
from abm.command.figures import house_style, save, tall
from abm.command.folder import replace_folder
from abm.command.ladder_screen import plant_by_nation, shown_month
from abm.command.tables import write_tables
from abm.facts.scenario import Scenario
from abm.judgement.ladder import RUNGS
from abm.rules.mix import Mix

COLOURS = ("#b8c4cf", "#7fa3c9", "#3f76b0", "#173f6b")
"""From nameplate to realised, darker as it comes nearer to what was made."""

MARKS = (
    {"marker": "s", "color": "#9dc3e6", "size": 8},
    {"marker": "D", "color": "#d55e00", "size": 5},
    {"marker": "o", "color": COLOURS[-1], "size": 5},
)
"""Feasible, permitted and realised, told apart by shape as well."""


def write_ladder(folder: Path, rungs: xr.Dataset, scenario: Scenario, mix: Mix) -> None:
    """Write every rung and worth (CSV, Parquet), the ladder of one month and, where there are several, its course; and a manifest."""
    month = shown_month(rungs, scenario)

    def fill(beside: Path) -> dict[str, Any]:
        write_tables(beside, rungs)
        with house_style():
            save(_one_month(rungs.sel(month=month)), beside / "ladder")
            if len(plant_by_nation(rungs.sel(month=month).mean("seed"))):
                save(_nations(rungs.sel(month=month).mean("seed")), beside / "ladder_by_nation")
            if rungs.sizes["month"] > 1:
                save(_course(rungs["value"] / 1e9), beside / "ladder_over_time")
        told = {str(name): {"unit": one.attrs["unit"], "meaning": one.attrs["meaning"]} for name, one in rungs.data_vars.items()}
        files = {"scenario_file": scenario.to_yaml(), "policy_file": mix.to_yaml()}
        return identity(rungs, scenario, mix) | {"rungs": RUNGS, "metrics": told, "shown_month": month} | files

    replace_folder(folder, fill)


def _one_month(rungs: xr.Dataset) -> Figure:
    """Each system's rungs as a share of its nameplate, the lower drawn over the higher; the alliance last."""
    names = [*(str(one) for one in rungs["system"].values), "alliance, at unit cost"]
    heights = np.column_stack([rungs["output"].mean("seed").values, rungs["value"].mean("seed").values])
    shares = np.divide(heights, heights[0], out=np.zeros_like(heights), where=heights[0] > 0.0)
    figure = Figure(figsize=(7.5, 1.2 + 0.24 * len(names)), layout="constrained")
    axes = figure.add_subplot()
    for rung, share, colour in zip(RUNGS, shares, COLOURS, strict=True):
        axes.barh(names, share, color=colour, height=0.72, label=rung)
    axes.invert_yaxis()
    axes.set(title=f"The surge ladder, month {int(rungs['month'])}", xlabel="share of nameplate", xlim=(0, 1))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def _nations(now: xr.Dataset) -> Figure:
    """What lines in each nation make on each rung as a share of their own plant, the largest plant first."""
    rows = plant_by_nation(now)
    value = now["by_nation"].values[:, rows]
    names = [f"{now['nation'].values[row]}  {plant / 1e6:,.0f}m" for row, plant in zip(rows, value[0], strict=True)]
    figure = Figure(figsize=(7.5, tall(len(rows))), layout="constrained")
    axes = figure.add_subplot()
    for rung, made, mark in zip(list(RUNGS)[1:], value[1:], MARKS, strict=True):
        axes.plot(made / value[0], range(len(rows)), mark["marker"], color=mark["color"], markersize=mark["size"], label=rung)
    axes.set_yticks(range(len(rows)), names)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set(title=f"The alliance's ladder by nation, month {int(now['month'])}", xlim=(-0.02, 1.02))
    axes.set_xlabel("share of the nation's nameplate (USD a month beside the name)")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def _course(value: xr.DataArray) -> Figure:
    """The alliance's four rungs by month, the realised with its 5-95 % band over seeds."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    months = value["month"].values
    for rung, colour in zip(RUNGS, COLOURS, strict=True):
        summary = band(value.sel(rung=rung))
        axes.fill_between(months, summary.low, summary.high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(months, summary.mean, color=colour, linewidth=1.6, label=rung)
    axes.set_ylim(bottom=0)
    axes.set(title="The alliance's surge ladder", xlabel="month", ylabel="bn USD a month, at unit cost")
    axes.legend(frameon=False)
    return figure
