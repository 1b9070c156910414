"""`surge why`: why a system is short, through the tiers, and which limit binds what, year by year."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from abm.command.document import named, version
from abm.command.measures import span_of
from abm.command.output import check_file, spinner, target_folder, write_json
from abm.command.run import meant_mix, meant_scenario
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import Scenario
from abm.judgement.binding import Binding, binding
from abm.judgement.chain import Cause, chain
from abm.judgement.outcome import Outcome
from abm.judgement.standing import Standing
from abm.judgement.telling import sentence
from abm.model.simulate import base_of, run_worlds
from abm.rules.mix import Mix

YEAR = 12


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    system: str | None = None
    policy: str = "today"
    settings: tuple[str, ...] = ()
    month: int | None = None
    seeds: int = 8
    out: str | None = None
    json: str | None = None


@dataclass(frozen=True)
class Answer:
    """The chains of reasons of some systems at the end of a month, and the whole run, of which the maps of binding limits are read."""

    scenario: Scenario
    mix: Mix
    seeds: int
    month: int
    chains: tuple[Cause, ...]
    outcome: Outcome

    @cached_property
    def map(self) -> Binding:
        """What bound each product's lines longest in each year."""
        return binding(self.outcome, YEAR)

    @cached_property
    def by_month(self) -> Binding:
        """The same for each month."""
        return binding(self.outcome)


def carry_out(request: Request) -> None:
    """Answer what was asked; everything is looked at before anything runs, and runs before anything is written."""
    scenario, mix = meant_scenario(request.scenario, None, None), meant_mix(request.policy, request.settings)
    systems, month = _meant_systems(request.system, scenario), _meant_month(request.month, scenario)
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    with spinner(f"Running {scenario.name} under {mix.name}, {request.seeds} seeds ..."):
        answer = why(scenario, mix, request.seeds, month, systems)
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.why_folder import write_answer

        write_answer(folder, answer)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        write_json(request.json, answer_document(answer))
    else:
        from abm.command.why_screen import show_answer

        show_answer(answer, request.system is not None, seconds)


def why(scenario: Scenario, mix: Mix, seeds: int, month: int, systems: tuple[str, ...]) -> Answer:
    """Run to the end of the month, see where every unit stands, and run on to the end for the map."""
    runs = run_worlds(scenario, mix, range(seeds), month + 1)
    standing = Standing(runs)
    chains = tuple(chain(standing, system) for system in systems)
    for run in runs:
        run.advance()
    return Answer(scenario, mix, seeds, month, chains, Outcome(runs))


def answer_document(answer: Answer) -> dict[str, Any]:
    """Every chain whole, with its sentence, and both maps; what no line makes has no limit."""
    return heading(answer) | {
        "systems": {one.name: {"sentence": sentence(one), "chain": _told(one, one)} for one in answer.chains},
        "binding": list(map_rows(answer.map)),
        "binding_by_month": list(map_rows(answer.by_month)),
    }


def heading(answer: Answer) -> dict[str, Any]:
    """What was asked: enough to ask it again."""
    return {
        "scenario": named(answer.scenario),
        "policy": named(answer.mix),
        "seeds": list(range(answer.seeds)),
        "month": answer.month,
        "version": version(),
    }


def map_rows(found: Binding) -> Iterator[dict[str, Any]]:
    """One row for each product and span of months in which somebody makes it."""
    for row, product in enumerate(found.products):
        for place, seen in enumerate(found.months):
            if name := found.name(row, place):
                part = str(found.part[row, place])
                limit, share = "input" if part else name, float(found.share[row, place])
                yield {"product": product, "first_month": seen.start, "limit": limit, "part": part, "share": share}


def _told(cause: Cause, system: Cause) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": cause.kind, "name": cause.name, "units": cause.units, "share": cause.share(system)}
    if cause.kind == "lines":
        told |= {"product": cause.product, "makers": list(cause.makers), "only_maker": cause.only, "stopped": cause.stopped}
    return told | {"causes": [_told(one, system) for one in cause.causes]}


def _meant_systems(name: str | None, scenario: Scenario) -> tuple[str, ...]:
    base = base_of(scenario)
    services = {base.products[row] for row in base.services}
    known = tuple(base.products[row] for row in base.systems if base.products[row] not in services)
    if name is None:
        return known
    if name in services:
        raise BadInput(f"{shown(name)} is a service: used as it comes, so that nothing of it is missing from a magazine")
    if name not in known:
        raise BadInput(f"{shown(name)} is no system of scenario {scenario.name}{nearest(name, known)}")
    return (name,)


def _meant_month(month: int | None, scenario: Scenario) -> int:
    """The month asked for; else the last of the war, or of the run where there is none."""
    if month is None:
        war = span_of(scenario).war
        return (war.stop if war.stop > war.start else scenario.months) - 1
    if not 0 <= month < scenario.months:
        raise BadInput(f"--month {month}: expected 0 to {scenario.months - 1}")
    return month
