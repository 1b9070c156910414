"""Which cases are held against which: an arm is a choice of columns, and the cases of two arms are paired by future and luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from abm.facts.problems import BadInput, nearest, shown
from experiments.results import Results
from experiments.store import DONE

Choice = Mapping[str, Any]
"""An arm: columns of `runs` (mix, events, levers) and the value of each, as in {"mix": "today"}."""

SCALES = ("level", "difference", "percent", "ratio")
"""What a number of a pair is: the arm's own, arm less base, that in per cent of the base, or arm over base."""

GROUPED = {"saltelli", "morris"}
"""Designs whose points come in groups of which each point depends on the others."""


@dataclass(frozen=True)
class Pairs:
    """One number for each pair of cases that differ in the choice alone.

    `table`: block, future, seed, value. A block is what may be resampled: a future with all its seeds (a whole group of
    points in a design that is made of groups); a seed, where there is one future only. `undefined` pairs have no number, and are left out.
    """

    outcome: str
    unit: str
    table: pd.DataFrame
    undefined: int
    by: str

    @cached_property
    def blocks(self) -> np.ndarray:
        """Mean of each block [block]."""
        return self.table.groupby("block")["value"].mean().to_numpy()

    @cached_property
    def futures(self) -> pd.Series:
        """Mean over luck of each future, by future."""
        return self.table.groupby("future")["value"].mean()


def paired(results: Results, outcome: str, where: Choice, against: Choice | None = None, scale: str = "difference") -> Pairs:
    """The outcome of one arm against another's under the same futures and luck; the arm's own where there is none to hold it against.

    Cases are paired by everything that neither choice names: future, seed, and any mix, event set or lever besides.
    Where several pairs share a future and a seed, their mean counts.
    """
    check_outcome(results, outcome)
    if scale not in SCALES:
        raise BadInput(f"scale {shown(scale)}: expected {', '.join(SCALES)}{nearest(scale, SCALES)}")
    against = None if scale == "level" else against
    if against is None and scale != "level":
        raise BadInput(f"scale {scale}: expected an arm to hold against")
    arm = picked(results, where)
    keys = [key for key in ("events", "mix", *results.levers) if key not in where and key not in (against or {})]
    keys += ["future", "seed"]
    told = arm[[*keys, outcome]].rename(columns={outcome: "value"})
    if against is not None:
        base = picked(results, against)[[*keys, outcome]].rename(columns={outcome: "base"})
        told = told.merge(base, on=keys)
        told["value"] = _scaled(told["value"].to_numpy(float), told["base"].to_numpy(float), scale)
    if told.empty:
        raise BadInput(f"no case of {named(where)} can be paired with one of {named(against or {})}: they share no future")
    known = told[np.isfinite(told["value"])]
    mean = known.groupby(["future", "seed"], as_index=False)["value"].mean()
    by, blocks = _blocks(results, mean)
    unit = {"percent": "%", "ratio": "ratio"}.get(scale, unit_of(results, outcome))
    return Pairs(outcome, unit, mean.assign(block=blocks), len(told) - len(known), by)


def _scaled(arm: np.ndarray, base: np.ndarray, scale: str) -> np.ndarray:
    if scale == "difference":
        return arm - base
    ratio = np.divide(arm, base, out=np.full(len(arm), np.nan), where=base > 0)
    return ratio if scale == "ratio" else 100.0 * (ratio - 1.0)


def _blocks(results: Results, pairs: pd.DataFrame) -> tuple[str, np.ndarray]:
    """What each pair is resampled with, and its name: a group of dependent points, a future, or (under one future) a seed."""
    kind, size = results.manifest["design"]["kind"], group_size(results)
    if kind in GROUPED:
        return ("base points" if kind == "saltelli" else "walks"), pairs["future"].to_numpy() // size
    if results.design["future"].nunique() > 1:
        return "futures", pairs["future"].to_numpy()
    return "seeds", pairs["seed"].to_numpy()


def group_size(results: Results) -> int:
    """Points in a group of the design: walks of Morris, or Saltelli's base points with their crosses; 1 otherwise."""
    design = results.manifest["design"]
    axes = len(axes_of(results))
    if design["kind"] == "morris":
        return axes + 1
    if design["kind"] == "saltelli":
        return 2 * axes + 2 if design.get("second_order") else axes + 2
    return 1


def axes_of(results: Results) -> list[str]:
    """Columns that the sampler drew, in its order."""
    dummy = ["dummy"] if "dummy" in results.design else []
    return [*results.levers, *results.uncertainties, *dummy]


def picked(results: Results, choice: Choice) -> pd.DataFrame:
    """The cases of an arm that have run; a column or a value that the study does not have is refused."""
    runs = results.runs
    columns = ["mix", "events", *results.levers]
    kept = runs["status"] == DONE
    for column, value in choice.items():
        if column not in columns:
            raise BadInput(f"no choice is called {shown(column)}{nearest(column, columns)}")
        same = runs[column] == value
        if not same.any():
            known = list(dict.fromkeys(runs[column]))
            raise BadInput(f"{column} = {shown(value)}: expected one of {', '.join(map(str, known))}")
        kept &= same
    if not kept.any():
        raise BadInput(f"no case of {named(choice)} has run", results.folder)
    return runs[kept]


def check_outcome(results: Results, outcome: str) -> None:
    """Refuse a name that is no outcome of the study."""
    if outcome not in results.outcomes:
        raise BadInput(f"no outcome is called {shown(outcome)}{nearest(outcome, results.outcomes)}")


def unit_of(results: Results, outcome: str) -> str:
    """Unit of an outcome."""
    return next(one["unit"] for one in results.manifest["outcomes"] if one["name"] == outcome)


def meaning_of(results: Results, outcome: str) -> str:
    """What an outcome says of the world."""
    return next(one["meaning"] for one in results.manifest["outcomes"] if one["name"] == outcome)


def named(choice: Choice) -> str:
    """An arm in words: its mix and events by their names, its levers with their values."""
    words = [str(value) if key in ("mix", "events") else f"{key} = {value}" for key, value in choice.items()]
    return ", ".join(words) or "all cases"


def arms_of(results: Results) -> list[dict[str, Any]]:
    """Every choice the design crosses: mixes (and levers, where they take few values); events are not ours to choose."""
    columns = ["mix", *results.levers]
    return results.design[columns].drop_duplicates().to_dict("records")


def short(results: Results, arm: Choice) -> str:
    """An arm's name where only what differs between arms need be told."""
    moving = [key for key in arm if results.design[key].nunique() > 1] or list(arm)[:1]
    return named({key: arm[key] for key in moving})


def unit_of_series(results: Results, series: str) -> str:
    """Unit of a series."""
    return next(one["unit"] for one in results.manifest["series"] if one["name"] == series)
