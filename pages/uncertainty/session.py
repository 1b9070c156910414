"""One visitor's Uncertainty: a study at a size, the address that says so, its run while it lasts, and what came out."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from abm.facts.problems import BadInput
from experiments.command.progress import in_words
from experiments.report.contents import Contents
from experiments.results import Results
from experiments.store import Store
from pages.answering import Answering, Newer
from pages.explore.chosen import LONGEST_ADDRESS
from pages.uncertainty.carrier import Carrier
from pages.uncertainty.shelf import WORKERS, Picked, about, seconds_a_case
from pages.uncertainty.view import gathered, table, told, whole_page

FIRST = "binding-or-voluntary"
EVERY = 0.2
"""Seconds between looks at a run under way; so soon is it stopped when nobody waits for it."""
ONE_AT_A_TIME = threading.Lock()
"""A study takes the whole machine: a second one waits until the first is done."""


@dataclass(frozen=True)
class Asked:
    """A study at a size, and whether it is to be run."""

    picked: Picked = field(default_factory=lambda: Picked(FIRST))
    run: bool = False


def address_of(wish: Asked) -> str:
    """The query that leads back to the same study and size; never to a run."""
    return urlencode({"study": wish.picked.name, "size": wish.picked.size})


def from_address(query: str) -> Asked:
    """The study that an address means; raises `BadInput` where it means none."""
    if len(query) > LONGEST_ADDRESS:
        raise BadInput("the address is too long")
    said = parse_qs(query.removeprefix("?"))
    picked = Picked(said.get("study", [FIRST])[-1], said.get("size", [Picked.size])[-1])
    picked.study()
    return Asked(picked)


class Session(Answering[Asked]):
    """The state of one visitor."""

    def __init__(self, send: Callable[[str, Any], None]):
        super().__init__(send, Asked())
        self.contents: Contents | None = None
        self.handed = 0

    def read(self, address: str) -> Asked:
        """The study that an address means."""
        return from_address(address)

    def after(self, what: dict[str, Any]) -> Asked:
        """The wish once another study or size is chosen, or a run is begun or stopped."""
        kind, name = what.get("kind"), str(what.get("name", ""))[:200]
        if kind in ("run", "stop"):
            return replace(self.wish, run=kind == "run")
        picked = self.wish.picked
        if kind in ("study", "size"):
            picked = replace(picked, **{"name" if kind == "study" else "size": name})
            picked.study()
            return self.wish if picked == self.wish.picked else Asked(picked)
        if kind == "keep":
            self._hand_over(name)
        return self.wish

    def tell(self) -> None:
        """Tell the browser what is chosen, whether it runs, and what went wrong."""
        wish = self.wish
        said = {"serial": self.serial, "study": wish.picked.name, "size": wish.picked.size, "run": wish.run}
        self.send("told", json.dumps(said | {"address": address_of(wish), "problem": self.problem}))

    def answer(self, wish: Asked, serial: int, newer: Newer) -> None:
        """What the study is; its run, if wanted; what is stored of it; and how long the rest would take."""
        try:
            self._answer(wish, serial, newer)
        except BadInput as problem:
            self._over(wish, problem.message, newer)
            self._send("found", {"serial": serial, "of": 0}, newer)

    def _answer(self, wish: Asked, serial: int, newer: Newer) -> None:
        what = about(wish.picked) | {"serial": serial}
        self._send("study", what | {"time": "", "left": what["cases"]}, newer)
        if wish.run:
            problem = self._run(wish.picked, serial, newer)
            self._over(wish, problem, newer)
        if newer():
            return
        contents = self.contents = self._stored(wish.picked)
        found = {"serial": serial} | (told(contents) if contents else {"of": 0})
        self._send("found", found, newer)
        left = found["of"] - found["stored"] - found["failed"] if contents else what["cases"]
        if left and not newer():
            seconds = left * seconds_a_case(wish.picked.name) / WORKERS
            self._send("study", what | {"time": in_words(seconds), "left": left}, newer)

    def _run(self, picked: Picked, serial: int, newer: Newer) -> str:
        """Carry the study through, or until nobody waits for it; returns what went wrong."""
        if not ONE_AT_A_TIME.acquire(blocking=False):
            return "Another study is running here. Wait until it is done, or stop it."
        try:
            run, last = Carrier(picked.name, picked.folder, picked.samples, picked.study().seeds, WORKERS), None
            try:
                while run.running and not newer():
                    run.wait(EVERY)
                    if run.said and run.said is not last and "of" in run.said:
                        last = run.said
                        self._send("progress", last | {"serial": serial}, newer)
            finally:
                run.end()
        finally:
            ONE_AT_A_TIME.release()
        code = run.process.returncode
        return run.said.get("problem", "" if code in (0, 3, 130) or newer() else f"The run ended before it was done (code {code}).")

    def _stored(self, picked: Picked) -> Contents | None:
        """What is stored of a study, with its report; None where nothing is."""
        if not Store(picked.folder).check_ours():
            return None
        results = Results(picked.folder)
        return gathered(results) if results.standing.stored else None

    def _over(self, wish: Asked, problem: str, newer: Newer) -> None:
        """The run is over: say so, without asking anew."""
        with self._lock:
            if not newer():
                self.wish, self.problem = replace(wish, run=False), problem
                self.tell()

    def _hand_over(self, what: str) -> None:
        """Hand the browser a file to keep: the whole report, or every case."""
        if self.contents is None:
            raise BadInput("nothing is stored of this study yet")
        name = self.contents.results.manifest["study"]
        made = {"report": (whole_page, "html", "text/html"), "cases": (table, "csv", "text/csv")}
        if what not in made:
            raise BadInput("expected report or cases")
        make, ending, kind = made[what]
        self.handed += 1
        self.send("kept", json.dumps({"number": self.handed, "name": f"{name}.{ending}", "type": kind, "text": make(self.contents)}))

    def _send(self, name: str, value: dict[str, Any], newer: Newer) -> None:
        if not newer():
            self.send(name, json.dumps(value))
