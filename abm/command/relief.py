"""`surge relief`: which single change buys most rounds, tried with the same luck and ranked."""

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
from abm.facts.problems import BadInput, shown
from abm.facts.scenario import Scenario
from abm.rules.mix import Mix

if TYPE_CHECKING:
    from abm.judgement.relief import Worth

USUAL_MONTHS = (12, 24, 36)


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    policy: str
    settings: tuple[str, ...] = ()
    seeds: int = 16
    months: str | None = None
    when: str = "onset"
    top: int = 8
    out: str | None = None
    json: str | None = None


@dataclass(frozen=True)
class Ranking:
    """What every relief is worth, and how sure that is: months count from onset, the change is made in month `worth.month`."""

    scenario: Scenario
    mix: Mix
    seeds: int
    onset: int
    months: tuple[int, ...]
    worth: Worth

    @cached_property
    def gains(self) -> Effect:
        """USD added [relief, month]."""
        return effect(np.zeros_like(self.worth.value), self.worth.value)

    @cached_property
    def dollars(self) -> np.ndarray:
        """Cost of a dollar of rounds added; NaN where there is no cost, or where it is not clear that anything is added [relief, month]."""
        cost, gain = self.worth.cost.mean(axis=-1), self.gains.mean
        told = self.gains.clear & (gain > 0.0) & (cost > 0.0)
        return np.divide(cost, gain, out=np.full_like(gain, np.nan), where=told)

    @cached_property
    def rounds(self) -> Effect:
        """Units added [relief, month, system]."""
        return effect(np.zeros_like(self.worth.units), self.worth.units)

    @cached_property
    def gainer(self) -> np.ndarray:
        """The system of which most value is added, by its row [relief, month]."""
        return (self.rounds.mean * self.worth.prices).argmax(axis=-1)

    @cached_property
    def of_gainer(self) -> Effect:
        """Units added of that system [relief, month]."""
        return Effect(*(np.take_along_axis(part, self.gainer[..., None], -1)[..., 0] for part in vars(self.rounds).values()))

    @cached_property
    def each(self) -> np.ndarray:
        """Cost of a unit added of that system, which bears all of it; NaN where `dollars` is or units are not clear [relief, month]."""
        cost, units = self.worth.cost.mean(axis=-1), self.of_gainer
        told = np.isfinite(self.dollars) & (units.low > 0.0)
        return np.divide(cost, units.mean, out=np.full_like(cost, np.nan), where=told)


def carry_out(request: Request) -> None:
    """Try what was asked; everything is looked at before anything runs, and runs before anything is written."""
    scenario = one_run.meant_scenario(request.scenario, None, None)
    mix = one_run.meant_mix(request.policy, request.settings)
    onset = span_of(scenario).since.start
    months = _meant_months(request.months, scenario.months - onset)
    made = _meant_month(request.when, onset, onset + months[0])
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    with spinner(f"Trying every relief in {scenario.name} under {mix.name}, {request.seeds} seeds ..."):
        from abm.judgement.relief import worth_of

        worth = worth_of(scenario, tuple(mix), range(request.seeds), made, [onset + one for one in months])
    found = Ranking(scenario, mix, request.seeds, onset, months, worth)
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.judged_folder import write_relief

        with spinner(f"Writing {folder} ..."):
            write_relief(folder, found)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        write_json(request.json, relief_document(found))
    else:
        from abm.command.relief_screen import show_relief

        show_relief(found, request.top, seconds)


def relief_document(found: Ranking) -> dict[str, Any]:
    """Every relief tried, with what it adds by each month, what it costs and its rank; what is undefined is null."""
    before = plain(found.worth.before.mean(axis=-1))
    return heading(found) | {"before": before, "agreement": agreement_told(found), "reliefs": list(reliefs_told(found))}


def heading(found: Ranking) -> dict[str, Any]:
    """What was tried: enough to try it again."""
    return {
        "scenario": named(found.scenario),
        "policy": named(found.mix),
        "seeds": list(range(found.seeds)),
        "onset": found.onset,
        "made_in": found.worth.month,
        "months": list(found.months),
        "confidence": CONFIDENCE,
        "unit": "USD",
        "version": version(),
    }


def agreement_told(found: Ranking) -> dict[str, Any]:
    """How far the ranks by the duals agree with those by runs, by each month, over the reliefs that have a dual."""
    agree = np.array([found.worth.agreement(end) for end in range(len(found.months))])
    return {"measure": "Spearman's rank correlation", "reliefs": len(found.worth.with_dual), "by_month": plain(agree)}


def reliefs_told(found: Ranking):
    """Each relief as plain values, those that add most by the last month first."""
    worth, gains = found.worth, found.gains
    places = np.array([np.argsort(worth.ranked(end)) + 1 for end in range(len(found.months))]).T
    units, cost = worth.units.mean(axis=-1), worth.cost.mean(axis=-1)
    duals, a_month = worth.duals.mean(axis=-1), np.array([worth.a_month(end).mean(axis=-1) for end in range(len(found.months))]).T
    by_dual, rounds = worth.places(worth.duals), found.of_gainer
    for row in worth.ranked(-1):
        one = worth.reliefs[row]
        yield {
            "kind": one.kind,
            "of": one.of,
            "words": one.words,
            "rank": plain(places[row]),
            "mean": plain(gains.mean[row]),
            "low": plain(gains.low[row]),
            "high": plain(gains.high[row]),
            "cost": plain(cost[row]),
            "cost_per_usd": plain(found.dollars[row]),
            "dual": plain(duals[row : row + 1])[0],
            "dual_rank": plain(by_dual[row : row + 1])[0],
            "a_month": plain(a_month[row]),
            "most_rounds": {
                "system": [worth.systems[s] if mean > 0.0 else None for s, mean in zip(found.gainer[row], rounds.mean[row], strict=True)],
                **{part: plain(getattr(rounds, part)[row]) for part in ("mean", "low", "high")},
                "cost_per_round": plain(found.each[row]),
            },
            "units": {name: plain(units[row, :, s]) for s, name in enumerate(worth.systems) if units[row, :, s].any()},
        }


def _meant_months(written: str | None, most: int) -> tuple[int, ...]:
    """Months after onset by which rounds are counted, as far as the scenario goes."""
    if most < 1:
        raise BadInput("relief: the scenario ends before its war begins")
    if written is None:
        return tuple(one for one in USUAL_MONTHS if one <= most) or (most,)
    try:
        months = tuple(sorted({int(one) for one in written.split(",")}))
    except ValueError:
        raise BadInput(f"--months {shown(written)}: expected months after onset, such as 12,24,36") from None
    if not 1 <= months[0] <= months[-1] <= most:
        raise BadInput(f"--months {shown(written)}: expected 1 to {most}, months after onset within the scenario")
    return months


def _meant_month(written: str, onset: int, end: int) -> int:
    """The month in which the change is made."""
    words = {"onset": onset, "start": 0}
    if written in words:
        return words[written]
    if not (written.isascii() and written.isdigit()) or int(written) >= end:
        raise BadInput(f"--when {shown(written)}: expected onset, start or a month of the scenario before {end}")
    return int(written)
