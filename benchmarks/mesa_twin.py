"""The flows once more, an object for everything: what a plain Mesa model of the same world would do.

Lines, magazines and licensing offices are agents; shelves and claims are objects they hold. Decisions are frozen, as
in `flows_only`. Written as plain Mesa is written, neither hurried nor slowed; what touches only a line's own claims is
done in one go, and lines that do not exist have no object.
"""

from __future__ import annotations

import mesa
import numpy as np

from abm.facts.parameters import Parameters
from abm.flows.limits import CAPACITY, INPUT, LABOUR, ORDERS, STOPPAGE
from abm.state.columns import ACTIVE, DEFERRED, PARTNER, TIERS
from benchmarks.flows_only import Frozen


class Shelf:
    """What a line or a nation holds of one product, and the claims by which it is filled."""

    def __init__(self, quantity: float, pipeline: float, lead: float, recipe: float = 0.0, critical: float = 0.0, reserve: float = 0.0):
        self.quantity, self.pipeline, self.lead = quantity, pipeline, lead
        self.recipe, self.critical, self.reserve = recipe, critical, reserve
        self.used = self.landed = self.missed = 0.0
        self.claims: list[Claim] = []

    def order(self, units: float) -> None:
        """Spread an order over the suppliers, as far as they accept it."""
        for claim in self.claims:
            asked = units * claim.share * claim.line.accept
            self.pipeline += asked
            claim.owed += claim.signed(asked)


class Claim:
    """A holder's claim on a line: units requested, owed, awaiting licence and under way."""

    def __init__(self, line: Line, shelf: Shelf, row: int, frozen: Frozen, pace: float):
        links, ring = frozen.state.links, frozen.state.links.ring
        self.line, self.shelf, self.pace = line, shelf, pace
        self.owed, self.queued, self.share, self.release = (
            float(column[row, 0]) for column in (links.owed, links.queued, links.share, links.release)
        )
        self.sold, self.sign, self.signing = bool(links.sold[row]), float(links.sign[row, 0]), float(links.signing[row, 0])
        stands = int(links.tier_of[row])
        kept = float(links.honour[row, 0])
        parted = [kept * (tier == stands) + (1.0 - kept) * (tier == DEFERRED) for tier in range(TIERS)]
        self.tiers = links.claim[row, :, 0].tolist() if stands < 0 else parted
        self.licensed = bool(links.licensed[row])
        self.whole, self.later = int(links.whole[row]), float(links.later[row])
        coming = {now: float(ring[now % len(ring), row, 0]) for now in range(frozen.begin, frozen.begin + len(ring))}
        self.arrivals = {now: units for now, units in coming.items() if units}
        self.sailing = sum(coming.values())

    def signed(self, units: float) -> float:
        """Units that come under contract: at once, or in a government sale a share of all that is requested."""
        if not self.sold:
            return units
        self.signing += units
        contracted = self.signing * self.sign
        self.signing -= contracted
        return contracted

    def arrive(self, now: int) -> None:
        """Goods whose time under way is over enter the shelf."""
        units = self.arrivals.pop(now, 0.0)
        if units:
            self.sailing -= units
            self.shelf.quantity += units
            self.shelf.pipeline -= units
            self.shelf.landed += units

    def depart(self, now: int, units: float) -> None:
        """Put goods under way; a fraction of a part is split over two arrivals."""
        arrives, later = now + self.whole, self.later * units
        self.arrivals[arrives] = self.arrivals.get(arrives, 0.0) + units - later
        if later > 0.0:
            self.arrivals[arrives + 1] = self.arrivals.get(arrives + 1, 0.0) + later
        self.sailing += units


class Line(mesa.Agent):
    """One production line."""

    def __init__(self, model: Twin, row: int):
        super().__init__(model)
        firms = model.frozen.state.firms
        self.row = row
        self.active = firms.status[row, 0] == ACTIVE
        self.capacity, self.crew, self.running, self.planned, self.accept, self.pledge = (
            float(column[row, 0]) for column in (firms.capacity, firms.crew, firms.running, firms.planned, firms.accept, firms.pledge)
        )
        self.shelves: list[Shelf] = []
        self.claims: list[Claim] = []
        self.made = self.short = 0.0
        self.limit_time = [0.0] * 5

    def receive(self) -> None:
        """Take in what arrives for its customers."""
        for claim in self.claims:
            claim.arrive(self.model.now)

    def order(self) -> None:
        """Order every input up to its shelf and its pipeline."""
        model = self.model
        for shelf in self.shelves:
            use = shelf.recipe * self.planned
            short = (model.cover + shelf.reserve) * use - shelf.quantity
            unfilled = shelf.lead * use - shelf.pipeline
            shelf.order(max(0.0, use + (short + model.weight * unfilled) / model.adjust) * model.dt)

    def work(self) -> None:
        """See what falls due, make what it can of it, and hand it out."""
        due = [0.0] * TIERS
        for claim in self.claims:
            units = claim.owed * claim.pace
            for tier, share in enumerate(claim.tiers):
                due[tier] += units * share
        self.ship(self.rationed(due, self.produce(sum(due))))

    def produce(self, demand: float) -> float:
        """Output: the least of orders due, plant, crews and inputs."""
        dt, overtime = self.model.dt, 1.0 + self.model.overtime
        plant = self.capacity * overtime * dt * self.running if self.active else 0.0
        crews = self.crew * overtime * dt * self.running
        least, limit = demand, ORDERS
        if plant < least:
            least, limit = plant, CAPACITY if self.running >= 1.0 else STOPPAGE
        if crews < least:
            least, limit = crews, LABOUR if self.running >= 1.0 else STOPPAGE
        ceiling = least
        for shelf in self.shelves:
            bound = shelf.critical * shelf.quantity / shelf.recipe + (1.0 - shelf.critical) * ceiling
            if bound < least:
                least, limit = bound, INPUT
        for shelf in self.shelves:
            taken = min(shelf.recipe * least, shelf.quantity)
            shelf.quantity -= taken
            shelf.used += taken
        self.made += least
        self.short += demand - least
        self.limit_time[limit] += dt
        return least

    def rationed(self, due: list[float], output: float) -> list[float]:
        """Share of each tier's due claims that it serves."""
        held = min(due[PARTNER], self.pledge * output)
        left = output - held
        fill = []
        for tier, owed in enumerate(due):
            given = held if tier == PARTNER else 0.0
            more = min(left, owed - given)
            left -= more
            fill.append(min(1.0, (given + more) / owed) if owed > 0.0 else 0.0)
        return fill

    def ship(self, fill: list[float]) -> None:
        """Hand the output to its claims; what needs no licence sails at once."""
        now = self.model.now
        for claim in self.claims:
            served = sum(share * part for share, part in zip(claim.tiers, fill, strict=True))
            units = claim.owed * claim.pace * served
            claim.owed -= units
            if claim.licensed:
                claim.queued += units
            else:
                claim.depart(now, units)


class Magazine(mesa.Agent):
    """What one nation holds of one system."""

    def __init__(self, model: Twin, row: int, shelf: Shelf):
        super().__init__(model)
        (nations, _, stores, _), net = model.frozen.state, model.frozen.base.net
        self.row, self.shelf, n = row, shelf, net.store_nation[row]
        self.lift = 0.0 if net.store_service[row] else float(nations.lift[n, 0])
        self.lost, self.forward = float(nations.lost[n, 0]), float(stores.forward[row, 0])
        self.use_rate, self.plan = float(stores.use_rate[row, 0]), float(stores.plan[row, 0])

    def consume(self) -> None:
        """Take this part's use; what the magazine cannot give is missed."""
        shelf, dt = self.shelf, self.model.dt
        wanted, near = self.use_rate * dt, min(self.forward, shelf.quantity)
        gone = near * self.lost * dt
        taken = min(wanted, (near if self.lift > 0.0 else shelf.quantity) - gone)
        shelf.quantity -= taken + gone
        shelf.used += taken + gone
        shelf.missed += wanted - taken
        if self.lift > 0.0:
            self.forward -= taken + gone
            self.forward += (shelf.quantity - self.forward) * min(1.0, dt / self.lift)

    def order(self) -> None:
        """Order what its nation planned and funded."""
        self.shelf.order(self.plan * self.model.dt)


class Office(mesa.Agent):
    """A nation's export licensing office."""

    def __init__(self, model: Twin, throughput: float):
        super().__init__(model)
        self.throughput = throughput
        self.cases: list[tuple[Claim, float]] = []

    def license(self) -> None:
        """Clear the queues: each case in its mean time, all of them no faster than the office works."""
        wanted = sum(claim.queued * claim.release * price for claim, price in self.cases)
        able = self.throughput * self.model.dt
        pace = able / wanted if wanted > able else 1.0
        for claim, _ in self.cases:
            if claim.queued > 0.0:
                units = claim.queued * claim.release * pace
                claim.queued -= units
                claim.depart(self.model.now, units)


class Twin(mesa.Model):
    """The frozen world as objects; `step()` is one part of a month."""

    def __init__(self, frozen: Frozen):
        super().__init__(rng=0)
        self.frozen, self.now, self.dt = frozen, frozen.begin, 1.0 / frozen.flow_steps
        p = Parameters(*frozen.parameters)
        self.cover, self.adjust, self.weight, self.overtime = (
            float(value[0]) for value in (p.input_cover, p.stock_adjust, p.pipeline_weight, p.overtime)
        )
        self.lines = {int(f): Line(self, int(f)) for f in np.flatnonzero(frozen.at_work.live)}
        self.shelves = self._shelves()
        self.claims = self._claims()
        getattr(mesa.Agent, "_ids", {}).pop(self, None)  # Mesa 3.3 would keep the model alive through it

    def step(self) -> None:
        """One part of a month."""
        lines, magazines = self.agents_by_type[Line], self.agents_by_type[Magazine]
        lines.do("receive")
        magazines.do("consume")
        lines.do("order")
        magazines.do("order")
        lines.do("work")
        if Office in self.agents_by_type:
            self.agents_by_type[Office].do("license")
        self.now += 1

    def totals(self) -> dict[str, np.ndarray]:
        """What flowed, and where goods and orders are, as in `Frozen.totals`; rows without an object stay put."""
        rows = {"firms": self.lines, "stores": self.shelves, "links": self.claims}

        def gathered(table: str, name: str) -> np.ndarray:
            values = getattr(getattr(self.frozen.state, table), name)[:, 0].copy()
            for row, thing in rows[table].items():
                values[row] = getattr(thing, name)
            return values

        under_way = self.frozen.state.links.ring.sum(axis=0)[:, 0]
        for row, claim in self.claims.items():
            under_way[row] = claim.sailing
        return {
            "made by lines": gathered("firms", "made"), "due and not made": gathered("firms", "short"),
            "used from stores": gathered("stores", "used"), "use missed": gathered("stores", "missed"),
            "landed in magazines": gathered("stores", "landed")[self.frozen.base.net.first :],
            "held": gathered("stores", "quantity"), "on order": gathered("stores", "pipeline"),
            "requested": gathered("links", "signing"),
            "owed": gathered("links", "owed"), "awaiting licence": gathered("links", "queued"), "under way": under_way,
        }  # fmt: skip

    def _shelves(self) -> dict[int, Shelf]:
        net, stores = self.frozen.base.net, self.frozen.state.stores
        shelves = {}
        for s, holder in enumerate(net.store_firm.tolist()):
            if holder in self.lines or holder < 0:
                shelf = shelves[s] = Shelf(
                    float(stores.quantity[s, 0]), float(stores.pipeline[s, 0]), float(stores.lead[s, 0]),
                    float(net.store_recipe[s]), float(net.store_critical[s]), float(stores.reserve[s, 0]),
                )  # fmt: skip
                if holder < 0:
                    Magazine(self, s, shelf)
                else:
                    self.lines[holder].shelves.append(shelf)
        return shelves

    def _claims(self) -> dict[int, Claim]:
        frozen, net = self.frozen, self.frozen.base.net
        nations = frozen.state.nations
        offices: dict[int, Office] = {}
        claims = {}
        for f, line in self.lines.items():
            quoted, price = float(net.lead[net.firm_product[f]]), float(net.price[net.firm_product[f]])
            starts = frozen.at_work.starts
            for link in frozen.at_work.used[starts[f] : starts[f + 1]].tolist():
                shelf = self.shelves.get(int(net.link_store[link]))
                if shelf is None:
                    continue
                pace = min(1.0, float(nations.hurry[net.link_to[link], 0]) * self.dt / quoted)
                claim = claims[link] = Claim(line, shelf, link, frozen, pace)
                line.claims.append(claim)
                shelf.claims.append(claim)
                if claim.licensed:
                    n = int(net.link_from[link])
                    if n not in offices:
                        offices[n] = Office(self, float(nations.license_office[n, 0]))
                    offices[n].cases.append((claim, price))
        return claims
