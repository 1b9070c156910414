"""What history and the literature say that a model of this should show: single numbers with ranges, and series of output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from abm.facts.checks import BASES, CONFIDENCES, check_month, check_new, check_sources
from abm.facts.events import month_number
from abm.facts.tables import DATA, Table, number_at, read_table

AS_OF = "2026-06"
"""The last month of which the record can know anything; later points are plans."""

SEEN = ("actual", "actual_uncertain", "inferred", "buy", "capacity")
"""Kinds of points that tell what was; the others tell what was planned."""

YEARLY = "/year"


@dataclass(frozen=True)
class Target:
    """One number that history or the literature gives, and the range in which the model should find it."""

    id: str
    description: str
    observable: str
    central: float
    low: float
    high: float
    unit: str
    date: str
    product: str
    test_type: str
    how_to_test: str
    confidence: str
    sources: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first month of the date, where it is one or begins with one."""
        return self.date.split("..")[0]


@dataclass(frozen=True)
class Point:
    """One month of a series of output or capacity: what was made, or what was planned."""

    month: str
    central: float
    low: float
    high: float
    kind: str
    confidence: str
    note: str

    @property
    def seen(self) -> bool:
        """Whether the point tells what was, and not what was planned."""
        return self.kind in SEEN and month_number(self.month) <= month_number(AS_OF)


@dataclass(frozen=True)
class Series:
    """What one nation's makers of one product made or could make, month by month as far as it is on record."""

    id: str
    product: str
    nation: str
    unit: str
    points: tuple[Point, ...]

    @property
    def monthly(self) -> float:
        """Units of the series in one unit a month."""
        return 12.0 if YEARLY in self.unit else 1.0

    def at(self, month: str) -> Point:
        """The point of a month."""
        return next(point for point in self.points if point.month == month)


def load_targets(folder: str | Path | None = None) -> dict[str, Target]:
    """Rows of validation.csv by id (V01 ...), checked; read once for the default folder."""
    return dict(_default_targets() if folder is None else read_targets(Path(folder)))


def load_series(folder: str | Path | None = None) -> dict[str, Series]:
    """Series of validation_ramps.csv by id, checked; read once for the default folder."""
    return dict(_default_series() if folder is None else read_series(Path(folder)))


@lru_cache(maxsize=1)
def _default_targets() -> dict[str, Target]:
    return read_targets(DATA)


@lru_cache(maxsize=1)
def _default_series() -> dict[str, Series]:
    return read_series(DATA)


def read_targets(folder: Path) -> dict[str, Target]:
    """Read and check validation.csv of a data folder."""
    table, sources = read_table(folder, "validation"), _sources(folder)
    found: dict[str, Target] = {}
    for place in range(len(table.rows)):
        check_new(table, place, "id", found)
        row = _words(table, place)
        central, low, high = _range(table, place)
        named = _provenance(table, place, sources)
        words = (row[c] for c in ("unit", "date", "product", "test_type", "how_to_test", "confidence"))
        found[row["id"]] = Target(row["id"], row["description"], row["observable"], central, low, high, *words, named)
    return found


def read_series(folder: Path) -> dict[str, Series]:
    """Read and check validation_ramps.csv of a data folder; the points of a series come in the order of time."""
    table, sources = read_table(folder, "validation_ramps"), _sources(folder)
    found: dict[str, Series] = {}
    for place in range(len(table.rows)):
        row = _words(table, place)
        central, low, high = _range(table, place)
        _provenance(table, place, sources)
        check_month(table, place, "month")
        if not row["month"]:
            raise table.wrong(place, "month", "a month as YYYY-MM")
        point = Point(row["month"], central, low, high, row["kind"], row["confidence"], row["note"])
        name, head = row["series"], (row["product"], row["nation"], row["unit"])
        series = found.get(name) or Series(name, *head, ())
        if (series.product, series.nation, series.unit) != head:
            raise table.wrong(place, "series", f"a series of one product, nation and unit, here {', '.join(head)}")
        if series.points and series.points[-1].month >= point.month:
            raise table.wrong(place, "month", f"a month after {series.points[-1].month}")
        found[name] = Series(name, *head, (*series.points, point))
    return found


def _sources(folder: Path) -> set[str]:
    table = read_table(folder, "sources")
    return {row[table.column("id")] for row in table.rows}


def _words(table: Table, place: int) -> dict[str, str]:
    return dict(zip(table.header, table.rows[place], strict=True))


def _range(table: Table, place: int) -> tuple[float, float, float]:
    central, low, high = (number_at(table, place, column) for column in ("central", "low", "high"))
    if not low <= central <= high:
        raise table.wrong(place, "central", f"a number within its own range, {low:g} to {high:g}")
    return central, low, high


def _provenance(table: Table, place: int, sources: set[str]) -> tuple[str, ...]:
    row = _words(table, place)
    if row["basis"] not in BASES:
        raise table.wrong(place, "basis", f"one of {', '.join(BASES)}")
    if row["confidence"] not in CONFIDENCES:
        raise table.wrong(place, "confidence", f"one of {', '.join(CONFIDENCES)}")
    named = tuple(source for source in row["sources"].split(";") if source)
    check_sources(table, place, named, sources)
    return named
