"""Fragility on one readable screen, and as a folder of tables and figures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.folder import replace_folder
from abm.command.fragile import Fragility, Loss, heading
from abm.command.fragile_figures import draw_fragility
from abm.command.paired import CONFIDENCE
from abm.command.screen import NEVER
from abm.judgement.concentration import SEEN, STOPPED, Failure, SolePoint, Stop

NAMED, PRODUCTS = 4, 2
"""Systems, and products of a firm, named in a row; more are counted."""

COSTS = {"all, %": "right", "hit worst, %": "left"}
FOLDED = ("firm", "of what")


def show_fragility(found: Fragility, top: int, seconds: float, console: Console | None = None) -> None:
    """Print what hangs on one maker, and the stops and the failing firms that cost most."""
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
    console.print()
    console.print(
        Text(f"A firm fails for {STOPPED} months from onset, that is, nations lose its part of all it makes: {len(found.firms)} tried.")
    )
    _show_firms(found, top, console)
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
    rows = ([one.case.product, one.case.nation, str(len(one.case.makers)), *_costs(found, one)] for one in found.losses[:top])
    _print_rows({"product": "left", "nation": "left", "makers": "right"} | COSTS, rows, console)


def _show_firms(found: Fragility, top: int, console: Console) -> None:
    rows = ([one.case.firm, _made(one.case), *_costs(found, one)] for one in found.firms[:top])
    _print_rows({"firm": "left", "of what": "left"} | COSTS, rows, console)


def _print_rows(columns: dict[str, str], rows: Iterable[list[str]], console: Console) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name, side in columns.items():
        table.add_column(name, justify=side, no_wrap=name not in FOLDED)
    for words in rows:
        table.add_row(*map(Text, words))
    console.print(table)


def _made(case: Failure) -> str:
    """What a failing firm makes, each product once, the first few by name."""
    products = list(dict.fromkeys(product for product, _, _ in case.makes))
    more = f", {len(products) - PRODUCTS} more" if len(products) > PRODUCTS else ""
    return ", ".join(products[:PRODUCTS]) + more


def _costs(found: Fragility, one: Loss) -> list[str]:
    return [_percent(one.alliance, ()), _worst(found, one)]


def _worst(found: Fragility, one: Loss) -> str:
    return NEVER if one.worst is None else f"{found.systems[one.worst]} {_percent(one.systems, one.worst)}"


def _percent(brought, row: int | tuple[()]) -> str:
    mean, half = 100 * float(brought.mean[row]), 100 * float(brought.half[row])
    if not np.isfinite(mean):
        return NEVER
    return f"{mean:+.1f}" + (f" ±{half:.1f}" if np.isfinite(half) else "")


def write_fragility(folder: Path, found: Fragility) -> None:
    """Write the single points, the stops and the failing firms (CSV), a figure of each, and a manifest of what was asked."""

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
        stops = [_of_stop(one.case) | row for one in found.losses for row in _rows(found, one)]
        pa.csv.write_csv(pa.Table.from_pylist(stops, _STOP), beside / "stops.csv")
        firms = [_of_firm(one.case) | row for one in found.firms for row in _rows(found, one)]
        pa.csv.write_csv(pa.Table.from_pylist(firms, _FIRM), beside / "firms.csv")
        draw_fragility(beside, found)
        return heading(found) | {"scenario_file": found.scenario.to_yaml(), "policy_file": found.mix.to_yaml()}

    replace_folder(folder, fill)


_TEXT, _NUMBER = pa.string(), pa.float64()
_POINT = pa.schema({"product": _TEXT, "maker": _TEXT, "nations": _TEXT, "value": _NUMBER, "system": _TEXT, "through": _NUMBER})
_TAKEN = {"of": _TEXT, "mean": _NUMBER, "low": _NUMBER, "high": _NUMBER, "seeds": pa.int64()}
_STOP = pa.schema({"product": _TEXT, "nation": _TEXT, "makers": _TEXT} | _TAKEN)
_FIRM = pa.schema({"firm": _TEXT, "makes": _TEXT} | _TAKEN)


def _of_stop(case: Stop) -> dict[str, str]:
    return {"product": case.product, "nation": case.nation, "makers": "; ".join(case.makers)}


def _of_firm(case: Failure) -> dict[str, str]:
    return {"firm": case.firm, "makes": "; ".join(f"{product} {nation} {part:.3g}" for product, nation, part in case.makes)}


def _rows(found: Fragility, one: Loss) -> list[dict[str, Any]]:
    """The alliance's loss and each system's; what is not delivered at all without the stop has no row."""
    rows = [("alliance", one.alliance, ())] + [(name, one.systems, place) for place, name in enumerate(found.systems)]
    return [
        {"of": name, "seeds": int(brought.seeds[place])}
        | {part: _number(getattr(brought, part)[place]) for part in ("mean", "low", "high")}
        for name, brought, place in rows
        if np.isfinite(brought.mean[place])
    ]


def _number(value: np.ndarray) -> float | None:
    return float(value) if np.isfinite(value) else None
