"""`surge check`: what must always hold, for each scenario, told line by line."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text

from abm.facts.scenario import list_scenarios, load_scenario


def check_scenarios(names: list[str]) -> bool:
    """Check each scenario and print what holds and what does not; True when everything holds."""
    scenarios = [load_scenario(name) for name in names or list_scenarios()]
    from abm.model.invariants import check

    console = Console()
    short = 0
    for scenario in scenarios:
        console.print(Text(scenario.name), style="bold")
        for name, passed, detail in check(scenario):
            short += not passed
            mark = Text("  holds  ", style="green") if passed else Text("  BROKEN ", style="bold red")
            console.print(mark + Text(f"{name}{': ' + detail if detail else ''}"), soft_wrap=True)
    if short:
        print(f"surge: {short} of the checks fall short", file=sys.stderr)
    return short == 0
