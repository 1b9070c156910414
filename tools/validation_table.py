"""Write docs/validation.md and its plots from the scoreboard: `python -m tools.validation_table [FOLDER]`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from abm.command.figures import LINE, SHADE, house_style
from abm.command.validating import points_met, span, summary, with_spread
from abm.facts.record_of_history import load_series
from abm.judgement.validation.declaring import BEHAVIOUR, KINDS, ROWS
from abm.judgement.validation.declaring import Path as Followed
from abm.judgement.validation.misses import why_missed
from abm.judgement.validation.scoreboard import Score, scoreboard
from abm.judgement.validation.untested import NOT_TESTED
from abm.judgement.validation.verdicts import OUTSIDE, middle_and_band
from abm.judgement.validation.worlds import Worlds

DOCS = Path(__file__).resolve().parents[1] / "docs"
SHELLS = {"RAMP_155_US_BODY": ("PLAN_155_US_2024",), "RAMP_155_US_CHARGE": ()}
SEEN, PLANNED = "#16202b", "#c8590a"
HEAD = """# Held against history

What the model finds for every testable number of the record (`abm/data/validation.csv`, `validation_ramps.csv`), misses included.
Written by `python -m tools.validation_table`; `surge check --validation` prints the same. The model is exploratory: a row inside its
range is no proof, and a row can be inside for a wrong reason.

- **found** is the median of {seeds} seeds, with the 5th to 95th percentile where they differ; *never* means not within the run.
- **inside** the range of the record, **near** it by at most a quarter of its width, or **outside**. A series is inside (near) where
  three points in four are. A range that is one number is met by what rounds to it.
- \\* used in calibration, or a restatement of what is: no evidence. Seeds vary luck alone; parameters stand at their values.
"""


def main(docs: Path = DOCS) -> None:
    """Run every world once, judge, draw and write."""
    worlds = Worlds()
    scores = scoreboard(worlds=worlds)
    (docs / "validation").mkdir(parents=True, exist_ok=True)
    with house_style(), mpl.rc_context({"svg.fonttype": "none"}):
        draw(docs / "validation" / "shells.svg", SHELLS, worlds)
        others = [row.id for row in ROWS.values() if isinstance(row, Followed) and row.kind == BEHAVIOUR and row.id not in SHELLS]
        draw(docs / "validation" / "missiles.svg", dict.fromkeys(others, ()), worlds)
    (docs / "validation.md").write_text(page(scores, worlds), encoding="utf-8")


def page(scores: list[Score], worlds: Worlds) -> str:
    """The document: summary, plots, a table for each kind, what is missed and why, and what cannot be tested."""
    parts = [HEAD.format(seeds=len(worlds.seeds)), "".join(f"- {line}\n" for line in summary(scores))]
    parts.append("![155 mm: output and the record](validation/shells.svg)\n\n![Missiles and drones](validation/missiles.svg)\n")
    parts.append("Line and band: the model. Dots with bars: what was, with its range. Open diamonds: what was planned; not judged.\n")
    for kind, meaning in KINDS.items():
        parts.append(f"## {kind.capitalize()}: {meaning}\n")
        parts.append(table(("row", "what", "the model is asked", "found", "record", "verdict"), map(cells, of_kind(scores, kind))))
    missed = [(one.row.id, why_missed(one.row.id)) for one in scores if one.verdict == OUTSIDE or one.fault]
    parts += ["## Misses, and why as far as it is understood\n", table(("row", "why"), missed)]
    parts += ["## What this model cannot be held against\n", table(("row", "why not"), NOT_TESTED.items())]
    return "\n".join(parts)


def of_kind(scores: Iterable[Score], kind: str) -> list[Score]:
    """Rows of one kind."""
    return [one for one in scores if one.row.kind == kind]


def cells(score: Score) -> tuple[str, ...]:
    """One row of a table."""
    name, asked = score.row.id + ("\\*" if score.row.used else ""), score.row.observes
    where = ", against ".join(f"{world.scenario().name} / {world.mix().name}" for world in score.row.worlds)
    if len(score.found) == 1:
        (found,) = score.found
        held = with_spread(found, score.unit), f"{span(found.low, found.high, score.unit)} {score.unit}"
    else:
        held = points_met(score), score.unit
    return name, score.description, asked + (f" ({where})" if where else ""), *held, score.verdict or f"not computed: {score.fault}"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def draw(file: Path, names: dict[str, tuple[str, ...]], worlds: Worlds) -> None:
    """Small plots side by side: each series with its band over the points of the record, and plans of other series where named."""
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    figure = Figure(figsize=(11, 2.6 * rows + 0.4), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes, (name, plans) in zip(grid.flat, names.items(), strict=False):
        follow(axes, name, plans, worlds)
    for axes in grid.flat[len(names) :]:
        axes.set_axis_off()
    FigureCanvasSVG(figure).print_svg(file, metadata={"Date": None, "Creator": "Alliance Surge"})


def follow(axes: Axes, name: str, plans: tuple[str, ...], worlds: Worlds) -> None:
    """One series: the model's band, what was, and what was planned."""
    row, series = ROWS[name], load_series()[name]
    seen = worlds[row.worlds[0]]
    values = row.observe(seen) * series.monthly
    start = year(seen.outcome.scenario.start)
    middle, low, high = middle_and_band(values)
    months = start + np.arange(len(values)) / 12.0
    axes.fill_between(months, low, high, color=SHADE, linewidth=0)
    axes.plot(months, middle, color=LINE, linewidth=1.4)
    points = [*series.points, *(point for plan in plans for point in load_series()[plan].points)]
    for point in (one for one in points if start <= year(one.month) <= months[-1]):
        spread = [[point.central - point.low], [point.high - point.central]]
        if point.seen:
            axes.errorbar(year(point.month), point.central, spread, fmt="o", color=SEEN, markersize=3.5, linewidth=1, zorder=3)
        else:
            axes.plot(year(point.month), point.central, "D", color=PLANNED, markerfacecolor="none", markersize=4, zorder=3)
    axes.set_title(f"{series.product} {series.nation}, {series.unit}", fontsize=8, loc="left")
    axes.set_ylim(bottom=0)
    axes.tick_params(labelsize=7)


def year(month: str) -> float:
    """A calendar month as a fraction of a year."""
    return int(month[:4]) + (int(month[5:]) - 1) / 12.0


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:2]))
