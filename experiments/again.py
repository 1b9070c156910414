"""One case of a stored study run again, alone, and held against what is stored: the same bits, or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import parse_scenario
from abm.rules.mix import parse_mix
from experiments.batch import Batch, Case, read_block
from experiments.plan import Kept, Plan, plan_study
from experiments.results import Results, open_study
from experiments.store import DONE
from experiments.version import model_hash, versions


@dataclass(frozen=True)
class Again:
    """A case run again: outcome by outcome what is stored and what came of it now."""

    case_id: str
    row: int
    seed: int
    stored: pd.Series
    now: pd.Series
    same_model: bool
    other_versions: dict[str, tuple[str, str]]

    @property
    def equal(self) -> bool:
        """Whether every outcome has the same bits; what was undefined must be so again."""
        return bool(np.array_equal(self.stored.to_numpy(float), self.now.to_numpy(float), equal_nan=True))


def rerun(folder: str | Path, which: int | str, seed: int = 0) -> Again:
    """Run one case of a stored study again: by its case_id, or by the number of its row and its seed."""
    results = open_study(folder)
    case = _case(results, which, seed)
    plan = plan_of(results)
    rules = plan.rules_of(pd.DataFrame([case]))[0]
    outcomes, series = plan.readings[case["events"]]
    values = plan.parameters(pd.DataFrame([case]))[0]
    assert len(values) == len(PARAMETERS)
    one = Case(case["case_id"], 0, tuple(values.tolist()), int(case["seed"]))
    batch = Batch(model_hash(), plan.scenarios[case["events"]], (rules.instruments,), (one,), outcomes, series)
    numbers, _, _ = read_block(batch, batch.cases)
    now = pd.Series(numbers[0], index=results.outcomes)
    stored = pd.Series({name: case[name] for name in results.outcomes}, dtype=float)
    told, here = results.manifest["versions"], versions()
    others = {name: (told.get(name, "none"), here.get(name, "none")) for name in told | here if told.get(name) != here.get(name)}
    same = results.manifest["model"] == model_hash()
    return Again(case["case_id"], int(case["row"]), int(case["seed"]), stored, now, same, others)


def plan_of(results: Results) -> Plan:
    """The plan of a stored study, with the scenarios and mixes as the manifest has them, wherever their files have gone."""
    told, study = results.manifest, results.study
    scenarios = {name: parse_scenario(one["text"], one["name"]) for name, one in told["scenarios"].items()}
    mixes = {name: parse_mix(one["text"], name) for name, one in told["mixes"].items()}
    sources = {name: parse_mix(one["text"], one["name"]) for name, one in told["sources"].items()}
    return plan_study(study, kept=Kept(scenarios, mixes, sources))


def _case(results: Results, which: int | str, seed: int) -> pd.Series:
    runs = results.runs
    if isinstance(which, int):
        found = runs[(runs["row"] == which) & (runs["seed"] == seed)]
        if found.empty:
            last = f"rows 0 to {runs['row'].max()}, seeds 0 to {runs['seed'].max()}"
            raise BadInput(f"row {which}, seed {seed}: expected {last}", results.folder)
    else:
        found = runs[runs["case_id"] == which]
        if found.empty:
            raise BadInput(f"no case is called {shown(which)}{nearest(which, runs['case_id'])}", results.folder)
    case = found.iloc[0]
    if case["status"] != DONE:
        reason = f": {case['reason']}" if case["reason"] else ""
        raise BadInput(f"case {case['case_id']} is {case['status']}{reason}: expected one that is done", results.folder)
    return case
