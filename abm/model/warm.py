"""Compiling the model, once for every new version of it: its phases on two cores, then the month that calls them."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from types import FunctionType, ModuleType, SimpleNamespace

import numba
import numpy as np
from numba.core.dispatcher import Dispatcher

from abm.judgement.slip import months_late
from abm.model import month
from abm.model.simulate import Run, as_mix, load_scenario, simulate
from abm.state.compiled import lanes_of

SMALLEST = "classroom"
HALVES = 2

Call = tuple[Dispatcher, tuple]
"""A phase and the types it is called with."""


def compile_all() -> None:
    """Compile the model for one world and, in a process beside, for several, and keep it for later processes."""
    beside = subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        compile_half(0)
        simulate(SMALLEST, months=1)
    finally:
        beside.wait()


def compile_half(half: int) -> None:
    """Compile every other phase, longest first, so that two processes need not compile the same."""
    calls = [(months_late, tuple(numba.typeof(np.zeros((1,) * n)) for n in (3, 3, 3, 1))), *calls_of_a_month()]
    calls.sort(key=lambda call: -len(inspect.getsource(call[0].py_func)))
    for phase, types in calls[half::HALVES]:
        phase.compile(types)


def calls_of_a_month() -> list[Call]:
    """The phases that a month calls, in one world and in several, found by reading its prose without doing anything."""
    noted: dict[Call, None] = {}

    def stand_in(thing: object, prose: dict) -> object:
        if isinstance(thing, ModuleType):
            return SimpleNamespace(**{name: stand_in(value, prose) for name, value in vars(thing).items() if isinstance(value, Dispatcher)})
        if not isinstance(thing, Dispatcher):
            return thing
        if thing.targetoptions.get("inline") == "always":
            return FunctionType(thing.py_func.__code__, prose)
        return lambda *columns: noted.setdefault((thing, tuple(map(numba.typeof, columns))))

    prose: dict = {}
    prose.update({name: stand_in(value, prose) for name, value in vars(month).items()})
    read: Callable = FunctionType(month.run.py_func.__code__, prose)
    for worlds in (1, 2):
        run = _open(worlds)
        read(
            run.base.net, *run.state, run.parameters, run.seeds, run.schedule, run.at_work, run.part, run.record, 0, 1,
            run.flow_steps, lanes_of(worlds),
        )  # fmt: skip
    return list(noted)


def _open(worlds: int) -> Run:
    return Run(load_scenario(SMALLEST), [tuple(as_mix("today"))] * worlds, range(worlds))


if __name__ == "__main__":
    compile_half(1)
    _open(2).advance(1)
