"""What the public record says: nations, products, recipes, lines and holdings, each number with its range."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Figure:
    """One number of the public record, with the range it may lie in and where it comes from.

    `basis` says how it is known: lookup, recalled, seed, computed, judgement or estimate (ours, by a rule in
    docs/data.md).
    """

    low: float
    central: float
    high: float
    unit: str
    basis: str = "estimate"
    confidence: str = "low"
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Nation:
    """A state that buys, makes or claims goods."""

    id: str
    name: str
    role: str
    theatre: str
    blocs: frozenset[str]
    defence_spend: Figure  # USD a year
    threat: Figure  # 0..1, how near danger is in peace
    friction: Figure  # 0..1, how hard its own export consent is


@dataclass(frozen=True)
class Product:
    """A thing lines make: a system (fielded), a component, a material, or a service counted in availabilities."""

    id: str
    name: str
    kind: str
    category: str
    unit: str
    unit_cost: Figure  # USD a unit
    lead_time: Figure  # months from order to delivery at today's rate
    build_time: Figure  # months from decision to first output of added capacity
    allied_substitute: Figure  # 0..1, how far an ally could make it
    peace_rate: Figure | None = None  # units a year, systems and services only
    surge_rate: Figure | None = None  # units a year with full crews on today's plant
    target_rate: Figure | None = None  # units a year announced
    licensed: bool = True  # whether a law on arms exports covers it


@dataclass(frozen=True)
class Ingredient:
    """One row of a bill of materials: `quantity` of `input` in one unit of `product`."""

    product: str
    input: str
    quantity: Figure
    criticality: float


REMAINDER = "REST_"
"""How the names of lines begin that stand for no firm on record, but for what named makers leave."""


@dataclass(frozen=True)
class Line:
    """One production line: a maker and the one product it makes here."""

    id: str
    maker: str
    nation: str
    product: str
    capacity: Figure  # units a year at today's crews
    single_source: bool
    opens: str = ""  # "YYYY-MM" where output starts later than 2026-01, else empty
    rule: str = ""  # how the row was split or estimated
    planned: Figure | None = None  # units a year once what is announced is built, if anything is
    planned_from: str = ""  # "YYYY-MM" from which the plan counts, else empty
    standing: float = 1.0  # plant over that of its size, where crews were fewer than the plant that stood


@dataclass(frozen=True)
class Holding:
    """What one nation holds, wants and may use of one system."""

    nation: str
    product: str
    stock: Figure  # units on hand at 2026-01
    requirement: Figure  # units it plans to hold
    order_rate: Figure  # units a year it buys in peace
    war_use: Figure  # units a day when it fights at full intensity


@dataclass(frozen=True)
class Facts:
    """The whole public record the model stands on; read-only."""

    nations: dict[str, Nation]
    products: dict[str, Product]
    recipes: tuple[Ingredient, ...]
    lines: tuple[Line, ...]
    holdings: tuple[Holding, ...]
    passages: dict[tuple[str, str], Figure] = field(default_factory=dict)  # days in transit, nation to nation

    @cached_property
    def ingredients(self) -> dict[str, tuple[Ingredient, ...]]:
        """Bill of materials by product id."""
        found: dict[str, list[Ingredient]] = {p: [] for p in self.products}
        for row in self.recipes:
            found[row.product].append(row)
        return {p: tuple(rows) for p, rows in found.items()}
