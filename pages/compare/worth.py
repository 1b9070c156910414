"""What a mix's instruments, or nations together, are worth: `surge attribute` seed by seed, so that it can be watched and stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from abm.command.attribute import INSTRUMENTS, NATIONS, Attribution, Request, attribution_document, interval
from abm.command.measures import span_of
from abm.facts.problems import BadInput, shown
from abm.facts.scenario import Scenario
from abm.judgement.dividend import MOST_EXACT, PAIRS, Game, Split, instrument_game, landed, largest_makers, nation_game, split
from abm.judgement.outcome import Outcome
from abm.model.simulate import base_of
from abm.rules.mix import Mix, load_mix
from pages.answering import Newer

OVER_FIRST = "first"
SPLITS = (INSTRUMENTS, OVER_FIRST, NATIONS)
"""What a mix's worth is split among: its instruments over no rules, those over the first mix's, or nations trading with each other."""

SEEDS = tuple(range(8))
NAMED = 6
"""Nations that play by themselves; the others play as one."""

Progress = Callable[[int], None]
Played = tuple[Split, Split]
"""A game in some seeds, and what all allies bring together there by trading with each other."""


@dataclass(frozen=True)
class Asked:
    """Which of the mixes side by side, and among whom its worth is split."""

    place: int
    by: str = INSTRUMENTS

    def __post_init__(self):
        if self.by not in SPLITS:
            raise BadInput(f"{shown(self.by)}: expected {', '.join(SPLITS)}")


class _NobodyWaits(Exception):
    """The visitor has gone, or wants something else."""


@dataclass(frozen=True)
class Question:
    """What is split among whom: a mix's instruments over those of another, or what nations bring by trading under the mix."""

    scenario: Scenario
    mix: Mix
    over: Mix
    by: str = INSTRUMENTS

    @property
    def key(self) -> tuple:
        """Under which what was played is kept."""
        return ("worth", self.scenario.hash, self.mix.hash, self.over.hash, self.by)

    @cached_property
    def months(self) -> slice:
        """The months in which is counted what reaches magazines."""
        return months_of(self.scenario)

    @cached_property
    def games(self) -> tuple[Game, Game]:
        """The game that is split, and that of all allies as one player, who trades or does not."""
        base, rules = base_of(self.scenario), tuple(self.mix)
        all_as_one = nation_game(base, rules, ())
        if self.by == NATIONS:
            return nation_game(base, rules, largest_makers(base, NAMED)), all_as_one
        return instrument_game(rules, tuple(self.over)), all_as_one

    @property
    def most(self) -> int:
        """Coalitions that one seed takes at most."""
        players = len(self.games[0].players)
        return (1 << players if players <= MOST_EXACT else 2 * PAIRS * (players - 1) + 2) + 2

    def played(self, seed: int, newer: Newer, met: Progress) -> Played | None:
        """Both games in one seed, told to `met` as coalitions are met; None once nobody waits for it any more."""
        shorter, count, lock = self.scenario.varied(months=self.months.stop), 0, threading.Lock()

        def value(outcome: Outcome) -> np.ndarray:
            nonlocal count
            if newer():
                raise _NobodyWaits
            found = landed(outcome, Request.of, self.months)
            with lock:  # coalitions are run on all cores
                count += len(found)
                met(count)
            return found

        try:
            return tuple(split(shorter, game, [seed], value) for game in self.games)
        except _NobodyWaits:
            return None

    def told(self, found: Sequence[Played]) -> dict[str, Any]:
        """The document of `surge attribute` for the seeds so far, and the alliance's own dividend beside it."""
        shares, together = (self._attribution([one[game] for one in found], by) for game, by in enumerate((self.by, NATIONS)))
        both = {"apart": float(together.split.apart.mean()), "joint": float(together.split.joint.mean())}
        return attribution_document(shares) | {"together": both | {"dividend": interval(together.dividend)}}

    def _attribution(self, parts: Sequence[Split], by: str) -> Attribution:
        onset, count = self.months.start, self.months.stop - self.months.start
        return Attribution(self.scenario, self.mix, self.over, by, Request.of, len(parts), onset, count, joined(parts))


def question(asked: Asked, scenario: Scenario, mixes: Sequence[Mix]) -> Question:
    """What is asked of one of these mixes."""
    over = mixes[0] if asked.by == OVER_FIRST else load_mix("none")
    return Question(scenario, mixes[asked.place], over, NATIONS if asked.by == NATIONS else INSTRUMENTS)


def months_of(scenario: Scenario) -> slice:
    """The months from the outbreak of war on that `surge attribute` counts."""
    onset = span_of(scenario).since.start
    return slice(onset, onset + min(Request.months, scenario.months - onset))


def joined(parts: Sequence[Split]) -> Split:
    """The same game played in one seed after another, as if in all of them at once."""
    apart, joint, shares = (np.concatenate([getattr(one, name) for one in parts], axis=-1) for name in ("apart", "joint", "shares"))
    first, seeds = parts[0], len(parts)
    values = None if first.values is None else np.concatenate([one.values for one in parts], axis=-1)
    errors = None if first.sampling is None else np.sqrt(np.sum([one.sampling**2 for one in parts], axis=0)) / seeds
    return Split(first.players, apart, joint, shares, values, errors, sum(one.worlds for one in parts))
