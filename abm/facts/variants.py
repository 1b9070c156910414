"""The public record as it might read instead: more plant for a product, later plans, or parts that matter more or less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from abm.facts.catalogue import Facts, Figure, Ingredient, Line


class Change(Protocol):
    """A way in which the public record reads otherwise."""

    def __call__(self, facts: Facts) -> Facts:
        """The record, changed."""


@dataclass(frozen=True)
class MorePlant:
    """Lines of a product, in one nation or all, can make `factor` times as much, today and once what is planned is built."""

    product: str
    factor: float
    nation: str | None = None

    def __call__(self, facts: Facts) -> Facts:
        """The record with that plant."""

        def meant(line: Line) -> bool:
            return line.product == self.product and self.nation in (None, line.nation)

        return replace(facts, lines=tuple(_grown(line, self.factor) if meant(line) else line for line in facts.lines))


@dataclass(frozen=True)
class StandingPlant:
    """Plant of a nation's lines for a product stands at `factor` times what their crews make; crews and orders are as on record."""

    product: str
    nation: str
    factor: float

    def __call__(self, facts: Facts) -> Facts:
        """The record with that plant."""

        def meant(line: Line) -> bool:
            return (line.product, line.nation) == (self.product, self.nation)

        return replace(facts, lines=tuple(replace(line, standing=self.factor) if meant(line) else line for line in facts.lines))


@dataclass(frozen=True)
class PutOff:
    """What is announced for lines of a product that work today comes in a later month, "YYYY-MM"."""

    product: str
    until: str

    def __call__(self, facts: Facts) -> Facts:
        """The record with those plans put off."""

        def meant(line: Line) -> bool:
            return line.product == self.product and line.planned is not None and not line.opens

        return replace(facts, lines=tuple(replace(line, planned_from=self.until) if meant(line) else line for line in facts.lines))


@dataclass(frozen=True)
class CostShares:
    """The lack of a part stops output by its share in the cost of all parts, as if the others could stand in for it."""

    def __call__(self, facts: Facts) -> Facts:
        """The record with those criticalities."""

        def cost(row: Ingredient) -> float:
            return row.quantity.central * facts.products[row.input].unit_cost.central

        whole = {product: sum(map(cost, rows)) for product, rows in facts.ingredients.items()}
        shares = ((row, cost(row) / whole[row.product] if whole[row.product] else row.criticality) for row in facts.recipes)
        return replace(facts, recipes=tuple(replace(row, criticality=share) for row, share in shares))


@dataclass(frozen=True)
class Criticality:
    """Every part stops output to the same degree: 1 as in a Leontief function, 1/2 half-binding, 0 not at all."""

    share: float

    def __call__(self, facts: Facts) -> Facts:
        """The record with that criticality throughout."""
        return replace(facts, recipes=tuple(replace(row, criticality=self.share) for row in facts.recipes))


def _grown(line: Line, factor: float) -> Line:
    planned = line.planned and _times(line.planned, factor)
    return replace(line, capacity=_times(line.capacity, factor), planned=planned)


def _times(figure: Figure, factor: float) -> Figure:
    return replace(figure, low=figure.low * factor, central=figure.central * factor, high=figure.high * factor)
