"""What relief is worth on one readable screen: for each month the changes that add most, and the best of them in words."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.paired import CONFIDENCE
from abm.command.relief import Ranking
from abm.command.screen import NEVER

MILLION = 1e6
NAMED = 2
"""Systems that are named in a row, those whose value changes most."""

WHY_THEY_DIFFER = (
    "A dual is the price of plant in one month, when shelves are as they stand and every line has the orders and crews it could use; "
    "in the runs lines make what is ordered, hire, empty their shelves, and meet the next limit, for years."
)


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
        console.print(Text(f"{in_words(found, place, int(rows[0]))} {cheapest_in_words(found, place)}".rstrip()))
    show_beside_duals(found, top, console)
    console.print()
    clear = found.gains.clear
    up, down = ((clear & (found.gains.mean * sign > 0)).sum(axis=0) for sign in (1, -1))
    told = ", ".join(f"{u} add and {d} take" for u, d in zip(up, down, strict=True))
    tried, chance = len(worth.reliefs), (1.0 - CONFIDENCE) / 2 * len(worth.reliefs)
    console.print(
        Text(
            f"Value that reached all magazines since the change, USD million, plus or minus half of its {CONFIDENCE:.0%} interval "
            f"over {found.seeds} seeds. Of {tried} changes tried, clearly {told} (by each month; by chance at most some {chance:.0f} "
            f"of each). Plant costs 12 x price x capital intensity; rules and licences cost no plant. A round costs: that over "
            f"the units added of the system that gains most, where they are clear. {seconds:.1f} s"
        ),
        style="dim",
    )


def _table(found: Ranking, place: int, rows: np.ndarray) -> Table:
    worth, gains = found.worth, found.gains
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("change")
    for head in ("added", "cost", "a dollar\ncosts", "a round\ncosts"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("chiefly")
    for row in rows:
        mean, half = gains.mean[row, place] / MILLION, gains.half[row, place] / MILLION
        spread = f" ±{half:,.0f}" if np.isfinite(half) else ""
        cells = [Text(f"{mean:+,.0f}{spread}", style="" if gains.clear[row, place] else "dim")]
        cells += [Text(_number(worth.cost[row, place].mean() / MILLION, ".0f")), Text(_number(found.dollars[row, place], ".2f"))]
        cells += [Text(_price(found.each[row, place]))]
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


def cheapest_in_words(found: Ranking, place: int) -> str:
    """The change whose dollar of rounds costs least, with its rounds; nothing where no cost is told."""
    told = np.where(np.isfinite(found.each[:, place]), found.dollars[:, place], np.inf)
    row = int(told.argmin())
    if not np.isfinite(told[row]):
        return ""
    units, name = found.of_gainer, found.worth.systems[found.gainer[row, place]]
    places = 0 if units.mean[row, place] >= 100.0 else 1
    spread = f"{units.mean[row, place]:,.{places}f} ±{units.half[row, place]:,.{places}f}"
    return f"Cheapest: {found.worth.reliefs[row].words}, {spread} {name} at {_price(found.each[row, place])} USD of plant each."


def chiefly(found: Ranking, place: int, row: int) -> str:
    """The systems whose value changes most, in units."""
    units = found.worth.units[row, place].mean(axis=-1)
    value = np.abs(units) * found.worth.prices
    first = [s for s in np.argsort(-value, kind="stable")[:NAMED] if value[s] > 0.05 * value.sum()]
    return ", ".join(f"{found.worth.systems[s]} {units[s]:+,.0f}" for s in first)


def show_beside_duals(found: Ranking, top: int, console: Console) -> None:
    """Print the plant that is worth most by the ladder's duals or by runs, each by both, and how far the two ranks agree."""
    worth = found.worth
    rows = worth.with_dual
    if not len(rows):
        return
    by_dual = worth.places(worth.duals)
    by_runs = [worth.places(worth.value[:, end]) for end in range(len(found.months))]
    most = -(-top // 2)
    chosen = sorted((row for row in rows if min(by_dual[row], by_runs[-1][row]) <= most), key=lambda row: (by_dual[row], by_runs[-1][row]))
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("USD million a month, and place")
    for head in ("dual", *(f"by month {months}" for months in found.months)):
        table.add_column(head, justify="right", no_wrap=True)
    for row in chosen:
        cells = [Text(_placed(worth.duals[row].mean(), by_dual[row]))]
        for end, places in enumerate(by_runs):
            words = _placed(worth.a_month(end)[row].mean(), places[row])
            cells.append(Text(words, style="" if found.gains.clear[row, end] else "dim"))
        table.add_row(Text(worth.reliefs[row].words), *cells)
    console.print()
    console.print(Text(f"The same plant by the duals of month {worth.month}'s best plan, and by runs", style="bold"))
    console.print(table)
    console.print(Text(agreement_in_words(found)))


def agreement_in_words(found: Ranking) -> str:
    """How far the ranks agree, the first of each by the other, and why they may differ."""
    worth = found.worth
    told = [f"{worth.agreement(end):.2f}" if np.isfinite(worth.agreement(end)) else NEVER for end in range(len(found.months))]
    rows = worth.with_dual
    priced, adds = (worth.duals[rows].mean(axis=-1) > 0.0).sum(), (found.gains.low[rows, -1] > 0.0).sum()
    words = (
        f"Of {len(rows)}, {priced} have a dual above nought, {adds} clearly add by runs; ranks agree by {', '.join(told)} (Spearman; 1 is "
    )
    words += "full agreement). "
    by_dual, by_runs = worth.places(worth.duals), worth.places(worth.value[:, -1])
    first, best = int(np.nanargmin(by_dual)), int(np.nanargmin(by_runs))
    if first == best:
        words += f"Both put {worth.reliefs[first].words} first. "
    else:
        words += f"First by the dual, {worth.reliefs[first].words} is {ordinal(by_runs[first])} by runs to month {found.months[-1]}; "
        words += f"first by runs, {worth.reliefs[best].words} is {ordinal(by_dual[best])} by the dual. "
    return words + WHY_THEY_DIFFER


def ordinal(place: float) -> str:
    """A place in words: 1st, 2nd, 23rd."""
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(int(place) % 10, "th")
    return f"{place:.0f}{ending}"


def _placed(dollars: float, place: float) -> str:
    return f"{round(dollars / MILLION, 1) + 0.0:,.1f} ({place:.0f})"  # no minus before nought


def _price(dollars: float) -> str:
    """USD a unit, short."""
    if not np.isfinite(dollars):
        return "·"
    if dollars >= MILLION:
        return f"{dollars / MILLION:,.2f}m"
    return f"{dollars / 1e3:,.0f}k" if dollars >= 1e4 else f"{dollars:,.0f}"


def _number(value: float, form: str) -> str:
    return format(value, form) if np.isfinite(value) else "·"
