"""A comparison on one readable screen: what each mix brings over the first, with its interval."""

from __future__ import annotations

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.compare import Comparison
from abm.command.measures import Measure
from abm.command.paired import CONFIDENCE
from abm.command.screen import NEVER
from abm.rules.mix import Mix

ALWAYS = "now"
NOT_YET = "never"
SAME = "·"


def show_comparison(found: Comparison, seconds: float, console: Console | None = None) -> None:
    """Print, for each mix against the first, the differences by system, by nation and for the alliance."""
    console = console or Console()
    first = found.mixes[0]
    console.print(Text(f"{found.scenario.title}. Against: {_named(first)}."), style="bold")
    for mix in found.others:
        console.print()
        console.print(Text(f"{_named(mix)}"), style="bold")
        for by in ("system", "nation"):
            show_differences(found, mix, by, console)
        for one in found.measures:
            if not one.by:
                console.print(Text(f"{one.title}: ") + alliance_words(found, mix, one))
    console.print()
    console.print(
        Text(
            f"Difference to {first.name}, plus or minus half of its {CONFIDENCE:.0%} interval over {found.seeds} seeds; "
            f"% of {first.name}'s mean. {SAME} too small, {NEVER} undefined; rows that show no difference are left out. {seconds:.1f} s"
        ),
        style="dim",
    )


def _named(mix: Mix) -> str:
    return f"{mix.name} ({mix.title})" if mix.title not in ("", mix.name) else mix.name


def show_differences(found: Comparison, mix: Mix, by: str, console: Console) -> None:
    """Print one row for each system or nation, and one column for each measure, in which anything differs."""
    cells = {
        one: [cell(found, mix, one, row) for row in range(len(found.labels[by]))] for one in found.measures if one.by == by and one.title
    }
    columns = [one for one, words in cells.items() if any(map(_told, words))]
    if not columns:
        console.print(Text(f"No {by} sees a difference."))
        return
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 0, 0, 1))  # seven columns fit a narrow terminal
    table.add_column(by, no_wrap=True)
    for one in columns:
        table.add_column(one.title + (", %" if one.relative else ""), justify="right", no_wrap=True)
    for row, name in enumerate(found.labels[by]):
        words = [cells[one][row] for one in columns]
        if any(map(_told, words)):
            table.add_row(Text(name), *words)
    console.print(table)


def _told(words: Text) -> bool:
    return words.plain not in (NEVER, SAME)


def alliance_words(found: Comparison, mix: Mix, one: Measure) -> Text:
    """From the first mix's mean to this one's, and the difference."""
    before, after = (found.level(one.name, name) for name in (found.mixes[0].name, mix.name))
    scale, unit = (1e9, " bn USD") if one.unit == "USD" else (1.0, "")
    words = cell(found, mix, one, ())
    if words.plain == SAME:
        words = Text("hardly a difference")
    elif one.relative and words.plain != NEVER:
        words += Text(" %")
    return Text(f"{before / scale:,.2f} to {after / scale:,.2f}{unit}, ") + words if np.isfinite(before + after) else Text(NEVER)


def cell(found: Comparison, mix: Mix, one: Measure, row: int | tuple[()]) -> Text:
    """One difference in words; dim where its interval holds nought."""
    brought = found.effects[one.name, mix.name]
    mean, half = float(brought.mean[row]), float(brought.half[row])
    if not np.isfinite(mean):
        return Text(_undefined(int(brought.first[row]), int(brought.other[row])))
    level = abs(float(found.level(one.name, found.mixes[0].name)[row]))
    if one.relative and level > 0.0:
        mean, half = 100.0 * mean / level, 100.0 * half / level
    elif one.relative:
        return Text(NEVER if mean else SAME)
    largest = max(abs(mean), half if np.isfinite(half) else 0.0)
    places = 0 if largest >= 100.0 else 1 if one.relative or one.unit == "day" else 2
    if largest < 0.5 * 10.0**-places:
        return Text(SAME)
    spread = f" ±{half:,.{places}f}" if np.isfinite(half) else ""
    return Text(f"{mean:+,.{places}f}{spread}", style="" if brought.clear[row] else "dim")


def _undefined(first: int, other: int) -> str:
    """What never happens (a magazine that never runs dry) under one mix, and does under the other."""
    if first and not other:
        return NOT_YET
    return ALWAYS if other and not first else NEVER
