"""What sets a choice apart from another, in the few words of a chip; and what a page calls rules and scenarios."""

from __future__ import annotations

from typing import Any

from abm.facts.parameters import PARAMETERS
from abm.facts.scenario import Scenario
from abm.rules.mix import Mix
from pages.explore.chosen import Chosen

PARAMETER = "parameter:"
"""What begins the name of a parameter where a chip says what takes it back."""


def differences(chosen: Chosen, baseline: Chosen) -> list[dict[str, str]]:
    """What sets a choice apart from the baseline, one chip each: what it is, from what to what, and what takes it back."""
    chips = []
    here, there = chosen.world(), baseline.world()
    if (chosen.scenario, chosen.own_scenario) != (baseline.scenario, baseline.own_scenario):
        chips.append({"what": "Scenario", "from": there.name, "to": here.name, "undo": "scenario"})
    same_rules = (chosen.preset, chosen.own_rules) == (baseline.preset, baseline.own_rules)
    if not same_rules:
        chips.append({"what": "Rules", "from": title(baseline.rules()), "to": title(chosen.rules()), "undo": "preset"})
    return chips + _moved_levers(chosen, baseline if same_rules else chosen.bare()) + _changed_parameters(chosen, baseline)


def _changed_parameters(chosen: Chosen, baseline: Chosen) -> list[dict[str, str]]:
    said = {"what": "Parameter {0}", "from": "{1:g}", "to": "{2:g} {3}", "undo": f"{PARAMETER}{{0}}"}
    rows = ((name, baseline.parameter(name), chosen.parameter(name), one.unit) for name, one in PARAMETERS.items())
    return [{part: words.format(*row) for part, words in said.items()} for row in rows if row[1] != row[2]]


def _moved_levers(chosen: Chosen, before: Chosen) -> list[dict[str, str]]:
    chips = []
    was, now = ({row["place"]: row for row in one.listed()} for one in (before, chosen))
    for place, row in now.items():
        held = was.get(place, row)
        if row["off"] != held["off"]:
            words = ("in force", "not in force")
            chips.append({"what": place, "from": words[held["off"]], "to": words[row["off"]], "undo": place})
        for lever, value in row["levers"].items():
            old = held["levers"][lever]
            if old != value:
                chips.append({"what": f"{place}.{lever}", "from": worded(old), "to": worded(value), "undo": f"{place}.{lever}"})
    return chips


def worded(value: Any) -> str:
    """A lever's value as a reader would write it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value) or "none"


def moved_words(chosen: Chosen) -> list[str]:
    """What sets a choice apart from its scenario and rules as they are, a few words each."""
    return [f"{chip['what']}: {chip['from']} → {chip['to']}" for chip in differences(chosen, chosen.bare())]


def title(one: Mix | Scenario) -> str:
    """What rules or a scenario are called on a page."""
    return one.title or one.name


def own_files(chosen: Chosen) -> dict[str, dict[str, str] | None]:
    """What a choice holds of the visitor's own, as a page tells it: name, title and question, or nothing."""
    read = {"scenario": chosen.own_scenario and chosen.world(), "mix": chosen.own_rules and chosen.rules()}
    return {kind: {"name": one.name, "title": title(one), "question": one.question} if one else None for kind, one in read.items()}
