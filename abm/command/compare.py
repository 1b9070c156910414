"""`surge compare`: the same futures and the same luck under several policy mixes, and what each brings over the first."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr

from abm.command import run as one_run
from abm.command.document import named, plain, version
from abm.command.measures import Measure, Span, measures_in, span_of
from abm.command.output import check_file, spinner, target_folder, write_json
from abm.command.paired import CONFIDENCE, Effect, effect
from abm.facts.problems import BadInput, shown
from abm.facts.scenario import Scenario
from abm.rules.mix import Mix

CURVE = "alliance_surge_ratio"


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    mixes: tuple[str, ...]
    settings: tuple[str, ...] = ()
    seeds: int = 16
    months: int | None = None
    out: str | None = None
    json: str | None = None


@dataclass(frozen=True)
class Comparison:
    """What came of every mix, measure by measure; the first mix is what the others are held against."""

    scenario: Scenario
    mixes: tuple[Mix, ...]
    seeds: int
    span: Span
    measures: tuple[Measure, ...]
    labels: Mapping[str, tuple[str, ...]]  # the systems and the nations
    values: Mapping[tuple[str, str], np.ndarray]  # by measure and mix: [system or nation, seed], or [seed]
    curves: Mapping[str, xr.DataArray]  # by mix: the alliance's surge ratio [month, seed]

    @property
    def others(self) -> tuple[Mix, ...]:
        """The mixes held against the first."""
        return self.mixes[1:]

    @cached_property
    def effects(self) -> dict[tuple[str, str], Effect]:
        """By measure and mix: what the mix brings over the first."""
        first = self.mixes[0].name
        return {
            (one.name, mix.name): effect(self.values[one.name, first], self.values[one.name, mix.name])
            for one in self.measures
            for mix in self.others
        }

    def level(self, measure: str, mix: str) -> np.ndarray:
        """Mean over the seeds in which the measure is defined, NaN where it is in none."""
        values = self.values[measure, mix]
        known = np.isfinite(values)
        seeds = known.sum(axis=-1)
        return np.divide(np.where(known, values, 0.0).sum(axis=-1), seeds, out=np.full(seeds.shape, np.nan), where=seeds > 0)


def carry_out(request: Request) -> None:
    """Compare what was asked; everything is looked at before anything runs, and runs before anything is written."""
    scenario = one_run.meant_scenario(request.scenario, request.months, None)
    mixes = _mixes(request)
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    found = compare(scenario, mixes, request.seeds)
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.compare_folder import write_comparison

        with spinner(f"Writing {folder} ..."):
            write_comparison(folder, found)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        write_json(request.json, comparison_document(found))
    else:
        from abm.command.compare_screen import show_comparison

        show_comparison(found, seconds)


def compare(scenario: Scenario, mixes: tuple[Mix, ...], seeds: int) -> Comparison:
    """Run a scenario under every mix with the same seeds, and keep what is compared."""
    simulate, span = one_run.simulator(), span_of(scenario)
    measures: tuple[Measure, ...] = ()
    labels, values, curves = {}, {}, {}
    for mix in mixes:
        with spinner(f"Running {scenario.name} under {mix.name}, {seeds} seeds ..."):
            results = simulate(scenario, mix, seeds=range(seeds))
        measures = measures_in(results)
        labels = {by: tuple(str(one) for one in results[by].values) for by in ("system", "nation")} | {"": ()}
        values |= {(one.name, mix.name): one.values(results, span) for one in measures}
        curves[mix.name] = results[CURVE]
    return Comparison(scenario, mixes, seeds, span, measures, labels, values, curves)


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Every measure under every mix, and every difference to the first mix with its interval; what is undefined is null."""
    return {
        "scenario": named(found.scenario),
        "mixes": [named(mix) | {"title": mix.title} for mix in found.mixes],
        "first": found.mixes[0].name,
        "seeds": list(range(found.seeds)),
        "months": found.scenario.months,
        "confidence": CONFIDENCE,
        "version": version(),
        "measures": {one.name: _told(found, one) for one in found.measures},
    }


def _told(found: Comparison, one: Measure) -> dict[str, Any]:
    def differences(mix: Mix) -> dict[str, Any]:
        brought = found.effects[one.name, mix.name]
        return {part: plain(np.asarray(getattr(brought, part))) for part in ("mean", "low", "high", "seeds")}

    seen: slice = getattr(found.span, one.months)
    return {
        "unit": one.unit,
        "meaning": one.meaning,
        "by": one.by or "alliance",
        "months": [seen.start, seen.stop],
        "rows": list(found.labels[one.by]),
        "mean": {mix.name: plain(found.level(one.name, mix.name)) for mix in found.mixes},
        "difference": {mix.name: differences(mix) for mix in found.others},
    }


def _mixes(request: Request) -> tuple[Mix, ...]:
    """The mixes that were meant: at least two, each under a name of its own."""
    if len(request.mixes) < 2:
        raise BadInput(f"compare: {len(request.mixes)} policy mix: expected at least two (see `surge list mixes`)")
    mixes = tuple(one_run.meant_mix(name, request.settings) for name in request.mixes)
    names = [mix.name for mix in mixes]
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        raise BadInput(f"compare: policy mix {shown(twice)} stands there twice: expected different names")
    return mixes
