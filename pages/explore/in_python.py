"""The lines of Python that give the numbers shown."""

from __future__ import annotations

from dataclasses import replace

from pages.explore.chosen import Chosen
from pages.explore.running import SEEDS

FILE = "# {file} is what {button} gives on the page"


def in_python(chosen: Chosen) -> str:
    """The lines of Python that give the same numbers; a visitor's own files stand beside them, as the page hands them out."""
    imports, lines = ["from abm import simulate"], []
    scenario, mix = scenario_of(chosen, imports, lines), mix_of(chosen, imports, lines)
    return together(imports, [*lines, f"results = simulate({scenario}, {mix}, seeds=range({len(SEEDS)}))"])


def scenario_of(chosen: Chosen, imports: list[str], lines: list[str]) -> str:
    """What stands for a choice's scenario once `lines` have run: its name in quotes, or a name of Python."""
    if chosen.own_scenario:
        file = f"{chosen.own_scenario.name}.yaml"
        lines.append(FILE.format(file=file, button="Scenario YAML"))
        return _quoted(file)
    if not chosen.parameters:
        return _quoted(chosen.scenario)
    imports.append("from abm.facts.scenario import load_scenario")
    changed = dict(chosen.world().parameters)
    lines.append(f'scenario = load_scenario({_quoted(chosen.scenario)}).model_copy(update={{"parameters": {changed!r}}})')
    return "scenario"


def mix_of(chosen: Chosen, imports: list[str], lines: list[str]) -> str:
    """What stands for a choice's rules once `lines` have run: their name in quotes, or a name of Python."""
    if chosen.own_rules:
        file = f"{chosen.mix().name}.yaml"
        lines.append(FILE.format(file=file, button="Rules YAML"))
        return _quoted(file)
    if chosen.dropped:
        imports.append("from pages.explore.chosen import Chosen")
        lines.append(f"mix = {replace(chosen, parameters=(), own_scenario=None)!r}.mix()")
        return "mix"
    if not chosen.settings:
        return _quoted(chosen.preset)
    imports.append("from abm.rules.mix import apply_setting, load_mix")
    lines.append(f"mix = load_mix({_quoted(chosen.preset)})")
    lines += [f"mix = apply_setting(mix, {setting!r})" for setting in chosen.settings]
    return "mix"


def loaded(what: str, load: str, imports: list[str]) -> str:
    """The thing itself that a name in quotes stands for, read by `load_scenario` or `load_mix`; a name of Python is that already."""
    if not what.startswith('"'):
        return what
    imports.append(f"from {'abm.facts.scenario' if load == 'load_scenario' else 'abm.rules.mix'} import {load}")
    return f"{load}({what})"


def called(name: str, what: str) -> list[str]:
    """The line that gives something this name, where it does not bear it already."""
    return [] if what == name else [f"{name} = {what}"]


def together(imports: list[str], lines: list[str]) -> str:
    """One text: every import once, by module, then what is done."""
    names: dict[str, set[str]] = {}
    for one in imports:
        module, _, what = one.removeprefix("from ").partition(" import ")
        names.setdefault(module, set()).update(what.split(", "))
    return "\n".join([*(f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names)), "", *lines])


def _quoted(name: str) -> str:
    return f'"{name}"'
