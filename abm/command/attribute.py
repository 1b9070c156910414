"""`surge attribute`: what rules, or nations, bring together, and what each of them brings of it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from abm.command import run as one_run
from abm.command.document import named, plain, version
from abm.command.measures import span_of
from abm.command.output import check_file, spinner, target_folder, write_json
from abm.command.paired import CONFIDENCE, Effect, effect
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import Scenario
from abm.rules.mix import Mix

if TYPE_CHECKING:
    from abm.judgement.dividend import Game, Split

VALUES = {"landed_value": "Value landed", "landed_in_theatre": "Value landed in theatre"}
INSTRUMENTS, NATIONS = "instruments", "nations"
MOST_NAMED = 20


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    mix: str
    over: str = "none"
    settings: tuple[str, ...] = ()
    by: str = INSTRUMENTS
    nations: str | None = None
    seeds: int = 32
    of: str = "landed_value"
    months: int = 24
    out: str | None = None
    json: str | None = None


@dataclass(frozen=True)
class Attribution:
    """A dividend and its split, of what reached magazines in the first `months` from month `onset` on."""

    scenario: Scenario
    mix: Mix
    over: Mix
    by: str
    of: str
    seeds: int
    onset: int
    months: int
    split: Split

    @property
    def unit(self) -> str:
        """What is counted."""
        return "USD" if self.of in VALUES else "unit"

    @cached_property
    def dividend(self) -> Effect:
        """What all players bring together."""
        return effect(self.split.apart, self.split.joint)

    @cached_property
    def shares(self) -> Effect:
        """What each brings of it [player]."""
        return effect(np.zeros_like(self.split.shares), self.split.shares)

    @cached_property
    def first_and_last(self) -> tuple[Effect, Effect] | None:
        """What each brings alone, and what is lost without it [player]; None where not all coalitions were run."""
        values = self.split.values
        if values is None:
            return None
        one = 1 << np.arange(len(self.split.players))
        everyone = len(values) - 1
        return effect(np.broadcast_to(values[0], values[one].shape), values[one]), effect(
            values[everyone ^ one], np.broadcast_to(values[everyone], values[one].shape)
        )

    @cached_property
    def pairs(self) -> Effect | None:
        """How much more two players bring together than apart [player, player]."""
        index = self.split.interaction
        return None if index is None else effect(np.zeros_like(index), index)


def carry_out(request: Request) -> None:
    """Attribute what was asked; everything is looked at before anything runs, and runs before anything is written."""
    scenario = one_run.meant_scenario(request.scenario, None, None)
    mix, over = one_run.meant_mix(request.mix, request.settings), one_run.meant_mix(request.over, ())
    onset = span_of(scenario).since.start
    months = min(request.months, scenario.months - onset)
    if months < 1:
        raise BadInput("attribute: the scenario ends before its war begins")
    from abm.judgement.dividend import landed, split

    _check_of(request.of, scenario)
    game = _game(request, scenario, mix, over)
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    counted, shorter = slice(onset, onset + months), scenario.varied(months=onset + months)
    with spinner(f"Playing {scenario.name} with {len(game.players)} {request.by}, {request.seeds} seeds ..."):
        found = split(shorter, game, range(request.seeds), lambda o: landed(o, request.of, counted))
    told = Attribution(scenario, mix, over, request.by, request.of, request.seeds, onset, months, found)
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.judged_folder import write_attribution

        with spinner(f"Writing {folder} ..."):
            write_attribution(folder, told)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        write_json(request.json, attribution_document(told))
    else:
        from abm.command.attribute_screen import show_attribution

        show_attribution(told, seconds)


def attribution_document(found: Attribution) -> dict[str, Any]:
    """The dividend, each player's share of it, and how players interact, with intervals; what is not known is null."""
    split, ends = found.split, found.first_and_last
    alone, last = ([interval(one) for one in _rows(end)] if ends else [None] * len(split.players) for end in ends or (None, None))
    sampling = plain(split.sampling) if split.sampling is not None else [None] * len(split.players)
    columns = (split.players, _rows(found.shares), alone, last, sampling)
    return heading(found) | {
        "apart": float(split.apart.mean()),
        "joint": float(split.joint.mean()),
        "dividend": interval(found.dividend),
        "shares": [
            {"player": name, **interval(share), "alone": first, "if_left_out": without, "sampling_error": error}
            for name, share, first, without, error in zip(*columns, strict=True)
        ],
        "interaction": [
            {"players": [split.players[i], split.players[j]], **interval(_row(found.pairs, (i, j)))} for i, j in ranked_pairs(found)
        ],
    }


def heading(found: Attribution) -> dict[str, Any]:
    """What was played: enough to play it again."""
    return {
        "scenario": named(found.scenario),
        "policy": named(found.mix),
        "over": named(found.over) if found.by == INSTRUMENTS else None,
        "by": found.by,
        "of": found.of,
        "unit": found.unit,
        "seeds": list(range(found.seeds)),
        "months": [found.onset, found.onset + found.months],
        "confidence": CONFIDENCE,
        "exact": found.split.values is not None,
        "worlds": found.split.worlds,
        "version": version(),
    }


def interval(one: Effect) -> dict[str, Any]:
    """A mean and its interval as plain values."""
    return {part: plain(np.atleast_1d(getattr(one, part)))[0] for part in ("mean", "low", "high")}


def ranked_pairs(found: Attribution) -> list[tuple[int, int]]:
    """Pairs of players, those that interact most first."""
    if found.pairs is None:
        return []
    players = range(len(found.split.players))
    return sorted(((i, j) for i in players for j in players if i < j), key=lambda pair: -abs(found.pairs.mean[pair]))


def _row(one: Effect, row: int | tuple[int, int]) -> Effect:
    return Effect(*(getattr(one, part)[row] for part in ("mean", "low", "high", "seeds", "first", "other")))


def _rows(one: Effect) -> list[Effect]:
    return [_row(one, row) for row in range(len(one.mean))]


def _check_of(of: str, scenario: Scenario) -> None:
    from abm.model.simulate import base_of

    base = base_of(scenario)
    known = (*VALUES, *(base.products[row] for row in base.systems))
    if of not in known:
        raise BadInput(f"--of {shown(of)}: expected {', '.join(VALUES)} or a system{nearest(of, known)}")
    if of == "landed_in_theatre" and not any(event.kind == "conflict" for event in scenario.events):
        raise BadInput(f"--of {of}: the scenario has no war, and so no theatre")


def _game(request: Request, scenario: Scenario, mix: Mix, over: Mix) -> Game:
    """The game that was meant, with at least one player."""
    from abm.judgement.dividend import allies, instrument_game, largest_makers, nation_game
    from abm.model.simulate import base_of

    if request.by == INSTRUMENTS:
        if request.nations is not None:
            raise BadInput("--nations: goes with --by nations")
        game = instrument_game(tuple(mix), tuple(over))
        if not game.players:
            raise BadInput(f"attribute: all that {mix.name} holds stands the same in {over.name}: there is nothing to split")
        return game
    if request.by != NATIONS:
        raise BadInput(f"--by {shown(request.by)}: expected {INSTRUMENTS} or {NATIONS}")
    if request.over != "none":
        raise BadInput("--over: goes with --by instruments; nations are held against each of them alone")
    base = base_of(scenario)
    chosen = tuple(request.nations.split(",")) if request.nations is not None else largest_makers(base, 6)
    for name in chosen:
        if name not in allies(base):
            raise BadInput(f"--nations {shown(name)}: expected allies of the scenario{nearest(name, allies(base))}")
    if len(set(chosen)) < len(chosen) or len(chosen) > MOST_NAMED:
        raise BadInput(f"--nations {shown(request.nations or '')}: expected at most {MOST_NAMED} different nations")
    return nation_game(base, tuple(mix), chosen)
