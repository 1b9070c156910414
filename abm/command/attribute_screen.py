"""A dividend and its split on one readable screen."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.attribute import INSTRUMENTS, VALUES, Attribution, ranked_pairs
from abm.command.paired import CONFIDENCE, Effect

PAIRS_SHOWN = 6


def show_attribution(found: Attribution, seconds: float, console: Console | None = None) -> None:
    """Print what all players bring together, what each brings of it, and which pairs are complements or substitutes."""
    console = console or Console()
    split = found.split
    without = (
        f"{found.mix.name} over {found.over.name}" if found.by == INSTRUMENTS else f"nations together over each alone, {found.mix.name}"
    )
    console.print(Text(f"{found.scenario.title}. {without[0].upper()}{without[1:]}.", style="bold"))
    what = VALUES.get(found.of, f"{found.of} landed")
    before, after = float(split.apart.mean()), float(split.joint.mean())
    words = Text(f"{what}, {found.months} months from month {found.onset} on: {_level(found, before)} to {_level(found, after)}, ")
    percent = f" ({(after - before) / before:+.1%})" if before else ""
    console.print(words + told(found, found.dividend, ()) + Text(f"{_unit(found)}{percent}"))
    if found.by == INSTRUMENTS:
        opens = found.over if tuple(found.over) else found.mix
        same = f"All worlds here open with the goods under way that {opens.name} brings about; surge compare opens each mix with its own."
        console.print(Text(same, style="dim"))
    console.print()
    console.print(_shares(found))
    _show_pairs(found, console)
    console.print()
    how = (
        f"All {len(split.values)} coalitions were run"
        if split.values is not None
        else "Too many players to run every coalition: orders were drawn, and intervals hold the error of the draw"
    )
    console.print(
        Text(
            f"Shapley shares add up to the dividend; each plus or minus half of its {CONFIDENCE:.0%} interval over {found.seeds} seeds. "
            f"{how} ({split.worlds:,} worlds). {seconds:.1f} s"
        ),
        style="dim",
    )


def told(found: Attribution, one: Effect, row: int | tuple[int, ...]) -> Text:
    """A difference with its interval; dim where that holds nought."""
    scale = 1e6 if found.unit == "USD" else 1.0
    mean, half = one.mean[row] / scale, one.half[row] / scale
    places = 0 if abs(mean) >= 100.0 else 1
    spread = f" ±{half:,.{places}f}" if np.isfinite(half) else ""
    return Text(f"{mean:+,.{places}f}{spread}", style="" if one.clear[row] else "dim")


def _unit(found: Attribution) -> str:
    return " million USD" if found.unit == "USD" else " units"


def _level(found: Attribution, value: float) -> str:
    return f"{value / 1e9:,.2f} bn USD" if found.unit == "USD" else f"{value:,.1f} units"


def _shares(found: Attribution) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(found.by[:-1])
    ends = found.first_and_last
    for head in ["share," + _unit(found), *(["alone", "lost without it"] if ends else [])]:
        table.add_column(head, justify="right", no_wrap=True)
    for row in np.argsort(-found.shares.mean, kind="stable"):
        cells = [told(found, one, row) for one in (found.shares, *(ends or ()))]
        table.add_row(Text(found.split.players[row]), *cells)
    return table


def _show_pairs(found: Attribution, console: Console) -> None:
    clear = [pair for pair in ranked_pairs(found) if found.pairs is not None and found.pairs.clear[pair]]
    if not clear:
        return
    console.print()
    for i, j in clear[:PAIRS_SHOWN]:
        kind = "complements" if found.pairs.mean[i, j] > 0 else "substitutes"
        names = f"{found.split.players[i]} and {found.split.players[j]} are {kind}: "
        console.print(Text(names) + told(found, found.pairs, (i, j)))
