"""The kinds of event that a visitor to Live can add on the way: what each asks for, and the event that the answers make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.facts.events import MATERIALS, Event
from abm.facts.problems import BadInput
from abm.state.base import Base
from pages.live.course import event_of

ALL = "all"
WAR_MONEY, WAR_MONEY_LAG = 2.5, 6
"""Munitions money of nations at war, as a multiple of peacetime, and the months until it is there, as in the wars that are shipped."""

Options = list[list[str]]
Picks = dict[str, str]


@dataclass(frozen=True)
class Kind:
    """One kind of event in the form: its title, what it asks for (field: label), and how strong it is."""

    title: str
    asks: dict[str, str]
    field: str
    strength: str
    usual: float
    low: float = 0.0
    high: float = 1.0


KINDS = {
    "conflict": Kind("War", {"theatre": "Theatre", "fights": "Who fights"}, "intensity", "Intensity, × planned use", 1.0, 0.1, 3.0),
    "blockade": Kind("Blockade", {"theatre": "Theatre"}, "factor", "Voyages take longer, ×", 2.0, 1.0, 5.0),
    "embargo": Kind("Embargo", {"nations": "Who stops exporting", "products": "What"}, "", "", 0.0),
    "disruption": Kind("Outage", {"nation": "Where", "product": "Of what"}, "share", "Share lost, 0 to 1", 0.5),
    "loss": Kind("Loss of forward stocks", {"nations": "Whose"}, "share", "Share lost, 0 to 1", 0.3),
    "budget": Kind("Vote of money", {"nations": "Whose money"}, "factor", "Munitions money, ×", 1.5, 0.0, 10.0),
    "mind_change": Kind("Change of mind", {"nations": "Whose contracts"}, "factor", "Still believed, 0 to 1", 0.5),
    "loan": Kind("Loan", {"lender": "Lender", "borrower": "Borrower", "product": "System"}, "units", "Units in all", 100.0, 1.0, 1e6),
}
HOMES, WITH_LEAD, ALL_NATIONS = "homes", "with_lead", "all"


def options(kind: str, base: Base, picks: Picks) -> dict[str, Options]:
    """What can be picked for each thing that a kind asks for, as pairs of a value and its words."""
    facts = base.facts
    nations = [[one, facts.nations[one].name] for one in base.nations]
    everyone = [[ALL, "all nations"], *nations]
    theatres = sorted({facts.nations[one].theatre for one in base.nations})
    found: dict[str, Options] = {
        "theatre": [[one, place_name(one)] for one in theatres],
        "fights": [[HOMES, "those who live there"], [WITH_LEAD, "those, and the United States"], [ALL_NATIONS, "all nations"]],
        "nation": [one for one in nations if _made_in(base, one[0])],
        "nations": nations if kind == "embargo" else everyone,
        "products": [[MATERIALS, "all materials"], [ALL, "everything"], *_named(base, list(base.recorded))],
        "lender": nations,
        "borrower": nations,
    }
    if kind == "disruption":
        found["product"] = _named(base, _made_in(base, picks.get("nation", found["nation"][0][0])))
    if kind == "loan":
        found["product"] = _named(base, [base.products[row] for row in base.systems if row not in set(base.services)])
    return {field: found[field] for field in KINDS[kind].asks}


def settled(kind: str, base: Base, picks: Picks) -> Picks:
    """One pick for each thing asked: the one made where it is still to be had, else the first."""
    kept: Picks = {}
    for field in KINDS[kind].asks:
        known = [value for value, _ in options(kind, base, kept)[field]]
        kept[field] = picks[field] if picks.get(field) in known else known[min(len(known) - 1, field == "borrower")]
    return kept


def event_from(kind: str, base: Base, picks: Picks, start: int, months: int, strength: float) -> Event:
    """The event that the answers make; raises `BadInput` where they make none."""
    content: dict[str, Any] = {"kind": kind, "start": start, "months": months}
    for field, value in settled(kind, base, picks).items():
        content[field] = [value] if field in ("nations", "products") and value not in (ALL, MATERIALS) else value
    if KINDS[kind].field:
        content[KINDS[kind].field] = float(strength)
    if kind == "conflict":
        fighting = _fighting(base, content["theatre"], content.pop("fights"))
        content |= {"nations": fighting, "budget_factor": WAR_MONEY, "budget_lag": WAR_MONEY_LAG}
    return event_of(content)


def told(event: Event, base: Base) -> tuple[str, str]:
    """An event in a few words for its bar, and in a sentence's worth for the list."""
    nations, title = base.facts.nations, KINDS[event.kind].title
    who = _listed(_of(event, "nations", "nation"), nations)
    what = _listed(_of(event, "products", "product"), base.facts.products)
    where = place_name(event.theatre) if hasattr(event, "theatre") else ""
    return (f"{title}, {where}" if where else title), _MORE[event.kind](event, who, what, nations)


_MORE: dict[str, Callable[[Any, str, str, Any], str]] = {
    "conflict": lambda event, who, what, nations: (
        f"{who} fight at {event.intensity:g} × planned use, with {event.budget_factor:g} × their munitions money"
    ),
    "blockade": lambda event, who, what, nations: f"voyages to, from and within it take {event.factor:g} × as long",
    "embargo": lambda event, who, what, nations: f"{who} no longer export {'anything' if what == ALL else what}",
    "disruption": lambda event, who, what, nations: f"{event.share:.0%} of the output of {what} in {who} is lost",
    "loss": lambda event, who, what, nations: f"{event.share:.0%} of the forward stocks of {_everyone(who)} is lost by the end",
    "budget": lambda event, who, what, nations: f"{event.factor:g} × the munitions money of {_everyone(who)}",
    "mind_change": lambda event, who, what, nations: f"contracts of {_everyone(who)} are believed {event.factor:.0%} as far as before",
    "loan": lambda event, who, what, nations: (
        f"{nations[event.lender].name} hands {event.units:,.0f} {what} to {nations[event.borrower].name}"
    ),
}


def _of(event: Event, *fields: str) -> list[str]:
    found = next((getattr(event, field) for field in fields if hasattr(event, field)), ())
    return [found] if isinstance(found, str) else list(found)


def _everyone(who: str) -> str:
    return "all nations" if who == ALL else who


def place_name(theatre: str) -> str:
    """A theatre as it is written: Indo-Pacific, Middle East."""
    return {"indo_pacific": "Indo-Pacific", "other": "elsewhere"}.get(theatre, theatre.replace("_", " ").title())


def _fighting(base: Base, theatre: str, who: str) -> dict[str, float]:
    homes = [one for one in base.nations if base.facts.nations[one].theatre == theatre]
    lead = [one for one in base.nations if base.facts.nations[one].role == "lead_buyer_supplier"]
    chosen = {HOMES: homes, WITH_LEAD: [*homes, *lead], ALL_NATIONS: list(base.nations)}[who]
    if not chosen:
        raise BadInput(f"nobody who takes part lives in {place_name(theatre)}: choose who fights")
    return dict.fromkeys(chosen, 1.0)


def _made_in(base: Base, nation: str) -> list[str]:
    """Products on record that a nation made when the scenario opened: an outage of what nobody makes there would change nothing."""
    rows = np.flatnonzero((base.net.firm_nation == base.nations.index(nation)) & (base.capacity > 0))
    made = {base.products[product] for product in base.net.firm_product[rows]}
    return sorted(made & set(base.facts.products))


def _named(base: Base, products: list[str]) -> Options:
    known = base.facts.products
    return sorted(([one, known[one].name] for one in products if one in known), key=lambda one: one[1].casefold())


def _listed(names: list[str], known: Any, most: int = 3) -> str:
    words = [known[one].name if one in known else one for one in names]
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")
