"""The scoreboard as a page asks for it: row by row, so that it can be watched and given up, and kept for everyone once it is whole."""

from __future__ import annotations

import threading
from collections.abc import Callable

from abm.facts.record_of_history import load_series, load_targets
from abm.judgement.validation.declaring import ROWS
from abm.judgement.validation.scoreboard import Score, scoreboard
from abm.judgement.validation.worlds import Worlds

Unwanted = Callable[[], bool]
Told = Callable[[int, int], None]


class History:
    """The model held against the record of history. It is the same for every visitor, so it is worked out once."""

    def __init__(self, names: tuple[str, ...] | None = None):
        self._names = names
        self._kept: list[Score] | None = None
        self._lock = threading.Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """The rows that can be tried, in the order of the record."""
        return self._names or tuple(name for name in load_targets() | load_series() if name in ROWS)

    @property
    def kept(self) -> list[Score] | None:
        """The whole scoreboard, if it has been worked out."""
        return self._kept

    def scores(self, unwanted: Unwanted, told: Told = lambda done, of: None) -> list[Score] | None:
        """The whole scoreboard; `told` hears how many rows are done, and None comes back once nobody waits for it."""
        while not self._lock.acquire(timeout=0.1):
            if unwanted():
                return None
        try:
            if self._kept is None:
                self._kept = self._held(unwanted, told)
            return self._kept
        finally:
            self._lock.release()

    def _held(self, unwanted: Unwanted, told: Told) -> list[Score] | None:
        worlds, scores = Worlds(), []
        for name in self.names:
            told(len(scores), len(self.names))
            if unwanted():
                return None
            scores += scoreboard([name], worlds)
        return scores


HISTORY = History()
