"""What claims read from an outcome: units and value by nation and months, one number a world."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from abm.judgement.outcome import Outcome, added
from abm.state.base import DAYS

ALL = slice(None)
HALF_WINDOW = 3


def around(month: int) -> slice:
    """The half year about a month."""
    return slice(month - HALF_WINDOW, month + HALF_WINDOW)


def over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """The ratio, undefined where there is nothing to divide by."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=np.abs(whole) > 0.0)


def gain(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """What is gained, in percent of what there was."""
    return 100.0 * over(after - before, before)


def made(o: Outcome, product: str, nation: str | None = None, months: slice = ALL) -> np.ndarray:
    """Units of a product made in a nation, or anywhere, over these months [world]."""
    return added(_groups(o, o.made, product, nation)[months], 0)


def capacity(o: Outcome, product: str, nation: str) -> np.ndarray:
    """Plant of the nation's working lines for the product, units a month [month, world]."""
    return _groups(o, o.capacity, product, nation)


def _groups(o: Outcome, record: np.ndarray, product: str, nation: str | None) -> np.ndarray:
    meant = o.base.groups[:, 0] == o.products.index(product)
    if nation is not None:
        meant &= o.base.groups[:, 1] == o.base.nations.index(nation)
    return added(record[:, meant], 1)


def made_value(o: Outcome, months: slice, nation: str | None = None) -> np.ndarray:
    """Value of all systems and services made in a nation, or anywhere, over these months, USD [world]."""
    return sum(price * made(o, system, nation, months) for system, price in zip(o.systems, o.price, strict=True))


def landed(o: Outcome, system: str, nation: str) -> np.ndarray:
    """Units of a system that reach the nation's magazine [month, world]."""
    systems, nations = o.magazine
    rows = (systems == o.systems.index(system)) & (nations == o.base.nations.index(nation))
    return added(o.landed[:, rows], 1)


def stock(o: Outcome, system: str, nation: str) -> np.ndarray:
    """Units of a system in the nation's magazine at each month's end [month, world]."""
    systems, nations = o.magazine
    rows = (systems == o.systems.index(system)) & (nations == o.base.nations.index(nation))
    return added(o.stock[:, rows], 1)


def delivered(o: Outcome, months: slice) -> np.ndarray:
    """Value that reaches all magazines over these months, USD [world]."""
    return added(o.delivered[months], 0)


def to_allies(o: Outcome, months: slice) -> np.ndarray:
    """Value that reaches the magazines of all nations but the USA over these months, USD [world]."""
    systems, nations = o.magazine
    rows = nations != o.base.nations.index("USA")
    return added(added(o.landed[months][:, rows], 0) * o.price[systems[rows]][:, None], 0)


def from_abroad(o: Outcome, nations: Iterable[str], months: slice) -> np.ndarray:
    """Value that lines abroad make for these nations' magazines over these months, USD [world]."""
    rows = o.base.nation_rows(nations)
    return added((o.bought - o.home)[months][:, rows], 0, 1)


def saved(o: Outcome, without: Outcome, nation: str, months: slice = ALL) -> np.ndarray:
    """Of the foreign claims that a nation puts off without an agreement, the percentage it serves in their turn with one [world]."""
    row = o.base.nations.index(nation)
    put_off = [1.0 - one.honour[months, row].mean(axis=0) for one in (without, o)]
    return 100.0 * over(put_off[0] - put_off[1], put_off[0])


def days_under_way(o: Outcome, inside: bool) -> np.ndarray:
    """Mean days under way to magazines in the theatre of the first conflict, by value shipped in the last month run [world].

    `inside`: from lines in that theatre, a nation's own included; else from all others. Services do not travel.
    """
    net, base = o.base.net, o.base
    theatre = next(event.theatre for event in o.scenario.events if event.kind == "conflict")
    there = np.array([base.facts.nations[name].theatre == theatre for name in base.nations])
    goods = (net.link_store >= net.first) & ~np.isin(net.firm_product[net.link_firm], base.services)
    links = np.flatnonzero(goods & there[net.link_to] & (there[net.link_from] == inside))
    price = net.price[net.firm_product[net.link_firm[links]]][:, None]
    value = np.concatenate([run.state.links.shipped[links] for run in o.runs], axis=-1) * price
    return over(added(value * base.transit[links][:, None], 0) * DAYS, added(value, 0))


def months_until(reached: np.ndarray) -> np.ndarray:
    """Months until the first in which something is reached; all there are, where it never is [world]."""
    return np.where(reached.any(axis=0), reached.argmax(axis=0) + 1.0, float(len(reached)))
