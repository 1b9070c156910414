"""How far claims hold: over draws from the ranges of all parameters, and under other structures of the model."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.stats import binomtest, mannwhitneyu, qmc

from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS, parameter_values
from abm.facts.scenario import load_scenario
from abm.facts.variants import Change
from abm.judgement.claim import Arm, Claim, Seen
from abm.judgement.outcome import Outcome
from abm.judgement.structures import AS_IT_IS, STRUCTURES, Structure
from abm.model.simulate import WORLDS_AT_ONCE, Run, lay_out
from abm.state.base import Base

CONFIDENCE = 0.9
CENTRAL_SEEDS = 16
"""Seeds for each structure, at the central value of every parameter."""
ARMS_KEPT = 5
"""Outcomes kept for claims that share them; each holds some tens of megabytes."""
BY_CHANCE = 0.05
"""Chance at which any one of all parameters would seem to tell flips apart though none does."""


def draw(count: int, seed: int = 0) -> list[dict[str, float]]:
    """A Latin hypercube over the range of every parameter: each range is cut into `count` parts, and each part is drawn from once."""
    places = qmc.LatinHypercube(len(PARAMETERS), seed=seed).random(count)
    low, high = (np.array([getattr(p, end) for p in PARAMETERS.values()]) for end in ("low", "high"))
    values = np.clip(low + places * (high - low), low, high)
    return [dict(zip(PARAMETERS, map(float, row), strict=True)) for row in values]


class Worlds:
    """Some worlds, each with its seed and parameters, in which arms are run: each arm once for all claims that share it."""

    def __init__(self, seeds: Sequence[int], parameters: Sequence[dict[str, float]], structure: Structure = AS_IT_IS):
        self.seeds, self.parameters, self.structure = list(seeds), list(parameters), structure
        self.outcome = lru_cache(maxsize=ARMS_KEPT)(self._run)

    def _run(self, arm: Arm) -> Outcome:
        """What came of an arm; what its scenario itself says of a parameter, and the structure, stand over the draw."""
        scenario = load_scenario(arm.scenario)
        values = [drawn | dict(scenario.parameters) | self.structure.parameters for drawn in self.parameters]
        mix = (*arm.rules(), *self.structure.rules)
        base = _base(arm.scenario, (*arm.changes, *self.structure.changes))
        return Outcome([Run(scenario, [mix] * len(self.seeds), self.seeds, values, base=base).advance(arm.months)])


@lru_cache(maxsize=64)
def _base(scenario: str, changes: tuple[Change, ...]) -> Base:
    return lay_out(load_scenario(scenario), load_facts(), changes)


@dataclass(frozen=True)
class Trial:
    """One claim over all draws, and over a few seeds under each structure with every parameter at its central value."""

    claim: Claim
    seen: Seen
    parameters: Sequence[dict[str, float]]
    structures: dict[str, Seen]  # by title

    @cached_property
    def holding(self) -> np.ndarray:
        """Whether the claim holds in each draw [draw]."""
        return self.claim.holds(self.seen.effect)

    @property
    def share(self) -> float:
        """Share of the draws in which the claim holds."""
        return float(self.holding.mean())

    @cached_property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval for that share."""
        found = binomtest(int(self.holding.sum()), len(self.holding)).proportion_ci(CONFIDENCE, "wilson")
        return float(found.low), float(found.high)

    @property
    def central(self) -> Seen:
        """What it saw in the model as it is, with every parameter at its central value."""
        return self.structures[AS_IT_IS.title]

    def share_under(self, structure: str) -> float:
        """Share of the seeds in which it holds under a structure, with every parameter at its central value."""
        return float(self.claim.holds(self.structures[structure].effect).mean())

    @property
    def flipping(self) -> list[str]:
        """Structures under which it holds in at least half of all seeds more, or fewer, than in the model as it is."""
        as_it_is = self.share_under(AS_IT_IS.title)
        return [title for title in self.structures if abs(self.share_under(title) - as_it_is) >= 0.5]

    @cached_property
    def separator(self) -> Separator | None:
        """The parameter that tells flips from holds best; None where none tells more than the best of so many might by chance."""
        flips = ~self.holding
        if not flips.any() or flips.all():
            return None
        values = np.array([[drawn[name] for name in PARAMETERS] for drawn in self.parameters])
        test = mannwhitneyu(values[flips], values[~flips], axis=0)
        higher = test.statistic / (flips.sum() * (~flips).sum())
        best = int(np.abs(higher - 0.5).argmax())
        if test.pvalue[best] >= BY_CHANCE / len(PARAMETERS):
            return None
        sureness = max(float(higher[best]), 1.0 - float(higher[best]))
        return Separator(tuple(PARAMETERS)[best], bool(higher[best] > 0.5), sureness)


@dataclass(frozen=True)
class Separator:
    """A parameter that tells the draws in which a claim flips from those in which it holds.

    `sureness`: chance that of two such draws the one that flips lies further up its range, or down where not `high`; 1/2 tells nothing.
    """

    parameter: str
    high: bool
    sureness: float


def try_claims(claims: Iterable[Claim], draws: int, seed: int = 0) -> list[Trial]:
    """Try each claim in so many draws, each with luck of its own, and under every structure at the central parameters."""
    claims, parameters = list(claims), draw(draws, seed)
    blocks = [range(i, min(draws, i + WORLDS_AT_ONCE)) for i in range(0, draws, WORLDS_AT_ONCE)]
    worlds = [Worlds(block, [parameters[i] for i in block]) for block in blocks]
    worlds += [Worlds(range(CENTRAL_SEEDS), [parameter_values()] * CENTRAL_SEEDS, one) for one in STRUCTURES]

    def look(some: Worlds) -> list[Seen]:
        found = [one.see(some.outcome) for one in claims]
        some.outcome.cache_clear()
        return found

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        seen = list(pool.map(look, worlds))
    drawn, central = seen[: len(blocks)], dict(zip((one.title for one in STRUCTURES), seen[len(blocks) :], strict=True))
    return [_trial(one, place, drawn, central, parameters) for place, one in enumerate(claims)]


def _trial(one: Claim, place: int, drawn: list[list[Seen]], central: dict[str, list[Seen]], parameters: list[dict[str, float]]) -> Trial:
    blocks = [block[place] for block in drawn]
    told = {name: np.concatenate([block.told[name] for block in blocks]) for name in blocks[0].told}
    seen = Seen(np.concatenate([block.effect for block in blocks]), told)
    return Trial(one, seen, parameters, {title: found[place] for title, found in central.items()})


def median(values: np.ndarray) -> float:
    """Median over the worlds in which the number is defined; NaN where it is in none."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
