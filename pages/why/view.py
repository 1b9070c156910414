"""What Why? shows: chains of reasons, the ladder, the map of binding limits and single points of failure, by the judgement's own code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr

from abm.command.measures import span_of
from abm.command.why_screen import WORTH_A_LINE, step_words
from abm.facts.scenario import Scenario
from abm.flows.limits import ORDERS
from abm.judgement.binding import Binding, binding
from abm.judgement.chain import Cause, chain, late, steps
from abm.judgement.concentration import SolePoint, exposure, sole_points
from abm.judgement.ladder import GAPS, RUNGS, climb
from abm.judgement.outcome import Outcome
from abm.judgement.standing import Standing
from abm.judgement.telling import sentence
from abm.model.simulate import Run, base_of
from abm.rules.mix import Mix

SEEDS, LADDER_SEEDS = tuple(range(8)), tuple(range(2))
MONTHS_AT_ONCE = 12
SPANS = {"year": 12, "quarter": 3}
LATENESS, LATE_WORDS = "late", "late: industry owes it and has not made it"

Unwanted = Callable[[], bool]


@dataclass(frozen=True)
class Now:
    """How things stand at the end of a month: the chain of every system by name, the ladder of the month, what hangs on one maker.

    `takes` names, for every system, the products that stand below it in the tiers, itself included.
    """

    chains: dict[str, Cause]
    ladder: xr.Dataset
    points: tuple[SolePoint, ...]
    takes: dict[str, tuple[str, ...]]


def systems_of(scenario: Scenario) -> tuple[str, ...]:
    """Systems that magazines can lack: all but services, which are used as they come."""
    base = base_of(scenario)
    return tuple(base.products[row] for row in base.systems if row not in set(base.services))


def usual_month(scenario: Scenario) -> int:
    """The last month of the war, or of the run where nobody fights, as `surge why` takes it."""
    war = span_of(scenario).war
    return (war.stop if war.stop > war.start else scenario.months) - 1


def now_of(scenario: Scenario, mix: Mix, month: int, unwanted: Unwanted) -> Now | None:
    """Run to the end of a month and see where every unit stands; None once nobody waits for it any more."""
    run = _carried(scenario, mix, SEEDS, month + 1, unwanted)
    climber = run and _carried(scenario, mix, LADDER_SEEDS, month, unwanted)
    if run is None or climber is None:
        return None
    standing = Standing([run])
    chains = {system: chain(standing, system) for system in systems_of(scenario)}
    points = sole_points(run.base, standing.active.any(axis=1))
    return Now(chains, climb(climber, [month]), tuple(points), _takes(run))


def _takes(run: Run) -> dict[str, tuple[str, ...]]:
    below = exposure(run.base) > 0.0
    names = [run.base.products[p] for p in run.base.systems]
    return {name: tuple(np.array(run.base.recorded)[row]) for name, row in zip(names, below, strict=True)}


def map_of(scenario: Scenario, mix: Mix, unwanted: Unwanted) -> dict[str, Binding] | None:
    """Which limit binds each product, by year and by quarter, over the whole run."""
    run = _carried(scenario, mix, SEEDS, scenario.months, unwanted)
    return run and {name: binding(Outcome([run]), months) for name, months in SPANS.items()}


def _carried(scenario: Scenario, mix: Mix, seeds: tuple[int, ...], until: int, unwanted: Unwanted) -> Run | None:
    """A run that has passed so many months."""
    run = Run(scenario, [tuple(mix)] * len(seeds), seeds)
    while run.month < until:
        if unwanted():
            return None
        run.advance(min(MONTHS_AT_ONCE, until - run.month))
    return run


# As the browser is told it.


def answer(now: Now, system: str) -> dict[str, Any]:
    """One system at the end of a month: its sentence and tree, the ladder's rungs, and the sole makers it hangs on."""
    found = now.chains[system]
    told = with_lateness(found)
    lit = {id(step) for one in told.causes if one.kind == LATENESS for step in steps(one)}
    return {
        "sentence": sentence(found),
        "lack": found.units,
        "tree": branches(told, told, lit),
        "systems": [{"id": name, "lack": one.units, "most": one.causes[0].name if one.causes else ""} for name, one in now.chains.items()],
        "ladders": [ladder_rungs(now.ladder, None), ladder_rungs(now.ladder, system)],
        "takes": [str(name) for name in now.takes[system]],
        "points": [point for one in now.points if (point := _point(one, now, system))],
    }


def with_lateness(system: Cause) -> Cause:
    """A system's chain with what is late as one step of its own, as the sentence tells it: each later share is of all that is late."""
    owed = late(system)
    if not owed.units > 0.0:
        return system
    rest = [one for one in system.causes if one not in owed.causes]
    gathered = Cause(LATENESS, LATENESS, owed.units, owed.causes)
    return replace(system, causes=tuple(sorted([gathered, *rest], key=lambda one: -one.units)))


def branches(cause: Cause, system: Cause, lit: set[int]) -> list[dict[str, Any]]:
    """The causes of a step that are worth a line or marked, each with its share of that step and of the system's whole lack."""
    return [
        {
            "words": LATE_WORDS if one.kind == LATENESS else step_words(one, of_part=cause.kind == "part"),
            "kind": one.kind,
            "product": one.product if one.kind == "lines" else "",
            "units": one.units,
            "share": one.share(cause),
            "whole": one.share(system),
            "lit": id(one) in lit,
            "causes": branches(one, system, lit),
        }
        for one in cause.causes
        if one.share(cause) >= WORTH_A_LINE or id(one) in lit
    ]


def ladder_rungs(ladder: xr.Dataset, system: str | None) -> dict[str, Any]:
    """The rungs of the alliance, in USD a month, or of one system, in units a month, mean of the seeds; and what war asks for."""
    level, share = ("value", "value_share") if system is None else ("output", "output_share")
    rows, shares = (
        (ladder[name] if system is None else ladder[name].sel(system=system)).mean(["month", "seed"]) for name in (level, share)
    )
    top = float(shares[0])
    return {
        "unit": str(ladder[level].attrs["unit"]),
        "rungs": [{"id": name, "words": words, "level": float(rows.sel(rung=name))} for name, words in RUNGS.items()],
        "gaps": list(GAPS),
        "asked": float(rows[0]) / top if np.isfinite(top) and top > 0.0 else None,
    }


def _point(one: SolePoint, now: Now, system: str) -> dict[str, Any] | None:
    through = float(one.through[list(now.ladder["system"].values).index(system)])
    if through <= 0.0 and one.value <= 0.0:
        return None
    return {"product": one.product, "maker": one.maker, "nations": list(one.nations), "through": through, "value": one.value}


def map_rows(found: dict[str, Binding]) -> dict[str, Any]:
    """For each span, the first months and the products that more than their orders ever binds, with what bound them."""
    return {name: {"months": [seen.start for seen in one.months], "rows": _rows(one)} for name, one in found.items()}


def _rows(found: Binding) -> list[dict[str, Any]]:
    rows = np.flatnonzero((found.limit > ORDERS).any(axis=1))
    return [{"product": found.products[row], "cells": [_cell(found, row, place) for place in range(len(found.months))]} for row in rows]


def _cell(found: Binding, row: int, place: int) -> list[Any]:
    """Limit, part where an input binds, and share of the time; nothing where nobody makes it."""
    name, part = found.name(row, place), str(found.part[row, place])
    return ["input" if part else name, part, round(float(found.share[row, place]), 4)] if name else []
