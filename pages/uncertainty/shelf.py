"""Studies that can be chosen, their sizes and their folders: the same as on the command line, so that either goes on with the other's."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from abm.facts.problems import BadInput, nearest, shown
from experiments.plan import plan_study
from experiments.results import cases_of
from experiments.study import Study, list_studies, load_study

RESULTS, OWN = Path("results"), Path("studies")
"""Where studies are stored, and where own ones are looked for, below the folder the app was started in."""
SIZES = {"quick": "Quick look", "whole": "Whole study"}
LESS, FEWEST = 8, 4
WORKERS = max(1, (os.cpu_count() or 1) - 1)


@dataclass(frozen=True)
class Picked:
    """A study at one of its sizes."""

    name: str
    size: str = "quick"

    def study(self) -> Study:
        """The study at this size; raises `BadInput` where there is none."""
        if self.size not in SIZES:
            raise BadInput(f"unknown size {shown(self.size)}{nearest(self.size, list(SIZES))}")
        if self.name not in names():
            raise BadInput(f"unknown study {shown(self.name)}{nearest(self.name, names())}")
        study = load_study(self.name)
        return study if self.size == "whole" else study.resized(self.samples, 1)

    @property
    def samples(self) -> int | None:
        """Points of the sample where they are not the study's own."""
        if self.size == "whole":
            return None
        design = load_study(self.name).design
        own = design.trajectories if design.kind == "morris" else design.samples
        return None if own is None else min(own, max(FEWEST, own // LESS))

    @property
    def folder(self) -> Path:
        """Where it is stored."""
        return RESULTS / (Path(self.name).stem + ("" if self.size == "whole" else f"-{self.size}"))

    @property
    def command(self) -> str:
        """What runs the same on the command line."""
        options = ["surge", "study", "run", self.name]
        if self.samples is not None:
            options += ["--samples", str(self.samples)]
        if self.size != "whole":
            options += ["--seeds", "1", "--out", str(self.folder)]
        return " ".join(options)


def names() -> list[str]:
    """Shipped studies by name, and own ones by file."""
    return [*list_studies(), *(path.as_posix() for path in sorted(OWN.glob("*.yaml")))]


def shelf() -> list[dict[str, str]]:
    """The studies with what each asks; a file that cannot be read is told as such."""
    found = []
    for name in names():
        try:
            one = load_study(name)
            found.append({"name": name, "title": one.title, "question": one.question})
        except BadInput as problem:
            found.append({"name": name, "title": f"{name} (cannot be read)", "question": problem.message})
    return found


def about(picked: Picked) -> dict[str, Any]:
    """What a study asks and predicts, what it varies, how large it is and where it is stored."""
    study = picked.study()
    plan = plan_study(study)
    return {
        "name": picked.name,
        "size": picked.size,
        "title": study.title,
        "question": study.question,
        "prediction": study.prediction,
        "cases": plan.size,
        "crossed": {"sets of events": len(plan.scenarios), "mixes": len(plan.mixes), "points": plan.design["point"].nunique()},
        "seeds": study.seeds,
        "varied": len(plan.uncertainties),
        "levers": plan.levers,
        "folder": str(picked.folder),
        "command": picked.command,
        "workers": WORKERS,
    }


@functools.lru_cache(maxsize=64)
def seconds_a_case(name: str) -> float:
    """How long one case of a study takes in one process here, by a block that is really run."""
    from experiments.command.estimate import tried

    plan = plan_study(Picked(name).study())
    return tried(plan, cases_of(plan.design, range(plan.study.seeds)).drop_duplicates("case_id", ignore_index=True))[1]
