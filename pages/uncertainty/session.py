"""One visitor's Uncertainty: a study at a size, the address that says so, its run while it lasts, and what came out."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from abm.facts.problems import BadInput, shown
from experiments.command.progress import in_words
from experiments.report.contents import Contents
from experiments.results import Results
from experiments.store import Store
from pages.answering import Answering, Newer
from pages.explore.chosen import LONGEST_ADDRESS
from pages.uncertainty.carrier import Carrier
from pages.uncertainty.keeping import kept
from pages.uncertainty.looking import Look, look_of
from pages.uncertainty.own import received
from pages.uncertainty.seeing import Seeing
from pages.uncertainty.shelf import WORKERS, Picked, about, seconds_a_case, stores
from pages.uncertainty.view import gathered, told

FIRST = "binding-or-voluntary"
EVERY = 0.2
"""Seconds between looks at a run under way; so soon is it stopped when nobody waits for it."""
SHOW_EVERY, REST = 3.0, 4.0
"""Seconds between two looks at what a run has stored so far, and times as long as the last look took: a large store is read more seldom."""
MOST_UPLOADS = 8
ONE_AT_A_TIME = threading.Lock()
"""A study takes the whole machine: a second one waits until the first is done."""


@dataclass(frozen=True)
class Asked:
    """A study at a size, whether it is to be run, and how its cases are looked at."""

    picked: Picked = field(default_factory=lambda: Picked(FIRST))
    run: bool = False
    look: Look = field(default_factory=Look)


def address_of(wish: Asked) -> str:
    """The query that leads back to the same study, size and look; never to a run. An uploaded study is found where it is stored."""
    picked = wish.picked
    in_store = picked.stored or picked.text is not None
    said = {"store": picked.folder.name} if in_store else {"study": picked.name, "size": picked.size}
    return urlencode(said | wish.look.parts())


def from_address(query: str) -> Asked:
    """The study that an address means; raises `BadInput` where it means none."""
    if len(query) > LONGEST_ADDRESS:
        raise BadInput("the address is too long")
    said = {name: values[-1] for name, values in parse_qs(query.removeprefix("?")).items()}
    if "store" in said:
        picked = Picked(said["store"], "whole", stored=True)
    else:
        picked = Picked(said.get("study", FIRST), said.get("size", Picked.size))
    picked.study()
    return Asked(picked, look=look_of(said))


class Session(Answering[Asked]):
    """The state of one visitor."""

    def __init__(self, send: Callable[[str, Any], None]):
        super().__init__(send, Asked())
        self.contents: Contents | None = None
        self.uploads: dict[str, str] = {}
        self.seeing = Seeing()
        self.handed = 0

    def read(self, address: str) -> Asked:
        """The study that an address means."""
        return from_address(address)

    def act(self, what: Any) -> None:
        """Do what the visitor asked for. Another look at the same cases asks nothing anew, so that a run under way goes on."""
        what = what if isinstance(what, dict) else {}
        if what.get("kind") not in ("look", "cell"):
            super().act(what)
            return
        with self._lock:
            before = self.wish
            try:
                self.problem = ""
                if what["kind"] == "cell":
                    self._list(what)
                else:
                    self.wish = replace(before, look=self.seeing.checked(replace(before.look, **_changes(what))))
                    self._see()
            except BadInput as problem:
                self.wish, self.problem = before, problem.message
            except Exception as problem:  # whatever goes wrong in a look, the page must stay and say so
                self.wish, self.problem = before, f"This could not be shown ({type(problem).__name__}: {problem})."
            self.tell()

    def after(self, what: dict[str, Any]) -> Asked:
        """The wish once another study or size is chosen or handed over, or a run is begun or stopped."""
        kind, name = what.get("kind"), str(what.get("name", ""))[:200]
        if kind in ("run", "stop"):
            if kind == "run" and self.wish.picked.stored:
                raise BadInput("what is opened from a folder is only read: choose the study itself to run it")
            return replace(self.wish, run=kind == "run")
        if kind == "keep":
            self._hand_over(name)
        picked = self._picked_after(str(kind), name, what)
        return self.wish if picked == self.wish.picked else Asked(picked)

    def _picked_after(self, kind: str, name: str, what: dict[str, Any]) -> Picked:
        picked = self.wish.picked
        if kind == "study":
            picked = Picked(name, "quick" if picked.stored else picked.size)
        elif kind == "size" and not picked.stored:
            picked = replace(picked, size=name)
        elif kind == "store":
            picked = Picked(name, "whole", stored=True)
        elif kind == "own":
            if name not in self.uploads:
                raise BadInput(f"no study {shown(name)} has been handed over")
            picked = Picked(name, text=self.uploads[name])
        elif kind == "upload":
            size = what.get("size") if isinstance(what.get("size"), int) else 0
            name, text = received(str(what.get("name", "")), size, str(what.get("data", "")))
            rest = {other: one for other, one in self.uploads.items() if other != name}
            self.uploads = dict(list(rest.items())[1 - MOST_UPLOADS :]) | {name: text}
            picked = Picked(name, text=text)
        if picked != self.wish.picked:
            picked.study()
        return picked

    def tell(self) -> None:
        """Tell the browser what is chosen, whether it runs, what else can be opened, and what went wrong."""
        wish, picked = self.wish, self.wish.picked
        shelf = "store" if picked.stored else "own" if picked.text is not None else "study"
        said = {"serial": self.serial, "study": picked.name, "shelf": shelf, "size": picked.size, "run": wish.run}
        said |= {"uploads": list(self.uploads), "stores": stores(), "address": address_of(wish), "problem": self.problem}
        self.send("told", json.dumps(said))

    def answer(self, wish: Asked, serial: int, newer: Newer) -> None:
        """What the study is; its run, if wanted; what is stored of it; and how long the rest would take."""
        self.seeing.forget()
        try:
            self._answer(wish, serial, newer)
        except BadInput as problem:
            self._over(problem.message, newer)
            self._send("found", {"serial": serial, "of": 0}, newer)

    def _answer(self, wish: Asked, serial: int, newer: Newer) -> None:
        what = about(wish.picked) | {"serial": serial}
        self._send("study", what | {"time": "", "left": what["cases"]}, newer)
        if wish.run:
            problem = self._run(wish.picked, serial, newer)
            self._over(problem, newer)
        if newer():
            return
        self.contents = None
        results = self._stored(wish.picked)
        if results is not None:
            self._look_at(results, newer)
            self.contents = gathered(results)
        found = {"serial": serial} | (told(self.contents) if self.contents else {"of": 0})
        self._send("found", found, newer)
        left = found["of"] - found["stored"] - found["failed"] if self.contents else what["cases"]
        if left and not newer() and not wish.picked.stored:
            seconds = left * seconds_a_case(wish.picked) / WORKERS
            self._send("study", what | {"time": in_words(seconds), "left": left}, newer)

    def _run(self, picked: Picked, serial: int, newer: Newer) -> str:
        """Carry the study through, or until nobody waits for it, showing what is stored so far; returns what went wrong."""
        if not ONE_AT_A_TIME.acquire(blocking=False):
            return "Another study is running here. Wait until it is done, or stop it."
        try:
            run, last = Carrier(picked.name, picked.folder, picked.samples, picked.study().seeds, WORKERS, picked.text), None
            shown_at = time.monotonic()
            try:
                while run.running and not newer():
                    run.wait(EVERY)
                    if run.said and run.said is not last and "of" in run.said:
                        last = run.said
                        self._send("progress", last | {"serial": serial}, newer)
                    if last and time.monotonic() > shown_at and not newer():
                        shown_at = self._so_far(picked, last["done"], newer)
            finally:
                run.end()
        finally:
            ONE_AT_A_TIME.release()
        code = run.process.returncode
        return run.said.get("problem", "" if code in (0, 3, 130) or newer() else f"The run ended before it was done (code {code}).")

    def _so_far(self, picked: Picked, done: int, newer: Newer) -> float:
        """Show what is stored by now, if there is more than was last shown; returns when to look again."""
        began = time.monotonic()
        if done > self.seeing.cases and (results := self._stored(picked)) is not None:
            self._look_at(results, newer)
        return time.monotonic() + max(SHOW_EVERY, REST * (time.monotonic() - began))

    def _stored(self, picked: Picked) -> Results | None:
        """What is stored of a study; None where nothing is."""
        if not Store(picked.folder).check_ours():
            return None
        results = Results(picked.folder)
        return results if results.standing.stored else None

    def _look_at(self, results: Results, newer: Newer) -> None:
        """Take these cases for those that are looked at, and show them; a look that they cannot give is said and left out."""
        self.seeing.read(results)  # takes its time, while the visitor may go on
        with self._lock:
            if newer():
                return
            self.seeing.take(results)
            try:
                self.seeing.checked(self.wish.look)
                self._see()
            except BadInput as problem:
                self.wish, self.problem = replace(self.wish, look=Look()), problem.message
                self._see()
                self.tell()

    def _see(self) -> None:
        """Show the cases as they are looked at now; with the lock held, so that what is sent last is what holds."""
        if self.seeing.results is not None:
            told = self.seeing.told(self.wish.look, self.wish.run) | {"serial": self.serial, "run": self.wish.run}
            self.send("seen", json.dumps(told))

    def _list(self, what: dict[str, Any]) -> None:
        """List the cases of one cell of the heat map."""
        place = what.get("x"), what.get("y")
        if not all(isinstance(one, int) and 0 <= one < 1000 for one in place):
            raise BadInput("expected a cell of the heat map")
        self.send("listed", json.dumps(self.seeing.listed(self.wish.look, place) | {"serial": self.serial}))

    def _over(self, problem: str, newer: Newer) -> None:
        """The run is over: say so, without asking anew."""
        with self._lock:
            if not newer():
                self.wish, self.problem = replace(self.wish, run=False), problem
                self.tell()

    def _hand_over(self, what: str) -> None:
        """Hand the browser a file to keep."""
        self.handed += 1
        self.send("kept", json.dumps({"number": self.handed} | kept(what, self.contents, self.seeing.results, self.wish.look)))

    def _send(self, name: str, value: dict[str, Any], newer: Newer) -> None:
        self.send_now(name, json.dumps(value), newer)


def _changes(what: dict[str, Any]) -> dict[str, Any]:
    """What is to be looked at otherwise, part by part."""
    changes = what.get("look") if isinstance(what.get("look"), dict) else {}
    parts = look_of(changes)
    return {name: getattr(parts, name) for name in changes if hasattr(parts, name)}
