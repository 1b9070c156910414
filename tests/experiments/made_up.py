"""Results of a made-up model, whose answers are known: everything the analyses read of a store, without one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd

from experiments.designs import unit_cube
from experiments.study import Design


@dataclass
class MadeUp:
    """As `experiments.Results`, from a design and a function of its rows."""

    design: pd.DataFrame
    runs: pd.DataFrame
    manifest: dict
    outcomes: list[str]
    levers: list[str]
    uncertainties: list[str]
    folder: Path = Path("made-up")

    @property
    def mixes(self):
        return list(dict.fromkeys(self.design["mix"]))

    @property
    def seeds(self):
        return range(self.manifest["seeds"])

    @property
    def study(self):
        return SimpleNamespace(levers={name: SimpleNamespace(low=None, of=None) for name in self.levers})


def made_up(
    outcomes, futures=20, seeds=2, mixes=("a", "b"), levers=None, events=("none",), unknowns=("x", "y"), kind="factorial", **design
):
    """A study of `futures` futures under every mix, event set and lever setting; `outcomes`: name -> function of (row, luck)."""
    levers = levers or {}
    if kind in ("morris", "saltelli"):
        told = Design(kind=kind, **design)
        axes = [*unknowns, *(["dummy"] if told.dummy else [])]
        cube = pd.DataFrame(unit_cube(told, len(axes)), columns=axes)
    else:
        told = Design(kind=kind, samples=futures)
        cube = pd.DataFrame(np.random.default_rng(7).uniform(size=(futures, len(unknowns))), columns=list(unknowns))
    cube.insert(0, "future", np.arange(len(cube)))
    rows = []
    for point, of in enumerate(cube.to_dict("records")):
        for event, mix, *set_at in itertools.product(events, mixes, *levers.values()):
            rows.append({"row": len(rows), "point": point, **of, "mix": mix, "events": event, **dict(zip(levers, set_at, strict=True))})
    frame = pd.DataFrame(rows)
    runs = frame.loc[frame.index.repeat(seeds)].reset_index(drop=True)
    runs["seed"] = np.tile(np.arange(seeds), len(frame))
    luck = {(f, s): np.random.default_rng([int(f), int(s)]).normal() for f in cube["future"] for s in range(seeds)}
    for name, of in outcomes.items():
        runs[name] = [of(row, luck[row["future"], row["seed"]]) for row in runs.to_dict("records")]
    runs["status"], runs["reason"], runs["case_id"] = "done", "", [f"{i:016x}" for i in range(len(runs))]
    manifest = {
        "study": "made-up",
        "seeds": seeds,
        "design": told.model_dump(mode="json", exclude_none=True),
        "outcomes": [{"name": name, "unit": "unit", "metric": "made", "meaning": "made up"} for name in outcomes],
        "ranges": {name: [0.0, 1.0] for name in unknowns} | {name: list(values) for name, values in levers.items()},
        "scenarios": {event: {} for event in events},
    }
    return MadeUp(frame, runs, manifest, list(outcomes), list(levers), list(unknowns))
