"""Reading one CSV table of public figures safely: bounded, UTF-8, with the right columns, each row in its place."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

from abm.facts.problems import BadInput, nearest, shown

DATA = Path(__file__).resolve().parents[1] / "data"
MOST_BYTES = 64_000_000
MOST_ROWS = 1_000_000
COLUMNS = {
    "figures": ("subject", "quantity", "low", "central", "high", "unit", "year", "used", "basis", "confidence",
                "sources", "note"),
    "nations": ("id", "name", "role", "theatre", "blocs", "itar_exemption", "stance", "note"),
    "products": ("id", "name", "kind", "category", "unit", "licensed", "note"),
    "recipes": ("product", "input", "low", "central", "high", "unit", "criticality", "basis", "confidence", "sources",
                "note"),
    "lines": ("id", "maker", "nation", "product", "single_source", "opens", "planned_from", "rule"),
    "holdings": ("nation", "product", "rule"),
    "passages": ("origin", "destination", "low", "central", "high", "unit", "basis", "confidence", "note"),
    "policies": ("id", "instrument", "class", "parameter", "low", "central", "high", "unit", "start", "end",
                 "applies_to", "mechanism", "note", "basis", "confidence", "sources"),
    "validation": ("id", "description", "observable", "central", "low", "high", "unit", "date", "product", "test_type",
                   "how_to_test", "basis", "confidence", "sources"),
    "validation_ramps": ("series", "product", "nation", "month", "central", "low", "high", "unit", "kind", "note",
                         "basis", "confidence", "sources"),
    "sources": ("id", "title", "address", "kind", "date"),
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The rows of one file, each a tuple in the order of the header, with the line it starts on."""

    path: Path
    header: tuple[str, ...]
    rows: list[list[str]]
    places: list[int]

    def at(self, row: int, column: str) -> dict[str, object]:
        """Where a value stands, for the words of a `BadInput`: file and line of the row."""
        return {"path": f"{self.path.name}", "line": self.places[row]}

    def wrong(self, row: int, column: str, expected: str) -> BadInput:
        """The error for a value that cannot be used, said in one line."""
        value = self.rows[row][self.header.index(column)]
        return BadInput(f"{column} is {shown(value)}: expected {expected}", **self.at(row, column))

    def column(self, name: str) -> int:
        """Position of a column."""
        return self.header.index(name)


def read_table(folder: Path, name: str) -> Table:
    """Read `name`.csv of a data folder, refusing what cannot be a table of ours."""
    path = folder / f"{name}.csv"
    text = read_text(path)
    try:
        rows, places = split_rows(text)
    except csv.Error as error:
        raise BadInput(f"not a CSV table: {error}", path=path.name) from None
    if not rows:
        raise BadInput(f"the table is empty: expected the columns {', '.join(COLUMNS[name])}", path=path.name, line=1)
    header = tuple(rows.pop(0))
    places.pop(0)
    check_header(path, header, COLUMNS[name])
    if len(rows) > MOST_ROWS:
        raise BadInput(f"{len(rows)} rows: expected at most {MOST_ROWS}", path=path.name)
    for row, place in zip(rows, places, strict=True):
        if len(row) != len(header):
            raise BadInput(f"the row has {len(row)} values: expected {len(header)}", path=path.name, line=place)
    return Table(path, header, rows, places)


def read_text(path: Path) -> str:
    """The text of a file that is there, is a file, is not huge and is UTF-8."""
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is missing"
        raise BadInput(f"{what}: expected a CSV file of the data folder", path=path.name)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise BadInput(f"the file has {size} bytes: expected at most {MOST_BYTES}", path=path.name)
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInput(f"byte {content[error.start]:#04x} is not UTF-8: expected UTF-8 text", path=path.name, line=line) from None


def split_rows(text: str) -> tuple[list[list[str]], list[int]]:
    """The rows of a CSV text that are not blank, and the line each starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, places, start = [], [], 1
    for row in reader:
        if row:
            rows.append(row)
            places.append(start)
        start = reader.line_num + 1
    return rows, places


def check_header(path: Path, header: tuple[str, ...], expected: tuple[str, ...]) -> None:
    """The columns of a table are those we know, each once, in any order."""
    if len(set(header)) != len(header):
        twice = next(c for c in header if header.count(c) > 1)
        raise BadInput(f"column {shown(twice)} is there twice: expected it once", path=path.name, line=1)
    for column in expected:
        if column not in header:
            raise BadInput(f"column {column} is missing: expected {', '.join(expected)}", path=path.name, line=1)
    for place, column in enumerate(header, start=1):
        if column not in expected:
            raise BadInput(f"column {place} is {shown(column)}: expected none of that name"
                           f"{nearest(column, expected)}", path=path.name, line=1)  # fmt: skip


def number_at(table: Table, row: int, column: str) -> float:
    """A finite number of a row."""
    text = table.rows[row][table.column(column)]
    try:
        value = float(text)
    except ValueError:
        raise table.wrong(row, column, "a number") from None
    if not math.isfinite(value):
        raise table.wrong(row, column, "a finite number")
    return value
