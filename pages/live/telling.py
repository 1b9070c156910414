"""What happened in the month just past to one nation, system, line or link, in sentences: read from the world's tables, nothing added."""

from __future__ import annotations

import numpy as np

from abm import AllianceModel
from abm.flows.limits import INPUT, LIMITS, ORDERS, REASONS
from abm.state.base import Base
from abm.state.columns import ACTIVE, EXITED, LATENT, MOTHBALLED
from pages.explore.levers import spaced
from pages.live.deciding import LEAST, Decision, Opening, dollars, listed, of_lines, of_nations, percent, units

STATUS = {LATENT: "is not built", ACTIVE: "works", MOTHBALLED: "is mothballed", EXITED: "is given up"}
TURNED = 1e15
"""Decisions of lines that open or close are worth so much; see `pages.live.deciding`."""


def of_nation(model: AllianceModel, opening: Opening, row: int) -> list[str]:
    """Whether it fights, what reached its magazines and what they lack, what it decided, and lines of its own that opened or closed."""
    base, record, month = model.base, model.run.record, model.month - 1
    net, first = base.net, base.net.first
    mine = np.flatnonzero(net.store_nation[first:] == row)
    price = net.price[net.store_product[first:][mine]]
    landed, stock, target, missed = (getattr(record, name)[month, mine, 0] for name in ("landed", "stock", "target", "missed"))
    lack = np.maximum(target - stock, 0.0)
    said = []
    fights = float(model.run.state.nations.at_war[row, 0])
    if fights > 0:
        said.append(f"At war, at {percent(fights)} of its full use{_empty(base, mine, missed)}.")
    full = f"; they are {percent(1 - (lack * price).sum() / (target * price).sum())} full by value" if (target * price).sum() > 0 else ""
    said.append(f"{dollars((landed * price).sum())} of systems reached its magazines{full}{_worst(base, mine, lack, price)}.")
    said += [_sentence(one) for one in of_nations(model, opening) if one.nation == base.nations[row]]
    said += [f"{one.who}: {_sentence(one)}" for one in of_lines(model, opening) if one.nation == base.nations[row] and one.worth >= TURNED]
    return said


def of_system(model: AllianceModel, opening: Opening, row: int) -> list[str]:
    """What was delivered and used, what magazines lack and why, what binds its plant, and what its lines and their nations decided."""
    base, record, month = model.base, model.run.record, model.month - 1
    net, place = base.net, list(base.systems).index(row)
    mine = net.store_system[net.first :] == place
    landed, used, lack, rate = (
        float(values[mine].sum())
        for values in (
            record.landed[month, :, 0],
            record.used[month, :, 0],
            np.maximum(record.target[month, :, 0] - record.stock[month, :, 0], 0.0),
            base.holdings["order_rate"],
        )
    )
    against = f", {landed / rate:.2f} times the peacetime rate" if rate > 0 else ""
    missing = record.missing[month, place, :, 0]
    because = f", most of them {list(REASONS.values())[int(missing.argmax())]}" if missing.sum() > 0 else ""
    said = [f"{units(landed)} delivered{against}; {units(used)} used.", f"Magazines lack {units(lack)}{because}."]
    return [*said, *_bound(model, row), *_first_served(model, row), *_of_its_lines(model, opening, row)]


def of_line(model: AllianceModel, opening: Opening, row: int) -> list[str]:
    """What it made of what fell due and what bound it, and what it decided."""
    firms, base = model.run.state.firms, model.base
    status, made, short, capacity, backlog = (
        float(getattr(firms, name)[row, 0]) for name in ("status", "made", "short", "capacity", "backlog")
    )
    said = []
    if status != ACTIVE:
        said.append(f"It {STATUS[int(status)]}.")
    else:
        late = f"; {units(short)} more fell due" if short > LEAST * max(made, LEAST) else ""
        limit = int(firms.limit[row, 0])
        bound = list(LIMITS.values())[limit]
        part = _missing_part(model, row) if limit == INPUT else ""
        said.append(f"Made {units(made)}, with plant for {units(capacity)} without overtime{late}. It was bound by {part or bound}.")
        if backlog > 0:
            said.append(f"{units(backlog)} stand in its order book.")
    return said + [_sentence(one) for one in of_lines(model, opening) if one.subject == f"line:{base.firms[row]}"]


def of_link(model: AllianceModel, opening: Opening, row: int, bars: Bars) -> list[str]:
    """What went over it and what is owed, what waits for a licence, whom the supplier's nation served first, and what rules bar it."""
    links, net = model.run.state.links, model.base.net
    shipped, due, owed, queued, honour = (
        float(getattr(links, name)[row, 0]) for name in ("shipped", "fell_due", "owed", "queued", "honour")
    )
    said = [f"{units(shipped)} sent of {units(due)} that fell due; {units(owed)} more are on order."]
    if queued > 0 or links.license_time[row, 0] > 0:
        said.append(f"{units(queued)} wait for an export licence, which takes {links.license_time[row, 0]:.2g} months.")
    if net.link_from[row] != net.link_to[row] and owed > 0 and honour < 1 - LEAST:
        cost = "; what fell due was sent all the same" if due > 0 and shipped >= (1 - LEAST) * due else ""
        nation, why = int(net.link_from[row]), _why_first(model, opening, int(net.link_from[row]))
        said.append(f"{nation_name(model.base, nation)} puts {percent(1 - honour)} of this claim behind its own orders{cost}{why}.")
    barred = bars.of(model, row)
    return [*said, barred] if barred else said


def _why_first(model: AllianceModel, opening: Opening, nation: int) -> str:
    """Why a nation puts partners off, as it is told among its decisions."""
    own = (one for one in of_nations(model, opening) if one.nation == model.base.nations[nation])
    return next((f". Why: {one.because}" for one in own if "puts its own first" in one.did), "")


class Bars:
    """Which rules keep an order off a link, found by putting each in force alone; tried once for each set of rules."""

    def __init__(self) -> None:
        """Nothing has been tried."""
        self._found: dict[tuple, str] = {}

    def of(self, model: AllianceModel, row: int) -> str:
        """The reason in a sentence; empty where orders may go over the link."""
        links, base = model.run.state.links, model.base
        if links.eligible[row, 0] > 0 and links.qualified[row, 0] > 0:
            return ""
        if links.eligible[row, 0] > 0:
            return f"Nothing is ordered here: the source is not qualified for {nation_name(base, base.net.link_to[row])}."
        forced = tuple(one for one in model.mix if one.in_force(model.month - 1) and "links.eligible" in one.writes)
        if forced not in self._found:
            self._found[forced] = self._try(model, forced, row)
        return self._found[forced]

    def _try(self, model: AllianceModel, forced: tuple, row: int) -> str:
        trial, found = model.run.branch(model.run.scenario), []
        trial.month = model.month - 1  # the rules as they stood in the month just past
        for one in forced:
            trial.take_up([(one,)])
            if trial.state.links.eligible[row, 0] <= 0:
                found.append(spaced(type(one).__name__).lower())
        by = listed(found) if found else "several rules together"
        return f"Nothing may be ordered here: barred by {by}."


def nation_name(base: Base, row: int) -> str:
    """A nation's full name."""
    return base.facts.nations[base.nations[row]].name


def product_name(base: Base, row: int) -> str:
    """A product's full name, as far as it is on record."""
    name = base.products[row]
    return base.facts.products[name].name if name in base.facts.products else name.replace("_", " ")


def line_name(base: Base, row: int) -> str:
    """A line by nation, product and maker's number."""
    made, at = product_name(base, base.net.firm_product[row]), nation_name(base, base.net.firm_nation[row])
    return f"{at}, {made} ({base.firms[row].partition('.')[0]})"


def _sentence(one: Decision) -> str:
    return f"{one.did[:1].upper()}{one.did[1:]}. Why: {one.because}."


def _empty(base: Base, mine: np.ndarray, missed: np.ndarray) -> str:
    dry = [product_name(base, base.net.store_product[base.net.first + mine[place]]) for place in np.argsort(-missed) if missed[place] > 0]
    return f"; it finds no {listed(dry)}" if dry else ""


def _worst(base: Base, mine: np.ndarray, lack: np.ndarray, price: np.ndarray) -> str:
    worst = int((lack * price).argmax()) if len(lack) else 0
    if not len(lack) or lack[worst] <= 0:
        return ""
    return f"; what they lack most is {units(lack[worst])} {product_name(base, base.net.store_product[base.net.first + mine[worst]])}"


def _bound(model: AllianceModel, row: int) -> list[str]:
    limits = model.run.record.limit[model.month - 1, model.base.net.product_row[row], :, 0]
    if limits.sum() <= 0:
        return ["No line of it works."]
    most = int(limits.argmax())
    words = f"{percent(limits[most] / limits.sum())} of its plant is bound by {list(LIMITS.values())[most]}"
    beyond = np.where(np.arange(len(limits)) == ORDERS, 0.0, limits)
    if most == ORDERS and beyond.max() > LEAST * limits.sum():
        words += f", {percent(beyond.max() / limits.sum())} by {list(LIMITS.values())[int(beyond.argmax())]}"
    return [f"{words}."]


def _first_served(model: AllianceModel, row: int) -> list[str]:
    """Nations whose lines of it let claims from abroad wait."""
    net, links = model.base.net, model.run.state.links
    abroad = (net.firm_product[net.link_firm] == row) & (net.link_from != net.link_to) & (links.owed[:, 0] > 0)
    said = []
    for nation in np.unique(net.link_from[abroad]):
        own = abroad & (net.link_from == nation)
        served = float((links.owed[own, 0] * links.honour[own, 0]).sum() / links.owed[own, 0].sum())
        if served < 1 - LEAST:
            said.append(
                f"{nation_name(model.base, nation)} puts {percent(1 - served)} of what partners ordered of it behind its own orders."
            )
    return said


def _of_its_lines(model: AllianceModel, opening: Opening, row: int) -> list[str]:
    own = {f"line:{model.base.firms[line]}" for line in np.flatnonzero(model.base.net.firm_product == row)}
    return [f"{one.who}: {_sentence(one)}" for one in of_lines(model, opening) if one.subject in own]


def _missing_part(model: AllianceModel, line: int) -> str:
    """The input for want of which the line forwent most."""
    net = model.base.net
    own = np.flatnonzero(net.store_firm[: net.first] == line)
    if not len(own):
        return ""
    worst = own[int(model.run.state.stores.forgone[own, 0].argmax())]
    return f"want of {product_name(model.base, net.store_product[worst])}" if model.run.state.stores.forgone[worst, 0] > 0 else ""
