"""One visitor's Explore: what is chosen and pinned, and a worker that always answers the latest wish."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from abm.facts.scenario import load_scenario
from pages.answering import Answering, Newer
from pages.explore.block import pack
from pages.explore.chosen import Chosen, differences, from_address, known_mix, known_scenario, to_address
from pages.explore.in_python import in_python
from pages.explore.running import FIRST_LOOK, SEEDS, SHELF, Shelf, look
from pages.explore.trade import trade
from pages.explore.view import estimated, finished, scene, single

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
        return Wish(*from_address(address))

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
            text = load_scenario(chosen.scenario).to_yaml()
            self.send("file", {"name": f"{chosen.scenario}.yaml", "text": text, "stamp": stamp})
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
            after = replace(wish, baseline=Chosen(wish.chosen.scenario))
        if kind == "scenario":
            after = Wish(chosen, replace(wish.baseline, scenario=chosen.scenario))
        return after

    def _chosen_after(self, kind: str, what: dict[str, Any], wish: Wish) -> Chosen:
        chosen, name = wish.chosen, str(what.get("name", ""))[:200]
        if kind == "lever":
            return chosen.moved(name, what.get("value"))
        if kind == "back":
            return chosen.put_back(name)
        if kind == "off":
            return chosen.without(name)
        if kind == "reset":
            return wish.baseline
        if kind == "preset":
            return Chosen(chosen.scenario, known_mix(name))
        if kind == "scenario":
            return replace(chosen, scenario=known_scenario(name))
        return chosen

    def tell(self) -> None:
        """Tell the browser what is chosen: levers, chips, address, what can be undone, and what went wrong."""
        chosen, baseline = self.wish.chosen, self.wish.baseline
        told = {
            "serial": self.serial,
            "heard": self.heard,
            "scenario": chosen.scenario,
            "preset": chosen.preset,
            "settings": list(chosen.settings),
            "instruments": chosen.listed(),
            "chips": differences(chosen, baseline),
            "baseline": {"preset": baseline.preset, "moved": len(baseline.settings) + len(baseline.dropped)},
            "address": to_address(chosen, baseline),
            **self.undoable,
            "problem": self.problem,
            "python": in_python(chosen),
        }
        self.send("told", json.dumps(told))

    # The worker.

    def answer(self, wish: Wish, serial: int, newer: Newer) -> None:
        """A first look at one seed where nothing is kept, then all of them against the baseline, then what crosses borders."""
        scenario = load_scenario(wish.chosen.scenario)
        mix, base_mix = wish.chosen.mix(), wish.baseline.mix()
        if self._shown != scenario.name:
            self._send_now("scene", json.dumps(scene(scenario, len(self.seeds))), newer)
            self._shown = scenario.name
        kept = [self.shelf.get((scenario.hash, one.hash, self.seeds)) for one in (mix, base_mix)]
        if None in kept:
            now = look(scenario, mix, FIRST_LOOK, newer, self.shelf)
            before = look(scenario, base_mix, FIRST_LOOK, newer, self.shelf)
            if now is None or before is None:
                return
            first = estimated(now, before, kept[1]) if kept[1] is not None else single(now)
            self.push("run", pack(first, serial=serial, stage="first", seeds=len(FIRST_LOOK)), newer)
        baseline = look(scenario, base_mix, self.seeds, newer, self.shelf)
        full = baseline and look(scenario, mix, self.seeds, newer, self.shelf)
        if full is None or newer():
            return
        if self._pinned != (scenario.hash, base_mix.hash):
            self._send_now("baseline", pack({"surge": baseline.surge.mean(axis=-1), "days": baseline.days}), newer)
            self._pinned = (scenario.hash, base_mix.hash)
        self.push("run", pack(finished(full, baseline), serial=serial, stage="whole", seeds=len(self.seeds)), newer)
        sent = trade(scenario, mix, newer, self.shelf)
        if sent is not None:
            self._send_now("trade", pack(vars(sent), serial=serial), newer)

    def _send_now(self, name: str, value: Any, newer: Newer) -> None:
        if not newer():
            self.send(name, value)
