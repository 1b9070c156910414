"""`surge compare --out`: the comparison as tables and pictures, the same bytes for the same comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from matplotlib.figure import Figure

from abm.command.bands import band
from abm.command.compare import Comparison, comparison_document
from abm.command.figures import house_style, save
from abm.command.folder import replace_folder

COLOURS = ("#1f5fa8", "#c4572e", "#3b8a4e", "#7a4fa3", "#a8841f", "#5b6670")
FORESTS = (("landed_at_war", "at war"), ("landed_after", "after the war"))


def write_comparison(folder: Path, found: Comparison) -> None:
    """Write the differences (CSV), every seed's values (Parquet), two figures, and a manifest of what was compared."""

    def fill(beside: Path) -> dict[str, Any]:
        pa.csv.write_csv(_differences(found), beside / "differences.csv")
        pa.parquet.write_table(_values(found), beside / "values.parquet", compression="zstd")
        with house_style():
            save(_curves(found), beside / "compare_alliance")
            if {name for name, _ in FORESTS} <= {one.name for one in found.measures}:
                save(_forest(found), beside / "compare_by_system")
        told = comparison_document(found)
        told["measures"] = {name: {"unit": one["unit"], "meaning": one["meaning"]} for name, one in told["measures"].items()}
        files = {mix.name: mix.to_yaml() for mix in found.mixes}
        return told | {"scenario_file": found.scenario.to_yaml(), "policy_files": files}

    replace_folder(folder, fill)


def _differences(found: Comparison) -> pa.Table:
    """One row for each mix against the first, measure, and system or nation."""
    rows = []
    for mix in found.others:
        for one in found.measures:
            brought = found.effects[one.name, mix.name]
            before, after = (np.atleast_1d(found.level(one.name, name)) for name in (found.mixes[0].name, mix.name))
            parts = [np.atleast_1d(part) for part in (brought.mean, brought.low, brought.high, brought.seeds)]
            for row, name in enumerate(found.labels[one.by] or ("alliance",)):
                rows.append([mix.name, one.name, one.unit, name, before[row], after[row], *(part[row] for part in parts)])
    heads = ["mix", "measure", "unit", "of", "first", "mean", "difference", "low", "high", "seeds"]
    return pa.table({head: _column([row[place] for row in rows]) for place, head in enumerate(heads)})


def _values(found: Comparison) -> pa.Table:
    """One row for each mix, measure, system or nation, and seed."""
    columns: dict[str, list] = {"mix": [], "measure": [], "of": [], "seed": [], "value": []}
    for (measure, mix), values in found.values.items():
        by = next(one.by for one in found.measures if one.name == measure)
        for name, row in zip(found.labels[by] or ("alliance",), np.atleast_2d(values), strict=True):
            columns["mix"] += [mix] * found.seeds
            columns["measure"] += [measure] * found.seeds
            columns["of"] += [name] * found.seeds
            columns["seed"] += range(found.seeds)
            columns["value"] += row.tolist()
    return pa.table({name: _column(values) for name, values in columns.items()})


def _column(values: list) -> pa.Array:
    if values and isinstance(values[0], float):
        return pa.array(values, pa.float64(), from_pandas=True)
    return pa.array(values)


def _curves(found: Comparison) -> Figure:
    """The alliance's curve under every mix, with the 5-95 % band over seeds."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    for place, (name, curve) in enumerate(found.curves.items()):
        months, summary, colour = curve["month"].values, band(curve), COLOURS[place % len(COLOURS)]
        axes.fill_between(months, summary.low, summary.high, color=colour, alpha=0.18, linewidth=0)
        axes.plot(months, summary.mean, color=colour, linewidth=1.4, label=name)
    axes.axhline(1, color="#888888", linewidth=0.8, linestyle=":")
    axes.set_ylim(bottom=0)
    axes.set(title=f"Alliance surge, {found.scenario.name}", xlabel="month", ylabel="delivered over the peacetime rate")
    axes.legend(frameon=False)
    return figure


def _forest(found: Comparison) -> Figure:
    """Units landed at war and after by system: difference to the first mix in % of its mean, with the interval."""
    systems = found.labels["system"]
    figure = Figure(figsize=(8.5, 1.2 + 0.22 * len(systems) * max(1, len(found.others))), layout="constrained")
    panels = figure.subplots(1, len(FORESTS), sharey=True, squeeze=False)[0]
    step = 0.8 / len(found.others)
    for axes, (measure, title) in zip(panels, FORESTS, strict=True):
        level = found.level(measure, found.mixes[0].name)
        scale = np.divide(100.0, level, out=np.full_like(level, np.nan), where=level > 0.0)
        for place, mix in enumerate(found.others):
            brought, colour = found.effects[measure, mix.name], COLOURS[(place + 1) % len(COLOURS)]
            height = np.arange(len(systems)) - 0.4 + step * (place + 0.5)
            spread = np.nan_to_num(brought.half * scale)
            axes.errorbar(brought.mean * scale, height, xerr=spread, fmt="o", markersize=3, linewidth=1, color=colour, label=mix.name)
        axes.axvline(0, color="#888888", linewidth=0.8)
        axes.set(title=f"Landed {title}", xlabel=f"difference to {found.mixes[0].name}, %")
    panels[0].set_yticks(range(len(systems)), systems)
    panels[0].invert_yaxis()
    panels[-1].legend(frameon=False)
    return figure
