"""How many bytes a month must move: counted, place by place, by running one month of a small base in plain Python.

`python -m benchmarks.traffic LINES` counts, without the compiler; `count` asks it in a process of its own. Each phase
counts every place it reads once and every place it writes once, however often it comes back to it: what a machine
has to fetch and to write back whose cache forgets between phases and never within one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from functools import wraps
from types import FunctionType
from typing import Any

import numpy as np

PROSE = ("run", "let_flow", "flow")
"""Functions that only call phases."""

OPENING = 2
"""Months that pass before the counted one, so that every pipeline flows."""


def count(lines: int) -> tuple[Counter[str], int, int]:
    """Bytes that each phase moves in a month on a base of so many lines, bytes held, and parts in the month."""
    told = subprocess.run(
        [sys.executable, "-m", __name__, str(lines)],
        check=True, capture_output=True, text=True, env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
    ).stdout  # fmt: skip
    answer = json.loads(told)
    return Counter(answer["moved"]), answer["held"], answer["parts"]


class Ledger:
    """Bytes by phase, and which call of a phase is at work."""

    def __init__(self):
        self.call, self.phase, self.moved = 1, "", Counter()

    def watched(self, phase: FunctionType) -> FunctionType:
        """The phase, told apart from the others; phases it calls count as part of it."""

        @wraps(phase)
        def noted(*columns):
            if self.phase:
                return phase(*columns)
            self.call, self.phase = self.call + 1, phase.__name__
            try:
                return phase(*columns)
            finally:
                self.phase = ""

        return noted


class Counted:
    """An array that tells the ledger which of its places each call of a phase reads and writes."""

    def __init__(self, array: np.ndarray, ledger: Ledger, read=None, written=None):
        self.array, self.ledger = array, ledger
        self.read = np.zeros(array.shape, np.int32) if read is None else read
        self.written = np.zeros(array.shape, np.int32) if written is None else written
        self.shape, self.size = array.shape, array.size

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        """All of it, read."""
        self._note_all()
        return np.array(self.array, dtype=dtype)

    def __getattr__(self, name: str) -> Any:
        """What NumPy does with all of it, such as `min`."""
        self._note_all()
        return getattr(self.array, name)

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, place: Any) -> Any:
        value = self.array[place]
        if isinstance(value, np.ndarray):
            return Counted(value, self.ledger, self.read[place], self.written[place])
        self._note(self.read, place)
        return value

    def __setitem__(self, place: Any, value: float) -> None:
        self.array[place] = value
        self._note(self.written, place)

    def __iter__(self):
        return (self[i] for i in range(len(self.array)))

    def _note_all(self) -> None:
        self._note(self.read, slice(None))

    def _note(self, seen: np.ndarray, place: Any) -> None:
        new = np.sum(seen[place] != self.ledger.call)
        if new:
            seen[place] = self.ledger.call
            self.ledger.moved[self.ledger.phase or "run"] += int(new) * self.array.itemsize


class CountingNumpy:
    """NumPy as a phase sees it, whose new arrays are counted too."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if name in ("zeros", "ones", "empty", "full"):
            return lambda *shape: Counted(found(*shape), self.ledger)
        return found


def held(*tables) -> int:
    """Bytes of all arrays in these tables."""
    return sum(column.nbytes for table in tables for column in table if isinstance(column, np.ndarray))


def _count(lines: int) -> dict:
    from abm.decisions import entrants, firm, nation, stocks, suppliers
    from abm.facts.scenario import load_scenario
    from abm.judgement import record
    from abm.model import month as one_month
    from abm.model.simulate import Run
    from abm.rules.mix import load_mix
    from abm.state.compiled import AMONG

    run = Run(load_scenario(f"scale-{lines}"), [tuple(load_mix("today"))], [0]).advance(OPENING)
    ledger = Ledger()
    for module in (entrants, firm, nation, stocks, suppliers, record, one_month):
        for name, thing in vars(module).items():
            phase = isinstance(thing, FunctionType) and thing.__module__.startswith("abm.")
            if phase and name not in PROSE:
                setattr(module, name, ledger.watched(thing))
    one_month.np = CountingNumpy(ledger)

    def counted(table):
        return type(table)(*(Counted(x, ledger) if isinstance(x, np.ndarray) else x for x in table))

    net, state = counted(run.base.net), [counted(table) for table in run.state]
    one_month.run(
        net, *state, run.parameters, run.seeds, counted(run.schedule), counted(run.at_work), counted(run.part), counted(run.record),
        run.month, run.month + 1, run.flow_steps, AMONG,
    )  # fmt: skip
    return {"moved": ledger.moved, "held": held(run.base.net, *run.state), "parts": run.flow_steps}


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        print(json.dumps(_count(int(sys.argv[1]))))
