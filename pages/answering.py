"""A worker that always answers a visitor's latest wish, and the way back to earlier ones: what all pages share that run something."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from abm.facts.problems import BadInput

PATIENCE = 3.0
"""Seconds that an answer waits for the browser to have drawn the one before."""

MOST_UNDONE = 100
MOST_REFUSED, LONGEST_REFUSED = 3, 300
"""Parts of an address that are said to be left out, and the length of each; more are counted."""

Wish = TypeVar("Wish")
Part = TypeVar("Part")
Newer = Callable[[], bool]


def either(read: Callable[[], Part], otherwise: Part, refused: list[str] | None) -> Part:
    """What `read()` gives; where that is refused, `otherwise`, with the reason noted in `refused`, or raised if nobody takes note."""
    try:
        return read()
    except BadInput as problem:
        if refused is None:
            raise
        refused.append(problem.message)
        return otherwise


def left_out(refused: list[str]) -> str:
    """One line on the parts of an address that were refused; empty where none was."""
    if not refused:
        return ""
    told = "; ".join(one[:LONGEST_REFUSED] for one in refused[:MOST_REFUSED])
    more = f"; and {len(refused) - MOST_REFUSED} more" if len(refused) > MOST_REFUSED else ""
    return f"Left out of this address: {told}{more}. The rest is as it says."


class Answering(Generic[Wish]):
    """The state of one visitor to a page whose wish is a plain value; a page says how wishes are read, changed and answered.

    `send(name, value)` hands a value to the browser, where only the latest of each name counts.
    """

    way_out = "Choose something else."
    """What a visitor can do where a wish could not be run."""

    def __init__(self, send: Callable[[str, Any], None], opening: Wish):
        self.send, self.opening, self.wish, self.serial, self.problem = send, opening, opening, 0, ""
        self.refused: list[str] = []
        self.past: list[Wish] = []
        self.future: list[Wish] = []
        self._woken, self._drawn, self._lock, self._closed = threading.Condition(), threading.Event(), threading.RLock(), False
        self._drawn.set()

    # What a page says.

    def read(self, address: str) -> Wish:
        """The wish that an address means, with what was left out of it in `self.refused`; raises `BadInput` where it means none."""
        raise NotImplementedError

    def after(self, what: dict[str, Any]) -> Wish:
        """The wish once this has been asked for; raises `BadInput` where it cannot be."""
        raise NotImplementedError

    def lasting(self, wish: Wish) -> Wish:
        """What of a wish is worth going back to: all of it, unless a page starts long work on demand."""
        return wish

    def answer(self, wish: Wish, serial: int, newer: Newer) -> None:
        """Run what is wished for and send it, until `newer()`."""
        raise NotImplementedError

    def tell(self) -> None:
        """Tell the browser what is chosen."""
        raise NotImplementedError

    # What the browser says.

    def ready(self, address: str = "") -> None:
        """The page stands, at this address: show what it means."""
        with self._lock:
            self.refused.clear()
            try:
                self.wish = self.read(address)
                self.problem = left_out(self.refused)
            except BadInput as problem:
                self.wish, self.problem = self.opening, f"This address could not be followed: {problem.message}"
            self._drawn.set()
            self._ask()

    def act(self, what: Any) -> None:
        """Do what the visitor asked for; what cannot be is said, and nothing changes."""
        with self._lock:
            before = self.wish
            try:
                self.wish, self.problem = self._after(what if isinstance(what, dict) else {}), ""
            except BadInput as problem:
                self.problem = problem.message
            if self.wish == before:
                self.tell()
            else:
                self._ask()

    def _after(self, what: dict[str, Any]) -> Wish:
        """The wish once this has been asked for, or undone or redone what was asked for before."""
        kind, before = what.get("kind"), self.lasting(self.wish)
        if kind in ("undo", "redo"):
            back, on = (self.past, self.future) if kind == "undo" else (self.future, self.past)
            if not back:
                return self.wish
            on.append(before)
            return back.pop()
        after = self.after(what)
        if self.lasting(after) != before:
            self.past, self.future = [*self.past, before][-MOST_UNDONE:], []
        return after

    @property
    def undoable(self) -> dict[str, int]:
        """How many steps can be undone, and how many redone."""
        return {"undo": len(self.past), "redo": len(self.future)}

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

    # The worker.

    def work(self) -> None:
        """Answer wishes until the visitor leaves, always the latest."""
        answered = 0
        while True:
            with self._woken:
                self._woken.wait_for(lambda done=answered: self._closed or self.serial != done)
                if self._closed:
                    return
                answered, wish = self.serial, self.wish
            try:
                self.answer(wish, answered, lambda mine=answered: self.serial != mine)
            except Exception as problem:  # whatever goes wrong in a run, the page must stay and say so
                self.problem = f"This could not be run ({type(problem).__name__}: {problem}). {self.way_out}"
                self.tell()

    def push(self, name: str, value: Any, newer: Newer) -> None:
        """Send an answer once the browser has drawn the last one, unless a newer wish has come meanwhile."""
        self.wait_until_drawn()
        if not newer():
            self._drawn.clear()
            self.send(name, value)

    def send_now(self, name: str, value: Any, newer: Newer) -> None:
        """Send what need not wait for the browser, unless a newer wish has come meanwhile."""
        if not newer():
            self.send(name, value)

    def wait_until_drawn(self) -> None:
        """Wait until the browser has drawn what it was last sent, or a while at most."""
        self._drawn.wait(PATIENCE)

    def _ask(self) -> None:
        with self._woken:
            self.serial += 1
            self.tell()  # before the worker wakes, so that no answer is older than what was told
            self._woken.notify_all()
