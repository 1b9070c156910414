"""Checks of the public record at load: each failure is one plain line with file, line, value and what was expected."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from abm.facts.catalogue import Facts, Figure, Ingredient
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.tables import Table

BASES = ("lookup", "recalled", "seed", "computed", "judgement", "estimate")
CONFIDENCES = ("high", "medium", "low")
GOODS = frozenset({
    "missile", "rocket", "round", "drone", "battery", "availability", "seeker", "unit", "motor", "engine", "body",
    "fuze", "set", "canister", "kit", "lot", "repair", "berth", "kg", "motor set", "stage set", "ship set",
    "charge set", "thermal battery", "part set", "mineral set", "dock start",
})  # fmt: skip
BARE_UNITS = frozenset({"share", "month", "day", "year", "count", "firm", "line"}) | GOODS
UNITS = (
    BARE_UNITS
    | {f"{g}/year" for g in GOODS}
    | {f"{g}/day" for g in GOODS}
    | {f"USD/{g}" for g in GOODS}
    | {f"{a}/{b}" for a in GOODS for b in GOODS}
    | {"USD/year", "share/year", "line/year"}
)
MOST_CRITICAL = 1.0


def check_figure(table: Table, place: int, figure: Figure) -> None:
    """Unit and provenance are known words, nothing is negative, and low <= central <= high."""
    if figure.unit not in UNITS:
        raise table.wrong(place, "unit", f"a known unit{nearest(figure.unit, UNITS)}")
    if figure.basis not in BASES:
        raise table.wrong(place, "basis", f"one of {', '.join(BASES)}")
    if figure.confidence not in CONFIDENCES:
        raise table.wrong(place, "confidence", f"one of {', '.join(CONFIDENCES)}")
    if figure.low < 0:
        raise table.wrong(place, "low", "a number from zero up")
    if figure.low > figure.central:
        raise table.wrong(place, "low", f"at most the central value {figure.central:g}")
    if figure.high < figure.central:
        raise table.wrong(place, "high", f"at least the central value {figure.central:g}")
    if figure.unit == "share" and figure.high > 1:
        raise table.wrong(place, "high", "a share from 0 to 1")


def check_new(table: Table, place: int, column: str, seen: Mapping, key: object = None) -> None:
    """An id is there once."""
    value = table.rows[place][table.column(column)] if key is None else key
    if value in seen:
        named = ".".join(value) if isinstance(value, tuple) else str(value)
        raise BadInput(f"{shown(named)} is there twice: expected each once", **table.at(place, column))
    if not value:
        raise table.wrong(place, column, "an id")


def check_known(table: Table, place: int, column: str, known: Collection[str]) -> None:
    """A name that refers to something refers to something that is there."""
    value = table.rows[place][table.column(column)]
    if value not in known:
        raise table.wrong(place, column, f"a known {column}{nearest(value, known)}")


def check_sources(table: Table, place: int, ids: Collection[str], known: Collection[str]) -> None:
    """Every source of a figure is in sources.csv."""
    for source in ids:
        if source not in known:
            raise BadInput(f"sources has {shown(source)}: expected ids of sources.csv{nearest(source, known)}",
                           **table.at(place, "sources"))  # fmt: skip


def check_unit(table: Table, place: int, figure: Figure, expected: str, name: str) -> None:
    """A figure is in the unit its use asks for."""
    if figure.unit != expected:
        raise BadInput(f"{name} has the unit {shown(figure.unit)}: expected {shown(expected)}", **table.at(place, "id"))


def check_flag(table: Table, place: int, column: str) -> bool:
    """A column that says yes or no: 1 or 0."""
    value = table.rows[place][table.column(column)]
    if value not in ("0", "1"):
        raise table.wrong(place, column, "0 or 1")
    return value == "1"


def check_share(table: Table, place: int, column: str) -> float:
    """A number from 0 to 1."""
    text = table.rows[place][table.column(column)]
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= MOST_CRITICAL:
        raise table.wrong(place, column, "a number from 0 to 1")
    return value


def check_month(table: Table, place: int, column: str) -> None:
    """A month is empty or YYYY-MM."""
    value = table.rows[place][table.column(column)]
    if value and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise table.wrong(place, column, "a month as YYYY-MM, or nothing")


def need(table: Table, place: int, figures: Mapping[str, Figure], name: str) -> Figure:
    """A figure that must be on record."""
    if name not in figures:
        raise BadInput(f"{name} has no row in figures.csv: expected one with used = 1", **table.at(place, "id"))
    return figures[name]


def check_facts(facts: Facts) -> None:
    """What must hold between the tables."""
    check_acyclic(facts)
    check_buildable(facts)
    check_single_sources(facts)
    check_passages(facts)


def check_acyclic(facts: Facts) -> None:
    """Nothing is, at any remove, a part of itself."""
    state: dict[str, int] = {}
    below: dict[str, list[Ingredient]] = {}
    for row in facts.recipes:
        below.setdefault(row.product, []).append(row)
    for root in facts.products:
        trail = [(root, iter(below.get(root, ())))]
        if state.setdefault(root, 1) == 2:
            continue
        while trail:
            product, rest = trail[-1]
            row = next(rest, None)
            if row is None:
                state[product] = 2
                trail.pop()
            elif state.get(row.input) == 1:
                raise BadInput(f"{row.input} is a part of itself, by way of {product}: expected no circle in the "
                               "bill of materials", path="recipes.csv")  # fmt: skip
            elif state.get(row.input) is None:
                state[row.input] = 1
                trail.append((row.input, iter(below.get(row.input, ()))))


def check_buildable(facts: Facts) -> None:
    """Every system and service made in peace has a live line, and so has each of its parts, and theirs."""
    live = {line.product for line in facts.lines if line.capacity.central > 0}
    asked = [p.id for p in facts.products.values() if p.peace_rate is not None and p.peace_rate.central > 0]
    reason = dict.fromkeys(asked, "is made in peace")
    while asked:
        product = asked.pop()
        if product not in live:
            raise BadInput(f"{product} {reason[product]} but has no line with capacity: expected at least one in "
                           "lines.csv", path="lines.csv")  # fmt: skip
        for row in facts.ingredients[product]:
            if row.input not in reason and row.quantity.central > 0:
                reason[row.input] = f"is a part of {product}"
                asked.append(row.input)


def check_single_sources(facts: Facts) -> None:
    """A line marked single source is the only live line of its product."""
    live: dict[str, list[str]] = {}
    for line in facts.lines:
        if line.capacity.central > 0:
            live.setdefault(line.product, []).append(line.id)
    for line in facts.lines:
        others = [i for i in live.get(line.product, ()) if i != line.id]
        if line.single_source and others:
            raise BadInput(f"{line.id} is marked as the single source of {line.product} but {others[0]} makes it too: "
                           "expected no other live line", path="lines.csv")  # fmt: skip


def check_passages(facts: Facts) -> None:
    """Goods can go from every nation to every nation."""
    for a in facts.nations:
        for b in facts.nations:
            if (a, b) not in facts.passages:
                raise BadInput(f"there is no row from {a} to {b}: expected every pair of nations", path="passages.csv")
