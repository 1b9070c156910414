"""Scenario discovery: the box of futures in which something happens, found by peeling (PRIM) and tried on futures it has not seen.

The patient rule induction method of Friedman and Fisher (1999), as Bryant and Lempert (2010) use it for scenarios. Own code because
the two packages that have it are heavy (500 MB) or under a licence that is not ours; it is tested against EMA Workbench.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binom, spearmanr

ALPHA = 0.05
"""Part of the futures in the box that one peel takes at most (and at least one)."""
SMALLEST = 0.05
"""Part of all futures that a box holds at least."""
BY_CHANCE = 0.05
LEAST_CASES = 10
"""Futures in which it happens, and in which not, below which nothing is looked for."""


@dataclass(frozen=True)
class Limit:
    """One side of a box: the unknown, which way it is limited, where, and how likely chance alone would do as well (quasi-p)."""

    name: str
    side: str
    at: float
    by_chance: float

    @property
    def words(self) -> str:
        """The limit as a condition."""
        return f"{self.name} {'at least' if self.side == 'low' else 'at most'} {self.at:.3g}"


@dataclass(frozen=True)
class Score:
    """How well a box does on some futures: coverage (of all in which it happens), density (of those in the box), mass (of all)."""

    coverage: float
    density: float
    mass: float


@dataclass(frozen=True)
class Box:
    """The box found, how it does on the half it was found on and on the half held out, and the whole curve of the peel."""

    limits: tuple[Limit, ...]
    found_on: Score
    held_out: Score
    happens: float
    curve: pd.DataFrame

    @property
    def holds_up(self) -> bool:
        """Whether on futures it has not seen it is denser than all futures are, by half the gain it showed where it was found."""
        gained, kept = self.found_on.density - self.happens, self.held_out.density - self.happens
        return bool(self.limits) and gained > 0 and kept >= gained / 2


def discover(unknowns: pd.DataFrame, happens: np.ndarray, blocks: np.ndarray | None = None, seed: int = 0) -> Box | None:
    """The box of `unknowns` [future, unknown] in which `happens` [future] is dense; None where it happens too seldom or too often to say.

    Half of the futures are held out, by a draw that is the same every time; `blocks` [future] that are equal stay together.
    The box is the step of the peel with the largest coverage × density, without the limits that chance would have done as well.
    """
    happens = np.asarray(happens, bool)
    if min(happens.sum(), (~happens).sum()) < LEAST_CASES:
        return None
    names = np.arange(len(happens)) if blocks is None else np.asarray(blocks)
    here = _half(names, seed)
    there = ~here
    x, y = unknowns.to_numpy(float), happens
    if not y[here].any() or y[here].all():
        return None
    told = telling(x[here], y[here], names[here])
    if not told.any():
        return Box((), score(x[here], y[here], *_open(x)), score(x[there], y[there], *_open(x)), float(happens.mean()), pd.DataFrame())
    unknowns, x = unknowns.loc[:, told], x[:, told]
    steps = peel(x[here], y[here])
    scores = [score(x[here], y[here], low, high) for low, high in steps]
    curve = pd.DataFrame([vars(one) | {"limits": int(_limited(x[here], *box).sum())} for one, box in zip(scores, steps, strict=True)])
    best = max(range(len(steps)), key=lambda i: (scores[i].coverage * scores[i].density, -i))
    low, high, limits = _pruned(x[here], y[here], names[here], *steps[best], list(unknowns))
    low, high = _opened(x[here], low, high)
    return Box(limits, score(x[here], y[here], low, high), score(x[there], y[there], low, high), float(happens.mean()), curve)


def telling(x: np.ndarray, y: np.ndarray, blocks: np.ndarray) -> np.ndarray:
    """Which unknowns tell, each alone, where it happens [unknown], beyond one chance in twenty; the others are not offered to the peel.

    With dozens of unknowns and a hundred futures the peel would else follow noise. What tells only together with another is missed.
    """
    by_block = pd.DataFrame(x).groupby(blocks)
    whole = (by_block.max() - by_block.min()).max().to_numpy() == 0  # the same in all cases of a block: the block counts once
    means, happening = by_block.mean().to_numpy(), pd.Series(y.astype(float)).groupby(blocks).mean().to_numpy()
    found = np.zeros(x.shape[1], bool)
    for axis in range(x.shape[1]):
        one, other = (means[:, axis], happening) if whole[axis] else (x[:, axis], y.astype(float))
        if np.ptp(one) and np.ptp(other):
            found[axis] = spearmanr(one, other).pvalue < BY_CHANCE
    return found


def _open(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The box of all futures."""
    return np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf)


def _half(blocks: np.ndarray, seed: int) -> np.ndarray:
    """Half of all blocks, at random: which futures are theirs."""
    names = np.unique(blocks)
    return np.isin(blocks, np.random.default_rng(seed).permutation(names)[: (len(names) + 1) // 2])


def peel(x: np.ndarray, y: np.ndarray, alpha: float = ALPHA, smallest: float = SMALLEST) -> list[tuple[np.ndarray, np.ndarray]]:
    """Boxes [(low, high)] from all futures down: each peel takes the slice whose loss gains most density for each future lost."""
    low, high = x.min(axis=0), x.max(axis=0)
    boxes = [(low.copy(), high.copy())]
    inside = np.ones(len(x), bool)
    while (step := _best_peel(x[inside], y[inside], alpha)) is not None:
        axis, side, at = step
        (low if side == "low" else high)[axis] = at
        smaller = within(x, low, high)
        if smaller.sum() < smallest * len(x) or not y[smaller].any():
            break
        inside = smaller
        boxes.append((low.copy(), high.copy()))
        if y[inside].all():
            break
    return boxes


def _best_peel(x: np.ndarray, y: np.ndarray, alpha: float) -> tuple[int, str, float] | None:
    """Axis, side and limit of the peel that gains most density (or loses least) for each future it takes; None where none can be made."""
    best, found = -np.inf, None
    count, happening = len(x), y.sum()
    take = max(1, int(alpha * count))
    for axis in range(x.shape[1]):
        values = np.sort(x[:, axis])
        if values[0] == values[-1]:
            continue
        for side in ("low", "high"):
            at = _new_limit(values, take, side)
            gone = x[:, axis] < at if side == "low" else x[:, axis] > at
            lost = int(gone.sum())
            if not 0 < lost < count:
                continue
            gain = ((happening - y[gone].sum()) / (count - lost) - happening / count) / lost
            if gain > best:
                best, found = gain, (axis, side, at)
    return found


def _new_limit(values: np.ndarray, take: int, side: str) -> float:
    """The value that stays at the edge when at least `take` futures are peeled off; futures with equal values go together."""
    if side == "low":
        return (
            float(values[np.searchsorted(values, values[take - 1], side="right")]) if values[take - 1] < values[-1] else float(values[-1])
        )
    edge = values[len(values) - take]
    return float(values[np.searchsorted(values, edge, side="left") - 1]) if edge > values[0] else float(values[0])


def within(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Which futures lie in the box."""
    return ((x >= low) & (x <= high)).all(axis=1)


def score(x: np.ndarray, y: np.ndarray, low: np.ndarray, high: np.ndarray) -> Score:
    """Coverage, density and mass of a box on these futures."""
    inside = within(x, low, high)
    density = float(y[inside].mean()) if inside.any() else 0.0
    return Score(float(y[inside].sum() / max(y.sum(), 1)), density, float(inside.mean()))


def _opened(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The box with no end where it has no limit: futures that were not looked at may lie beyond those that were."""
    return np.where(low > x.min(axis=0), low, -np.inf), np.where(high < x.max(axis=0), high, np.inf)


def _limited(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return (low > x.min(axis=0)) | (high < x.max(axis=0))


def _pruned(
    x: np.ndarray, y: np.ndarray, blocks: np.ndarray, low: np.ndarray, high: np.ndarray, names: list[str]
) -> tuple[np.ndarray, np.ndarray, tuple[Limit, ...]]:
    """The box without limits that chance would have done as well, taken away one by one, the likeliest first."""
    low, high = low.copy(), high.copy()
    floor, top = x.min(axis=0), x.max(axis=0)
    while True:
        limits = []
        for axis in np.flatnonzero(_limited(x, low, high)):
            for side, edge, open_at in (("low", low, floor), ("high", high, top)):
                if edge[axis] != open_at[axis]:
                    limits.append((_by_chance(x, y, blocks, low, high, axis, side), int(axis), side))
        if not limits or max(limits)[0] < BY_CHANCE:
            break
        _, axis, side = max(limits)
        (low if side == "low" else high)[axis] = (floor if side == "low" else top)[axis]
    told = [Limit(names[axis], side, float((low if side == "low" else high)[axis]), p) for p, axis, side in sorted(limits)]
    return low, high, tuple(told)


def _by_chance(x: np.ndarray, y: np.ndarray, blocks: np.ndarray, low: np.ndarray, high: np.ndarray, axis: int, side: str) -> float:
    """Chance that a draw from the box without this limit holds as many futures in which it happens (Bryant and Lempert's quasi-p).

    Cases of one block tell as much as one.
    """
    wider_low, wider_high = low.copy(), high.copy()
    (wider_low if side == "low" else wider_high)[axis] = -np.inf if side == "low" else np.inf
    without, inside = within(x, wider_low, wider_high), within(x, low, high)
    count = len(np.unique(blocks[inside]))
    return float(binom.sf(round(y[inside].mean() * count) - 1, count, y[without].mean()))
