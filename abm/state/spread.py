"""How today's rates are spread over the lines that can serve them, product by product from the systems down."""

from __future__ import annotations

import numpy as np

from abm.facts.problems import BadInput

HOME, INTEGRATED = 4.0, 1.0
MAGAZINE_ABROAD, PART_ABROAD = 1.0, 0.2
"""How strongly a buyer leans to a maker at home, in a jointly run base (USA and Canada), or abroad, where all could serve it."""

NATIONAL_PARTS = frozenset({"PROP_CHG", "SHELL_BODY", "LAP155"})
"""Parts qualified nation by nation: 155 mm is common in name, but few combinations of body, charge and fill are cleared (P061)."""

CLEARED = {("SHELL_BODY", "DEU", "AUS")}
"""Such parts that a nation's lines take from another's: Maryborough's bodies all go to Germany (nations.csv, L_RNM1)."""

NEW_ABROAD = 0.5
"""How strongly a buyer leans to a maker abroad whom it has never used, of what it would to one at home."""

SMALLEST_SHARE = 0.05
"""Below this share of a store's orders a supplier is left out of the network, unless nobody would buy from it then."""

INTEGRATED_BASES = (frozenset({"USA", "CAN"}),)


class Spread:
    """Spreads the rates nations buy at over the lines that can serve them, product by product from the systems down."""

    def __init__(
        self,
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
        order_rate,
        n_line_stores,
    ):
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
            lean = np.where((lean == PART_ABROAD) & ~self._cleared(product)[a, b], 0.0, lean)
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
        qualified[:, self.latent[firms] | (self.capacity[firms] <= 0)] = 1.0  # what is being built is being qualified
        pull = np.where(share > 0, share, self._newcomers_pull(firms, share) * np.where(a == b, 1.0, NEW_ABROAD))
        supplier = np.broadcast_to(firms, use.shape)
        store = np.broadcast_to(stores[:, None], use.shape)
        possible = np.broadcast_to(~self.closed_row(firms), use.shape) | (share > 0)
        return tuple(x[possible] for x in (supplier, store, share, pull, qualified))

    def _newcomers_pull(self, firms: np.ndarray, share: np.ndarray) -> np.ndarray:
        """Weight of lines that a store does not use yet [s, f]: their size over that of all lines it uses.

        A line without plant counts as the median of those that work; its draw, plant over that size, makes up for it.
        """
        plant = self.capacity[firms]
        usual = np.median(plant[plant > 0]) if (plant > 0).any() else 1.0
        size = np.where(plant > 0, plant, usual)
        used = (share > 0) @ size
        return np.divide(size[None, :], used[:, None], out=np.zeros_like(share), where=used[:, None] > 0)

    def _cleared(self, product: int) -> np.ndarray:
        """Whether lines in nation row a take a part that is qualified nation by nation from makers in nation row b [a, b]."""
        pairs = [[(self.products[product], buyer, maker) in CLEARED for maker in self.nations] for buyer in self.nations]
        return np.array(pairs)

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
    if (need > 0).sum() <= 1 or len(capacity) == 1:
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
    """Shares of each row of `use`; where a store buys nothing yet, the shares it would lean to.

    Small suppliers are left out, but no line of all its buyers: it keeps the one that takes most of it.
    """
    total = use.sum(axis=1, keepdims=True)
    weight = np.where(total > 0, use, leaning)
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    kept = share >= np.minimum(SMALLEST_SHARE, share.max(axis=1, keepdims=True))
    alone = np.flatnonzero((use > 0).any(axis=0) & ~(kept & (use > 0)).any(axis=0))
    kept[use[:, alone].argmax(axis=0), alone] = True
    share = np.where(kept, share, 0.0)
    total = share.sum(axis=1, keepdims=True)
    return np.divide(share, total, out=np.zeros_like(share), where=total > 0)


def _rows_by(values: np.ndarray, n: int) -> list[np.ndarray]:
    order = np.argsort(values, kind="stable")
    return np.split(order, np.searchsorted(values[order], np.arange(1, n)))
