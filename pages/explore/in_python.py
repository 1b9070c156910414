"""The lines of Python that give the numbers shown."""

from __future__ import annotations

from pages.explore.chosen import Chosen
from pages.explore.running import SEEDS


def in_python(chosen: Chosen) -> str:
    """The lines of Python that give the same numbers."""
    imports, lines = ["from abm import simulate"], []
    scenario, mix = scenario_of(chosen, imports, lines), mix_of(chosen, imports, lines)
    return together(imports, [*lines, f"results = simulate({scenario}, {mix}, seeds=range({len(SEEDS)}))"])


def scenario_of(chosen: Chosen, imports: list[str], lines: list[str]) -> str:
    """What stands for a choice's scenario once `lines` have run: its name in quotes, or a name of Python."""
    return f'"{chosen.scenario}"'


def mix_of(chosen: Chosen, imports: list[str], lines: list[str]) -> str:
    """What stands for a choice's rules once `lines` have run: their name in quotes, or a name of Python."""
    if chosen.dropped:
        imports.append("from pages.explore.chosen import Chosen")
        lines.append(f"mix = {chosen!r}.mix()")
        return "mix"
    if not chosen.settings:
        return f'"{chosen.preset}"'
    imports.append("from abm.rules.mix import apply_setting, load_mix")
    lines.append(f'mix = load_mix("{chosen.preset}")')
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
