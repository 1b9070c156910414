"""What relief is worth on one readable screen: for each month the changes that add most, and the best of them in words."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.paired import CONFIDENCE
from abm.command.relief import Ranking

MILLION = 1e6
NAMED = 2
"""Systems that are named in a row, those whose value changes most."""


def show_relief(found: Ranking, top: int, seconds: float, console: Console | None = None) -> None:
    """Print the reliefs that add most value by each month, with their intervals, costs and the systems that gain."""
    console = console or Console()
    worth = found.worth
    when = "at the scenario's start" if worth.month == 0 else "at onset" if worth.month == found.onset else f"in month {worth.month}"
    title = f"{found.scenario.title}. Under {found.mix.name}, one change made {when}."
    console.print(Text(title, style="bold"))
    for place, months in enumerate(found.months):
        console.print()
        console.print(
            Text(f"By month {months} from onset ({worth.before[place].mean() / 1e9:,.1f} bn USD landed without it)", style="bold")
        )
        rows = worth.ranked(place)[:top]
        console.print(_table(found, place, rows))
        console.print(Text(in_words(found, place, int(rows[0]))))
    console.print()
    clear = found.gains.clear
    up, down = ((clear & (found.gains.mean * sign > 0)).sum(axis=0) for sign in (1, -1))
    told = ", ".join(f"{u} add and {d} take" for u, d in zip(up, down, strict=True))
    tried, chance = len(worth.reliefs), (1.0 - CONFIDENCE) / 2 * len(worth.reliefs)
    console.print(
        Text(
            f"Value that reached all magazines since the change, USD million, plus or minus half of its {CONFIDENCE:.0%} interval "
            f"over {found.seeds} seeds. Of {tried} changes tried, clearly {told} (by each month; by chance at most some {chance:.0f} "
            f"of each). Plant costs 12 x price x capital intensity; rules and licences cost no plant. {seconds:.1f} s"
        ),
        style="dim",
    )


def _table(found: Ranking, place: int, rows: np.ndarray) -> Table:
    worth, gains = found.worth, found.gains
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("change")
    heads = ["added", "cost", "a dollar\ncosts"] + ["dual"] * bool(np.isfinite(worth.duals).any())
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("chiefly")
    for row in rows:
        mean, half = gains.mean[row, place] / MILLION, gains.half[row, place] / MILLION
        spread = f" ±{half:,.0f}" if np.isfinite(half) else ""
        cells = [Text(f"{mean:+,.0f}{spread}", style="" if gains.clear[row, place] else "dim")]
        cells += [Text(_number(worth.cost[row, place].mean() / MILLION, ".0f")), Text(_number(found.dollars[row, place], ".2f"))]
        cells += [Text(_number(worth.duals[row], ",.0f"))] if "dual" in heads else []
        table.add_row(Text(worth.reliefs[row].words), *cells, Text(chiefly(found, place, int(row))))
    return table


def in_words(found: Ranking, place: int, row: int) -> str:
    """One relief as a sentence."""
    worth, gains = found.worth, found.gains
    mean, dollars = gains.mean[row, place], found.dollars[row, place]
    if not gains.clear[row, place]:
        return "No single change clearly adds most."
    share = mean / worth.before[place].mean() if worth.before[place].mean() else np.nan
    cost = f" for {worth.cost[row, place].mean() / MILLION:,.0f} million of plant" if np.isfinite(dollars) else ""
    return f"Most: {worth.reliefs[row].words}, which adds {mean / MILLION:,.0f} million USD of goods ({share:+.1%}){cost}."


def chiefly(found: Ranking, place: int, row: int) -> str:
    """The systems whose value changes most, in units."""
    units = found.worth.units[row, place].mean(axis=-1)
    value = np.abs(units) * found.worth.prices
    first = [s for s in np.argsort(-value, kind="stable")[:NAMED] if value[s] > 0.05 * value.sum()]
    return ", ".join(f"{found.worth.systems[s]} {units[s]:+,.0f}" for s in first)


def _number(value: float, form: str) -> str:
    return format(value, form) if np.isfinite(value) else "·"
