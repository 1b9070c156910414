"""One visitor's Explore: what is chosen and pinned, what can be undone, and a worker that always answers the latest wish."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from abm.facts.problems import BadInput
from abm.facts.scenario import list_scenarios, load_scenario
from abm.rules.mix import list_mixes
from pages.explore.block import pack
from pages.explore.chosen import Chosen, differences, from_address, to_address
from pages.explore.running import FIRST_LOOK, SEEDS, SHELF, Shelf, look
from pages.explore.trade import trade
from pages.explore.view import estimated, finished, scene, single

PATIENCE = 3.0
"""Seconds that a push waits for the browser to have drawn the one before."""

MOST_UNDONE = 100

Send = Callable[[str, Any], None]


@dataclass(frozen=True)
class Wish:
    """What is to be shown: a choice and the baseline it is held against."""

    chosen: Chosen = field(default_factory=Chosen)
    baseline: Chosen = field(default_factory=Chosen)


class Session:
    """The state of one visitor. `send(name, value)` hands a value to the browser, where only the latest of each name counts."""

    def __init__(self, send: Send, seeds: tuple[int, ...] = SEEDS, shelf: Shelf = SHELF):
        self.send, self.seeds, self.shelf = send, seeds, shelf
        self.wish, self.serial, self.heard, self.problem = Wish(), 0, 0, ""
        self.past: list[Wish] = []
        self.future: list[Wish] = []
        self._woken, self._drawn, self._lock = threading.Condition(), threading.Event(), threading.RLock()
        self._closed, self._shown, self._pinned = False, None, None
        self._drawn.set()

    # What the browser says.

    def ready(self, address: str = "") -> None:
        """The page stands, at this address: show what it means."""
        with self._lock:
            try:
                self.wish, self.problem = Wish(*from_address(address)), ""
            except BadInput as problem:
                self.wish, self.problem = Wish(), f"This address could not be followed: {problem.message}"
            self._shown = self._pinned = None
            self._drawn.set()
            self._ask()

    def act(self, what: dict[str, Any]) -> None:
        """Do what the visitor asked for; what cannot be is said, and nothing changes."""
        with self._lock:
            if what.get("kind") == "file":
                self._hand_over(str(what.get("name")))
                return
            if isinstance(what.get("number"), int):
                self.heard = what["number"]
            try:
                after = self._after(what)
            except BadInput as problem:
                self.problem = problem.message
                self.tell()
                return
            self.problem = ""
            if after is None or after == self.wish:
                self.tell()
                return
            self.wish = after
            self._ask()

    def drawn(self, _serial: Any = None) -> None:
        """The browser has drawn what it was last sent."""
        self._drawn.set()

    def close(self) -> None:
        """The visitor has left: stop."""
        with self._woken:
            self._closed = True
            self.serial += 1
            self._woken.notify_all()
        self._drawn.set()

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

    def _after(self, what: dict[str, Any]) -> Wish | None:
        kind, wish = str(what.get("kind")), self.wish
        if kind in ("undo", "redo"):
            return self._step(*((self.past, self.future) if kind == "undo" else (self.future, self.past)))
        chosen = self._chosen_after(kind, what, wish)
        after = replace(wish, chosen=chosen)
        if kind == "pin":
            after = replace(wish, baseline=wish.chosen)
        if kind == "unpin":
            after = replace(wish, baseline=Chosen(wish.chosen.scenario))
        if kind == "scenario":
            after = Wish(chosen, replace(wish.baseline, scenario=chosen.scenario))
        if after != wish:
            self.past = [*self.past, wish][-MOST_UNDONE:]
            self.future = []
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
            if name not in list_mixes():
                raise BadInput(f"unknown policy mix {name}")
            return Chosen(chosen.scenario, name)
        if kind == "scenario":
            if name not in list_scenarios():
                raise BadInput(f"unknown scenario {name}")
            return replace(chosen, scenario=name)
        return chosen

    def _step(self, back: list[Wish], on: list[Wish]) -> Wish | None:
        if not back:
            return None
        on.append(self.wish)
        return back.pop()

    def _ask(self) -> None:
        """Have the worker answer the wish as it now stands, and tell the browser what that is."""
        with self._woken:
            self.serial += 1
            self._woken.notify_all()
        self.tell()

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
            "undo": len(self.past),
            "redo": len(self.future),
            "problem": self.problem,
            "python": in_python(chosen),
        }
        self.send("told", json.dumps(told))

    # The worker.

    def work(self) -> None:
        """Answer wishes until the visitor leaves, always the latest, never an older one after a newer."""
        answered = 0
        while True:
            with self._woken:
                self._woken.wait_for(lambda done=answered: self._closed or self.serial != done)
                if self._closed:
                    return
                answered = self.serial
            try:
                self._answer(self.wish, answered)
            except Exception as problem:  # whatever goes wrong in a run, the page must stay and say so
                self.problem = f"This choice could not be run ({type(problem).__name__}: {problem}). Undo it, or choose another."
                self.tell()

    def _answer(self, wish: Wish, serial: int) -> None:
        def newer() -> bool:
            return self.serial != serial

        scenario = load_scenario(wish.chosen.scenario)
        mix, base_mix = wish.chosen.mix(), wish.baseline.mix()
        if self._shown != scenario.name:
            self._push("scene", json.dumps(scene(scenario, len(self.seeds))), newer)
            self._shown = scenario.name
        kept = [self.shelf.get((scenario.hash, one.hash, self.seeds)) for one in (mix, base_mix)]
        if None in kept:
            now = look(scenario, mix, FIRST_LOOK, newer, self.shelf)
            before = look(scenario, base_mix, FIRST_LOOK, newer, self.shelf)
            if now is None or before is None:
                return
            first = estimated(now, before, kept[1]) if kept[1] is not None else single(now)
            self._push_run("first", first, serial, len(FIRST_LOOK), newer)
        baseline = look(scenario, base_mix, self.seeds, newer, self.shelf)
        full = baseline and look(scenario, mix, self.seeds, newer, self.shelf)
        if full is None or newer():
            return
        if self._pinned != (scenario.hash, base_mix.hash):
            self._push("baseline", pack({"surge": baseline.surge.mean(axis=-1), "days": baseline.days}), newer)
            self._pinned = (scenario.hash, base_mix.hash)
        self._push_run("whole", finished(full, baseline), serial, len(self.seeds), newer)
        sent = trade(scenario, mix, newer, self.shelf)
        if sent is not None:
            self._push("trade", pack(vars(sent), serial=serial), newer)

    def _push_run(self, stage: str, arrays: dict[str, np.ndarray], serial: int, seeds: int, newer: Callable[[], bool]) -> None:
        self._drawn.wait(PATIENCE)
        if newer():
            return
        self._drawn.clear()
        self.send("run", pack(arrays, serial=serial, stage=stage, seeds=seeds))

    def _push(self, name: str, value: Any, newer: Callable[[], bool]) -> None:
        if not newer():
            self.send(name, value)


def in_python(chosen: Chosen) -> str:
    """The lines of Python that give the same numbers."""
    if not chosen.settings and not chosen.dropped:
        return f'from abm import simulate\n\nresults = simulate("{chosen.scenario}", "{chosen.preset}", seeds=range({len(SEEDS)}))'
    lines = ["from abm import simulate", "from abm.rules.mix import apply_setting, load_mix", "", f'mix = load_mix("{chosen.preset}")']
    lines += [f"mix = apply_setting(mix, {setting!r})" for setting in chosen.settings]
    if chosen.dropped:
        lines.insert(1, "from pages.explore.chosen import Chosen")
        lines = [*lines[:2], "", f"mix = {chosen!r}.mix()"]
    return "\n".join([*lines, f'results = simulate("{chosen.scenario}", mix, seeds=range({len(SEEDS)}))'])
