"""The plan of a study: every name looked up, every range checked, and from it the design and its cases."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS, parameter_values
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import Scenario, load_scenario
from abm.facts.validation import digest
from abm.model.simulate import base_of
from abm.rules.instrument import Instrument
from abm.rules.mix import Mix, apply_setting, load_mix
from abm.state.base import Base
from experiments.designs import count_points, points_of
from experiments.factors import LEVER, UNCERTAINTY, Factor, lever_factors, uncertain_factors
from experiments.readings import Reading, readings_of
from experiments.study import Study
from experiments.version import model_hash

MAX_CASES = 4_000_000
AS_IT_IS = "none"
"""The name of the events of a scenario with nothing added."""


@dataclass(frozen=True)
class Plan:
    """A study whose every name leads somewhere: scenarios by event set, mixes and factors, and from them design and cases."""

    study: Study
    scenarios: dict[str, Scenario]
    mixes: dict[str, Mix]
    factors: tuple[Factor, ...]
    table: pd.DataFrame | None = None

    @property
    def levers(self) -> list[str]:
        """Columns of what we choose, besides the mix."""
        return [factor.name for factor in self.factors if factor.kind == LEVER]

    @property
    def uncertainties(self) -> list[str]:
        """Columns of what we do not know."""
        return [factor.name for factor in self.factors if factor.kind == UNCERTAINTY]

    @property
    def outcomes(self) -> tuple[Reading, ...]:
        """What is kept of each case, told for the first event set."""
        return self.readings[next(iter(self.scenarios))][0]

    @property
    def series(self) -> tuple[Reading, ...]:
        """What is kept of each month."""
        return self.readings[next(iter(self.scenarios))][1]

    @cached_property
    def base(self) -> Base:
        """The industrial base that all cases share."""
        return base_of(without_events(next(iter(self.scenarios.values()))))

    @cached_property
    def readings(self) -> dict[str, tuple[tuple[Reading, ...], tuple[Reading, ...]]]:
        """By event set: the outcomes and the series to be read."""
        return {name: readings_of(self.study, scenario, self.base) for name, scenario in self.scenarios.items()}

    @cached_property
    def identity(self) -> str:
        """A short name for everything but the size of the design: what two stores must share for one to extend the other."""
        return digest(
            {
                "model": model_hash(),
                "scenarios": {name: scenario.hash for name, scenario in self.scenarios.items()},
                "mixes": {name: mix.hash for name, mix in self.mixes.items()},
                "factors": [[f.name, f.kind, f.values, f.low, f.high, f.kept, f.of and f.of.hash] for f in self.factors],
                "kind": self.study.design.kind,
                "outcomes": [[repr(one) for one in read] for pair in self.readings.values() for read in pair],
            }
        )

    @property
    def size(self) -> int:
        """Cases, repetitions included, known before the design is made."""
        if self.study.design.kind == "table":
            return len(self.design) * self.study.seeds
        points = count_points(self.study, list(self.factors))
        return points * len(self.mixes) * len(self.scenarios) * self.study.seeds

    @cached_property
    def design(self) -> pd.DataFrame:
        """One line for each row: its number, `row_id`, point, future, mix, events, levers and uncertainties.

        Rows of a point stand together, so that a design that is extended keeps its numbers. Equal rows have equal ids.
        """
        points = points_of(self.study, list(self.factors), self.table)
        rows = self._crossed(points, "events", list(self.scenarios))
        rows = self._crossed(rows, "mix", list(self.mixes))
        rows = rows.sort_values("point", kind="stable").reset_index(drop=True)
        front = ["point", "future", "mix", "events"]
        rows = rows[[*front, *(column for column in rows if column not in front)]]
        rows.insert(0, "row", np.arange(len(rows)))
        rows.insert(1, "row_id", self._row_ids(rows))
        return rows

    def _crossed(self, rows: pd.DataFrame, column: str, names: list[str]) -> pd.DataFrame:
        if column not in rows:
            return rows.merge(pd.DataFrame({column: names}), how="cross")
        for place, name in enumerate(rows[column]):
            if name not in names:
                raise BadInput(f"{column} = {shown(name)}: unknown{nearest(name, names)}", self.study.design.file or "table", place + 2)
        return rows

    def _row_ids(self, rows: pd.DataFrame) -> list[str]:
        """A short name for everything in a row that can change a number, whatever study it stands in."""
        scenarios = {name: scenario.hash for name, scenario in self.scenarios.items()}
        values = self.parameters(rows)
        return [
            _short(f"{model_hash()} {scenarios[events]} {self._hash(self.rules(row))}".encode() + values[place].tobytes())
            for place, (events, row) in enumerate(zip(rows["events"], self._choices(rows), strict=True))
        ]

    def parameters(self, rows: pd.DataFrame) -> np.ndarray:
        """Value of every parameter in each row of a design, little-endian [row, parameter]."""
        scenario = next(iter(self.scenarios.values()))
        central = parameter_values(dict(scenario.parameters))
        columns = [rows[name].to_numpy(float) if name in rows else np.full(len(rows), value) for name, value in central.items()]
        return np.ascontiguousarray(np.column_stack(columns), dtype="<f8")

    def _choices(self, rows: pd.DataFrame) -> list[tuple]:
        return list(zip(*(rows[column] for column in ("mix", *self.levers)), strict=True))

    def rules_of(self, rows: pd.DataFrame) -> list[Mix]:
        """The mix in force in each row, with its levers where the row puts them; equal choices share one object."""
        return [self.rules(choice) for choice in self._choices(rows)]

    def _hash(self, mix: Mix) -> str:
        """As `Mix.hash`, but each instrument is looked at once: rows of a design share most of theirs."""
        for one in mix:
            if id(one) not in self._contents:
                self._contents[id(one)] = digest(Mix("", instruments=(one,)).content()), one
        return digest([self._contents[id(one)][0] for one in mix])

    @cached_property
    def _contents(self) -> dict[int, tuple[str, Instrument]]:
        return {}

    @cached_property
    def _made(self) -> dict[tuple, Mix]:
        return {}

    def rules(self, choice: tuple) -> Mix:
        """The mix of one choice: the mix's name, and the value of every lever."""
        if choice not in self._made:
            mix = self.mixes[choice[0]]
            for factor, cell in zip((f for f in self.factors if f.kind == LEVER), choice[1:], strict=True):
                mix = factor.applied(mix, _value(factor, cell))
            self._made[choice] = mix
        return self._made[choice]


def _value(factor: Factor, cell: Any) -> Any:
    """The value that a cell of a table stands for."""
    if factor.values is not None:
        return next(value for value in factor.values if factor.cell(value) == cell)
    return int(cell) if factor.whole else float(cell)


def case_id(row_id: str, seed: int) -> str:
    """The name of a case: everything in its row, and its seed."""
    return _short(f"{row_id} {seed}".encode())


def _short(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def without_events(scenario: Scenario) -> Scenario:
    """The same scenario with nothing happening: what its industrial base is laid out from."""
    return Scenario(**{name: getattr(scenario, name) for name in Scenario.model_fields} | {"events": ()})


@dataclass(frozen=True)
class Kept:
    """What a store has kept of the files that a study names: scenarios by event set, mixes, and the mixes of levers `from` them."""

    scenarios: dict[str, Scenario]
    mixes: dict[str, Mix]
    sources: dict[str, Mix]


def plan_study(study: Study, table: pd.DataFrame | None = None, kept: Kept | None = None) -> Plan:
    """Look up every name of a study and check every range; what cannot be used is refused where it stands.

    table: rows for `design: {kind: table}`. kept: what a store has of the study's files; its design is stored too, and not sized again.
    """
    scenarios = kept.scenarios if kept else _scenarios(study)
    first = next(iter(scenarios.values()))
    mixes = kept.mixes if kept else _mixes(study)

    def find(name: str, *loc: str | int) -> Mix:
        return kept.sources[name] if kept else _mix(study, name, *loc)

    factors = lever_factors(study, mixes, find) + uncertain_factors(study, first)
    taken = {one.name for one in (*study.outcomes, *study.series)}
    if clash := next((factor.name for factor in factors if factor.name in taken), None):
        raise study.problem(f"an outcome is called {shown(clash)} as is what is varied: expected another name", "outcomes")
    if study.design.file is not None:
        design = study.design.model_copy(update={"file": str(beside(study, study.design.file))})
        document, text = study._document, study._text
        study = study.model_copy(update={"design": design})
        study._document, study._text = document, text
    plan = Plan(study, scenarios, mixes, tuple(factors), table)
    _ = plan.readings
    if kept is None and plan.size > MAX_CASES:
        raise study.problem(f"{plan.size:,} cases: expected at most {MAX_CASES:,}", "design")
    return plan


def beside(study: Study, name: str) -> Path:
    """A file that a study names: as seen from the working folder, or else from the study's own folder."""
    here = Path(name)
    if study._document is None or here.is_absolute() or here.exists():
        return here
    there = Path(study._document.path).parent / here
    return there if there.exists() else here


def _is_file(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))


def _scenarios(study: Study) -> dict[str, Scenario]:
    """By event set, the scenario with its events added."""
    name = str(beside(study, study.scenario)) if _is_file(study.scenario) else study.scenario
    try:
        scenario = load_scenario(name).check(load_facts(), PARAMETERS).varied(study.months)
    except BadInput as problem:
        raise problem if problem.path else study.problem(problem.message, "scenario") from None
    if not study.events:
        return {AS_IT_IS: scenario}
    found: dict[str, Scenario] = {}
    for place, events in enumerate(study.events):
        if events.name in found:
            raise study.problem(f"events {shown(events.name)} stand there twice", "events", place, "name")
        for number, event in enumerate(events.events):
            if not 0 <= event.opens(scenario.start) < scenario.months:
                told = f"start = {shown(event.start)}: expected a month within the {scenario.months} months from {scenario.start} on"
                raise study.problem(told, "events", place, "events", number, "start")
        fields = {field: getattr(scenario, field) for field in Scenario.model_fields}
        found[events.name] = Scenario(**fields | {"events": (*scenario.events, *events.events)})
        try:
            found[events.name].check(load_facts(), PARAMETERS)
        except BadInput as problem:
            raise study.problem(problem.message, "events", place) from None
    return found


def _mixes(study: Study) -> dict[str, Mix]:
    found: dict[str, Mix] = {}
    for place, arm in enumerate(study.mixes):
        if arm.name in found:
            raise study.problem(f"policy mix {shown(arm.name)} stands there twice: expected different names", "mixes", place)
        mix = _mix(study, arm.base, "mixes", place, "base")
        for number, setting in enumerate(arm.set):
            try:
                mix = apply_setting(mix, setting)
            except BadInput as problem:
                raise study.problem(problem.message.removeprefix("--set "), "mixes", place, "set", number) from None
        found[arm.name] = Mix(arm.name, mix.title, mix.question, mix.instruments)
    return found


def _mix(study: Study, name: str, *loc: str | int) -> Mix:
    try:
        return load_mix(str(beside(study, name)) if _is_file(name) else name)
    except BadInput as problem:
        raise problem if problem.path else study.problem(problem.message, *loc) from None
