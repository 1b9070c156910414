"""A number with its range and provenance, as the tidying rules handle it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

BASES = ("lookup", "recalled", "seed", "computed", "judgement", "estimate")


@dataclass(frozen=True)
class Range:
    """Low, central and high of one figure, and how it is known."""

    low: float
    central: float
    high: float
    basis: str = "estimate"
    confidence: str = "low"
    sources: str = ""
    note: str = ""
    year: str = ""

    def times(self, factor: float, note: str = "") -> Range:
        """The same knowledge of a part, or of another unit, of the same thing."""
        note = "; ".join(n for n in (self.note, note) if n)
        return replace(self, low=self.low * factor, central=self.central * factor, high=self.high * factor, note=note)

    def plus(self, other: Range) -> Range:
        """The sum of two figures, as sure as the less sure of them."""
        ours = self if rank(self) >= rank(other) else other
        return replace(
            ours,
            low=self.low + other.low,
            central=self.central + other.central,
            high=self.high + other.high,
            sources=join_ids(self.sources, other.sources),
        )


def rank(r: Range) -> int:
    """How little we know: 0 for high confidence, 2 for low."""
    return ("high", "medium", "low").index(r.confidence)


def estimate(central: float, note: str, low: float = 0.5, high: float = 2.0, year: str = "") -> Range:
    """Our own guess: marked as such, of low confidence, from `low` to `high` times the central value."""
    return Range(central * low, central, central * high, note=note, year=year)


def between(low: float, central: float, high: float, note: str, basis: str = "estimate") -> Range:
    """Our own guess with all three points stated."""
    return Range(low, central, high, basis=basis, note=note)


def join_ids(*lists: str) -> str:
    """Source ids of several lists, each once, in order of appearance."""
    return ";".join(dict.fromkeys(i for ids in lists for i in ids.split(";") if i))


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of one raw table."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clean_basis(text: str) -> str:
    """The first of our basis words in a raw basis such as "recalled, weak" or "lookup (Reuters)"; else judgement.

    The raw text is not lost: it goes into the note of the figure.
    """
    found = [(text.find(b), b) for b in BASES if b in text]
    return min(found)[1] if found else "judgement"


def raw(row: dict[str, str], stem: str, basis: str = "basis", year: str = "", suffix: str = "") -> Range | None:
    """Low, central and high of `stem` in a raw row, or None where the row has no number.

    Where only one end is missing, it is the central value. The low end is never above, nor the high end below, the
    central value.
    """
    text = {k: row.get(f"{stem}_{k}{suffix}", "") for k in ("low", "central", "high")}
    if not text["central"]:
        return None
    central = float(text["central"])
    low = min(float(text["low"] or central), central)
    high = max(float(text["high"] or central), central)
    words = row.get(basis, "")
    return Range(low, central, high, clean_basis(words), row["confidence"], row["source_ids"], words, row.get(year, ""))


def number(x: float) -> str:
    """A number as written in the tables: five significant digits, no exponent."""
    x = float(f"{x:.5g}")
    return str(int(x)) if x == int(x) else repr(x)


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """One table, always the same bytes for the same rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
