"""One visitor's Compare: which mixes stand side by side, the address that says so, and the runs that answer it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from abm.command.attribute import INSTRUMENTS
from abm.facts.problems import BadInput, shown
from pages.answering import Answering, Newer
from pages.compare.in_python import in_python
from pages.compare.view import comparison, curves, side_of, table
from pages.compare.worth import SEEDS as WORTH_SEEDS
from pages.compare.worth import Asked, Question, question
from pages.explore import chosen as choices
from pages.explore.block import pack
from pages.explore.chips import moved_words, own_files, title
from pages.explore.chosen import TODAY, Chosen, side_by_side, to_address
from pages.explore.running import SEEDS, SHELF, Shelf, look
from pages.explore.view import scene

FEWEST, MOST = 2, 4
OPENING = (TODAY, "pipir", "none")
EVERY = 0.25
"""Seconds between two words on how far a split is."""


@dataclass(frozen=True)
class Compared:
    """Two to four choices for one scenario; the first is what the others are held against. With `worth`, what is one of them worth?"""

    sides: tuple[Chosen, ...] = tuple(Chosen(preset=name) for name in OPENING)
    worth: Asked | None = None

    @property
    def opening(self) -> Chosen:
        """The opening choice in the scenario that all of them are run in."""
        return self.sides[0].opening()

    def within(self, other: Chosen) -> Compared:
        """The same mixes in the scenario of another choice."""
        return Compared(tuple(one.within(other.scenario, other.own_scenario) for one in self.sides))


def address_of(wish: Compared) -> str:
    """The query that leads back to exactly these mixes."""
    return side_by_side(wish.sides)


def from_address(query: str, refused: list[str] | None = None) -> Compared:
    """The comparison that an address means, the opening mixes where it names none; raises `BadInput` where it means none.

    With a list to note them in, parts that cannot be are left out, and the rest is kept.
    """
    said, opening = choices.parts_of(query, refused)
    places = [place for place in range(1, MOST + 1) if any(part.startswith(f"{place}.") for part in said)]
    if not places:
        return Compared().within(opening)
    if places != list(range(1, len(places) + 1)) or len(places) < FEWEST:
        raise BadInput(f"expected {FEWEST} to {MOST} mixes, 1.mix, 2.mix and so on")
    return Compared(tuple(choices.read(said, opening, f"{place}.", refused) for place in places))


class Session(Answering[Compared]):
    """The state of one visitor."""

    def __init__(self, send: Callable[[str, Any], None], seeds: tuple[int, ...] = SEEDS, shelf: Shelf = SHELF):
        super().__init__(send, Compared())
        self.seeds, self.shelf = seeds, shelf

    def read(self, address: str) -> Compared:
        """The mixes that an address means."""
        return from_address(address, self.refused)

    def after(self, what: dict[str, Any]) -> Compared:
        """The mixes once one is chosen, added, taken away or put first, or in another scenario."""
        kind, name, sides = what.get("kind"), str(what.get("name", ""))[:200], self.wish.sides
        if kind in ("worth", "stop"):
            asked = Asked(_place(what, sides), str(what.get("by", INSTRUMENTS))[:200]) if kind == "worth" else None
            return replace(self.wish, worth=asked)
        if kind == "scenario":
            return self.wish.within(Chosen(choices.known_scenario(name)))
        if kind == "add":
            if len(sides) >= MOST:
                raise BadInput(f"expected at most {MOST} mixes")
            return Compared((*sides, self.wish.opening.under(choices.known_mix(name))))
        if kind == "mix":
            place = _place(what, sides)
            return Compared((*sides[:place], sides[place].under(choices.known_mix(name)), *sides[place + 1 :]))
        if kind == "take":
            if len(sides) <= FEWEST:
                raise BadInput(f"expected at least {FEWEST} mixes")
            place = _place(what, sides)
            return Compared((*sides[:place], *sides[place + 1 :]))
        if kind == "first":
            place = _place(what, sides)
            return Compared((sides[place], *sides[:place], *sides[place + 1 :]))
        return self.wish

    def lasting(self, wish: Compared) -> Compared:
        """The mixes; what one of them is worth takes long, and is run only when asked for."""
        return replace(wish, worth=None)

    def tell(self) -> None:
        """Tell the browser which mixes stand side by side, how to reach each in Explore, what can be undone, and what went wrong."""
        wish = self.wish
        told = {
            "serial": self.serial,
            "scenario": wish.sides[0].world().name,
            "own": own_files(wish.sides[0]),
            "sides": [_told(one) for one in wish.sides],
            "worth": wish.worth and vars(wish.worth),
            "address": address_of(wish),
            "problem": self.problem,
            **self.undoable,
            "python": in_python(wish.sides, wish.worth, len(self.seeds)),
        }
        self.send("told", json.dumps(told))

    def answer(self, wish: Compared, serial: int, newer: Newer) -> None:
        """Run one mix after the other, and send what is compared so far after each."""
        scenario = wish.sides[0].world()
        self.send_now("scene", json.dumps(scene(scenario, len(self.seeds))), newer)
        mixes = [one.mix() for one in wish.sides]
        sides = []
        for one, mix in zip(wish.sides, mixes, strict=True):
            side = look(one.world(), mix, self.seeds, newer, self.shelf, side_of)
            if side is None:
                return
            sides.append(side)
            found = comparison(scenario, mixes[: len(sides)], sides, len(self.seeds))
            stage = "whole" if len(sides) == len(mixes) else "part"
            block = pack(curves(sides), serial=serial, stage=stage, sides=len(sides), table=table(found))
            self.push("run", block, newer)
        if wish.worth is not None:
            self._split(question(wish.worth, wish.sides[wish.worth.place].world(), mixes), vars(wish.worth) | {"serial": serial}, newer)

    def _split(self, asked: Question, said: dict[str, Any], newer: Newer) -> None:
        """Play the game in one seed after the other, and send what is found so far; what was played is kept for whoever asks next."""
        found, last = list(self.shelf.get(asked.key) or ()), 0.0
        most = asked.most

        def tell(met: int = 0) -> None:
            nonlocal last
            now = time.monotonic()
            if newer() or (met and now < last + EVERY):
                return
            last, so_far = now, asked.told(found) if found else None
            told = said | {"seeds": len(WORTH_SEEDS), "done": len(found), "met": met, "most": most, "found": so_far}
            self.send("worth", json.dumps(told))

        for seed in WORTH_SEEDS[len(found) :]:
            tell()
            played = asked.played(seed, newer, tell)
            if played is None:
                return
            found.append(played)
            self.shelf.keep(asked.key, tuple(found))
        tell()


def _place(what: dict[str, Any], sides: tuple[Chosen, ...]) -> int:
    place = what.get("place")
    if not isinstance(place, int) or not 0 <= place < len(sides):
        raise BadInput(f"mix {shown(place)}: expected a place from 0 to {len(sides) - 1}")
    return place


def _told(one: Chosen) -> dict[str, Any]:
    return {
        "preset": one.own_rules.name if one.own_rules else one.preset,
        "title": title(one.rules()),
        "own": own_files(one)["mix"],
        "moved": moved_words(one),
        "explore": to_address(one, one.opening()),
    }
