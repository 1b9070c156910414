"""The month means the same without the compiler: plain Python runs it to the same numbers."""

import json
import os
import subprocess
import sys

import numpy as np

from abm.facts.events import Conflict
from abm.rules.export_licensing import ExportLicensing
from abm.rules.security_of_supply import SecurityOfSupply
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, product

MONTHS = 4
RECORDS = ("made", "landed", "stock", "missing", "spent", "limit", "bound", "honour")


def small_war():
    """Two nations, a system and its part, licences, an agreement and a war from the second month."""
    facts = facts_of(
        [nation("HOME", blocs=("X",)), nation("ALLY", blocs=("X",))], [product("ROUND", substitute=1.0), part("MOTOR")],
        [line("M", "HOME", "ROUND", 10.0), line("P", "ALLY", "MOTOR", 11.0)],
        [holding(n, "ROUND", 5.0, stock=60.0, wants=900.0, fires=30.0) for n in ("HOME", "ALLY")],
        [needs("ROUND", "MOTOR")],
    )  # fmt: skip
    war = Conflict(theatre="here", start=1, months=12, nations={"HOME": 1.0, "ALLY": 0.5}, budget_factor=2.0, budget_lag=1)
    mix = (SecurityOfSupply(members="X", hub="", binding=True), ExportLicensing(days=40.0, throughput=1.0))
    return begin(facts, 12, events=(war,), mix=mix, seeds=(0, 7), stoppage_rate=0.2, war_noise=0.3).advance(MONTHS)


def told(run):
    return {name: getattr(run.record, name)[:MONTHS].tolist() for name in RECORDS}


PRINT_IT = "import json; from tests.model.test_uncompiled import *; print(json.dumps(told(small_war())))"


def test_plain_python_gives_the_compiled_numbers():
    plain = subprocess.run(
        [sys.executable, "-c", PRINT_IT],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert plain.returncode == 0, plain.stderr[-2000:]
    compiled = told(small_war())
    for name, values in json.loads(plain.stdout).items():
        np.testing.assert_allclose(values, compiled[name], rtol=1e-12, atol=1e-12, err_msg=name)
    assert np.max(compiled["landed"]) > 0.0
