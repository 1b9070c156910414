"""Compiling ahead: what a month calls is known without running one, and a warmed model compiles nothing more."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from abm.flows.produce import produce
from abm.model.warm import calls_of_a_month
from abm.state.compiled import ALONE, AMONG

LATER = """
from numba.core import event
from abm import simulate
from abm.model.simulate import Run, as_mix, load_scenario

compiled = []

class Watch(event.Listener):
    def on_start(self, started):
        compiled.append(started.data["dispatcher"].py_func.__name__)

    def on_end(self, ended):
        pass

event.register("numba:compile", Watch())
simulate("classroom", seeds=range(1), months=3)
Run(load_scenario("classroom"), [tuple(as_mix("none"))] * 3, range(3)).advance(3)
print(sorted(set(compiled)))
"""


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled")
def test_a_month_makes_things_once_for_one_world_and_once_for_several():
    lanes = [types[-1] for phase, types in calls_of_a_month() if phase is produce]
    assert [len(one) for one in lanes] == [len(ALONE), len(AMONG)]


@pytest.mark.slow
def test_once_warmed_the_model_compiles_nothing_more(tmp_path):
    elsewhere = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "abm.command", "warm"], check=True, env=elsewhere)
    later = subprocess.run([sys.executable, "-c", LATER], check=True, env=elsewhere, capture_output=True, text=True)
    assert later.stdout.strip() == "[]"
