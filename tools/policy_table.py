"""Write docs/policies.md: every policy instrument as the code declares it, and what one example of each moves.

`python tools/policy_table.py` runs the default scenario under today's rules and under each example (a minute or two);
`--text` renews the words and keeps the numbers that stand there.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from abm.command.compare import Comparison, compare
from abm.command.measures import Measure
from abm.command.shelves import default_text, own_levers, told_source
from abm.facts.load import load_facts
from abm.facts.scenario import DEFAULT, load_scenario
from abm.facts.validation import bounds
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import Mix, load_mix
from abm.state.columns import rule_columns

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "policies.md"
TODAY, SEEDS = "today", 8
SMALL = 0.01
"""Effects below this share count as nothing."""
HEAVY = 0.005
"""Nations and systems with less than this share of all value landed are passed over: they move by chance and matter little."""
SHOWN = 4

EXAMPLES: dict[str, dict[str, Any]] = {
    "AlliedInvestment": {"investor": "USA", "hosts": ["PIPIR"], "share": 0.4, "ceiling": 1000},  # P051, P052
    "BuyNational": {"waivers": False},  # P005: the reciprocal agreements lapse
    "CapabilityAudit": {"members": "PIPIR", "seen": 0.8},  # P059
    "CapacityGrants": {"nations": ["USA"], "share": 0.4},  # P047-P055
    "CoProduction": {"product": "GMLRS", "host": "AUS", "rate": 4000, "local_parts": True},  # P065
    "ExportLicensing": {"days": 180, "throughput": 0.8},  # P019: near the slowest agreements
    "ForwardStocks": {"nations": ["USA"], "share": 0.4},  # estimate
    "MaterialReserves": {"nations": ["PIPIR"], "months": 6},  # estimate
    "MissileTechnologyControl": {"one_members": 0.1, "two_members": 0.9, "production": False},  # P026: as before 2025
    "MultiYearProcurement": {"nations": ["USA"], "funded": 0.6, "term": 7},  # P043
    "OwnStocksFirst": {"nations": ["USA"], "floor": 1.0, "sales": 38},  # P035, P036: high ends
    "PooledProcurement": {"members": "PIPIR", "term": 7, "division": 0.1},  # P043
    "PriorityRatings": {"nations": ["USA"], "urgent": ["PAC3_MSE", "THAAD", "SM6"], "flow_down": 1.0},  # P011: a few defensive missiles
    "ReexportConsent": {"days": 270, "veto": 0.4},  # P029: high end; P034: central
    "RegionalSustainment": {"scope": 0.8, "certified": ["PIPIR"]},  # P062, P077
    "SecurityOfSupply": {"members": "PIPIR", "hub": "", "binding": True},  # P017
    "Standardisation": {"members": "NATO", "share": 0.8},  # P061: high end
    "StockpileLending": {"lenders": ["NATO"], "borrowers": ["PIPIR"], "rate": 0.2},  # estimate; all of PIPIR fights in this scenario
    "StockpileTargets": {"nations": ["PIPIR"], "factor": 1.5},  # estimate
    "TechnologyRelease": {"products": ["PAC3_MSE", "GMLRS", "SRM_PAC3"], "nations": ["JPN", "AUS"], "months": 1.5},  # P024, P070
}
"""One set-up of each instrument: today's rules with these levers moved, or with the instrument added."""

STILL: dict[str, str] = {
    "AlliedInvestment": "It pays a share of what lines in allied nations build, and in this scenario they hardly wish to build: their own "
    "nations' orders stay near peacetime rates, and foreign orders go to lines that were used before.",
    "CapacityGrants": "American lines that wish to grow already get up to seven tenths from their nation's fund; what holds them back is "
    "the part of demand that nobody has signed for.",
    "MaterialReserves": "Where a material binds here (TNT, perchlorate, critical minerals) it is short all the time, and a reserve "
    "cannot be laid in from what is not made. In the scenario `embargo`, where sources stop for a while, the same six months add about "
    "7 % to what is delivered at war.",
    "MissileTechnologyControl": "Those who buy Tomahawks are exempt by name; for the others the queue at the plant is longer than the "
    "papers, and an ally that may set up a line still has to find buyers for it.",
    "RegionalSustainment": "Buyers divide repairs by weight, and every working ship yard on record is abroad already, so that no limit "
    "or certificate changes its share; the record holds no figure for what American yards could do instead.",
    "StockpileLending": "Nobody at peace holds much more than half of its target of what those who fight lack.",
}
"""Why an instrument whose example moves nothing by one percent does not."""

BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
MEASURED = re.compile(rf"{BEGIN}\n.*?{END}", re.DOTALL)

OPENING = f"""# The policy instruments

What we can choose, as the code declares it, and what one example of each does. Written by `python tools/policy_table.py`; do not edit.

Each example is the mix `{TODAY}` with the levers shown moved, or with the instrument added, in the scenario `{DEFAULT}`, held against
`{TODAY}` itself with the same {SEEDS} seeds. Shown is what moved most: a difference, and its 90 % t-interval over seeds. It is the
spread of luck only: what we do not know about the figures is larger. Nations and systems with less than {HEAVY:.1%} of all value landed
are passed over. An instrument that moves nothing by {SMALL:.0%} is told so, with the reason.

"""


def text(measured: dict[str, str]) -> str:
    """The whole document, with these numbers for each instrument that has an example."""
    return OPENING + "\n".join(_section(name, kind, measured.get(name, "")) for name, kind in instruments().items())


def without_numbers(document: str) -> str:
    """The document with nothing measured in it: what must agree with the code at any time."""
    return MEASURED.sub(f"{BEGIN}\n{END}", document)


def standing_numbers(document: str) -> dict[str, str]:
    """What was measured when the document was written, by instrument."""
    found = {}
    for section in document.split("\n## ")[1:]:
        block = MEASURED.search(section)
        if block:
            found[section.splitlines()[0]] = block[0].removeprefix(f"{BEGIN}\n").removesuffix(END)
    return found


def _section(name: str, kind: type[Instrument], measured: str) -> str:
    columns = rule_columns()
    writes = "; ".join(f"`{one}` ({columns[one].meaning})" for one in kind.writes)
    levers = (
        (f"`{field}`", f"{default_text(info)}", _range(info), info.description or "", told_source(info))
        for field, info in own_levers(kind).items()
    )
    table = _table(("lever", "default", "range or unit", "meaning", "source"), levers)
    parts = [f"## {name}", inspect.cleandoc(kind.__doc__ or ""), f"Writes {writes}.", table.rstrip(), _example_text(name)]
    if name in EXAMPLES:
        parts.append(f"{BEGIN}\n{measured}{END}")
    return "\n\n".join(parts) + "\n"


def _range(info: Any) -> str:
    extra = info.json_schema_extra
    return bounds(info) or extra["unit"] or (f"names: {extra['names']}" if extra["names"] else "yes or no")


def _example_text(name: str) -> str:
    if name not in EXAMPLES:
        return "**Example**: none has been chosen yet (`EXAMPLES` in tools/policy_table.py)."
    held = any(type(one).__name__ == name for one in load_mix(TODAY))
    levers = ", ".join(f"`{field}: {_word(value)}`" for field, value in EXAMPLES[name].items())
    return f"**Example**: `{TODAY}`, {'with its own moved to' if held else 'and'} {levers}."


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(value)}]" if isinstance(value, list) else f"{value}" if value != "" else '""'


def example(name: str) -> Mix:
    """Today's rules with the example of an instrument in them: its levers moved where it stands there, else added."""
    kind, levers = instruments()[name], {field: _lever(value) for field, value in EXAMPLES[name].items()}
    held = list(load_mix(TODAY))
    place = next((i for i, one in enumerate(held) if type(one) is kind), len(held))
    before = held[place].model_dump() if place < len(held) else {}
    held[place : place + 1] = [kind(**before | levers)]
    return Mix(f"{TODAY} with {name}", instruments=tuple(held))


def _lever(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def measure_all() -> dict[str, str]:
    """What the example of every instrument moves, as the lines of the document."""
    scenario, today = load_scenario(DEFAULT), load_mix(TODAY)
    told = {}
    for name in instruments():
        if name in EXAMPLES:
            print(f"{name} ...", file=sys.stderr, flush=True)
            told[name] = effects_text(name, compare(scenario, (today, example(name)), SEEDS))
    return told


def effects_text(name: str, found: Comparison) -> str:
    """The largest differences, one for each measure, or why there is none."""
    largest = sorted(_largest(found), key=lambda one: -one[0])[:SHOWN]
    if not largest:
        reason = STILL.get(name, "Why has not been found out yet.")
        return f"Moves nothing by {SMALL:.0%}. {reason}\n"
    rows = (_row(found, measure, row) for _, measure, row in largest)
    return _table(("what moved most", "where", "today", "with it", "difference", "months"), rows)


def _largest(found: Comparison) -> Iterable[tuple[float, Measure, int]]:
    """For each measure its largest clear difference, as a share of its level (of one, where the measure is a share itself)."""
    first, (other,) = found.mixes[0].name, found.others
    weight = _weights(found)
    for one in found.measures:
        brought, level = found.effects[one.name, other.name], np.atleast_1d(np.abs(found.level(one.name, first)))
        mean, clear = np.atleast_1d(brought.mean), np.atleast_1d(brought.clear)
        scale = np.ones_like(level) if one.unit == "share" else np.maximum(level, 1.0 if one.unit in ("month", "day") else 0.0)
        size = np.divide(np.abs(mean), scale, out=np.zeros_like(level), where=scale > 0.0)
        size[~clear | ~(weight[one.by] >= HEAVY) | ~np.isfinite(size)] = 0.0
        row = int(size.argmax())
        if size[row] >= SMALL:
            yield float(size[row]), one, row


def _weights(found: Comparison) -> dict[str, np.ndarray]:
    """Share of all value landed that each system and nation got under the first mix."""
    first = found.mixes[0].name
    products = load_facts().products
    price = np.array([products[name].unit_cost.central for name in found.labels["system"]])
    system = price * sum(found.level(name, first) for name in ("landed_at_war", "landed_after"))
    nation = sum(found.level(name, first) for name in ("nation_landed_at_war", "nation_landed_after"))
    return {"system": system / system.sum(), "nation": nation / nation.sum(), "": np.ones(1)}


def _row(found: Comparison, one: Measure, row: int) -> tuple[str, ...]:
    first, (other,) = found.mixes[0].name, found.others
    brought = found.effects[one.name, other.name]
    before, after = (np.atleast_1d(found.level(one.name, mix))[row] for mix in (first, other.name))
    mean, half = np.atleast_1d(brought.mean)[row], np.atleast_1d(brought.half)[row]
    where = found.labels[one.by][row] if one.by else "the alliance"
    months: slice = getattr(found.span, one.months)
    if one.relative and before > 0.0:
        difference = f"{100 * mean / before:+.1f} ± {100 * half / before:.1f} %"
    else:
        difference = f"{mean:+.3g} ± {half:.2g}"
    return one.meaning, where, _number(before, one.unit), _number(after, one.unit), difference, f"{months.start}–{months.stop - 1}"


def _number(value: float, unit: str) -> str:
    if unit == "USD":
        return f"{value / 1e9:.3g} bn USD"
    return f"{value:,.0f} {unit}" if abs(value) >= 1000 else f"{value:.3g} {unit}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join("| " + " | ".join(" ".join(word.split()).replace("|", "\\|") for word in line) + " |\n" for line in lines)


def main() -> int:
    """Write the document."""
    standing = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    measured = standing_numbers(standing) if "--text" in sys.argv[1:] else measure_all()
    DOCUMENT.write_text(text(measured), encoding="utf-8")
    for name in instruments():
        if name not in EXAMPLES:
            print(f"policy_table: {name} has no example", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
