"""The lines of Python that give the numbers that Why? shows."""

from __future__ import annotations

from pages.explore.chosen import Chosen
from pages.explore.in_python import called, loaded, mix_of, scenario_of, together
from pages.why import relief
from pages.why.view import LADDER_SEEDS, SEEDS


def in_python(chosen: Chosen, system: str, month: int, relieved: bool) -> str:
    """The chain of reasons and the map as `surge why` finds them, the ladder, and what each change is worth where that is asked."""
    imports, lines = [], []
    imports += ["from abm import ladder", "from abm.command.why import why", "from abm.judgement.telling import sentence"]
    scenario = loaded(scenario_of(chosen, imports, lines), "load_scenario", imports)
    mix = loaded(mix_of(chosen, imports, lines), "load_mix", imports)
    lines += [*called("scenario", scenario), *called("mix", mix), f"month, system = {month}, {system!r}", ""]
    lines += [f"found = why(scenario, mix, {len(SEEDS)}, month, (system,))", "print(sentence(found.chains[0]))"]
    lines.append(f"rungs = ladder(scenario, mix, seeds=range({len(LADDER_SEEDS)}), months=[month])")
    if relieved:
        imports.append("from abm.judgement.relief import worth_of")
        lines.append(f"end = min(month + {relief.COUNTED}, scenario.months)")
        lines.append(f"worth = worth_of(scenario, tuple(mix), range({len(relief.SEEDS)}), month, [end])")
        lines.append("value = {one.words: each for one, each in zip(worth.reliefs, worth.value[:, 0].mean(axis=-1), strict=True)}")
    return together(imports, lines)
