"""What a study's folder holds, for pandas and xarray."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput, nearest, shown
from experiments.plan import case_id
from experiments.store import DONE, FAILED, Standing, Store
from experiments.study import Study, parse_study

if TYPE_CHECKING:
    import xarray


class Results:
    """A study as it is stored, complete or not. Reading needs no lock: what has its name is whole.

    `outcomes`, `levers`, `uncertainties` name the columns of `runs`; `keys` the columns that pair cases (the same future and luck).
    """

    keys = ("events", "future", "seed")

    def __init__(self, folder: str | Path):
        self.store = Store(folder)
        if not self.store.check_ours():
            raise BadInput("no study here: expected the folder of one that has run", folder)
        self.folder, self.manifest = self.store.folder, self.store.manifest()
        self.outcomes: list[str] = [one["name"] for one in self.manifest["outcomes"]]
        self.levers: list[str] = list(self.manifest["levers"])
        self.uncertainties: list[str] = list(self.manifest["uncertainties"])
        self.mixes: list[str] = list(self.manifest["mixes"])
        self.seeds = range(self.manifest["seeds"])

    @cached_property
    def study(self) -> Study:
        """The study, as its copy in the folder has it."""
        return parse_study((self.folder / "study.yaml").read_text(encoding="utf-8"), self.manifest["study"])

    @cached_property
    def design(self) -> pd.DataFrame:
        """One line a row: row, row_id, point, future, mix, events, levers, uncertainties."""
        return self.store.design()

    @cached_property
    def cases(self) -> pd.DataFrame:
        """Every case of the design: case_id and seed beside its row's columns; equal cases stand there once for each row."""
        return cases_of(self.design, self.seeds)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One line for each case of the design, by row and seed: levers, uncertainties, outcomes, `status` and `reason`.

        Cases that failed have status "failed", no numbers and a reason; those that have not run have status "missing".
        """
        stored, failed = self.store.runs(), self.store.failures()
        kept = stored.reindex(columns=["case_id", *self.outcomes, "seconds"])
        runs = self.cases.merge(kept, on="case_id", how="left")
        done = runs["case_id"].isin(stored["case_id"])
        reasons = failed.drop_duplicates("case_id").set_index("case_id")["reason"].to_dict()
        reason = [reasons.get(case, "") if not ran else "" for case, ran in zip(runs["case_id"], done, strict=True)]
        runs["status"] = np.where(done, DONE, np.where(np.array(reason, object) != "", FAILED, "missing"))
        return runs.assign(reason=reason)

    @property
    def standing(self) -> Standing:
        """How far it is, counted from what is stored: distinct cases in the design, stored and failed."""
        status = self.runs.drop_duplicates("case_id")["status"].value_counts()
        return Standing(int(status.sum()), int(status.get(DONE, 0)), int(status.get(FAILED, 0)))

    def series(self, names: Sequence[str] | None = None, **where: Any) -> pd.DataFrame:
        """Series by case and month, beside the row, mix, events, future and seed of the case; `where` picks, as in `mix="today"`."""
        own = [one["name"] for one in self.manifest["series"]]
        for name in names or ():
            if name not in own:
                raise BadInput(f"no series is called {shown(name)}{nearest(name, own)}")
        chosen = list(names or own)
        if not chosen:
            raise BadInput(f"study {self.manifest['study']} keeps no series", self.folder)
        cases = self.cases[["case_id", "row", "mix", "events", "future", "seed", *self.levers]]
        for column, value in where.items():
            if column not in cases:
                raise BadInput(f"no column is called {shown(column)}{nearest(column, cases.columns)}")
            cases = cases[cases[column].isin(value if isinstance(value, list | tuple | set | range) else [value])]
        wanted = set(cases["case_id"])
        whole = {path.name for path in self.store.parts("runs")}
        found = [
            self.store.read(f"series/{path.name}", ["case_id", "month", *chosen])
            for path in self.store.parts("series")
            if path.name in whole
        ]
        kept = [part[part["case_id"].isin(wanted)] for part in found]
        told = pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=["case_id", "month", *chosen])
        told = cases.merge(told.drop_duplicates(["case_id", "month"]), on="case_id")
        return told.sort_values(["row", "seed", "month"], ignore_index=True)

    def to_xarray(self) -> xarray.Dataset:
        """Outcomes as arrays: by events, mix, each lever, future and seed where the design crosses them all, else by row and seed.

        Cases that failed or are missing are NaN. Uncertainties stand by future (or row); an axis of one label is
        dropped, but for mix and seed.
        """
        import xarray

        runs = self.runs
        axes = ["events", "mix", *self.levers, "future", "seed"]
        sizes = [runs[axis].nunique() for axis in axes]
        if int(np.prod(sizes)) == len(runs) and not runs.duplicated(axes).any():
            axes = [axis for axis, size in zip(axes, sizes, strict=True) if size > 1 or axis in ("mix", "seed")]
            by = "future"
        else:
            axes, by = ["row", "seed"], "row"
        told = xarray.Dataset.from_dataframe(runs.set_index(axes)[self.outcomes])
        if by == "future" and "future" not in axes:
            told.attrs |= {name: float(runs[name].iloc[0]) for name in self.uncertainties}
        else:
            once = runs.drop_duplicates(by).set_index(by)
            beside = [*self.uncertainties, *(["mix", "events", "future", *self.levers] if by == "row" else [])]
            told = told.assign_coords({name: (by, once.loc[told[by].values, name].to_numpy()) for name in beside})
        for one in self.manifest["outcomes"]:
            told[one["name"]].attrs = {"unit": one["unit"], "meaning": one["meaning"]}
        for name in self.uncertainties:
            if name in told.coords and name in PARAMETERS:
                told[name].attrs = {"unit": PARAMETERS[name].unit, "meaning": PARAMETERS[name].meaning}
        return told.assign_attrs(study=self.manifest["study"], model=self.manifest["model"])


def cases_of(design: pd.DataFrame, seeds: Sequence[int]) -> pd.DataFrame:
    """Every row of a design under every seed, in that order, with the case's name first."""
    times = len(seeds)
    rows = design.loc[design.index.repeat(times)].reset_index(drop=True)
    rows.insert(0, "seed", np.tile(np.array(list(seeds), np.int64), len(design)))
    ids = [case_id(row_id, seed) for row_id in design["row_id"] for seed in seeds]
    rows.insert(0, "case_id", ids)
    return rows.drop(columns="row_id")


def open_study(folder: str | Path) -> Results:
    """A study's folder, complete or not."""
    return Results(folder)
