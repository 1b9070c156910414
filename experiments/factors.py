"""What a study varies: each lever and each uncertainty as one factor, from a place in the unit interval to a value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import Scenario
from abm.facts.validation import validate
from abm.rules.instrument import instruments
from abm.rules.mix import SETTING, Mix, with_lever
from experiments.study import Lever, Range, Study

LEVER, UNCERTAINTY, DUMMY = "lever", "uncertainty", "dummy"
COMMON = frozenset({"row", "row_id", "point", "future", "mix", "events", "case_id", "seed", "status", "reason", "seconds", "month"})
"""Columns that every table of a study may have; nothing else may take these names."""


@dataclass(frozen=True)
class Factor:
    """One thing that varies: listed values, or a range of numbers. `kept` is where it stands while others are varied."""

    name: str
    kind: str
    values: tuple[Any, ...] | None = None
    low: float = 0.0
    high: float = 1.0
    kept: Any = None
    whole: bool = False
    of: Mix | None = None

    def at(self, places: np.ndarray) -> list[Any]:
        """Values at these places in the unit interval; listed values and whole numbers have equal shares of it."""
        if self.values is not None:
            return [self.values[min(int(u * len(self.values)), len(self.values) - 1)] for u in places]
        if self.whole:
            steps = int(self.high) - int(self.low) + 1
            return [int(self.low) + min(int(u * steps), steps - 1) for u in places]
        return np.clip(self.low + places * (self.high - self.low), self.low, self.high).tolist()

    def ends(self, levels: int) -> tuple[Any, ...]:
        """Its listed values, or so many values evenly over its range."""
        if self.values is not None:
            return self.values
        return tuple(dict.fromkeys(self.at(np.linspace(0.0, 1.0, levels))))

    def cell(self, value: Any) -> Any:
        """A value as it stands in a table: numbers, truths and words as they are, lists as JSON."""
        return json.dumps(value) if isinstance(value, list | tuple | dict) or value is None else value

    def applied(self, mix: Mix, value: Any) -> Mix:
        """The mix with this lever at that value."""
        if self.of is not None:
            return with_instrument(mix, self.name, self.of) if value else mix
        return with_lever(mix, self.name, value)


def with_instrument(mix: Mix, name: str, source: Mix) -> Mix:
    """The mix with every instrument of this class as `source` has it, in place of its own."""
    taken = tuple(one for one in source if type(one).__name__ == name)
    rest = tuple(one for one in mix if type(one).__name__ != name)
    return Mix(mix.name, mix.title, mix.question, rest + taken)


def lever_factors(study: Study, mixes: dict[str, Mix], find: Any) -> list[Factor]:
    """The study's levers, each held to its field's own range in every mix of the study; `find` fetches a mix by name or file."""
    return [_lever(study, name, lever, mixes, find) for name, lever in study.levers.items()]


def _lever(study: Study, name: str, lever: Lever, mixes: dict[str, Mix], find: Any) -> Factor:
    loc = ("levers", name)
    if name in COMMON or name in PARAMETERS:
        raise study.problem(f"lever {shown(name)}: expected Instrument.field", *loc, at_key=True)
    ways = [lever.values is not None, lever.low is not None or lever.high is not None, lever.of is not None]
    if sum(ways) != 1 or (ways[1] and (lever.low is None or lever.high is None)):
        raise study.problem(f"lever {name}: expected a list of values, or both low and high, or from: MIX", *loc)
    if lever.of is not None:
        return _switch(study, name, find(lever.of, *loc, "from"))
    match = SETTING.fullmatch(f"{name}=0")
    if match is None or name != name.strip():
        known = nearest(name.split(".")[0], instruments())
        told = "expected Instrument.field, or Instrument with from: MIX"
        raise study.problem(f"lever {shown(name)}: {told}{known if name not in instruments() else ''}", *loc, at_key=True)
    if lever.values is not None:
        _check_twice(study, name, lever.values)
        factor = Factor(name, LEVER, values=lever.values, kept=lever.values[0])
        tried = [(value, (*loc, place)) for place, value in enumerate(lever.values)]
    else:
        factor = _range_lever(study, name, lever)
        tried = [(factor.ends(2)[0], (*loc, "low")), (factor.ends(2)[-1], (*loc, "high"))]
    for value, where in tried:
        for mix in mixes.values():
            try:
                factor.applied(mix, value)
            except BadInput as problem:
                raise study.problem(problem.message.removeprefix("--set "), *where) from None
    return factor


def _range_lever(study: Study, name: str, lever: Lever) -> Factor:
    low, high = float(lever.low or 0.0), float(lever.high or 0.0)
    if not low < high:
        raise study.problem(f"lever {name} = {low:g} to {high:g}: expected low below high", "levers", name)
    match = SETTING.fullmatch(f"{name}=0")
    kind = instruments().get(match["kind"]) if match else None
    field = kind.model_fields.get(match["field"]) if kind and match else None
    whole = field is not None and field.annotation in (int, int | None)
    if field is not None and field.annotation is bool:
        raise study.problem(f"lever {name}: true or false has no range: expected [false, true]", "levers", name)
    if whole and not (low.is_integer() and high.is_integer()):
        raise study.problem(f"lever {name} = {low:g} to {high:g}: expected whole numbers", "levers", name)
    middle = int(low + high) // 2 if whole else (low + high) / 2
    return Factor(name, LEVER, low=low, high=high, kept=middle, whole=whole)


def _switch(study: Study, name: str, source: Mix) -> Factor:
    if name not in instruments():
        raise study.problem(f"unknown instrument {shown(name)}{nearest(name, instruments())}", "levers", name, at_key=True)
    if not any(type(one).__name__ == name for one in source):
        raise study.problem(f"policy mix {source.name} has no {name}", "levers", name, "from")
    return Factor(name, LEVER, values=(False, True), kept=False, of=source)


def _check_twice(study: Study, name: str, values: tuple[Any, ...]) -> None:
    written = [json.dumps(value) for value in values]
    for place, value in enumerate(written):
        if value in written[:place]:
            raise study.problem(f"lever {name}: {value} stands there twice", "levers", name, place)


def uncertain_factors(study: Study, scenario: Scenario) -> list[Factor]:
    """The parameters the study does not know; with `all`, those that the scenario itself sets stay as it says."""
    asked = study.uncertainties
    if asked == "none":
        return []
    if asked == "all":
        asked = {name: None for name in PARAMETERS if name not in scenario.parameters}
    return [_uncertain(study, scenario, name, limits) for name, limits in asked.items()]


def _uncertain(study: Study, scenario: Scenario, name: str, limits: Any) -> Factor:
    loc = ("uncertainties", name)
    if name not in PARAMETERS:
        raise study.problem(f"unknown parameter {shown(name)}{nearest(name, PARAMETERS)}", *loc, at_key=True)
    p = PARAMETERS[name]
    low, high = p.low, p.high
    if limits is not None:
        asked = validate(Range, limits, study._document, loc)
        low, high = asked.low, asked.high
        if not p.low <= low < high <= p.high:
            raise study.problem(f"{name} = {low:g} to {high:g}: expected a range within its own, {p.low:g} to {p.high:g} {p.unit}", *loc)
    kept = float(scenario.parameters.get(name, p.value))
    return Factor(name, UNCERTAINTY, low=low, high=high, kept=min(max(kept, low), high))
