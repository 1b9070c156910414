"""The network a run lies on: which line can fill which store, and how today's rates are spread over it.

Stores of lines come first, by line; a nation's magazines follow. Links are sorted by supplier, those
in use before those that only rules or entry could bring into use, with a second order by store.
"""

from __future__ import annotations

import zlib
from collections import namedtuple
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from abm.facts.catalogue import Facts
from abm.facts.problems import BadInput

DAYS = 365.25 / 12
"""Days in a month."""

HOME, INTEGRATED = 4.0, 1.0
MAGAZINE_ABROAD, PART_ABROAD = 1.0, 0.2
"""How strongly a buyer leans to a maker at home, in a jointly run base (USA and Canada), or abroad, where all could serve it."""

NATIONAL_PARTS = frozenset({"PROP_CHG", "SHELL_BODY", "LAP155"})
"""Parts qualified nation by nation: 155 mm is common in name, but few combinations of body, charge and fill are cleared (P061)."""

SMALLEST_SHARE = 0.02
"""Below this share of a store's orders a supplier is left out of the network."""

INTEGRATED_BASES = (frozenset({"USA", "CAN"}),)

NETWORK_FIELDS = {
    "firm_nation": "where the line stands [firm]",
    "firm_product": "what it makes [firm]",
    "firm_links": "first link of each line, and the end [firm+1]",
    "firm_stores": "first input store of each line, and the end [firm+1]",
    "firm_group": "row of the line's (product, nation) in the records [firm]",
    "store_nation": "nation of the holder [store]",
    "store_product": "what is held [store]",
    "store_firm": "line that uses it, or -1 for a magazine [store]",
    "store_recipe": "units of it in one unit of the line's product; 0 for magazines [store]",
    "store_critical": "how far its lack stops output, 0..1 [store]",
    "store_ingredient": "row of the (product, input) pair in the records, or -1 [store]",
    "store_links": "first place in `by_store` of each store, and the end [store+1]",
    "by_store": "links in the order of their stores [link]",
    "link_firm": "supplier line [link]",
    "link_store": "store it fills [link]",
    "link_from": "nation of the supplier [link]",
    "link_to": "nation of the holder [link]",
    "link_lead": "months quoted from order to shipment [link]",
    "firm_key": "key of the line's random streams: its name's, so that no other line moves its luck [firm]",
    "link_pull": "weight of the supplier in the store's orders at its opening size and equal terms [link]",
    "link_own": "magazine of the supplier's own nation for the same product, or -1 [link]",
    "first": "row of the first magazine",
    "entrant": "first plant of a line that does not exist yet, unit/month; 0 where none may enter [firm]",
    "store_service": "whether the magazine counts availabilities of a service [store]",
    "store_base_rate": "units a month the magazine was bought at in peace [store]",
    "store_base_use": "availabilities a month a service needs in peace [store]",
    "store_war_use": "units a month at full war intensity [store]",
    "product_row": "row of the product in the records [product]",
    "price": "USD a unit [product]",
    "lead": "months quoted from order to delivery [product]",
    "build": "months from decision to first output of new plant [product]",
}

Network = namedtuple("Network", NETWORK_FIELDS)


@dataclass(frozen=True)
class Base:
    """The industrial base of a scenario: its network, its names and the rates it opens with."""

    facts: Facts
    nations: tuple[str, ...]
    products: tuple[str, ...]
    recorded: tuple[str, ...]  # products as the records count them
    firms: tuple[str, ...]
    makers: tuple[str, ...]
    systems: np.ndarray  # product rows that nations hold
    groups: np.ndarray  # (recorded product, nation) row pairs [group, 2]
    ingredients: np.ndarray  # (recorded product, recorded input) row pairs [ingredient, 2]
    n_line_stores: int
    net: Network
    rate: np.ndarray  # units a month each line makes at the opening [firm]
    capacity: np.ndarray  # units a month with today's crews [firm]
    planned: np.ndarray  # units a month of plant already under way [firm]
    opens: np.ndarray  # months until that opens [firm]
    share: np.ndarray  # opening share of each store's orders [link]
    qualified: np.ndarray  # whether the source is in use or has long been qualified [link]
    transit: np.ndarray  # months under way [link]
    holdings: dict[str, np.ndarray] = field(default_factory=dict)  # per magazine: stock, requirement, order_rate, war_use

    @property
    def shape(self) -> dict[str, int]:
        """Rows of each table."""
        n = self.net
        return {
            "nations": len(self.nations), "firms": len(self.firms),
            "stores": len(n.store_nation), "links": len(n.link_firm),
        }

    @cached_property
    def services(self) -> np.ndarray:
        """Rows of products that are services."""
        return np.flatnonzero([self.facts.products[p].kind == "service" for p in self.products])

    def nation_rows(self, names) -> np.ndarray:
        """Rows of the named nations that take part."""
        return np.flatnonzero(np.isin(self.nations, list(names)))

    def in_bloc(self, bloc: str) -> np.ndarray:
        """Whether each nation belongs to the bloc [nation]."""
        return np.array([bloc in self.facts.nations[n].blocs for n in self.nations])

    def both_in(self, bloc: str, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Whether the nations of rows a and b both belong to the bloc."""
        member = self.in_bloc(bloc)
        return member[a] & member[b]

    @cached_property
    def cost_share(self) -> np.ndarray:
        """Share of its line's component cost that each input makes up; 0 for magazines [store]."""
        net = self.net
        cost = net.store_recipe * net.price[net.store_product]
        lines = net.store_firm >= 0
        total = np.zeros(len(self.firms))
        np.add.at(total, net.store_firm[lines], cost[lines])
        share = np.zeros(len(cost))
        share[lines] = cost[lines] / total[net.store_firm[lines]]
        return share

    def content_from(self, links: np.ndarray) -> np.ndarray:
        """Share of each line's component cost that came over these links at the opening; 0 for lines of parts [firm]."""
        net = self.net
        part = links & (net.store_firm[net.link_store] >= 0)
        share = np.zeros(len(self.firms))
        np.add.at(share, net.store_firm[net.link_store[part]], (self.share * self.cost_share[net.link_store])[part])
        return np.where(np.isin(net.firm_product, self.systems), share, 0.0)

    @cached_property
    def usual_transit(self) -> np.ndarray:
        """Months under way to each magazine, over the suppliers it opens with [magazine]."""
        months = np.zeros(len(self.net.store_nation))
        np.add.at(months, self.net.link_store, self.share * self.transit)
        return months[self.net.first :]

    @cached_property
    def export_value(self) -> np.ndarray:
        """USD a month that each nation sends abroad at the opening [nation]."""
        net = self.net
        need = np.zeros(len(net.store_nation))
        lines = net.store_firm >= 0
        need[lines] = self.rate[net.store_firm[lines]] * net.store_recipe[lines]
        need[~lines] = self.holdings["order_rate"]
        value = need[net.link_store] * self.share * net.price[net.firm_product[net.link_firm]]
        out = np.zeros(len(self.nations))
        abroad = net.link_from != net.link_to
        np.add.at(out, net.link_from[abroad], value[abroad])
        return out


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
        h for h in facts.holdings
        if h.product in product_row and (nations is None or h.nation in nations) and h.nation in nation_row
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


GENERATED = "sub-tier"
"""Category of generated parts (`abm.facts.generate`); in the records they count as one product, SUB_TIER."""

GENERATED_LOAD = 0.85
"""Utilisation at which generated lines open: they are sized to the demand that reaches them."""

SUBSTITUTE_FROM = 0.5
"""How far an ally must be able to make a product before it may enter it at all."""


def _latent_lines(facts: Facts, lines, products, nations) -> list[_Latent]:
    """Possible lines: allies whose makers work in the product's craft, where the record says an ally could make it."""
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
        if facts.products[product].allied_substitute.central < SUBSTITUTE_FROM or not sizes:
            continue
        for nation in nations:
            ally = facts.nations[nation].role not in ("adversary", "veto_holder", "competing_claimant")
            if ally and (nation, craft(facts, product)) in skills and (nation, product) not in present:
                found.append(_Latent(f"NEW.{nation}.{product}", f"entrant in {nation}", nation, product,
                                     0.25 * float(np.median(sizes))))
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
    store_nation = np.concatenate([
        firm_nation[store_firm[:n_line_stores]], np.array([nation_row[h.nation] for h in holdings], np.int32)
    ]).astype(np.int32)
    recipe = np.array(recipe + [0.0] * len(holdings))
    critical = np.array(critical + [0.0] * len(holdings))
    held = {
        "stock": np.array([h.stock.central for h in holdings]),
        "requirement": np.array([h.requirement.central for h in holdings]),
        "order_rate": np.array([h.order_rate.central / 12 for h in holdings]),
        "war_use": np.array([h.war_use.central * DAYS for h in holdings]),
    }

    spread = _Spread(facts, nations, products, firm_nation, firm_product, firm_stores, capacity, latent,
                     store_firm, store_product, store_nation, recipe, held["order_rate"], n_line_stores)
    supplier, store, share, pull, qualified = spread.links()
    working = capacity > 0
    user = store_firm[store]
    idle = ~(working[supplier] & (qualified > 0) & ((user < 0) | working[user]))
    order = np.lexsort((store, idle, supplier))
    supplier, store = supplier[order].astype(np.int32), store[order].astype(np.int32)
    by_store = np.argsort(store, kind="stable").astype(np.int64)
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
    own = {(n, p): n_line_stores + i for i, (n, p) in enumerate(zip(store_nation[n_line_stores:], store_product[n_line_stores:], strict=True))}
    service = np.array([figure[p].kind == "service" for p in store_product]) & (np.arange(len(store_product)) >= n_line_stores)
    none = np.zeros(n_line_stores)
    net = Network(
        firm_nation=firm_nation, firm_product=firm_product,
        firm_links=_starts(supplier, n_firms), firm_stores=firm_stores,
        firm_group=firm_group.reshape(-1).astype(np.int32),
        store_nation=store_nation, store_product=store_product, store_firm=store_firm,
        store_recipe=recipe, store_critical=critical,
        store_ingredient=np.concatenate([ingredient_row.reshape(-1), np.full(len(holdings), -1)]).astype(np.int32),
        store_links=_starts(store[by_store], len(store_firm)), by_store=by_store,
        link_firm=supplier, link_store=store, link_from=link_from, link_to=link_to, link_pull=pull[order],
        link_lead=np.array([max(p.lead_time.central, 0.5) for p in figure])[firm_product[supplier]],
        firm_key=np.array([zlib.crc32(line.id.encode()) for line in lines], np.int64),
        link_own=np.array([own.get((n, p), -1) for n, p in zip(link_from, store_product[store], strict=True)], np.int32),
        first=n_line_stores, entrant=entrant,
        store_service=service, store_base_rate=np.concatenate([none, held["order_rate"]]), store_base_use=np.where(service, np.concatenate([none, held["order_rate"]]), 0.0),
        store_war_use=np.concatenate([none, held["war_use"]]), product_row=product_row,
        price=np.array([p.unit_cost.central for p in figure]),
        lead=np.array([max(p.lead_time.central, 0.5) for p in figure]),
        build=np.array([max(p.build_time.central, 1.0) for p in figure]),
    )
    days = np.array([[_days(facts, a, b) for b in nations] for a in nations])
    return Base(
        facts=facts, nations=nations, products=products, recorded=tuple(recorded),
        firms=tuple(line.id for line in lines), makers=tuple(line.maker for line in lines),
        systems=np.unique(store_product[n_line_stores:]), groups=groups, ingredients=ingredients,
        n_line_stores=n_line_stores, net=net, rate=rate, capacity=capacity, planned=plan, opens=opens,
        share=share[order], qualified=qualified[order], transit=days[net.link_from, net.link_to] / DAYS, holdings=held,
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
    return np.searchsorted(sorted_rows, np.arange(n + 1)).astype(np.int64)


class _Spread:
    """Spreads the rates nations buy at over the lines that can serve them, product by product from the systems down."""

    def __init__(self, facts, nations, products, firm_nation, firm_product, firm_stores, capacity, latent,
                 store_firm, store_product, store_nation, recipe, order_rate, n_line_stores):
        self.facts, self.nations, self.products = facts, nations, products
        self.firm_nation, self.firm_product, self.firm_stores = firm_nation, firm_product, firm_stores
        self.capacity, self.latent = capacity, latent
        self.store_firm, self.store_product, self.store_nation = store_firm, store_product, store_nation
        self.recipe = recipe
        self.need = np.concatenate([np.zeros(n_line_stores), order_rate])
        self.rate = np.zeros(len(firm_nation))
        self.lean = self._leanings()

    def _leanings(self) -> dict[str, np.ndarray]:
        """How strongly a buyer in nation row a leans to a maker in nation row b: [a, b], for magazines and for parts."""
        n = len(self.nations)
        closed = np.array([self.facts.nations[x].role == "adversary" for x in self.nations])
        out = {}
        for kind, abroad in (("magazine", MAGAZINE_ABROAD), ("part", PART_ABROAD)):
            lean = np.full((n, n), abroad)
            lean[np.diag_indices(n)] = HOME
            for base in INTEGRATED_BASES:
                rows = [i for i, x in enumerate(self.nations) if x in base]
                for a in rows:
                    for b in rows:
                        lean[a, b] = max(lean[a, b], INTEGRATED)
            lean[:, closed] = 0.0
            out[kind] = lean
        if "USA" in self.nations:
            us = self.nations.index("USA")
            foreign = np.array([self.lean_is_foreign(us, b) for b in range(n)])
            out["magazine"][us, foreign] = 0.0
        return out

    def lean_is_foreign(self, a: int, b: int) -> bool:
        """Whether b lies outside a's own or jointly run base."""
        pair = {self.nations[a], self.nations[b]}
        return a != b and not any(pair <= base for base in INTEGRATED_BASES)

    def links(self):
        """All links: supplier, store, opening share, pull per unit of capacity, and whether the source is qualified."""
        stores_of = _rows_by(self.store_product, len(self.products))
        firms_of = _rows_by(self.firm_product, len(self.products))
        parts = []
        for product in range(len(self.products)):
            stores, firms = stores_of[product], firms_of[product]
            if len(stores) and len(firms):
                parts.append(self._spread_one(product, stores, firms))
            for f in firms:
                rows = slice(self.firm_stores[f], self.firm_stores[f + 1])
                self.need[rows] = self.rate[f] * self.recipe[rows]
        if not parts:
            raise BadInput("no line makes anything that is wanted")
        return tuple(np.concatenate(column) for column in zip(*parts, strict=True))

    def _spread_one(self, product: int, stores: np.ndarray, firms: np.ndarray):
        material = self.facts.products[self.products[product]].kind == "material"
        magazine = self.store_firm[stores] < 0
        a, b = self.store_nation[stores][:, None], self.firm_nation[firms][None, :]
        lean = np.where(magazine[:, None], self.lean["magazine"][a, b], self.lean["part"][a, b])
        working = (self.capacity[firms] > 0) & ~self.latent[firms]
        if self.products[product] in NATIONAL_PARTS:
            lean = np.where(lean == PART_ABROAD, 0.0, lean)
        if material:
            lean = np.where(lean > 0, lean, 1.0)  # bulk goods are bought wherever they are made
        else:
            for open_to in (~self.closed_row(firms), np.ones(len(firms), bool)):  # who makes it nowhere near buys it elsewhere
                lean[(lean * working).sum(axis=1) == 0] = open_to.astype(float)
        lean = lean * working
        use = balance(lean, self.need[stores], self.capacity[firms])
        share = _normalised(lean * self.capacity[firms], use)
        self.rate[firms] += (share * self.need[stores][:, None]).sum(axis=0)
        qualified = (share > 0).astype(float)
        qualified[:, self.latent[firms]] = 1.0
        typical = np.divide(1.0, (share > 0).sum(axis=1), out=np.zeros(len(stores)), where=(share > 0).any(axis=1))
        pull = np.where(share > 0, share, typical[:, None] * np.where(a == b, 1.0, 0.5))
        supplier = np.broadcast_to(firms, use.shape)
        store = np.broadcast_to(stores[:, None], use.shape)
        possible = np.broadcast_to(~self.closed_row(firms), use.shape) | (share > 0)
        return tuple(x[possible] for x in (supplier, store, share, pull, qualified))

    def closed_row(self, firms: np.ndarray) -> np.ndarray:
        """Whether each line stands in an adversary's land."""
        closed = np.array([self.facts.nations[x].role == "adversary" for x in self.nations])
        return closed[self.firm_nation[firms]]


def balance(lean: np.ndarray, need: np.ndarray, capacity: np.ndarray, rounds: int = 60) -> np.ndarray:
    """Spread needs [s] over lines [f] so that lines fill evenly, starting from the buyers' leanings [s, f].

    Iterative proportional fitting (Deming and Stephan 1940): rows sum to the needs exactly, columns follow capacity as far as
    the leanings allow. Returns [s, f] units a month.
    """
    use = lean * np.maximum(capacity, 1e-12)
    use = use * np.divide(need, use.sum(axis=1), out=np.zeros(len(need)), where=(use > 0).any(axis=1))[:, None]
    reachable = max(capacity[lean.any(axis=0)].sum(), 1e-12)
    if len(need) == 1 or len(capacity) == 1 or need.sum() <= 0:
        return use
    wanted = capacity / reachable * need.sum()
    for _ in range(rounds):
        columns = use.sum(axis=0)
        scale = np.divide(wanted, columns, out=np.ones_like(columns), where=columns > 0)
        use = use * scale
        rows = use.sum(axis=1)
        use = use * np.divide(need, rows, out=np.zeros_like(rows), where=rows > 0)[:, None]
        if np.abs(scale - 1.0).max() < 1e-6:
            break
    return use


def _normalised(leaning: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Shares of each row of `use`; where a store buys nothing yet, the shares it would lean to."""
    total = use.sum(axis=1, keepdims=True)
    weight = np.where(total > 0, use, leaning)
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    share[share < np.minimum(SMALLEST_SHARE, share.max(axis=1, keepdims=True))] = 0.0
    total = share.sum(axis=1, keepdims=True)
    return np.divide(share, total, out=np.zeros_like(share), where=total > 0)


def _rows_by(values: np.ndarray, n: int) -> list[np.ndarray]:
    order = np.argsort(values, kind="stable")
    return np.split(order, np.searchsorted(values[order], np.arange(1, n)))
