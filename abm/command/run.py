"""`surge run`: load what is asked, run it, and show or write what came of it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import Any

from abm.command.output import check_file, spinner, target_folder, write_json
from abm.facts.scenario import Scenario, load_scenario
from abm.rules.mix import Mix, apply_setting, load_mix


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    policy: str
    settings: tuple[str, ...] = ()
    seeds: int = 32
    months: int | None = None
    flow_steps: int | None = None
    out: str | None = None
    json: str | None = None


def carry_out(request: Request) -> None:
    """Run what was asked; everything is looked at before anything runs, and runs before anything is written."""
    scenario, mix = prepare(request)
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    with spinner(f"Running {scenario.name} under {mix.name}, {request.seeds} seeds ..."):
        results = simulator()(scenario, mix, seeds=range(request.seeds))
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.folder import write_folder

        with spinner(f"Writing {folder} ..."):
            write_folder(folder, results, scenario, mix)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        from abm.command.document import document

        write_json(request.json, document(results, scenario, mix))
    else:
        from abm.command.screen import show

        show(results, scenario, mix, seconds)


def prepare(request: Request) -> tuple[Scenario, Mix]:
    """The scenario and the mix that were meant, checked against the public record."""
    scenario = meant_scenario(request.scenario, request.months, request.flow_steps)
    return scenario, meant_mix(request.policy, request.settings)


def meant_scenario(name: str, months: int | None, flow_steps: int | None) -> Scenario:
    """The scenario by its name or file, seen for as long and in as fine parts as was asked."""
    from abm.facts.load import load_facts
    from abm.facts.parameters import PARAMETERS

    return load_scenario(name).check(load_facts(), PARAMETERS).varied(months, flow_steps)


def meant_mix(name: str, settings: tuple[str, ...]) -> Mix:
    """The policy mix by its name or file, with its levers moved as was asked."""
    mix = load_mix(name)
    for setting in settings:
        mix = apply_setting(mix, setting)
    return mix


def warm_up() -> None:
    """Compile the model, so that it is at hand for every later run."""
    began = time.perf_counter()
    print("Compiling the model (once; up to half a minute) ...", file=sys.stderr, flush=True)
    from abm.model.warm import compile_all

    compile_all()
    print(f"Ready after {time.perf_counter() - began:.0f} s.", file=sys.stderr)


def simulator() -> Any:
    """What runs a scenario: fetched when it is needed, because it brings the compiler with it."""
    from abm import simulate

    return simulate
