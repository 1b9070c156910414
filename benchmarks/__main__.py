"""`python -m benchmarks [--quick] [--only NAME ...] [--json FILE]`: each figure, printed beside its target."""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks import default_scenario, judging, large, objects, sweeps  # noqa: F401  (each declares its benchmarks)
from benchmarks.figures import BENCHMARKS, Effort, Figure
from benchmarks.machine import describe

WIDE = 130
"""Columns of a page that is not a terminal."""


def main() -> None:
    """Run the chosen benchmarks and show what came of them."""
    choice = _arguments()
    console, machine = Console(), describe()
    if not console.is_terminal:
        console = Console(width=WIDE)
    console.print(machine, style="dim", highlight=False)
    found: dict[str, list[Figure]] = {}
    for name in choice.only or BENCHMARKS:
        began = time.perf_counter()
        with console.status(f"{name} ..."):
            found[name] = list(BENCHMARKS[name](Effort(choice.quick)))
        console.print(_table(name, found[name], time.perf_counter() - began))
    if choice.json:
        Path(choice.json).write_text(json.dumps(_document(machine, choice.quick, found), indent=1), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    said = "\n".join(f"  {name:<10} {measure.__doc__}" for name, measure in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        "python -m benchmarks", description=f"How fast the model is.\n\n{said}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller bases: does everything still work?")
    parser.add_argument("--only", nargs="+", choices=list(BENCHMARKS), metavar="NAME", help="some of the above")
    parser.add_argument("--json", metavar="FILE", help="also write the figures to a file")
    return parser.parse_args()


def _table(name: str, figures: list[Figure], seconds: float) -> Table:
    table = Table(
        title=f"{name}: {BENCHMARKS[name].__doc__}", title_justify="left", title_style="bold",
        caption=f"medians of whole runs, times by the clock, ratios by the processor; {seconds:.0f} s in all",
        caption_justify="left",
    )  # fmt: skip
    table.add_column("figure", min_width=50)
    for heading in ("median", "range", "processor"):
        table.add_column(heading, justify="right")
    table.add_column("target")
    table.add_column("")
    for f in figures:
        mark = {True: "[green]met[/]", False: "[bold red]missed[/]", None: ""}[f.met]
        spread = f"{_number(min(f.rounds))} to {_number(max(f.rounds))}" if len(f.rounds) > 1 else ""
        cpu = f"{_number(median(f.cpu))} {f.unit}" if f.cpu else ""
        what = f.what + (f"\n[dim]{f.note}[/]" if f.note else "")
        table.add_row(what, f"{_number(f.median)} {f.unit}", spread, cpu, f.target, mark)
    return table


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _document(machine: str, quick: bool, found: dict[str, list[Figure]]) -> dict:
    return {
        "machine": machine,
        "quick": quick,
        "figures": {name: [dataclasses.asdict(f) | {"median": f.median, "met": f.met} for f in figures] for name, figures in found.items()},
    }


if __name__ == "__main__":
    main()
