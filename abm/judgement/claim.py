"""How a claim about the world is declared: what is compared, what is looked at, and where it would no longer hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from abm.facts.variants import Change
from abm.judgement.outcome import Outcome
from abm.rules.mix import Mix, apply_setting, load_mix


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: a scenario under a mix with some levers moved, perhaps on a public record that reads otherwise.

    With `since`, the levers in `moved` move in that month only; until then those in `before` do.
    """

    scenario: str
    mix: str = "today"
    moved: tuple[str, ...] = ()
    since: int = 0
    before: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    months: int | None = None

    def rules(self) -> Mix:
        """The mix, with its levers moved when they are to move."""
        before, moved = self._with(self.before), self._with(self.moved)
        if not self.since:
            return moved
        kept = tuple(one for one in before if one in moved.instruments)
        ending = (one for one in before if one not in kept and one.start < self.since)
        ended = tuple(one.model_copy(update={"stop": min(self.since, one.stop or self.since)}) for one in ending)
        begun = tuple(one.model_copy(update={"start": max(self.since, one.start)}) for one in moved if one not in kept)
        return Mix(moved.name, instruments=(*kept, *ended, *begun))

    def _with(self, settings: tuple[str, ...]) -> Mix:
        mix = load_mix(self.mix)
        for setting in settings:
            mix = apply_setting(mix, setting)
        return mix


@dataclass(frozen=True)
class Seen:
    """What a claim looks at in each world: the one number it turns on, and those it is made of, by name [world]."""

    effect: np.ndarray
    told: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """A sentence about the world that can come out false: it holds in a world where its effect lies between two bounds.

    `look` gets the outcome of every arm, by name, of the same seeds and parameters, and returns what is `Seen`. `missed` says why it does
    not hold, as far as that is understood; it is shown only where it mostly does not.
    """

    name: str
    sentence: str
    meaning: str
    unit: str
    above: float
    below: float
    flips: str
    arms: Mapping[str, Arm]
    look: Callable[..., Seen]
    missed: str = ""

    def see(self, outcome: Callable[[Arm], Outcome]) -> Seen:
        """What the claim sees, with `outcome` telling what came of an arm."""
        return self.look(**{name: outcome(arm) for name, arm in self.arms.items()})

    def holds(self, effect: np.ndarray) -> np.ndarray:
        """Whether the claim holds, for each world; where its effect is undefined it does not."""
        return (effect > self.above) & (effect < self.below)


CLAIMS: dict[str, Claim] = {}


def claim(
    sentence: str, unit: str, *, flips: str, missed: str = "", above: float = -np.inf, below: float = np.inf, **arms: Arm
) -> Callable:
    """Declare a claim: its name is the function's, its observation the docstring, its arms the keywords."""

    def declare(look: Callable[..., Seen]) -> Callable[..., Seen]:
        meaning = " ".join(look.__doc__.split())
        CLAIMS[look.__name__] = Claim(look.__name__, sentence, meaning, unit, above, below, flips, arms, look, missed)
        return look

    return declare
