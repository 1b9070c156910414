"""The public record as it stood when a scenario of the past begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from abm.facts.catalogue import Facts, Figure, Holding, Line

Figures = Mapping[str, Mapping[str, float]]
"""Numbers by product and nation."""

ROUND_THE_CLOCK = ("energetic",)
"""Categories of products whose plants never stand still."""

HELD = {"orders": "order_rate", "stocks_of": "stock", "requirements": "requirement", "uses": "war_use"}
"""What a scenario may say of a magazine, and what the record calls it."""


def working(facts: Facts, product: str, nation: str) -> float:
    """Units a year that a nation's lines of a product can make with today's crews."""
    return sum(line.capacity.central for line in facts.lines if (line.product, line.nation) == (product, nation))


def holders(facts: Facts) -> set[tuple[str, str]]:
    """Every (product, nation) whose magazine is on record."""
    return {(holding.product, holding.nation) for holding in facts.holdings}


def as_of(facts: Facts, rates: Figures, held: Mapping[str, Figures]) -> Facts:
    """Lines scaled to what they made then, and magazines as they were then.

    Where a line made less, its crews worked fewer shifts and its plant stood, as far as `plant_headroom_cap` lets plant exceed crews;
    powder mills run round the clock and have no shifts to add.

    Peacetime orders for a product follow all its lines together, unless `held` gives them. What is planned stays: the record
    dates it, and a run begins to build it as if it were announced on its first day.
    """
    if not rates and not any(held.values()):
        return facts
    now = {(p, n): working(facts, p, n) for p, row in rates.items() for n in row}
    slower = {(p, n): rates[p][n] / made for (p, n), made in now.items()}
    shifts = {p: facts.products[p].category not in ROUND_THE_CLOCK for p in rates}
    lines = tuple(_scaled(line, slower.get((line.product, line.nation), 1.0), shifts.get(line.product, False)) for line in facts.lines)
    orders = {}
    for product, row in rates.items():
        whole = sum(line.capacity.central for line in facts.lines if line.product == product)
        orders[product] = 1.0 + sum(rate - now[product, nation] for nation, rate in row.items()) / whole
    holdings = tuple(_as_held(holding, orders.get(holding.product, 1.0), held) for holding in facts.holdings)
    return replace(facts, lines=lines, holdings=holdings)


def _scaled(line: Line, factor: float, shifts: bool) -> Line:
    standing = max(1.0, 1.0 / factor) if shifts else 1.0
    return line if factor == 1.0 else replace(line, capacity=_times(line.capacity, factor), standing=standing)


def _as_held(holding: Holding, factor: float, held: Mapping[str, Figures]) -> Holding:
    changes = {} if factor == 1.0 else {"order_rate": _times(holding.order_rate, factor)}
    for name, field in HELD.items():
        row = held.get(name, {}).get(holding.product, {})
        if holding.nation in row:
            value, was = row[holding.nation], getattr(holding, field)
            changes[field] = Figure(value, value, value, was.unit, note="as the scenario has it")
    return replace(holding, **changes) if changes else holding


def _times(figure: Figure, factor: float) -> Figure:
    return replace(figure, low=figure.low * factor, central=figure.central * factor, high=figure.high * factor)
