"""Growing the supply base below the parts on record, to any size, with the documented share of sole sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from abm.facts.balance import derived_demand
from abm.facts.catalogue import Facts, Figure, Ingredient, Line, Product
from abm.facts.problems import BadInput

SINGLE_SHARE = 0.42  # of parts with one maker (V63: firms reporting sole-supplier status, 0.38 to 0.46)
PARENT_WEIGHTS = (0.30, 0.25, 0.20, 0.15, 0.10)  # of parts going into 1..5 parents: about 5.5 supplier links a firm
TIERS = (3, 4, 5)
PEACE_LOAD = 0.85  # of capacity in peace
PARTS_OF_COST = 0.5  # of a parent, at most in its generated parts
MOST_LINES = 1_000_000
NO_PARTS_BELOW = ("sustainment", "test")


@dataclass(frozen=True)
class Network:
    """The grown base as arrays; products of the record first, in their order, then generated parts tier by tier.

    Parts of product p are `recipe_input[recipe_start[p]:recipe_start[p + 1]]`.
    """

    products: list[str]
    nations: list[str]
    tier: np.ndarray  # [p] 1 systems, 2 parts on record and materials, 3..5 generated
    unit_cost: np.ndarray  # [p] USD
    lead_time: np.ndarray  # [p] months
    demand: np.ndarray  # [p] units a year at peace rates
    recipe_start: np.ndarray  # [p + 1]
    recipe_input: np.ndarray  # [e] product
    recipe_quantity: np.ndarray  # [e] units in one unit
    recipe_criticality: np.ndarray  # [e]
    line_product: np.ndarray  # [f]
    line_nation: np.ndarray  # [f]
    line_capacity: np.ndarray  # [f] units a year
    line_single: np.ndarray  # [f] the only maker
    n_record_products: int
    n_record_lines: int


@dataclass(frozen=True)
class _Parts:
    """Generated parts: tier and number of makers [q], and edges (parent, part) [e] numbered among all products."""

    tier: np.ndarray
    makers: np.ndarray
    parent: np.ndarray
    part: np.ndarray


def grow(facts: Facts, n_lines: int, seed: int = 0) -> Facts:
    """The record with generated parts and lines below it until there are `n_lines` lines; unchanged if it has them."""
    check_size(n_lines)
    if n_lines <= len(facts.lines):
        return facts
    net = grow_arrays(facts, n_lines, seed)
    first, first_line = net.n_record_products, net.n_record_lines
    note = "generated sub-tier part"
    products = dict(facts.products)
    for p in range(first, len(net.products)):
        cost, lead = float(net.unit_cost[p]), float(net.lead_time[p])
        products[net.products[p]] = Product(
            net.products[p], f"Generated part of tier {net.tier[p]}", "component", "sub-tier", "unit",
            _estimate(cost, "USD/unit", note), _estimate(lead, "month", note), _estimate(18.0, "month", note),
            Figure(0.2, 0.5, 0.8, "share", note=note),
        )  # fmt: skip
    edges = np.flatnonzero(net.recipe_input >= first)
    owner = np.repeat(np.arange(len(net.products)), np.diff(net.recipe_start))
    recipes = tuple(
        Ingredient(
            net.products[owner[e]], net.products[net.recipe_input[e]],
            Figure(1, 1, 1, f"unit/{products[net.products[owner[e]]].unit}", note=note),
            float(net.recipe_criticality[e]),
        )
        for e in edges
    )  # fmt: skip
    lines = tuple(
        Line(
            f"G{f - first_line:06d}", f"Sub-tier maker {f - first_line}", net.nations[net.line_nation[f]],
            net.products[net.line_product[f]], _estimate(float(net.line_capacity[f]), "unit/year", note),
            bool(net.line_single[f]), rule="generated: docs/data.md, growing the base",
        )
        for f in range(first_line, len(net.line_product))
    )  # fmt: skip
    return replace(facts, products=products, recipes=facts.recipes + recipes, lines=facts.lines + lines)


def grow_arrays(facts: Facts, n_lines: int, seed: int = 0) -> Network:
    """The same as arrays, for a network of any size up to a million lines."""
    check_size(n_lines)
    rng = np.random.default_rng([seed, crc32(b"sub-tier")])
    index = {p: i for i, p in enumerate(facts.products)}
    parts = draw_parts(facts, index, max(0, n_lines - len(facts.lines)), rng)
    n_record, n = len(index), len(index) + len(parts.tier)
    demand, cost = demand_and_cost(facts, parts, n)
    lead = np.r_[[p.lead_time.central for p in facts.products.values()],
                 np.round(np.clip(rng.lognormal(np.log(9), 0.4, len(parts.tier)), 2, 30), 1)]  # fmt: skip
    nations = list(facts.nations)
    maker_nation = np.array([nations.index(x.nation) for x in facts.lines], dtype=np.int32)
    made = np.repeat(np.arange(n_record, n), parts.makers)
    weight = rng.uniform(0.5, 1.5, len(made))
    total = np.bincount(made - n_record, weight, minlength=len(parts.tier))
    capacity = demand[made] / PEACE_LOAD * weight / total[made - n_record]
    owner = np.r_[[index[x.product] for x in facts.recipes], parts.parent].astype(np.int64)
    order = np.argsort(owner, kind="stable")
    several = rng.random(len(parts.part)) < 0.5
    return Network(
        products=[*facts.products, *(f"T{t}_{i:06d}" for i, t in enumerate(parts.tier.tolist()))],
        nations=nations,
        tier=np.r_[[1 if p.peace_rate is not None else 2 for p in facts.products.values()], parts.tier].astype(np.int8),
        unit_cost=cost,
        lead_time=lead,
        demand=demand,
        recipe_start=np.r_[0, np.cumsum(np.bincount(owner, minlength=n))].astype(np.int32),
        recipe_input=np.r_[[index[x.input] for x in facts.recipes], parts.part].astype(np.int32)[order],
        recipe_quantity=np.r_[[x.quantity.central for x in facts.recipes], np.ones(len(parts.part))][order],
        recipe_criticality=np.r_[[x.criticality for x in facts.recipes], np.where(several, 1.0, 0.6)][order],
        line_product=np.r_[[index[x.product] for x in facts.lines], made].astype(np.int32),
        line_nation=np.r_[maker_nation, rng.choice(maker_nation, len(made))].astype(np.int32),
        line_capacity=np.r_[[x.capacity.central for x in facts.lines], capacity],
        line_single=np.r_[[x.single_source for x in facts.lines], np.repeat(parts.makers == 1, parts.makers)],
        n_record_products=n_record,
        n_record_lines=len(facts.lines),
    )


def check_size(n_lines: int) -> None:
    """A base has at least one line and at most a million."""
    if isinstance(n_lines, bool) or not isinstance(n_lines, (int, np.integer)) or not 1 <= n_lines <= MOST_LINES:
        raise BadInput(f"the number of lines is {n_lines!r}: expected a whole number from 1 to {MOST_LINES}")


def draw_parts(facts: Facts, index: dict[str, int], n_lines: int, rng: np.random.Generator) -> _Parts:
    """Parts for `n_lines` lines: makers by the documented share, tiers growing in size, parents one tier up.

    The last part gives up makers so that lines come out exact. Parts are numbered by their first parent: what flows from one to the other
    then lies close together in memory.
    """
    makers = np.where(rng.random(n_lines) < SINGLE_SHARE, 1, rng.integers(2, 5, n_lines))
    used = np.cumsum(makers)
    n_parts = int(np.searchsorted(used, n_lines)) + 1 if n_lines else 0
    makers = makers[:n_parts].astype(np.int64)
    if n_parts:
        makers[-1] -= used[n_parts - 1] - n_lines
    demand = derived_demand(facts)
    roots = [index[p.id] for p in facts.products.values()
             if p.kind == "component" and p.category not in NO_PARTS_BELOW and demand[p.id] > 0]  # fmt: skip
    sizes = tier_sizes(len(roots), n_parts)
    tier = np.repeat(TIERS, sizes)
    above, at, parents, children = np.array(roots), len(index), [], []
    for size in sizes:
        here = np.arange(at, at + size)
        count = rng.choice(np.arange(1, 6), size, p=PARENT_WEIGHTS)
        parent = above[rng.integers(0, len(above), count.sum())] if size else np.zeros(0, np.int64)
        nearest = np.minimum.reduceat(parent, np.cumsum(count) - count) if size else parent
        child = here[np.argsort(np.argsort(nearest, kind="stable"))].repeat(count)
        pairs = np.unique(np.stack([parent, child], axis=1), axis=0)
        parents.append(pairs[:, 0])
        children.append(pairs[:, 1])
        above, at = (here if size else above), at + size
    return _Parts(tier, makers, np.concatenate(parents), np.concatenate(children))


def tier_sizes(n_roots: int, n_parts: int) -> list[int]:
    """Parts in tiers 3, 4 and 5, each tier larger than the one above by the same factor."""
    low, high = 0.0, 1.0 + n_parts
    for _ in range(80):
        growth = (low + high) / 2
        enough = n_roots * (growth + growth**2 + growth**3) >= n_parts
        low, high = (low, growth) if enough else (growth, high)
    third = min(n_parts, max(1, round(n_roots * high))) if n_parts else 0
    fourth = min(n_parts - third, round(n_roots * high**2))
    return [third, fourth, n_parts - third - fourth]


def demand_and_cost(facts: Facts, parts: _Parts, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Peace demand and unit cost [p] of every product, tier by tier from what is on record.

    A part costs what its poorest parent can bear, if generated parts are to be at most half of any parent's cost.
    """
    n_record = len(facts.products)
    demand, cost = np.zeros(n), np.full(n, np.inf)
    demand[:n_record] = list(derived_demand(facts).values())
    cost[:n_record] = [p.unit_cost.central for p in facts.products.values()]
    fan = np.bincount(parts.parent, minlength=n)
    for tier in TIERS:
        edges = np.flatnonzero(parts.tier[parts.part - n_record] == tier)
        parent, part = parts.parent[edges], parts.part[edges]
        demand += np.bincount(part, demand[parent], minlength=n)
        np.minimum.at(cost, part, PARTS_OF_COST * cost[parent] / fan[parent])
    return demand, cost


def _estimate(central: float, unit: str, note: str) -> Figure:
    return Figure(0.5 * central, central, 2 * central, unit, note=note)
