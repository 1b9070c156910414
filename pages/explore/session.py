"""One visitor's Explore: what is chosen and pinned, and a worker that always answers the latest wish."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from abm.facts.problems import BadInput
from pages.answering import Answering, Newer
from pages.explore.block import pack
from pages.explore.chips import PARAMETER, differences, own_files, title
from pages.explore.chosen import LONGEST_ADDRESS, Chosen, from_address, known_mix, known_scenario, side_by_side, to_address
from pages.explore.in_python import in_python
from pages.explore.own import own_rules, own_scenario
from pages.explore.running import FIRST_LOOK, SEEDS, SHELF, Shelf, look
from pages.explore.trade import trade
from pages.explore.view import estimated, finished, scene, single

ROOM = 200
"""Characters of an address left for the month and the system shown."""

Send = Callable[[str, Any], None]


@dataclass(frozen=True)
class Wish:
    """What is to be shown: a choice and the baseline it is held against."""

    chosen: Chosen = field(default_factory=Chosen)
    baseline: Chosen = field(default_factory=Chosen)


class Session(Answering[Wish]):
    """The state of one visitor."""

    way_out = "Undo it, or choose another."

    def __init__(self, send: Send, seeds: tuple[int, ...] = SEEDS, shelf: Shelf = SHELF):
        super().__init__(send, Wish())
        self.seeds, self.shelf, self.heard = seeds, shelf, 0
        self._shown, self._pinned = None, None

    def read(self, address: str) -> Wish:
        """The choice and the baseline that an address means."""
        return Wish(*from_address(address, self.refused))

    # What the browser says.

    def ready(self, address: str = "") -> None:
        """The page stands, at this address, and has nothing yet: show what it means."""
        with self._lock:
            self._shown = self._pinned = None
            super().ready(address)

    def act(self, what: Any) -> None:
        """Do what the visitor asked for; what cannot be is said, and nothing changes."""
        what = what if isinstance(what, dict) else {}
        with self._lock:
            if what.get("kind") == "file":
                self._hand_over(str(what.get("name")))
                return
            if isinstance(what.get("number"), int):
                self.heard = what["number"]
            super().act(what)

    def _hand_over(self, name: str) -> None:
        """Send a file to keep: the scenario or the rules, as the command and `load_mix` read them."""
        chosen, stamp = self.wish.chosen, time.monotonic()  # the same file asked for twice is sent twice
        if name == "scenario":
            world = chosen.world()
            self.send("file", {"name": f"{world.name}.yaml", "text": world.to_yaml(), "stamp": stamp})
        elif name == "mix":
            mix = chosen.mix()
            self.send("file", {"name": f"{mix.name}.yaml", "text": mix.to_yaml(), "stamp": stamp})

    # What follows from it.

    def after(self, what: dict[str, Any]) -> Wish:
        """The wish once something is chosen or pinned."""
        kind, wish = str(what.get("kind")), self.wish
        chosen = self._chosen_after(kind, what, wish)
        after = replace(wish, chosen=chosen)
        if kind == "pin":
            after = replace(wish, baseline=wish.chosen)
        if kind == "unpin":
            after = replace(wish, baseline=wish.chosen.opening())
        after = replace(after, baseline=after.baseline.within(chosen.scenario, chosen.own_scenario))
        if after != wish:
            _fits(after)
        return after

    def _chosen_after(self, kind: str, what: dict[str, Any], wish: Wish) -> Chosen:
        chosen, name = wish.chosen, str(what.get("name", ""))[:200]
        if kind == "lever":
            return chosen.moved(name, what.get("value"))
        if kind == "parameter":
            return chosen.with_parameter(name, what.get("value"))
        if kind == "back":
            return _put_back(chosen, wish.baseline, name)
        if kind == "off":
            return chosen.without(name)
        if kind == "reset":
            return wish.baseline
        if kind == "preset":
            return chosen.under(known_mix(name))
        if kind == "scenario":
            return chosen.within(known_scenario(name))
        if kind == "upload":
            given = (what.get(part) for part in ("name", "text", "size"))
            if what.get("what") == "scenario":
                return chosen.within(Chosen.scenario, own_scenario(*given))
            return chosen.under(Chosen.preset, own_rules(*given))
        return chosen

    def tell(self) -> None:
        """Tell the browser what is chosen: levers, chips, address, what can be undone, and what went wrong."""
        chosen, baseline = self.wish.chosen, self.wish.baseline
        chips, opening = differences(chosen, baseline), chosen.opening()
        told = {
            "serial": self.serial,
            "heard": self.heard,
            "scenario": chosen.world().name,
            "preset": chosen.preset,
            "settings": list(chosen.settings),
            "instruments": chosen.listed(),
            "parameters": [{"name": name, "value": value} for name, value in chosen.parameters],
            "usual": dict(chosen.bare().world().parameters),
            "own": own_files(chosen),
            "chips": chips,
            "baseline": {"title": title(baseline.rules()), "pinned": baseline != opening, "moved": _count_moved(baseline)},
            "address": to_address(chosen, baseline),
            "compare": side_by_side((baseline, chosen) if chips else ()) or to_address(opening, opening),
            **self.undoable,
            "problem": self.problem,
            "python": in_python(chosen),
        }
        self.send("told", json.dumps(told))

    # The worker.

    def answer(self, wish: Wish, serial: int, newer: Newer) -> None:
        """A first look at one seed where nothing is kept, then all of them against the baseline, then what crosses borders."""
        world, base_world = wish.chosen.world(), wish.baseline.world()
        mix, base_mix = wish.chosen.mix(), wish.baseline.mix()
        where = (wish.chosen.scenario, wish.chosen.own_scenario)
        if self._shown != where:
            self.send_now("scene", json.dumps(scene(world, len(self.seeds))), newer)
            self._shown, self._pinned = where, None  # with a new scene the browser drops what it holds of the old one
        kept = [self.shelf.get((at.hash, one.hash, self.seeds)) for at, one in ((world, mix), (base_world, base_mix))]
        if None in kept:
            now = look(world, mix, FIRST_LOOK, newer, self.shelf)
            before = look(base_world, base_mix, FIRST_LOOK, newer, self.shelf)
            if now is None or before is None:
                return
            first = estimated(now, before, kept[1]) if kept[1] is not None else single(now)
            self.push("run", pack(first, serial=serial, stage="first", seeds=len(FIRST_LOOK)), newer)
        baseline = look(base_world, base_mix, self.seeds, newer, self.shelf)
        full = baseline and look(world, mix, self.seeds, newer, self.shelf)
        if full is None or newer():
            return
        if self._pinned != (base_world.hash, base_mix.hash):
            self.send_now("baseline", pack({"surge": baseline.surge.mean(axis=-1), "days": baseline.days}), newer)
            self._pinned = (base_world.hash, base_mix.hash)
        self.push("run", pack(finished(full, baseline), serial=serial, stage="whole", seeds=len(self.seeds)), newer)
        self.wait_until_drawn()  # what crosses borders can wait; the curves should not
        sent = trade(world, mix, newer, self.shelf)
        if sent is not None:
            self.send_now("trade", pack(vars(sent), serial=serial), newer)


def _count_moved(chosen: Chosen) -> int:
    return len(chosen.settings) + len(chosen.dropped) + len(chosen.parameters)


def _put_back(chosen: Chosen, baseline: Chosen, what: str) -> Chosen:
    """A choice with one thing as the baseline has it: its rules, or a parameter; a lever as its own rules have it."""
    if what == "preset":
        return replace(baseline, parameters=chosen.parameters)
    name = what.removeprefix(PARAMETER)
    if name == what:
        return chosen.put_back(what)
    return next((chosen.with_parameter(name, value) for own, value in baseline.parameters if own == name), chosen.without_parameter(name))


def _fits(wish: Wish) -> None:
    long = len(to_address(wish.chosen, wish.baseline))
    if long > LONGEST_ADDRESS - ROOM:
        raise BadInput(
            f"too large for this page's address ({long:,} characters of {LONGEST_ADDRESS - ROOM:,}); surge run takes larger files"
        )
