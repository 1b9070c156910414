"""The industrial base of a scenario: the network its goods flow over, its names, and the rates it opens with.

Stores of lines come first, by line; a nation's magazines follow. Links in use at the opening come before those that only rules or entry
could bring into use, each by supplier: what a month passes through lies together in memory.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from abm.facts.catalogue import Facts

DAYS = 365.25 / 12
"""Days in a month."""

ROW = np.uint32
"""Type of a row number: without a sign, so that no compiled loop has to ask whether one counts from the end."""

NETWORK_FIELDS = {
    "firm_nation": "where the line stands [firm]",
    "firm_product": "what it makes [firm]",
    "firm_links": "where each line's links begin in `supplied`, and the end [firm+1]",
    "supplied": "links by supplier, those in use at the opening first [link]",
    "firm_stores": "first input store of each line, and the end [firm+1]",
    "firm_group": "row of the line's (product, nation) in the records [firm]",
    "store_nation": "nation of the holder [store]",
    "store_product": "what is held [store]",
    "store_firm": "line that uses it, or -1 for a magazine [store]",
    "store_recipe": "units of it in one unit of the line's product; 0 for magazines [store]",
    "store_critical": "how far its lack stops output, 0..1 [store]",
    "store_ingredient": "row of the (product, input) pair in the records, or -1 [store]",
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
    "store_system": "place of what it holds among the systems, or -1 for a shelf [store]",
    "store_service": "whether the magazine counts availabilities of a service [store]",
    "store_base_rate": "units a month the magazine was bought at in peace [store]",
    "store_base_use": "availabilities a month a service needs in peace [store]",
    "store_war_use": "units a month at full war intensity [store]",
    "product_row": "row of the product in the records [product]",
    "price": "USD a unit [product]",
    "lead": "months quoted from order to delivery [product]",
    "build": "months from decision to first output of new plant [product]",
    "qualified": "1 where what a new line makes must be qualified first, 0 for services, whose yards are certified as they are [product]",
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
    standing: np.ndarray  # plant over that of its size which stood at the opening [firm]
    planned: np.ndarray  # units a month of plant already under way [firm]
    opens: np.ndarray  # months until that opens [firm]
    share: np.ndarray  # opening share of each store's orders [link]
    qualified: np.ndarray  # whether the source is in use or has long been qualified [link]
    released: np.ndarray  # whether the technology is free for a line to be set up [firm]
    transit: np.ndarray  # months under way [link]
    holdings: dict[str, np.ndarray] = field(default_factory=dict)  # per magazine: stock, requirement, order_rate, war_use

    @property
    def shape(self) -> dict[str, int]:
        """Rows of each table."""
        n = self.net
        return {
            "nations": len(self.nations),
            "firms": len(self.firms),
            "stores": len(n.store_nation),
            "links": len(n.link_firm),
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
    def recipes(self) -> dict[str, dict[str, tuple[float, float]]]:
        """Units of each part in one unit of a product, and how critical it is, as the records count products; generated lines left out."""
        net, names = self.net, self.recorded
        found: dict[str, dict[str, tuple[float, float]]] = {}
        for s in range(net.first):
            product, part = (int(net.product_row[row]) for row in (net.firm_product[net.store_firm[s]], net.store_product[s]))
            if "SUB_TIER" not in (names[product], names[part]):
                found.setdefault(names[product], {})[names[part]] = (float(net.store_recipe[s]), float(net.store_critical[s]))
        return found

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
    def usual_size(self) -> np.ndarray:
        """Median size of the working lines of each line's product, for lines that do not work yet [firm]."""
        size = np.ones(len(self.firms))
        for product in np.unique(self.net.firm_product[self.capacity <= 0]):
            same = self.net.firm_product == product
            working = self.capacity[same & (self.capacity > 0)]
            usual = np.median(working) if len(working) else np.nan
            own = np.maximum(self.planned[same], self.net.entrant[same])
            size[same] = np.where(np.isnan(usual), np.maximum(own, 1e-6), usual)
        return size

    @cached_property
    def need(self) -> np.ndarray:
        """Units a month that go into each store at the opening [store]."""
        net = self.net
        need = np.zeros(len(net.store_nation))
        lines = net.store_firm >= 0
        need[lines] = self.rate[net.store_firm[lines]] * net.store_recipe[lines]
        need[~lines] = self.holdings["order_rate"]
        return need

    @cached_property
    def export_value(self) -> np.ndarray:
        """USD a month of goods under a law on arms exports that each nation sends abroad at the opening [nation]."""
        net = self.net
        value = self.need[net.link_store] * self.share * net.price[net.firm_product[net.link_firm]]
        out = np.zeros(len(self.nations))
        np.add.at(out, net.link_from[self.under_export_law], value[self.under_export_law])
        return out

    @cached_property
    def under_export_law(self) -> np.ndarray:
        """Links that cross a border with goods, not services, that a law on arms exports covers [link]."""
        net = self.net
        covered = [one.licensed and one.kind != "service" for one in (self.facts.products[name] for name in self.products)]
        return (net.link_from != net.link_to) & np.array(covered)[net.firm_product][net.link_firm]
