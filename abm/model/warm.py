"""Compiling the model, once for every new version of it: the flows in a process beside, so that two cores share the work."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from abm.judgement.slip import months_late
from abm.model.invariants import let_goods_flow
from abm.model.simulate import Run, as_mix, load_scenario, simulate

SMALLEST = "classroom"


def compile_all() -> None:
    """Compile every phase and keep it for later processes; a process that finds a phase kept by the other does not compile it again."""
    beside = subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        simulate(SMALLEST, seeds=range(2))
    finally:
        beside.wait()


def compile_flows() -> None:
    """Compile what does not need the decisions: how orders slip, and the flows as one world and as many use them."""
    months_late(np.zeros((1, 1, 1)), np.zeros((1, 1, 1)), np.zeros((1, 1, 1)), np.zeros(1))
    let_goods_flow(Run(load_scenario(SMALLEST), [tuple(as_mix("today"))], [0]), 1)


if __name__ == "__main__":
    compile_flows()
