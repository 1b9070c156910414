"""Fragility on one readable screen, and as a folder of tables and figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.folder import replace_folder
from abm.command.fragile import Fragility, Loss, fragility_document
from abm.command.fragile_figures import draw_fragility
from abm.command.paired import CONFIDENCE
from abm.command.screen import NEVER
from abm.judgement.concentration import SEEN, STOPPED, SolePoint

NAMED = 4
"""Systems named in a row; more are counted."""


def show_fragility(found: Fragility, top: int, seconds: float, console: Console | None = None) -> None:
    """Print what hangs on one maker, and the stops that cost most."""
    console = console or Console()
    console.print(Text(f"{found.scenario.title}. Policy: {found.mix.title or found.mix.name}."), style="bold")
    console.print()
    alone = f"Made by one maker at onset: {len(found.points)} products."
    console.print(Text(f"{alone} Value: share of what nations buy in peace that stops without it."))
    _show_points(found, top, console)
    console.print()
    console.print(
        Text(f"Stopped for {STOPPED} months from onset: value landed in {SEEN} months, difference in %, {len(found.losses)} stops tried.")
    )
    _show_losses(found, top, console)
    note = f"Plus or minus half of the {CONFIDENCE:.0%} interval over {found.seeds} seeds, paired. {seconds:.1f} s"
    console.print(Text(note), style="dim")


def _show_points(found: Fragility, top: int, console: Console) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name, side in (("product", "left"), ("nation", "left"), ("value, %", "right"), ("systems", "left")):
        table.add_column(name, justify=side, no_wrap=name != "systems")
    for one in found.points[:top]:
        table.add_row(Text(one.product), Text(" ".join(one.nations)), f"{100 * one.value:.1f}", Text(_systems(found, one)))
    console.print(table)


def _systems(found: Fragility, one: SolePoint) -> str:
    order = np.argsort(-one.through, kind="stable")
    hit = [found.systems[s] + ("" if one.through[s] == 1.0 else f" {one.through[s]:.0%}") for s in order if one.through[s] > 0.0]
    more = f", {len(hit) - NAMED} more" if len(hit) > NAMED else ""
    return ", ".join(hit[:NAMED]) + more


def _show_losses(found: Fragility, top: int, console: Console) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name, side in (("product", "left"), ("nation", "left"), ("makers", "right"), ("all, %", "right"), ("hit worst, %", "left")):
        table.add_column(name, justify=side, no_wrap=True)
    for one in found.losses[:top]:
        words = [one.stop.product, one.stop.nation, str(len(one.stop.makers)), _percent(one.alliance, ()), _worst(found, one)]
        table.add_row(*map(Text, words))
    console.print(table)


def _worst(found: Fragility, one: Loss) -> str:
    return NEVER if one.worst is None else f"{found.systems[one.worst]} {_percent(one.systems, one.worst)}"


def _percent(brought, row: int | tuple[()]) -> str:
    mean, half = 100 * float(brought.mean[row]), 100 * float(brought.half[row])
    if not np.isfinite(mean):
        return NEVER
    return f"{mean:+.1f}" + (f" ±{half:.1f}" if np.isfinite(half) else "")


def write_fragility(folder: Path, found: Fragility) -> None:
    """Write the single points and the stops (CSV), a figure of each, and a manifest of what was asked."""

    def fill(beside: Path) -> dict[str, Any]:
        points = [
            {
                "product": one.product,
                "maker": one.maker,
                "nations": " ".join(one.nations),
                "value": one.value,
                "system": name,
                "through": share,
            }
            for one in found.points
            for name, share in zip(found.systems, one.through.tolist(), strict=True)
            if share > 0.0
        ]
        pa.csv.write_csv(pa.Table.from_pylist(points, _POINT), beside / "single_points.csv")
        pa.csv.write_csv(pa.Table.from_pylist([row for one in found.losses for row in _rows(found, one)], _STOP), beside / "stops.csv")
        draw_fragility(beside, found)
        told = fragility_document(found)
        told.pop("single_points"), told.pop("stops")
        return told | {"scenario_file": found.scenario.to_yaml(), "policy_file": found.mix.to_yaml()}

    replace_folder(folder, fill)


_TEXT, _NUMBER = pa.string(), pa.float64()
_POINT = pa.schema({"product": _TEXT, "maker": _TEXT, "nations": _TEXT, "value": _NUMBER, "system": _TEXT, "through": _NUMBER})
_STOP = pa.schema(
    {"product": _TEXT, "nation": _TEXT, "makers": _TEXT, "of": _TEXT, "mean": _NUMBER, "low": _NUMBER, "high": _NUMBER, "seeds": pa.int64()}
)


def _rows(found: Fragility, one: Loss) -> list[dict[str, Any]]:
    """The alliance's loss and each system's; what is not delivered at all without the stop has no row."""
    who = {"product": one.stop.product, "nation": one.stop.nation, "makers": "; ".join(one.stop.makers)}
    rows = [("alliance", one.alliance, ())] + [(name, one.systems, place) for place, name in enumerate(found.systems)]
    return [
        who
        | {"of": name, "seeds": int(brought.seeds[place])}
        | {part: _number(getattr(brought, part)[place]) for part in ("mean", "low", "high")}
        for name, brought, place in rows
        if np.isfinite(brought.mean[place])
    ]


def _number(value: np.ndarray) -> float | None:
    return float(value) if np.isfinite(value) else None
