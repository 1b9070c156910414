"""The lines of Python that give the numbers that Compare shows."""

from __future__ import annotations

from collections.abc import Sequence

from abm.command.attribute import NATIONS, Request
from pages.compare.worth import NAMED, OVER_FIRST, SEEDS, Asked, months_of
from pages.explore.chosen import Chosen
from pages.explore.in_python import called, loaded, mix_of, scenario_of, together

NO_RULES = '"none"'


def in_python(sides: Sequence[Chosen], asked: Asked | None, seeds: int) -> str:
    """Each mix run, what each brings over the first by every measure of `surge compare`, and what the one asked about is worth."""
    imports = ["from abm import simulate", "from abm.command.measures import measures_in, span_of", "from abm.command.paired import effect"]
    lines = ["results = {}"]
    for letter, one in zip("ABCD", sides, strict=False):
        scenario, mix = scenario_of(one, imports, lines), mix_of(one, imports, lines)
        lines.append(f'results["{letter}"] = simulate({scenario}, {mix}, seeds=range({seeds}))')
    lines += ["", f'first, span = results["A"], span_of({_scenario(sides[0], imports, lines)})', "brought = {"]
    lines += ["    (one.name, name): effect(one.values(first, span), one.values(other, span))"]
    lines += ["    for one in measures_in(first)", "    for name, other in results.items()", "}"]
    if asked is not None:
        lines += ["", *_worth(sides, asked, imports)]
    return together(imports, lines)


def _worth(sides: Sequence[Chosen], asked: Asked, imports: list[str]) -> list[str]:
    one, lines = sides[asked.place], []
    months = months_of(one.world())
    imports.append("from abm.judgement.dividend import landed, split")
    if asked.by == NATIONS:
        imports += ["from abm.judgement.dividend import largest_makers, nation_game", "from abm.model.simulate import base_of"]
        game = f"nation_game(base_of(scenario), rules, largest_makers(base_of(scenario), {NAMED}))"
    else:
        imports.append("from abm.judgement.dividend import instrument_game")
        over = mix_of(sides[0], imports, lines) if asked.by == OVER_FIRST else NO_RULES
        lines.append(f"over = tuple({loaded(over, 'load_mix', imports)})")
        game = "instrument_game(rules, over)"
    lines.append(f"rules = tuple({loaded(mix_of(one, imports, lines), 'load_mix', imports)})")
    lines += called("scenario", _scenario(one, imports, lines))
    lines.append(f"months = slice({months.start}, {months.stop})")
    lines.append(f"game = {game}")
    lines.append(f"value = lambda outcome: landed(outcome, {Request.of!r}, months)")
    lines.append(f"worth = split(scenario.varied(months=months.stop), game, range({len(SEEDS)}), value)")
    return [*lines, "shares = dict(zip(worth.players, worth.shares.mean(axis=-1), strict=True))"]


def _scenario(one: Chosen, imports: list[str], lines: list[str]) -> str:
    return loaded(scenario_of(one, imports, lines), "load_scenario", imports)
