"""What compiled phases are promised: no column comes twice in one call."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import wraps
from itertools import combinations
from types import FunctionType

import numpy as np
import pytest


def test_no_phase_is_handed_the_same_column_twice():
    told = subprocess.run(
        [sys.executable, "-m", __name__], check=True, capture_output=True, text=True, env=os.environ | {"NUMBA_DISABLE_JIT": "1"}
    )
    answer = json.loads(told.stdout)
    assert answer["phases"] > 25
    assert answer["overlaps"] == []


def test_the_watch_sees_an_overlap():
    seen, row = [], np.zeros((3, 2))
    watched(lambda a, b: None, seen)(row, row[1:])
    watched(lambda a, b: None, seen)(row[:1], row[1:])
    assert len(seen) == 1


def watched(phase, seen: list):
    """The phase, noting calls in which two columns share a place."""

    @wraps(phase)
    def noted(*columns):
        arrays = [c for c in columns if isinstance(c, np.ndarray)]
        if any(np.may_share_memory(a, b) for a, b in combinations(arrays, 2)):
            seen.append(getattr(phase, "__name__", "?"))
        return phase(*columns)

    return noted


def _one_month() -> dict:
    """One month of the classroom in plain Python: how many phases were called, and which were handed overlapping columns."""
    from abm.decisions import entrants, firm, nation, stocks, suppliers
    from abm.judgement import record
    from abm.model import month
    from abm.model.simulate import Run, as_mix, load_scenario

    run = Run(load_scenario("classroom"), [tuple(as_mix("today"))], [0])
    seen, called = [], set()
    for module in (entrants, firm, nation, stocks, suppliers, record, month):
        for name, thing in vars(module).items():
            if isinstance(thing, FunctionType) and thing.__module__.startswith("abm."):
                called.add(thing)
                setattr(module, name, watched(thing, seen))
    with np.errstate(all="ignore"):
        run.advance(1)
    return {"phases": len(called), "overlaps": sorted(set(seen))}


if __name__ == "__main__":
    print(json.dumps(_one_month()))
elif os.environ.get("NUMBA_DISABLE_JIT") == "1":
    pytest.skip("phases are watched in a process of their own", allow_module_level=True)
