"""`surge check`: what must always hold, for each scenario under each policy mix asked for, told line by line."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from abm.command.run import meant_scenario
from abm.facts.scenario import list_scenarios
from abm.rules.mix import list_mixes, load_mix

EVERY_MIX = "all"
"""What is said instead of a mix's name for all that are shipped."""


def check_scenarios(names: list[str], policy: str) -> bool:
    """Check each scenario under the mix, or under all, and print what holds and what does not; True when everything holds."""
    scenarios = [meant_scenario(name, None, None) for name in names or list_scenarios()]
    mixes = [load_mix(name) for name in (list_mixes() if policy == EVERY_MIX else [policy])]
    from abm.model.invariants import check

    console = Console()
    short = 0
    for scenario in scenarios:
        console.print(Text(f"{scenario.name} under {policy if len(mixes) == 1 else 'every mix'}"), style="bold")
        for mix in mixes:
            found = check(scenario, mix)
            broken = [one for one in found if not one[1]]
            short += len(broken)
            if len(mixes) == 1:
                _tell(console, found)
            elif broken:
                _tell(console, [(f"{mix.name}, {name}", passed, detail) for name, passed, detail in broken])
            else:
                _tell(console, [(mix.name, True, f"{len(found)} checks")])
    if short:
        print(f"surge: {short} of the checks fall short", file=sys.stderr)
    return short == 0


def _tell(console: Console, found: list[tuple[str, bool, str]]) -> None:
    for name, passed, detail in found:
        mark = Text("  holds  ", style="green") if passed else Text("  BROKEN ", style="bold red")
        console.print(mark + Text(f"{name}{': ' + detail if detail else ''}"), soft_wrap=True)
