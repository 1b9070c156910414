"""What nations and lines decided in the month just past, and why, in plain words: read from the world's tables, nothing added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from abm import AllianceModel
from abm.facts.parameters import P
from abm.state.base import DAYS
from abm.state.columns import ACTIVE, EXITED, LATENT, MOTHBALLED

LEAST = 0.005
"""Shares below this are not worth a word."""

FEW = 1e-3
"""A line that trains less than this share of its crews is not said to be hiring."""


A_YEAR = 365.25


@dataclass(frozen=True)
class Decision:
    """One decision of one nation, or of one of its lines: what it did, and what stood behind it."""

    nation: str
    subject: str  # whose story it belongs to, as an address says it
    who: str
    did: str
    because: str
    worth: float  # USD, by which decisions are ranked


@dataclass(frozen=True)
class Opening:
    """What decisions of a month could see: what stood in the stores, and which lines were at work, when it opened."""

    quantity: np.ndarray
    status: np.ndarray

    @classmethod
    def of(cls, model: AllianceModel) -> Opening:
        """As the world stands now."""
        state = model.run.state
        return cls(state.stores.quantity[:, 0].copy(), state.firms.status[:, 0].copy())


def of_nations(model: AllianceModel, opening: Opening) -> tuple[Decision, ...]:
    """Whom nations put off, what they lent and what they spent; those who put off most stand first."""
    found = []
    for row, name in enumerate(model.base.nations):
        title = model.base.facts.nations[name].name
        for did, because, worth in (*_put_off(model, opening, row), *_lent(model, row), *_spent(model, row)):
            found.append(Decision(name, f"nation:{name}", title, did, because, worth))
    return tuple(sorted(found, key=lambda one: -one.worth))


def _put_off(model: AllianceModel, opening: Opening, row: int) -> list[tuple[str, str, float]]:
    """What a nation's lines owe to partners whose claims it lets wait behind its own, in the product of which this is most."""
    net, links, parameters = model.base.net, model.run.state.links, model.run.parameters[:, 0]
    abroad = np.flatnonzero((net.link_from == row) & (net.link_to != row) & (links.owed[:, 0] > 0))
    product = net.firm_product[net.link_firm[abroad]]
    owed = links.owed[abroad, 0] * net.price[product]
    waits = owed * (1.0 - links.honour[abroad, 0])
    if owed.sum() <= 0 or waits.sum() < LEAST * owed.sum():
        return []
    by_product = np.bincount(product, waits, minlength=len(model.base.products))
    most = int(by_product.argmax())
    mine = product == most
    share = waits[mine].sum() / owed[mine].sum()
    partners = sorted({_nation(model, to) for to in net.link_to[abroad[mine]]})
    ordered = f"what {listed(partners)} ordered of {_product(model, most)}"
    did = f"puts its own first: {percent(share)} of {ordered} waits behind its own orders"
    if waits.sum() - by_product[most] > LEAST * owed.sum():
        did += f"; of all that its lines owe to partners, {percent(waits.sum() / owed.sum())}"
    own = int(net.link_own[abroad[mine][0]])
    return [(did, _why_put_off(model, opening, row, own, parameters), float(waits.sum()))]


def _why_put_off(model: AllianceModel, opening: Opening, row: int, own: int, parameters: np.ndarray) -> str:
    """The nation's own cover and danger, and which of the two speaks louder against its partners."""
    stores, nations, net = model.run.state.stores, model.run.state.nations, model.base.net
    danger, floor = float(nations.danger[row, 0]), float(nations.floor[row, 0])
    if own >= 0 and stores.target[own, 0] > 0:
        held, target = opening.quantity[own], stores.target[own, 0]
        cover = min(1.0, held / target)
        use = net.store_war_use[own] / DAYS
        told = f"its own magazine held {_days(held, use)}{percent(cover)} of what it plans"
        if cover < floor:
            return f"{told}, and its rule serves own stocks first below {percent(floor)}"
    else:
        mine = np.flatnonzero(net.store_nation[net.first :] == row) + net.first
        price = net.price[net.store_product[mine]]
        value = (stores.target[mine, 0] * price).sum()
        cover = (np.minimum(stores.target[mine, 0], opening.quantity[mine]) * price).sum() / value if value > 0 else 1.0
        told = f"its magazines were {percent(cover)} full by value"
    against = {
        f"its danger stands at {percent(danger)}": parameters[P.honour_threat] * danger,
        told: parameters[P.honour_cover] * (1.0 - cover),
    }
    return ", and ".join(sorted(against, key=lambda one: -against[one]))


def _lent(model: AllianceModel, row: int) -> list[tuple[str, str, float]]:
    net, stores = model.base.net, model.run.state.stores
    mine = np.flatnonzero((net.store_nation == row) & (stores.lent[:, 0] > 0))
    return [
        (
            f"lends {units(stores.lent[one, 0])} {_product(model, net.store_product[one])} from its stock",
            "a partner fights and lacks them, and its own stock lies above half its target",
            float(stores.lent[one, 0] * net.price[net.store_product[one]]),
        )
        for one in mine
        if one >= net.first
    ]


def _spent(model: AllianceModel, row: int) -> list[tuple[str, str, float]]:
    nations = model.run.state.nations
    spent, budget, aided = (float(column[row, 0]) for column in (nations.spent, nations.budget, nations.aided))
    if spent <= 0:
        return []
    aid = f", and sets {dollars(aided)} aside for plant at home" if aided > LEAST * spent else ""
    used = f"all of its {dollars(budget)} for the month" if spent > (1 - LEAST) * budget else f"it may spend {dollars(budget)} this month"
    return [(f"spends {dollars(spent)} on orders and grants{aid}", used, spent * 1e-6)]  # behind every decision about partners


def of_lines(model: AllianceModel, opening: Opening) -> tuple[Decision, ...]:
    """Lines that opened, closed, built or hired; changes of what is there stand first, then by the money in it."""
    base, found = model.base, []
    for row, name in enumerate(base.firms):
        product = base.net.firm_product[row]
        nation = base.nations[base.net.firm_nation[row]]
        who = f"{base.facts.nations[nation].name}, {_product(model, product)} ({name.partition('.')[0]})"
        said = _turned(model, opening, row) or _built(model, row) or _hired(model, row)
        if said:
            found.append(Decision(nation, f"line:{name}", who, *said))
    return tuple(sorted(found, key=lambda one: -one.worth))


def _turned(model: AllianceModel, opening: Opening, row: int) -> tuple[str, str, float] | None:
    firms = model.run.state.firms
    before, after = int(opening.status[row]), int(firms.status[row, 0])
    if before == after:
        return None
    idle = f"its plant had stood idle for {firms.idle[row, 0]:.0f} months"
    came = "plant begun earlier is ready" if before == LATENT else f"{units(firms.due[row, 0])} a month fall due"
    did, because = {
        MOTHBALLED: ("is mothballed", idle),
        EXITED: ("is given up for good", "mothballed lines are lost by and by"),
        ACTIVE: ("opens as a new source" if before == LATENT else "works again", came),
    }.get(after, ("closes", idle))
    return did, because, 1e15


def _built(model: AllianceModel, row: int) -> tuple[str, str, float] | None:
    firms = model.run.state.firms
    invested, building, plant, expected, contracted, paid = (
        float(getattr(firms, name)[row, 0]) for name in ("invested", "building", "capacity", "expected", "contracted", "paid")
    )
    if invested <= 0:
        return None
    did = f"puts {dollars(invested)} into new plant: {units(building)} a month in building, on {units(plant)} now"
    share = contracted / expected if expected > 0 else 0.0
    because = f"it expects orders for {units(expected)} a month to last, {percent(share)} under contract"
    if paid > LEAST:
        because += f"; governments pay {percent(paid)}"
    return did, because, 1e9 + invested


def _hired(model: AllianceModel, row: int) -> tuple[str, str, float] | None:
    firms = model.run.state.firms
    trainees, crew, due, status = (float(getattr(firms, name)[row, 0]) for name in ("trainees", "crew", "due", "status"))
    if status != ACTIVE or trainees <= FEW * crew:
        return None
    price = float(model.base.net.price[model.base.net.firm_product[row]])
    did = f"trains crews for {units(trainees)} a month more, on {units(crew)}"
    return did, f"{units(due)} a month fall due", trainees * price


def _nation(model: AllianceModel, row: int) -> str:
    return model.base.facts.nations[model.base.nations[row]].name


def _product(model: AllianceModel, row: int) -> str:
    figures = model.base.facts.products
    name = model.base.products[row]
    return figures[name].name if name in figures else name.replace("_", " ")


def listed(names: list[str], most: int = 3) -> str:
    """Names in a row; of many the first few, and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _days(held: float, use: float) -> str:
    """For how many days of war at full intensity a stock lasts, as far as that is worth a number."""
    if use <= 0 or held > A_YEAR * use:
        return "more than a year of war, " if use > 0 else ""
    return f"{held / use:.0f} days of war, "


def percent(share: float) -> str:
    """A share in per cent."""
    return f"{100 * share:.0f} %"


def units(count: float) -> str:
    """A number of units, whole where it is not small."""
    return f"{count:,.0f}" if count >= 10 else f"{count:.2g}"


def dollars(amount: float) -> str:
    """Money in millions or billions."""
    return f"${amount / 1e9:.1f} bn" if amount >= 1e9 else f"${amount / 1e6:.3g} m"
