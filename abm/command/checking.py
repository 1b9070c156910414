"""`surge check`: what must always hold, for each scenario under each policy mix asked for, on one screen or as one JSON document."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from abm.command.output import check_file, spinner, write_json
from abm.command.run import meant_scenario
from abm.facts.scenario import Scenario, list_scenarios
from abm.rules.mix import Mix, list_mixes, load_mix

EVERY_MIX = "all"
"""What is said instead of a mix's name for all that are shipped."""


class Checked(NamedTuple):
    """One thing that must always hold, tried on one scenario under one mix, and what was measured."""

    scenario: str
    policy: str
    check: str
    holds: bool
    found: str


def check_scenarios(names: list[str], policy: str, json: str | None = None) -> bool:
    """Check each scenario under the mix, or under all, and tell or write what holds and what does not; True when everything holds."""
    check_file(json)
    scenarios = [meant_scenario(name, None, None) for name in names or list_scenarios()]
    mixes = [load_mix(name) for name in (list_mixes() if policy == EVERY_MIX else [policy])]
    if json is None:
        every = _tell(_tried(scenarios, mixes), None if len(mixes) > 1 else policy)
    else:
        with spinner("checking what must always hold"):
            every = [one for found in _tried(scenarios, mixes) for one in found]
        write_json(json, {"holds": all(one.holds for one in every), "checks": [one._asdict() for one in every]})
    short = sum(not one.holds for one in every)
    if short:
        print(f"surge: {short} of the checks fall short", file=sys.stderr)
    return short == 0


def _tried(scenarios: list[Scenario], mixes: list[Mix]) -> Iterator[list[Checked]]:
    """What was found for each scenario under each mix, as soon as it is known."""
    from abm.model.invariants import check

    for scenario in scenarios:
        for mix in mixes:
            yield [Checked(scenario.name, mix.name, *one) for one in check(scenario, mix)]


def _tell(tried: Iterator[list[Checked]], policy: str | None) -> list[Checked]:
    """Print what comes in, line by line; of many mixes (no one policy) each on a line, and what falls short under it."""
    console, every = Console(), []
    for found in tried:
        if not every or every[-1].scenario != found[0].scenario:
            console.print(Text(f"{found[0].scenario} under {policy or 'every mix'}"), style="bold")
        every += found
        if policy:
            lines = [(one.check, one.holds, one.found) for one in found]
        elif all(one.holds for one in found):
            lines = [(found[0].policy, True, f"{len(found)} checks")]
        else:
            lines = [(f"{one.policy}, {one.check}", False, one.found) for one in found if not one.holds]
        for name, holds, detail in lines:
            mark = Text("  holds  ", style="green") if holds else Text("  BROKEN ", style="bold red")
            console.print(mark + Text(f"{name}{': ' + detail if detail else ''}"), soft_wrap=True)
    console.print(Text(f"{sum(one.holds for one in every)} of {len(every)} checks hold"), style="bold")
    return every
