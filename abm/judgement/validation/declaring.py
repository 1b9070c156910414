"""How a row of the record is made executable: once, with the world it is read in, what it observes and what it tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.judgement.validation.worlds import World

BEHAVIOUR, STRUCTURE, DATA, ARITHMETIC = "behaviour", "structure", "data", "arithmetic"
KINDS = {
    BEHAVIOUR: "what agents' decisions bring about",
    STRUCTURE: "how the base is built: who makes what, and how many",
    DATA: "a figure the model is given, held against another source of it",
    ARITHMETIC: "follows from given figures by division alone",
}


@dataclass(frozen=True)
class Row:
    """One executable row: `observe` gives one number a seed, or for a series one a month and seed.

    It is shown each of the row's worlds, first the one judged, then what it is held against; a row without a world is read from the public
    record alone. `used` marks rows that parameters were fitted to, or that restate them.
    """

    id: str
    kind: str
    worlds: tuple[World, ...]
    used: bool
    observe: Callable[..., Any]

    @property
    def observes(self) -> str:
        """What is read, in words."""
        return " ".join((self.observe.__doc__ or "").split())


@dataclass(frozen=True)
class Path(Row):
    """A series of the record, followed month by month; `opening` holds its points before the start against the first months."""

    opening: bool = False


ROWS: dict[str, Row] = {}

Observing = Callable[..., Any]


def row(id: str, kind: str, *worlds: World, used: bool = False) -> Callable[[Observing], Observing]:
    """Declare what a row of validation.csv observes: of a world [seed], or of the public record (a number)."""
    return _declaring(lambda observe: Row(id, kind, worlds, used, observe))


def path(id: str, kind: str, world: World, used: bool = False, opening: bool = False) -> Callable[[Observing], Observing]:
    """Declare what a series of validation_ramps.csv observes: units a month [month, seed]."""
    return _declaring(lambda observe: Path(id, kind, (world,), used, observe, opening))


def _declaring(make: Callable[[Observing], Row]) -> Callable[[Observing], Observing]:
    def declare(observe: Observing) -> Observing:
        made = make(observe)
        if made.id in ROWS:
            raise ValueError(f"{made.id} is declared twice")
        ROWS[made.id] = made
        return observe

    return declare


def first_month(reached: np.ndarray) -> np.ndarray:
    """First month in which something holds [month, ..., seed], infinite where it never does."""
    return np.where(reached.any(axis=0), reached.argmax(axis=0), np.inf)
