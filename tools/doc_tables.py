"""Write the tables of docs/odd.md from what the code declares: `python tools/doc_tables.py` (`--check` only compares).

A block stands between `<!-- table: NAME -->` and `<!-- end of table -->`; everything between the two is replaced.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from abm.facts.parameters import PARAMETERS
from abm.flows.limits import LIMITS, REASONS
from abm.judgement.metrics import METRICS
from abm.rules.instrument import Instrument, instruments
from abm.state.columns import TABLES

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "odd.md"
BLOCK = re.compile(r"(<!-- table: ([\w.]+) -->\n).*?(<!-- end of table -->)", re.DOTALL)


def parameters() -> str:
    """Every behavioural number: value, range, unit, meaning and source."""
    rows = (
        (f"`{one.name}`", f"{one.value:g}", f"{one.low:g} – {one.high:g}", one.unit, one.meaning, one.source) for one in PARAMETERS.values()
    )
    return _table(("parameter", "value", "range", "unit", "meaning", "source"), rows)


def columns(table: str) -> str:
    """What one row of a table carries; columns that rules may write are marked."""
    rows = (
        (f"`{name}`" + (" †" if column.rule else ""), column.unit, column.meaning, ", ".join(column.per))
        for name, column in TABLES[table].items()
    )
    return _table(("column", "unit", "meaning", "for each"), rows)


def metrics() -> str:
    """What a run is judged by."""
    rows = ((f"`{one.name}`", one.unit, " × ".join(one.dims), one.meaning) for one in METRICS.values())
    return _table(("metric", "unit", "axes", "meaning"), rows)


def levers() -> str:
    """The rules, and what each can be set to."""
    common = set(Instrument.model_fields)
    rows = []
    for name, kind in instruments().items():
        for field, info in kind.model_fields.items():
            if field not in common:
                extra = info.json_schema_extra
                rows.append((f"`{name}.{field}`", _plain(info.default), extra["unit"], info.description, extra["source"]))
    return _table(("lever", "neutral or default", "unit", "meaning", "source"), rows)


def limits() -> str:
    """What can bind a line."""
    return _table(("limit", "the line is held back by"), ((f"`{name}`", words) for name, words in LIMITS.items()))


def reasons() -> str:
    """What can stand between a nation and a unit it lacks."""
    return _table(("reason", "the unit is"), ((f"`{name}`", words) for name, words in REASONS.items()))


TABLES_OF: dict[str, Callable[[], str]] = {
    "parameters": parameters,
    "metrics": metrics,
    "levers": levers,
    "limits": limits,
    "reasons": reasons,
    **{name: (lambda table=name: columns(table)) for name in TABLES},
}


def renewed(text: str) -> str:
    """The document with every block as the code has it now."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{TABLES_OF[block[2]]()}\n{block[3]}", text)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join("| " + " | ".join(_cell(word) for word in line) + " |\n" for line in lines)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return "none" if value in (None, "") else f"{value}"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def main() -> int:
    """Write the document, or say with `--check` whether it is out of date."""
    text = DOCUMENT.read_text(encoding="utf-8")
    new = renewed(text)
    if "--check" in sys.argv[1:]:
        return int(new != text)
    DOCUMENT.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
