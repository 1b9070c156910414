"""One visitor's Why?: scenario, rules, system and month, the address that says so, and the runs that answer it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from abm.facts.problems import BadInput, nearest, shown
from pages.answering import Answering, Newer, either
from pages.explore import chosen as choices
from pages.explore.block import pack
from pages.explore.chips import moved_words, own_files
from pages.explore.chosen import Chosen, to_address
from pages.explore.running import SHELF, Shelf
from pages.explore.view import scene
from pages.why import relief
from pages.why.in_python import in_python
from pages.why.view import LADDER_SEEDS, SEEDS, answer, map_of, map_rows, now_of, systems_of, usual_month

COUNTED = {"chain": len(SEEDS), "map": len(SEEDS), "ladder": len(LADDER_SEEDS), "relief": len(relief.SEEDS)}
"""How many seeds each panel is of."""


@dataclass(frozen=True)
class Asked:
    """Why does this system lack what it lacks at the end of this month? The scenario's first system and usual month if none is named.

    With `relief`, what would each single change be worth as well?
    """

    chosen: Chosen = field(default_factory=Chosen)
    system: str = ""
    month: int = -1
    relief: bool = False

    def whole(self) -> Asked:
        """With system and month filled in; raises `BadInput` where the scenario has no such system or month."""
        scenario = self.chosen.world()
        systems = systems_of(scenario)
        if not systems:
            raise BadInput(f"scenario {scenario.name} has no system to ask about")
        if self.system and self.system not in systems:
            raise BadInput(f"{shown(self.system)} is no system of scenario {scenario.name}{nearest(self.system, systems)}")
        month = usual_month(scenario) if self.month == -1 else self.month
        if not 0 <= month < scenario.months:
            raise BadInput(f"month {shown(month)}: expected 0 to {scenario.months - 1}")
        return replace(self, system=self.system or systems[0], month=month)


def address_of(wish: Asked) -> str:
    """The query that leads back to exactly this question."""
    usual = to_address(wish.chosen, wish.chosen.opening())
    return "&".join(part for part in (usual, urlencode({"month": wish.month, "show": wish.system})) if part)


def from_address(query: str, refused: list[str] | None = None) -> Asked:
    """The question that an address means; raises `BadInput` where it means none.

    With a list to note them in, parts that cannot be are left out, and the rest is kept.
    """
    said, opening = choices.parts_of(query, refused)
    asked = Asked(choices.read(said, opening, "", refused)).whole()
    asked = either(lambda: replace(asked, month=_month_of(said, asked.month)).whole(), asked, refused)
    return either(lambda: replace(asked, system=said.get("show", [asked.system])[-1]).whole(), asked, refused)


def _month_of(said: dict[str, list[str]], usual: int) -> int:
    month = said.get("month", [str(usual)])[-1]
    if not month.removeprefix("-").isdecimal() or len(month) > 6:
        raise BadInput(f"month {shown(month)}: expected a whole number")
    return int(month)


class Session(Answering[Asked]):
    """The state of one visitor."""

    def __init__(self, send: Callable[[str, Any], None], shelf: Shelf = SHELF):
        super().__init__(send, Asked().whole())
        self.shelf = shelf

    def read(self, address: str) -> Asked:
        """The question that an address means."""
        return from_address(address, self.refused)

    def after(self, what: dict[str, Any]) -> Asked:
        """The question once something else in it is chosen."""
        kind, name = what.get("kind"), str(what.get("name", ""))[:200]
        if kind in ("relief", "stop"):
            return replace(self.wish, relief=kind == "relief")
        wish = replace(self.wish, relief=self.wish.relief and kind == "system")
        if kind == "scenario":
            chosen = wish.chosen.within(choices.known_scenario(name))
            return Asked(chosen, wish.system if wish.system in systems_of(chosen.world()) else "").whole()
        if kind == "mix":
            return replace(wish, chosen=wish.chosen.under(choices.known_mix(name)))
        if kind == "system":
            return replace(wish, system=name).whole()
        if kind == "month":
            month = what.get("value")
            if not isinstance(month, int) or month < 0:
                raise BadInput(f"month {shown(month)}: expected a whole number from 0")
            return replace(wish, month=month, system=name or wish.system).whole()
        return self.wish

    def lasting(self, wish: Asked) -> Asked:
        """The question; changes are tried only when asked for."""
        return replace(wish, relief=False)

    def tell(self) -> None:
        """Tell the browser what is asked, how to reach the same choice in Explore, what can be undone, and what went wrong."""
        chosen = self.wish.chosen
        told = {
            "serial": self.serial,
            "scenario": chosen.world().name,
            "own": own_files(chosen),
            "preset": chosen.preset,
            "moved": moved_words(chosen),
            "system": self.wish.system,
            "month": self.wish.month,
            "relief": self.wish.relief,
            "address": address_of(self.wish),
            "problem": self.problem,
            **self.undoable,
            "python": in_python(chosen, self.wish.system, self.wish.month, self.wish.relief),
        }
        self.send("told", json.dumps(told))

    def answer(self, wish: Asked, serial: int, newer: Newer) -> None:
        """First how things stand in the month, then the map of the whole run; both kept for whoever asks next."""
        scenario, mix = wish.chosen.world(), wish.chosen.mix()
        if not newer():
            told = scene(scenario, len(SEEDS))
            asked = set(systems_of(scenario))
            self.send("scene", json.dumps(told | {"lacking": [one for one in told["systems"] if one["id"] in asked]}))
        key = ("why", scenario.hash, mix.hash)
        now = self.shelf.made((*key, wish.month), lambda: now_of(scenario, mix, wish.month, newer))
        if now is None:
            return
        said = {"serial": serial, "month": wish.month, "system": wish.system, "seeds": COUNTED} | answer(now, wish.system)
        if self.shelf.get(key) is None:
            self.push("run", pack({}, stage="part", map=None, **said), newer)
        binds = self.shelf.made(key, lambda: map_of(scenario, mix, newer))
        if binds is not None:
            self.push("run", pack({}, stage="whole", map=map_rows(binds), **said), newer)
        if wish.relief:
            self._relieve(wish, serial, newer)

    def _relieve(self, wish: Asked, serial: int, newer: Newer) -> None:
        """Try every change in one seed after the other, and send the ranking so far."""
        scenario, mix = wish.chosen.world(), wish.chosen.mix()
        found: list[relief.Tried] = []
        for seed in relief.SEEDS:
            if newer():
                return
            key = ("relief", scenario.hash, mix.hash, wish.month, seed)
            found.append(self.shelf.made(key, lambda seed=seed: relief.tried(scenario, mix, wish.month, seed)))
            told = {"serial": serial, "done": len(found), "of": len(relief.SEEDS)} | relief.ranked(found, wish.system)
            self.send_now("relief", json.dumps(told), newer)
