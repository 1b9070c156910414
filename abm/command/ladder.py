"""`surge ladder`: how far plant, parts, rules and decisions each hold back what lines make, and what more of each would be worth."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from abm.command.output import check_file, spinner, target_folder, write_json
from abm.command.run import meant_mix, meant_scenario
from abm.facts.problems import BadInput
from abm.facts.scenario import Scenario

ALL = "all"


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    policy: str
    settings: tuple[str, ...] = ()
    seeds: int = 4
    months: str | None = None
    out: str | None = None
    json: str | None = None


def carry_out(request: Request) -> None:
    """Climb the ladder that was asked for; everything is looked at before anything runs, and runs before anything is written."""
    scenario = meant_scenario(request.scenario, None, None)
    mix = meant_mix(request.policy, request.settings)
    months = meant_months(request.months, scenario)
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    with spinner(f"Climbing the ladder of {scenario.name} under {mix.name}, {len(months)} months, {request.seeds} seeds ..."):
        from abm.judgement.ladder import ladder

        rungs = ladder(scenario, mix, range(request.seeds), months)
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.ladder_folder import write_ladder

        with spinner(f"Writing {folder} ..."):
            write_ladder(folder, rungs, scenario, mix)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        from abm.command.document import document

        write_json(request.json, document(rungs, scenario, mix))
    else:
        from abm.command.ladder_screen import show_ladder

        show_ladder(rungs, scenario, mix, seconds)


def meant_months(asked: str | None, scenario: Scenario) -> list[int]:
    """The months that were meant, counted from the scenario's start: by number, all of them, or a year after war begins."""
    if asked is None:
        from abm.judgement.ladder import usual_month

        return [usual_month(scenario)]
    if asked == ALL:
        return list(range(scenario.months))
    try:
        months = sorted({int(one) for one in asked.split(",")})
    except ValueError:
        raise BadInput(f"--months {asked}: expected months such as 12,24,36, or {ALL}") from None
    if months[0] < 0 or months[-1] >= scenario.months:
        raise BadInput(f"--months {asked}: expected 0 to {scenario.months - 1}, the months of {scenario.name}")
    return months
