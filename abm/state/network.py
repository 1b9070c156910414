"""Laying out the network of a scenario: which nations, products and lines take part, and who can fill which store."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from abm.facts.catalogue import Facts
from abm.facts.problems import BadInput
from abm.state.base import DAYS, ROW, Base, Network
from abm.state.spread import Spread


def build_base(facts: Facts, nations=None, systems=None, sustained: bool = False, start: str = "2026-01") -> Base:
    """Lay out the network for the chosen nations and systems, or for all of them.

    A part that no chosen nation makes stays with the makers it has: their nations join as suppliers only.
    `sustained` gives every line the capacity that its share of today's rates needs, so that the base is in balance.
    """
    products = _with_inputs(facts, systems)
    lines = _chosen_lines(facts, products, nations)
    joined = _nations(facts, lines, nations)
    nation_row = {n: i for i, n in enumerate(joined)}
    product_row = {p: i for i, p in enumerate(products)}
    holdings = [
        h for h in facts.holdings if h.product in product_row and (nations is None or h.nation in nations) and h.nation in nation_row
    ]
    if not holdings:
        raise BadInput("no chosen nation holds any chosen system")
    lines = lines + _latent_lines(facts, lines, products, joined)
    return _lay_out(facts, joined, products, nation_row, product_row, lines, holdings, sustained, start)


def _with_inputs(facts: Facts, systems) -> tuple[str, ...]:
    """The chosen systems and all that goes into them, in the order of the public record, systems first."""
    wanted = set()
    frontier = [p for p in (systems or [h.product for h in facts.holdings])]
    while frontier:
        product = frontier.pop()
        if product not in wanted:
            wanted.add(product)
            frontier += [row.input for row in facts.ingredients[product]]
    depth: dict[str, int] = {}

    def tiers_above(product: str) -> int:
        if product not in depth:
            depth[product] = 1 + max((tiers_above(p) for p in users.get(product, ())), default=-1)
        return depth[product]

    users: dict[str, list[str]] = {}
    for product in wanted:
        for row in facts.ingredients[product]:
            users.setdefault(row.input, []).append(product)
    order = {p: i for i, p in enumerate(facts.products)}
    return tuple(sorted(wanted, key=lambda p: (tiers_above(p), order[p])))


def _chosen_lines(facts: Facts, products, nations) -> list:
    wanted = set(products)
    lines = [line for line in facts.lines if line.product in wanted]
    if nations is None:
        return lines
    inside = [line for line in lines if line.nation in nations]
    made = {line.product for line in inside if line.capacity.central > 0}
    return [line for line in lines if line.nation in nations or line.product not in made]


def _nations(facts: Facts, lines, nations) -> tuple[str, ...]:
    present = {line.nation for line in lines} | set(nations or [h.nation for h in facts.holdings])
    return tuple(n for n in facts.nations if n in present)


@dataclass(frozen=True)
class _Latent:
    """A line that does not exist: a product, and a nation where makers of its kind could enter it."""

    id: str
    maker: str
    nation: str
    product: str
    size: float
    released: bool


GENERATED = "sub-tier"
"""Category of generated parts (`abm.facts.generate`); in the records they count as one product, SUB_TIER."""

GENERATED_LOAD = 0.85
"""Utilisation at which generated lines open: they are sized to the demand that reaches them."""

SUBSTITUTE_FROM = 0.5
"""How far an ally must be able to make a product before it may enter it without the technology being released to it."""

PROPOSED = {
    ("AUS", "GMLRS"): "P064", ("AUS", "NSM"): "P066", ("DEU", "GEM_T"): "P067", ("AUS", "SHELL_BODY"): "P068", ("JPN", "PAC3_MSE"): "P069",
    ("JPN", "AMRAAM"): "P071", ("JPN", "SM6"): "P072", ("TWN", "OWA_DRONE"): "P074", ("USA", "PROP_CHG"): "P075", ("PHL", "LAP155"): "P076",
}  # fmt: skip
"""Lines that governments have proposed to build together, with the row of the policy table."""


def _latent_lines(facts: Facts, lines, products, nations) -> list[_Latent]:
    """Possible lines: allies whose makers work in the product's craft, and what governments have proposed to build together.

    Where the record does not say that an ally could make it by itself, the line waits for the technology to be released.
    """
    working = [line for line in lines if line.capacity.central > 0]
    skills = {(line.nation, craft(facts, line.product)) for line in working}
    present = {(line.nation, line.product) for line in lines}
    found = []
    capacities: dict[str, list[float]] = {}
    for line in working:
        capacities.setdefault(line.product, []).append(line.capacity.central / 12)
    for product in products:
        if facts.products[product].category == GENERATED:
            continue
        sizes = capacities.get(product, [])
        if not sizes:
            continue
        released = facts.products[product].allied_substitute.central >= SUBSTITUTE_FROM
        for nation in nations:
            ally = facts.nations[nation].role not in ("adversary", "veto_holder", "competing_claimant")
            able = (nation, craft(facts, product)) in skills
            if ally and (able or (nation, product) in PROPOSED) and (nation, product) not in present:
                size, free = 0.25 * float(np.median(sizes)), able and released
                found.append(_Latent(f"NEW.{nation}.{product}", f"entrant in {nation}", nation, product, size, free))
    return found


def craft(facts: Facts, product: str) -> str:
    """What its makers must master: a part's own category, a system's costliest input's."""
    rows = facts.ingredients[product]
    if facts.products[product].kind != "system" or not rows:
        return facts.products[product].category
    dearest = max(rows, key=lambda row: row.quantity.central * facts.products[row.input].unit_cost.central)
    return facts.products[dearest.input].category


def _lay_out(facts, nations, products, nation_row, product_row, lines, holdings, sustained, start) -> Base:
    n_firms = len(lines)
    firm_nation = np.array([nation_row[line.nation] for line in lines], np.int32)
    firm_product = np.array([product_row[line.product] for line in lines], np.int32)
    latent = np.array([isinstance(line, _Latent) for line in lines])
    capacity = np.array([0.0 if isinstance(line, _Latent) else line.capacity.central / 12 for line in lines])
    entrant = np.array([line.size if isinstance(line, _Latent) else 0.0 for line in lines])
    opens = np.array([_months_until(getattr(line, "opens", "") or getattr(line, "planned_from", ""), start) for line in lines])
    plan = np.array([(p.central / 12 if (p := getattr(line, "planned", None)) else 0.0) for line in lines])

    store_firm, store_product, recipe, critical = [], [], [], []
    firm_stores = np.zeros(n_firms + 1, np.int64)
    for f, line in enumerate(lines):
        for row in facts.ingredients[line.product]:
            if row.input in product_row:
                store_firm.append(f)
                store_product.append(product_row[row.input])
                recipe.append(row.quantity.central)
                critical.append(row.criticality)
        firm_stores[f + 1] = len(store_firm)
    n_line_stores = len(store_firm)
    store_firm = np.array(store_firm + [-1] * len(holdings), np.int32)
    store_product = np.array(store_product + [product_row[h.product] for h in holdings], np.int32)
    store_nation = np.concatenate(
        [firm_nation[store_firm[:n_line_stores]], np.array([nation_row[h.nation] for h in holdings], np.int32)]
    ).astype(np.int32)
    recipe = np.array(recipe + [0.0] * len(holdings))
    critical = np.array(critical + [0.0] * len(holdings))
    held = {
        "stock": np.array([h.stock.central for h in holdings]),
        "requirement": np.array([h.requirement.central for h in holdings]),
        "order_rate": np.array([h.order_rate.central / 12 for h in holdings]),
        "war_use": np.array([h.war_use.central * DAYS for h in holdings]),
    }

    spread = Spread(
        facts,
        nations,
        products,
        firm_nation,
        firm_product,
        firm_stores,
        capacity,
        latent,
        store_firm,
        store_product,
        store_nation,
        recipe,
        held["order_rate"],
        n_line_stores,
    )
    supplier, store, share, pull, qualified = spread.links()
    user, live = store_firm[store], (capacity > 0) | (plan > 0)
    idle = np.where(live[supplier] & ((user < 0) | live[user]), qualified <= 0, 2)
    abroad = firm_nation[supplier] != store_nation[store]
    order = np.lexsort((store, abroad, supplier, idle))
    supplier, store = supplier[order].astype(np.int32), store[order].astype(np.int32)
    supplied = np.argsort(supplier, kind="stable")
    rate = spread.rate
    if sustained:
        capacity, plan, opens = rate.copy(), np.zeros(n_firms), np.zeros(n_firms)
    else:
        made_up = np.array([facts.products[p].category == GENERATED for p in products])[firm_product]
        capacity = np.where(made_up & (rate > 0), rate / GENERATED_LOAD, capacity)

    recorded = [p for p in products if facts.products[p].category != GENERATED]
    record_row = {p: i for i, p in enumerate(recorded)}
    product_row = np.array([record_row.get(p, len(recorded)) for p in products], np.int32)
    recorded += ["SUB_TIER"] * (len(recorded) < len(products))
    groups, firm_group = np.unique(np.column_stack([product_row[firm_product], firm_nation]), axis=0, return_inverse=True)
    pairs = np.column_stack([product_row[firm_product[store_firm[:n_line_stores]]], product_row[store_product[:n_line_stores]]])
    ingredients, ingredient_row = (
        np.unique(pairs, axis=0, return_inverse=True) if n_line_stores else (np.zeros((0, 2), np.int64), np.zeros(0, int))
    )
    figure = [facts.products[p] for p in products]
    link_to, link_from = store_nation[store], firm_nation[supplier]
    own = {
        (n, p): n_line_stores + i for i, (n, p) in enumerate(zip(store_nation[n_line_stores:], store_product[n_line_stores:], strict=True))
    }
    service = np.array([figure[p].kind == "service" for p in store_product]) & (np.arange(len(store_product)) >= n_line_stores)
    none = np.zeros(n_line_stores)
    systems, system = np.unique(store_product[n_line_stores:], return_inverse=True)
    net = Network(
        firm_nation=firm_nation.astype(ROW),
        firm_product=firm_product.astype(ROW),
        firm_links=_starts(supplier[supplied], n_firms),
        supplied=supplied.astype(ROW),
        firm_stores=firm_stores.astype(ROW),
        firm_group=firm_group.reshape(-1).astype(ROW),
        store_nation=store_nation.astype(ROW),
        store_product=store_product.astype(ROW),
        store_firm=store_firm,
        store_recipe=recipe,
        store_critical=critical,
        store_ingredient=np.concatenate([ingredient_row.reshape(-1), np.full(len(holdings), -1)]).astype(np.int32),
        link_firm=supplier.astype(ROW),
        link_store=store.astype(ROW),
        link_from=link_from.astype(ROW),
        link_to=link_to.astype(ROW),
        link_pull=pull[order],
        link_lead=np.array([max(p.lead_time.central, 0.5) for p in figure])[firm_product[supplier]],
        firm_key=np.array([zlib.crc32(line.id.encode()) for line in lines], np.int64),
        link_own=np.array([own.get((n, p), -1) for n, p in zip(link_from, store_product[store], strict=True)], np.int32),
        first=n_line_stores,
        entrant=entrant,
        store_system=np.concatenate([np.full(n_line_stores, -1), system]).astype(ROW),
        store_service=service,
        store_base_rate=np.concatenate([none, held["order_rate"]]),
        store_base_use=np.where(service, np.concatenate([none, held["order_rate"]]), 0.0),
        store_war_use=np.concatenate([none, held["war_use"]]),
        product_row=product_row.astype(ROW),
        price=np.array([p.unit_cost.central for p in figure]),
        lead=np.array([max(p.lead_time.central, 0.5) for p in figure]),
        build=np.array([max(p.build_time.central, 1.0) for p in figure]),
        qualified=np.array([float(p.kind != "service") for p in figure]),
    )
    days = np.array([[_days(facts, a, b) for b in nations] for a in nations])
    return Base(
        facts=facts,
        nations=nations,
        products=products,
        recorded=tuple(recorded),
        firms=tuple(line.id for line in lines),
        makers=tuple(line.maker for line in lines),
        systems=systems,
        groups=groups,
        ingredients=ingredients,
        n_line_stores=n_line_stores,
        net=net,
        rate=rate,
        capacity=capacity,
        standing=np.array([getattr(line, "standing", 1.0) for line in lines]),
        planned=plan,
        opens=opens,
        share=share[order],
        qualified=qualified[order],
        released=np.array([line.released if isinstance(line, _Latent) else True for line in lines], float),
        transit=days[net.link_from, net.link_to] / DAYS,
        holdings=held,
    )


def _months_until(opens: str, start: str) -> float:
    """Months from the scenario's start to a date "YYYY-MM"; 0 where it is past or empty."""
    if not opens:
        return 0.0
    (y, m), (y0, m0) = (map(int, opens.split("-")), map(int, start.split("-")))
    return float(max(0, 12 * (y - y0) + m - m0))


def _days(facts: Facts, a: str, b: str) -> float:
    figure = facts.passages.get((a, b))
    return figure.central if figure else (3.0 if a == b else 21.0)


def _starts(sorted_rows: np.ndarray, n: int) -> np.ndarray:
    return np.searchsorted(sorted_rows, np.arange(n + 1)).astype(ROW)
