"""Studies that can be chosen, their sizes and their folders: the same as on the command line, so that either goes on with the other's."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from abm.facts.problems import BadInput, nearest, shown
from experiments.plan import plan_study
from experiments.results import Results, cases_of
from experiments.store import Store
from experiments.study import Study, list_studies, load_study
from pages.uncertainty.own import folder_name, own_study

RESULTS, OWN = Path("results"), Path("studies")
"""Where studies are stored, and where own ones are looked for, below the folder the app was started in."""
SIZES = {"quick": "Quick look", "whole": "Whole study"}
LESS, FEWEST = 8, 4
WORKERS = max(1, (os.cpu_count() or 1) - 1)
MOST_STORES = 500


@dataclass(frozen=True)
class Picked:
    """A study at one of its sizes: on the shelf by its name, uploaded by its text, or only read, from the folder it is stored in."""

    name: str
    size: str = "quick"
    text: str | None = field(default=None, repr=False)
    stored: bool = False

    def study(self) -> Study:
        """The study at this size; raises `BadInput` where there is none."""
        if self.size not in SIZES:
            raise BadInput(f"unknown size {shown(self.size)}{nearest(self.size, list(SIZES))}")
        study = self._own_size()
        return study if self.size == "whole" or self.stored else study.resized(self.samples, 1)

    def _own_size(self) -> Study:
        if self.stored:
            if self.name not in stores():
                raise BadInput(f"nothing is stored under {shown(self.name)}{nearest(self.name, stores())}")
            return Results(self.folder).study
        if self.text is not None:
            return own_study(self.text, self.name)
        if self.name not in names():
            raise BadInput(f"unknown study {shown(self.name)}{nearest(self.name, names())}")
        return load_study(self.name)

    @property
    def samples(self) -> int | None:
        """Points of the sample where they are not the study's own."""
        if self.size == "whole" or self.stored:
            return None
        design = self._own_size().design
        own = design.trajectories if design.kind == "morris" else design.samples
        return None if own is None else min(own, max(FEWEST, own // LESS))

    @property
    def folder(self) -> Path:
        """Where it is stored."""
        if self.stored:
            return RESULTS / self.name
        name = Path(self.name).stem if self.text is None else folder_name(self.name, self.text)
        return RESULTS / (name + ("" if self.size == "whole" else f"-{self.size}"))

    @property
    def command(self) -> str:
        """What runs the same on the command line, or tells of what is stored."""
        if self.stored:
            return f"surge study status {self.folder}"
        options = ["surge", "study", "run", self.name if self.text is None else f"{self.name}.yaml"]
        if self.samples is not None:
            options += ["--samples", str(self.samples)]
        if self.size != "whole":
            options += ["--seeds", "1"]
        if self.size != "whole" or self.text is not None:
            options += ["--out", str(self.folder)]
        return " ".join(options)


def names() -> list[str]:
    """Shipped studies by name, and own ones by file."""
    return [*list_studies(), *(path.as_posix() for path in sorted(OWN.glob("*.yaml")))]


def stores() -> list[str]:
    """Folders of the results kept here in which a study stands, by name; never a path."""
    found = []
    for folder in sorted(RESULTS.glob("*"))[:MOST_STORES]:
        try:
            if folder.is_dir() and Store(folder).check_ours():
                found.append(folder.name)
        except BadInput:
            continue
    return found


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
    size = _of_store(Results(picked.folder)) if picked.stored else _of_plan(study)
    return size | {
        "name": picked.name,
        "size": picked.size,
        "title": study.title,
        "question": study.question,
        "prediction": study.prediction,
        "folder": str(picked.folder),
        "command": picked.command,
        "workers": WORKERS,
        "runs": not picked.stored,
    }


def _of_plan(study: Study) -> dict[str, Any]:
    plan = plan_study(study)
    crossed = {"sets of events": len(plan.scenarios), "mixes": len(plan.mixes), "points": plan.design["point"].nunique()}
    return {"cases": plan.size, "crossed": crossed, "seeds": study.seeds, "varied": len(plan.uncertainties), "levers": plan.levers}


def _of_store(results: Results) -> dict[str, Any]:
    """The same of what is stored, as its own manifest has it."""
    told, design = results.manifest, results.design
    crossed = {"sets of events": len(told["scenarios"]), "mixes": len(results.mixes), "points": design["point"].nunique()}
    cases, seeds = len(design) * told["seeds"], told["seeds"]
    return {"cases": cases, "crossed": crossed, "seeds": seeds, "varied": len(results.uncertainties), "levers": results.levers}


@functools.lru_cache(maxsize=64)
def seconds_a_case(picked: Picked) -> float:
    """How long one case of a study takes in one process here, by a block that is really run; the same at every size."""
    if picked.size != "quick":
        return seconds_a_case(replace(picked, size="quick"))
    from experiments.command.estimate import tried

    plan = plan_study(picked.study())
    return tried(plan, cases_of(plan.design, range(plan.study.seeds)).drop_duplicates("case_id", ignore_index=True))[1]
