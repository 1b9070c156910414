"""All executable rows observed and judged, each world run once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from abm.facts.load import load_facts
from abm.facts.record_of_history import Point, Series, Target, load_series, load_targets
from abm.judgement.validation import given, missiles, peace, shells, wars  # noqa: F401 - rows declare themselves when their modules are read
from abm.judgement.validation.declaring import BEHAVIOUR, ROWS, Path, Row
from abm.judgement.validation.verdicts import INSIDE, NEAR, middle_and_band, of_series, verdict
from abm.judgement.validation.worlds import Seen, Worlds

OPENING = 3
"""Months at the start that are held against what is on record of the time before."""


@dataclass(frozen=True)
class Found:
    """One number held against its range: the median over seeds, with the 5th to 95th percentile. Infinite where it never came about."""

    month: str
    value: float
    band: tuple[float, float]
    central: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Score:
    """A row of the scoreboard: what was found, number by number, and the verdict; `fault` says why nothing could be."""

    row: Row
    description: str
    unit: str
    confidence: str
    found: tuple[Found, ...]
    verdict: str
    fault: str = ""


def scoreboard(names: Iterable[str] | None = None, worlds: Worlds | None = None) -> list[Score]:
    """Observe and judge these rows, or all, in the order of the record."""
    worlds, targets, series = worlds or Worlds(), load_targets(), load_series()
    chosen = set(ROWS if names is None else names)
    return [judged(ROWS[name], on_record, worlds) for name, on_record in (targets | series).items() if name in chosen and name in ROWS]


def judged(row: Row, on_record: Target | Series, worlds: Worlds) -> Score:
    """One row observed and judged; what goes wrong in it stays in it."""
    words = in_words(on_record)
    try:
        found = numbers_of(row, on_record, worlds) if isinstance(on_record, Series) else (number_of(row, on_record, worlds),)
    except (ArithmeticError, LookupError, ValueError) as error:
        return Score(row, *words, (), "", f"{type(error).__name__}: {error}")
    if not found or any(np.isnan(one.value) for one in found):
        return Score(row, *words, found, "", "undefined in every seed" if found else "no point lies in the time that is run")
    verdicts = [one.verdict for one in found]
    return Score(row, *words, found, of_series(verdicts) if isinstance(on_record, Series) else verdicts[0])


def in_words(on_record: Target | Series) -> tuple[str, str, str]:
    """What a row is about, its unit, and how sure the record is."""
    if isinstance(on_record, Target):
        return on_record.description, on_record.unit, on_record.confidence
    sure = {point.confidence for point in on_record.points if point.seen}
    return f"{on_record.product} {on_record.nation}, a series", on_record.unit, "/".join(c for c in ("high", "medium", "low") if c in sure)


def number_of(row: Row, target: Target, worlds: Worlds) -> Found:
    """The one number of a row of validation.csv."""
    values = row.observe(*(worlds[world] for world in row.worlds) if row.worlds else (load_facts(),))
    return held_against(target.date, np.atleast_1d(values), target)


def numbers_of(row: Row, series: Series, worlds: Worlds) -> tuple[Found, ...]:
    """What was found at each point of a series that is not a plan and lies in the time that is run."""
    seen = worlds[row.worlds[0]]
    values = row.observe(seen) * series.monthly
    placed = ((point, place_of(point, row, seen)) for point in series.points if point.seen)
    return tuple(held_against(point.month, values[place], point) for point, place in placed if place is not None)


def place_of(point: Point, row: Row, seen: Seen) -> slice | int | None:
    """Where in the run a point is to be found, if at all."""
    month = seen.month(point.month)
    if isinstance(row, Path) and row.opening and month < 0:
        return OPENING // 2
    return month if 0 <= month < seen.outcome.months else None


def held_against(month: str, values: np.ndarray, on_record: Target | Point) -> Found:
    """Values of all seeds against one range."""
    known = values[~np.isnan(values)]
    middle, low, high = (float(one) for one in middle_and_band(known)) if known.size else (np.nan,) * 3
    said = verdict(middle, on_record.low, on_record.high)
    return Found(month, middle, (low, high), on_record.central, on_record.low, on_record.high, said)


def share_met(scores: Iterable[Score], kind: str = BEHAVIOUR, used: bool | None = None) -> tuple[int, int]:
    """How many rows of a kind are inside or near, and how many there are; only those used in calibration, or only those not, if asked."""
    of_kind = [one for one in scores if one.row.kind == kind and used in (None, one.row.used)]
    return sum(one.verdict in (INSIDE, NEAR) for one in of_kind), len(of_kind)
