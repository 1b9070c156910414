"""The flows again, slow and plain: one world, whole-array NumPy, nothing compiled, written from the equations.

Tests hold the compiled phases to it, and the benchmark times them against it:

    world = one_world(run.state)                       # copies of every column, [row, ...], of one world
    p = one_set(run.parameters)                        # {name: number}
    tally = run_parts(run.base.net, world, p, parts=4, now0=4 * run.month, dt=1 / 4)

`run_parts` changes `world` in place and returns what happened in those parts.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from abm.facts.parameters import PARAMETERS
from abm.state.columns import TABLES

URGENT, RATED, PARTNER, ORDINARY, DEFERRED = range(5)
ORDERS, CAPACITY, LABOUR, INPUT, STOPPAGE = range(5)
ACTIVE = 1


def one_world(state, world: int = 0) -> SimpleNamespace:
    """A copy of one world's columns: `world.stores.quantity[s]`, `world.links.claim[l, tier]` and so on."""

    def of_world(table, name, column):
        varies = name in TABLES[table] or name == "ring"
        return (column[..., world] if varies else column).copy()

    return SimpleNamespace(**{
        table: SimpleNamespace(**{name: of_world(table, name, column) for name, column in columns._asdict().items()})
        for table, columns in state._asdict().items()
    })  # fmt: skip


def one_set(parameters, world: int = 0) -> dict[str, float]:
    """The parameters of one world by name."""
    return {name: float(value) for name, value in zip(PARAMETERS, parameters[:, world], strict=True)}


def run_parts(net, world: SimpleNamespace, p: dict[str, float], parts: int, now0: int, dt: float) -> SimpleNamespace:
    """Let goods flow for `parts` parts of `dt` months, the first of them the `now0`-th since the start.

    Returns the tallies of all these parts: made, short, limit_time of lines; used, missed, landed, booked of stores;
    fell_due and shipped of links; bound of each (product, input) pair.
    """
    firms, stores, links = len(net.firm_nation), len(net.store_nation), len(net.link_firm)
    tally = SimpleNamespace(
        made=np.zeros(firms), short=np.zeros(firms), limit_time=np.zeros((firms, 5)), tied=np.zeros(firms, bool),
        used=np.zeros(stores), missed=np.zeros(stores), landed=np.zeros(stores), booked=np.zeros(stores),
        fell_due=np.zeros(links), shipped=np.zeros(links), bound=np.zeros(net.store_ingredient.max(initial=0) + 1),
    )  # fmt: skip
    world.links.claim = claims(world.links)
    for now in range(now0, now0 + parts):
        arrive(net, world, tally, now)
        consume(net, world, tally, now * dt, dt)
        ask = order(net, world, p, dt)
        book(net, world, tally, ask)
        due, falling = fall_due(net, world, tally, dt)
        output = produce(net, world, p, tally, due, dt)
        fill = ration(due, output, world.firms.pledge)
        ship(net, world, tally, falling, fill, now, dt)
        license_exports(net, world, now, dt)
    tally.due = due
    return tally


def claims(links):
    """How each claim divides over the tiers [l, tier]: one tier and what is not honoured deferred, or as `claim` says."""
    kept, deferred = np.eye(5)[np.maximum(links.tier_of, 0)], np.eye(5)[DEFERRED]
    parted = links.honour[:, None] * kept + (1.0 - links.honour[:, None]) * deferred
    return np.where((links.tier_of >= 0)[:, None], parted, links.claim)


def arrive(net, world, tally, now):
    """Goods whose time under way is over enter their stores."""
    links, stores = world.links, world.stores
    slot = now % len(links.ring)
    units = links.ring[slot].copy()
    links.ring[slot] = 0.0
    arrived = _sum_by(net.link_store, units, len(stores.quantity))
    stores.quantity += arrived
    stores.pipeline -= arrived
    tally.landed += arrived


def consume(net, world, tally, time, dt):
    """A magazine gives min(wanted, reached); the instant at which a fighting nation's first runs dry is kept.

    Far from home a nation reaches what lies forward, less what is lost there; the rest follows by sea.
    """
    stores, nations, n = world.stores, world.nations, net.store_nation
    magazine = np.arange(len(stores.quantity)) >= net.first
    wanted = np.where(magazine, stores.use_rate * dt, 0.0)
    far = magazine & (nations.lift[n] > 0) & ~net.store_service
    near = np.where(magazine, np.minimum(stores.forward, stores.quantity), 0.0)
    gone = near * nations.lost[n] * dt
    taken = np.minimum(wanted, np.where(far, near, stores.quantity) - gone)
    fights = nations.at_war[n] > 0
    dry = magazine & fights & (taken < wanted) & np.isinf(stores.exhausted_at)
    stores.exhausted_at[dry] = time + dt * taken[dry] / wanted[dry]
    stores.quantity -= taken + gone
    tally.used += taken + gone
    tally.missed += wanted - taken
    left = stores.forward - taken - gone
    voyage = np.minimum(1.0, np.divide(dt, nations.lift[n], out=np.zeros(len(n)), where=far))
    stores.forward = np.where(far, left + (stores.quantity - left) * voyage, stores.forward)


def order(net, world, p, dt):
    """Units each store orders: a shelf O = max(0, u + (S* - S)/tau + beta (L u - P)/tau) dt, a magazine its plan."""
    stores = world.stores
    shelf = np.arange(len(stores.quantity)) < net.first
    use = net.store_recipe[shelf] * world.firms.planned[net.store_firm[shelf]]
    stores.plan[shelf] = use
    stores.target[shelf] = (p["input_cover"] + stores.reserve[shelf]) * use
    gap = stores.target[shelf] - stores.quantity[shelf]
    unfilled = stores.lead[shelf] * use - stores.pipeline[shelf]
    rate = stores.plan.copy()
    rate[shelf] = np.maximum(0.0, use + gap / p["stock_adjust"] + p["pipeline_weight"] * unfilled / p["stock_adjust"])
    stores.ask = rate * dt
    return stores.ask


def book(net, world, tally, ask):
    """Orders go to suppliers by share, as far as they are accepted; a government sale is requested first and signed later."""
    links = world.links
    units = ask[net.link_store] * links.share * world.firms.accept[net.link_firm]
    world.stores.pipeline += _sum_by(net.link_store, units, len(ask))
    requested = links.signing + units
    signed = np.where(links.sold, requested * links.sign, units)
    links.signing = np.where(links.sold, requested - signed, links.signing)
    links.owed += signed
    tally.booked += _sum_by(net.link_store, signed, len(ask))


def fall_due(net, world, tally, dt):
    """An order book falls due evenly over the quoted lead, faster by `hurry`: (due [f, tier], units [l])."""
    quoted = net.lead[net.firm_product[net.link_firm]]
    falling = world.links.owed * np.minimum(1.0, world.nations.hurry[net.link_to] * dt / quoted)
    tally.fell_due += falling
    due = np.zeros((len(net.firm_nation), 5))
    np.add.at(due, net.link_firm, falling[:, None] * world.links.claim)
    return due, falling


def produce(net, world, p, tally, due, dt):
    """x = min(due, plant, crews, inputs); an input bounds by c S/A + (1 - c) x0, x0 the least of the rest."""
    firms, stores = world.firms, world.stores
    demand = due.sum(axis=1)
    able = (1.0 + p["overtime"]) * dt * firms.running
    plant = np.where(firms.status == ACTIVE, firms.capacity * able, 0.0)
    x0 = np.minimum(demand, np.minimum(plant, firms.crew * able))
    limit = np.select([x0 == demand, x0 == plant], [ORDERS, CAPACITY], LABOUR)
    limit[(limit != ORDERS) & (firms.running < 1.0)] = STOPPAGE
    bounds = np.sort([demand, plant, firms.crew * able], axis=0)
    tally.tied |= (bounds[1] - bounds[0]) < 1e-9 * bounds[1]

    shelf = slice(0, net.first)
    user, recipe, critical = net.store_firm[shelf], net.store_recipe[shelf], net.store_critical[shelf]
    allows = critical * stores.quantity[shelf] / recipe + (1.0 - critical) * x0[user]
    scarcest = np.full(len(x0), np.inf)
    np.minimum.at(scarcest, user, allows)
    x = np.minimum(x0, scarcest)
    held_up = scarcest < x0
    limit[held_up] = INPUT
    for f in np.flatnonzero(held_up):
        own = np.flatnonzero(user == f)
        culprit = own[np.argmin(allows[own])]
        tally.bound[net.store_ingredient[culprit]] += x0[f] - x[f]

    taken = np.minimum(recipe * x[user], stores.quantity[shelf])
    stores.quantity[shelf] -= taken
    tally.used[shelf] += taken
    tally.made += x
    tally.short += demand - x
    tally.limit_time[np.arange(len(x)), limit] += dt
    return x


def ration(due, output, pledge):
    """Share of each tier's due claims that is served: partners' pledged part first, then tier by tier."""
    given = np.zeros_like(due)
    given[:, PARTNER] = np.minimum(due[:, PARTNER], pledge * output)
    left = output - given[:, PARTNER]
    for tier in (URGENT, RATED, PARTNER, ORDINARY, DEFERRED):
        more = np.minimum(left, due[:, tier] - given[:, tier])
        given[:, tier] += more
        left = left - more
    return np.divide(given, due, out=np.zeros_like(due), where=due > 0.0).clip(0.0, 1.0)


def ship(net, world, tally, falling, fill, now, dt):
    """Each claim gets its tiers' shares of what fell due; what needs no licence sails, the rest joins the queue."""
    links = world.links
    units = falling * (links.claim * fill[net.link_firm]).sum(axis=1)
    links.owed -= units
    tally.shipped += units
    free = links.release >= 1.0
    links.queued += np.where(free, 0.0, units)
    depart(links, np.where(free, units, 0.0), now, dt)


def depart(links, units, now, dt):
    """Goods arrive after their transit, at least one part; a fraction of a part splits them over two arrivals."""
    slots = len(links.ring)
    parts = np.clip(links.transit / dt, 1.0, slots - 2.0)
    whole = np.floor(parts).astype(int)
    link = np.arange(len(units))
    late = (parts - whole) * units
    links.ring[(now + whole) % slots, link] += units - late
    links.ring[(now + whole + 1) % slots, link] += late


def license_exports(net, world, now, dt):
    """Queues clear r Q in a part; where an office cannot clear the value of all, every case waits in proportion."""
    links = world.links
    abroad = net.link_from != net.link_to
    wanted = np.where(abroad, links.queued * links.release, 0.0)
    value = _sum_by(net.link_from, wanted * net.price[net.firm_product[net.link_firm]], len(world.nations.license_office))
    office = world.nations.license_office * dt
    pace = np.divide(office, value, out=np.ones_like(value), where=value > office)
    cleared = wanted * pace[net.link_from]
    links.queued -= cleared
    depart(links, cleared, now, dt)


def _sum_by(rows, values, n):
    total = np.zeros(n)
    np.add.at(total, rows, values)
    return total
