"""Fitting a few physical parameters to three series of the record, in the open: what is fitted, on what, how, and what is left for testing.

The rest of the record is never shown to the fit. The method is differential evolution (Storn and Price 1997) as SciPy has it, within the
parameters' own ranges; a mild pull towards each starting value keeps what the series cannot tell from wandering.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.optimize import differential_evolution

from abm.facts.events import month_number
from abm.facts.parameters import PARAMETERS, parameter_values
from abm.facts.record_of_history import Point, load_series
from abm.facts.scenario import load_scenario
from abm.model.simulate import WORLDS_AT_ONCE, Run, base_of
from abm.rules.mix import load_mix

SCENARIO, MIX = "ukraine-2022", "history-2022"
MONTHS = 54
"""Months of the war that the series reach into."""

STARTED_FROM = {
    "expedite": 1.5, "expedite_months": 8.0, "directed_time": 0.5, "ramp_months": 12.0, "hire_rate": 0.05, "training_months": 5.0,
}  # fmt: skip
"""What is fitted (haste of a nation at war, dead time of directed plant, ramp, and growth of crews), and what was believed before."""

FITTED_TO = {
    "RAMP_155_US_BODY": ("SHELL_BODY", ("USA", "CAN")),
    "RAMP_155_US_CHARGE": ("PROP_CHG", ("USA", "CAN")),
    "RAMP_PAC3_JPN": ("PAC3_MSE", ("JPN",)),
}
"""Series of the record, and whose output they are held against: the American series count what Canada makes for them."""

LAST_SHOWN = "2024-03"
"""Last month that the fit on part of the series sees; what comes after tests it."""

PULL = 0.3
"""Weight of the squared distance from the starting values, in half ranges, against one mean squared miss in half bands."""

SEEDS = range(100, 132)
"""Luck that the fit sees: as much as the scoreboard's, and none of it the same."""

SMOOTHED = 3
"""Months over whose mean a point is read, so that one stoppage is not taken for a turn."""


@dataclass(frozen=True)
class Reading:
    """One point of the record, and what worlds made then, in units of the record."""

    series: str
    point: Point
    found: np.ndarray  # [candidate]

    @property
    def miss(self) -> np.ndarray:
        """Distance from the record in half widths of its own band, by ratio [candidate]."""
        return np.log(self.found / self.point.central) / (0.5 * np.log(max(self.point.high / self.point.low, 1.05)))


def readings(candidates: np.ndarray, seeds: Sequence[int], until: str | None = None) -> list[Reading]:
    """What worlds with these parameters make at every point of these series; candidates [candidate, parameter]."""
    scenario = load_scenario(SCENARIO).varied(MONTHS, None)
    base, mix = base_of(scenario), tuple(load_mix(MIX))
    given = parameter_values(dict(scenario.parameters))
    worlds = [(given | dict(zip(STARTED_FROM, one, strict=True)), seed) for one in candidates for seed in seeds]
    blocks = [worlds[i : i + WORLDS_AT_ONCE] for i in range(0, len(worlds), WORLDS_AT_ONCE)]

    def made(block: list) -> np.ndarray:
        values, luck = zip(*block, strict=True)
        return Run(scenario, [mix] * len(block), luck, values, base).advance().record.made

    with ThreadPoolExecutor() as pool:
        output = np.concatenate(list(pool.map(made, blocks)), axis=-1)
    found, began = [], month_number(scenario.start)
    for name, (product, nations) in FITTED_TO.items():
        series = load_series()[name]
        rows = [g for g, (p, n) in enumerate(base.groups) if base.recorded[p] == product and base.nations[n] in nations]
        monthly = np.median(output[:, rows].sum(axis=1).reshape(len(output), len(candidates), len(seeds)), axis=-1)
        for point in series.points:
            month = month_number(point.month) - began
            if point.seen and 0 < month < MONTHS and (until is None or point.month <= until):
                near = monthly[max(0, month - SMOOTHED // 2) : month + SMOOTHED // 2 + 1].mean(axis=0)
                found.append(Reading(name, point, near * series.monthly))
    return found


def misfit(candidates: np.ndarray, seeds: Sequence[int], until: str | None = None) -> np.ndarray:
    """Mean squared miss, each series counting once, and the pull towards the starting values [candidate]."""
    told = readings(candidates, seeds, until)
    names = dict.fromkeys(one.series for one in told)
    misses = sum(np.mean([one.miss**2 for one in told if one.series == name], axis=0) for name in names) / len(names)
    low, high = bounds().T
    away = (candidates - np.array(list(STARTED_FROM.values()))) / ((high - low) / 2.0)
    return misses + PULL * (away**2).sum(axis=1)


def bounds() -> np.ndarray:
    """The fitted parameters' own ranges [parameter, 2]."""
    return np.array([(PARAMETERS[name].low, PARAMETERS[name].high) for name in STARTED_FROM])


def fit(seeds: Sequence[int] = SEEDS, rounds: int = 30, until: str | None = None) -> dict[str, float]:
    """The parameters that miss these series least, shown the record up to a month; the same call gives the same numbers."""
    best = differential_evolution(
        lambda candidates: misfit(candidates.T, seeds, until), bounds(), x0=np.array(list(STARTED_FROM.values())), popsize=5,
        maxiter=rounds, vectorized=True, updating="deferred", polish=False, rng=1,
    )  # fmt: skip
    return dict(zip(STARTED_FROM, map(float, best.x), strict=True))
