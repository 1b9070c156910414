"""The alliance dividend: what rules, or nations, bring together over what is there without them, and its split among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from abm.facts.scenario import Scenario
from abm.judgement.metrics import METRICS
from abm.judgement.outcome import Outcome, added
from abm.judgement.shapley import coalitions_in, interaction, orders, sampled_shapley, shapley
from abm.judgement.what_if import TradeAmong
from abm.model.worlds import World, read_worlds
from abm.rules.instrument import Instrument
from abm.state.base import Base

MOST_EXACT = 8
"""Players up to which every coalition is run."""

PAIRS = 4
"""Pairs of orders drawn for each seed where there are more."""

THE_REST = "the rest"


@dataclass(frozen=True)
class Game:
    """Who plays, the rules under which every world opens, and those that a coalition of players (bits of a number) then takes up."""

    players: tuple[str, ...]
    opening: tuple[Instrument, ...]
    rules: Callable[[int], tuple[Instrument, ...]]

    @property
    def everybody(self) -> int:
        """The coalition of all players."""
        return (1 << len(self.players)) - 1


@dataclass(frozen=True)
class Split:
    """What came of a game in each seed: without anybody, with all, and what of the difference each player brought.

    `values` holds every coalition where all were run. Where orders were drawn, `sampling` is the standard error that the draw adds to the
    mean share of each player over the seeds.
    """

    players: tuple[str, ...]
    apart: np.ndarray  # [seed]
    joint: np.ndarray  # [seed]
    shares: np.ndarray  # [player, seed]
    values: np.ndarray | None  # [coalition, seed]
    sampling: np.ndarray | None  # [player]
    worlds: int

    @property
    def dividend(self) -> np.ndarray:
        """What all bring together [seed]."""
        return self.joint - self.apart

    @property
    def interaction(self) -> np.ndarray | None:
        """How much more two players bring together than apart [player, player, seed]; None where orders were drawn, or one plays alone."""
        return interaction(self.values) if self.values is not None and len(self.players) > 1 else None


def instrument_game(mix: Sequence[Instrument], over: Sequence[Instrument] = ()) -> Game:
    """A game of the kinds of instrument by which a mix differs from another; without a kind, the other mix's stand in its place.

    Every coalition opens with the goods under way that the other mix brings about, or this one where the other is empty.
    """

    def of(kind: type, rules: Sequence[Instrument]) -> list[Instrument]:
        return [one for one in rules if type(one) is kind]

    kinds = [kind for kind in dict.fromkeys(type(one) for one in (*mix, *over)) if of(kind, mix) != of(kind, over)]

    def rules(coalition: int) -> tuple[Instrument, ...]:
        absent = {kind for place, kind in enumerate(kinds) if not coalition >> place & 1}
        return (*(one for one in mix if type(one) not in absent), *(one for one in over if type(one) in absent))

    return Game(tuple(kind.__name__ for kind in kinds), tuple(over or mix), rules)


def allies(base: Base) -> tuple[str, ...]:
    """Nations that take part and are no adversaries."""
    return tuple(name for name in base.nations if base.facts.nations[name].role != "adversary")


def largest_makers(base: Base, count: int) -> tuple[str, ...]:
    """The allies whose lines make most in peace, by value, largest first."""
    made = np.bincount(base.net.firm_nation, base.rate * base.net.price[base.net.firm_product], len(base.nations))
    ranked = sorted(allies(base), key=lambda name: -made[base.nations.index(name)])
    return tuple(ranked[:count])


def nation_game(base: Base, mix: Sequence[Instrument], nations: Sequence[str]) -> Game:
    """A game of nations under one mix: those in the coalition trade with each other, all other allies stand alone.

    Allies that are not named play together as one.
    """
    everyone = allies(base)
    rest = tuple(name for name in everyone if name not in nations)
    players = {name: (name,) for name in nations} | ({THE_REST: rest} if rest else {})

    def rules(coalition: int) -> tuple[Instrument, ...]:
        joined = [name for place, of in enumerate(players.values()) if coalition >> place & 1 for name in of]
        members = tuple(joined) if len(joined) > 1 else ()
        return (*mix, TradeAmong(allies=everyone, members=members))

    return Game(tuple(players), tuple(mix), rules)


def split(
    scenario: Scenario, game: Game, seeds: Sequence[int], of: Callable[[Outcome], np.ndarray], base: Base | None = None, pairs: int = PAIRS
) -> Split:
    """Play a game in each seed, with the same luck for every coalition: all of them, or those met in some orders where players are many.

    `of` reads what an outcome is worth [world].
    """
    count = len(game.players)
    drawn = None if count <= MOST_EXACT else [orders(count, pairs, np.random.default_rng((seed, count))) for seed in seeds]
    if drawn is None:
        met = [range(1 << count) for _ in seeds]
    else:
        met = [sorted({one for order in own.reshape(-1, count) for one in coalitions_in(order)}) for own in drawn]
    value, worlds = _play(scenario, game, list(zip(seeds, met, strict=True)), of, base)
    apart, joint = (np.array([value(seed, one) for seed in seeds]) for one in (0, game.everybody))
    if drawn is None:
        values = np.array([[value(seed, one) for seed in seeds] for one in range(1 << count)])
        return Split(game.players, apart, joint, shapley(values), values, None, worlds)
    found = [sampled_shapley(own, lambda one, seed=seed: value(seed, one)) for seed, own in zip(seeds, drawn, strict=True)]
    shares, errors = (np.array(part).T for part in zip(*found, strict=True))
    return Split(game.players, apart, joint, shares, None, np.sqrt((errors**2).mean(axis=1) / len(seeds)), worlds)


def landed(o: Outcome, what: str, months: slice) -> np.ndarray:
    """What reached magazines in these months [world]: `landed_value` and `landed_in_theatre` in USD, or units of the system so named."""
    if what in o.systems:
        return added(o.by_system("landed")[months, o.systems.index(what)], 0)
    value = METRICS[what].of(o)
    return added(added(value, *range(value.ndim - 2))[months], 0)


def _play(
    scenario: Scenario, game: Game, met: list[tuple[int, Sequence[int]]], of: Callable[[Outcome], np.ndarray], base: Base | None
) -> tuple[Callable[[int, int], float], int]:
    """What each coalition is worth in each seed in which it is met, and the worlds it took; the same rules are run once."""
    rules = {one: game.rules(one) for one in sorted({one for _, coalitions in met for one in coalitions})}
    place: dict[tuple[Instrument, ...], int] = {}
    for mix in rules.values():
        place.setdefault(mix, len(place))
    mixes = list(place)
    # In the order of their rules: neighbours share them, and have them written once.
    keys = sorted({(place[rules[one]], seed) for seed, coalitions in met for one in coalitions})
    found, _ = read_worlds(
        scenario, [World(seed, game.opening, mixes[row]) for row, seed in keys], lambda run: of(Outcome([run])), base=base
    )
    worth = dict(zip(keys, found, strict=True))
    return (lambda seed, one: float(worth[place[rules[one]], seed])), len(keys)
