"""`surge check --validation`: the scoreboard against history, on one screen or as one JSON document."""

from __future__ import annotations

import math
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.output import check_file, spinner, write_json
from abm.judgement.validation.declaring import BEHAVIOUR, KINDS
from abm.judgement.validation.misses import why_missed
from abm.judgement.validation.scoreboard import Found, Score, scoreboard, share_met
from abm.judgement.validation.untested import NOT_TESTED
from abm.judgement.validation.verdicts import INSIDE, NEAR, OUTSIDE, VERDICTS

CALENDAR = "year"
"""Unit of rows whose number is a calendar year."""

STYLES = {INSIDE: "green", NEAR: "yellow", OUTSIDE: "red", "": "bold red"}


def hold_against_history(json: str | None) -> bool:
    """Observe and judge every row, and show or write them; False where one could not be computed. A miss is a finding, not a fault."""
    check_file(json)
    with spinner("holding the model against history"):
        scores = scoreboard()
    if json is None:
        print_scores(scores)
    else:
        write_json(json, scores_document(scores))
    return not any(one.fault for one in scores)


def print_scores(scores: list[Score]) -> None:
    """Rows by kind, each with its verdict, what was found, the range, and why it is missed; then counts, and what cannot be tested."""
    console = Console()
    for kind, meaning in KINDS.items():
        console.print(Text(f"{kind}: {meaning}"), style="bold")
        rows = Table.grid(padding=(0, 1))
        for one in (score for score in scores if score.row.kind == kind):
            rows.add_row(Text(one.verdict or "fault", style=STYLES[one.verdict]), _told(one))
        console.print(rows)
        console.print()
    console.print(Text("* used in calibration. Found: median (5th to 95th percentile of seeds).", style="dim"))
    console.print(Text("verdicts"), style="bold")
    for line in summary(scores):
        console.print(Text(f"  {line}"), soft_wrap=True)
    console.print(Text("cannot be tested by this model"), style="bold")
    for name, reason in NOT_TESTED.items():
        console.print(Text(f"  {name}: {reason}"), soft_wrap=True)


def _told(one: Score) -> Text:
    """A row's name and meaning, below them the numbers, and why it is missed."""
    told = Text().append(f"{one.row.id}{'*' if one.row.used else ''}", style="bold").append(f"  {one.description}\n").append(held(one))
    if one.verdict == OUTSIDE:
        told.append(f"\nwhy: {why_missed(one.row.id)}", style="dim")
    return told


def held(score: Score) -> str:
    """What was found beside what is on record, in one line; of a series the points that lie outside."""
    if score.fault:
        return f"not computed: {score.fault}"
    if len(score.found) == 1:
        return beside(score.found[0], score.unit)
    outside = "; ".join(f"{one.month}: {beside(one)}" for one in score.found if one.verdict == OUTSIDE)
    return f"{points_met(score)} inside or near, {score.unit}" + (f"; outside in {outside}" if outside else "")


def beside(found: Found, unit: str = "") -> str:
    """One number with its spread, beside its range."""
    return f"found {with_spread(found, unit)}, on record {span(found.low, found.high, unit)} {unit}".rstrip()


def with_spread(found: Found, unit: str = "") -> str:
    """The median, and the 5th to 95th percentile where they read otherwise."""
    low, high = (number(end, unit) for end in found.band)
    return number(found.value, unit) + ("" if low == high else f" ({low} to {high})")


def summary(scores: list[Score]) -> list[str]:
    """How many rows of each kind are inside, near and outside, and the share of behaviour that is met, fitted rows told apart."""
    lines = []
    for kind in KINDS:
        said = [one.verdict for one in scores if one.row.kind == kind]
        faults = f", {said.count('')} not computed" if "" in said else ""
        lines.append(f"{kind}: " + ", ".join(f"{said.count(word)} {word}" for word in VERDICTS) + faults)
    for words, used in (("all", None), ("used in calibration", True), ("not used", False)):
        met, of = share_met(scores, BEHAVIOUR, used)
        lines.append(f"behaviour inside or near, {words}: {met} of {of}" + (f" ({met / of:.0%})" if of else ""))
    return lines


def points_met(score: Score) -> str:
    """How many points of a series are inside or near."""
    return f"{sum(found.verdict in (INSIDE, NEAR) for found in score.found)} of {len(score.found)} points"


def number(value: float, unit: str = "") -> str:
    """A number as people read it; what never came about is said so, and a calendar year has no thousands."""
    if math.isinf(value):
        return "never"
    if unit == CALENDAR:
        return f"{value:.1f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def span(low: float, high: float, unit: str = "") -> str:
    """A range, or one number where it has no width."""
    return number(low, unit) if low == high else f"{number(low, unit)} to {number(high, unit)}"


def scores_document(scores: list[Score]) -> dict[str, Any]:
    """The scoreboard as plain values; what never came about is null, with `never` true."""
    return {
        "rows": [_row(one) for one in scores],
        "not_tested": [{"id": name, "reason": reason} for name, reason in NOT_TESTED.items()],
        "behaviour": {
            words: dict(zip(("met", "of"), share_met(scores, BEHAVIOUR, used), strict=True))
            for words, used in (("all", None), ("used_in_calibration", True), ("not_used", False))
        },
    }


def _row(score: Score) -> dict[str, Any]:
    row = score.row
    ran = [{"world": world.name, "scenario": world.scenario().name, "policy": world.mix().name} for world in row.worlds]
    return {
        "id": row.id, "description": score.description, "kind": row.kind, "used_in_calibration": row.used, "observes": row.observes,
        "worlds": ran, "unit": score.unit, "confidence": score.confidence, "found": [_found(one) for one in score.found],
        "verdict": score.verdict or None, "fault": score.fault or None,
    }  # fmt: skip


def _found(found: Found) -> dict[str, Any]:
    low, high = found.band
    return {
        "date": found.month, "value": _plain(found.value), "never": math.isinf(found.value), "band": [_plain(low), _plain(high)],
        "record": found.central, "low": found.low, "high": found.high, "verdict": found.verdict,
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None
