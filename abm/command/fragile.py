"""`surge fragile`: what hangs on one maker, and what is lost when a nation's makers of one product stop, or one firm fails."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.command.document import named, plain, version
from abm.command.output import check_file, spinner, target_folder, write_json
from abm.command.paired import CONFIDENCE, Effect, effect
from abm.command.run import meant_mix, meant_scenario
from abm.command.screen import onset
from abm.facts.scenario import Scenario
from abm.judgement.concentration import SEEN, STOPPED, Failure, SolePoint, Stop, at_work, failures, landed_since, sole_points, stops
from abm.model.simulate import run_worlds
from abm.rules.mix import Mix


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    policy: str = "today"
    settings: tuple[str, ...] = ()
    seeds: int = 4
    top: int = 15
    out: str | None = None
    json: str | None = None


@dataclass(frozen=True)
class Loss:
    """What a stop or a failure takes from the value landed in all magazines, and from each system's, as shares of what lands without."""

    case: Stop | Failure
    alliance: Effect
    systems: Effect

    @property
    def worst(self) -> int | None:
        """Row of the system that loses most of its deliveries; None where none loses anything."""
        shares = np.nan_to_num(self.systems.mean)
        return int(shares.argmin()) if shares.min(initial=0.0) < 0.0 else None


@dataclass(frozen=True)
class Fragility:
    """Single points of failure, and the losses by stop and by failing firm, the largest first."""

    scenario: Scenario
    mix: Mix
    seeds: int
    onset: int
    systems: tuple[str, ...]
    points: tuple[SolePoint, ...]
    losses: tuple[Loss, ...]
    firms: tuple[Loss, ...]


def carry_out(request: Request) -> None:
    """Find what was asked; everything is looked at before anything runs, and runs before anything is written."""
    scenario, mix = meant_scenario(request.scenario, None, None), meant_mix(request.policy, request.settings)
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    with spinner(f"Stopping makers in {scenario.name} under {mix.name}, {request.seeds} seeds ..."):
        found = fragility(scenario, mix, request.seeds)
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.fragile_show import write_fragility

        write_fragility(folder, found)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        write_json(request.json, fragility_document(found))
    else:
        from abm.command.fragile_show import show_fragility

        show_fragility(found, request.top, seconds)


def fragility(scenario: Scenario, mix: Mix, seeds: int) -> Fragility:
    """Run to onset, see who is alone, and try every stop and every failure from there on with the same luck."""
    first = max(0, onset(scenario))
    first = first if first < scenario.months else 0
    seen = scenario.varied(months=min(scenario.months, first + SEEN))
    runs = run_worlds(seen, mix, range(seeds), first)
    base = runs[0].base
    points = sole_points(base, at_work(runs))
    tried, failed = stops(runs, seen), failures(runs, seen)
    whole = landed_since([run.advance() for run in runs], first)
    systems = tuple(base.products[p] for p in base.systems)
    return Fragility(scenario, mix, seeds, first, systems, tuple(points), _losses(whole, tried), _losses(whole, failed))


def _losses(whole: np.ndarray, tried: Sequence[Stop | Failure]) -> tuple[Loss, ...]:
    def share(landed: np.ndarray, of: np.ndarray) -> np.ndarray:
        return np.divide(landed, of, out=np.full_like(of, np.nan), where=of > 0.0)

    total = whole.sum(axis=0)
    before, before_each = share(total, total), share(whole, whole)
    losses = [
        Loss(one, effect(before, share(one.landed.sum(axis=0), total)), effect(before_each, share(one.landed, whole))) for one in tried
    ]
    return tuple(sorted(losses, key=lambda one: float(one.alliance.mean)))


def fragility_document(found: Fragility) -> dict[str, Any]:
    """Every single point, every stop and every failure, with what it takes from the alliance and from each system, and its interval."""
    return heading(found) | {
        "single_points": [
            {"product": one.product, "maker": one.maker, "nations": list(one.nations), "value": one.value, "through": plain(one.through)}
            for one in found.points
        ],
        "stops": [
            {"product": one.case.product, "nation": one.case.nation, "makers": list(one.case.makers)} | _taken(one) for one in found.losses
        ],
        "firms": [
            {
                "firm": one.case.firm,
                "makes": [{"product": product, "nation": nation, "part": part} for product, nation, part in one.case.makes],
            }
            | _taken(one)
            for one in found.firms
        ],
    }


def heading(found: Fragility) -> dict[str, Any]:
    """What was tried: enough to try it again."""
    return {
        "scenario": named(found.scenario),
        "policy": named(found.mix),
        "seeds": list(range(found.seeds)),
        "onset": found.onset,
        "months_stopped": STOPPED,
        "months_counted": SEEN,
        "confidence": CONFIDENCE,
        "version": version(),
        "systems": list(found.systems),
    }


def _taken(one: Loss) -> dict[str, Any]:
    return {"alliance": _told(one.alliance), "systems": _told(one.systems)}


def _told(brought: Effect) -> dict[str, Any]:
    return {part: plain(np.asarray(getattr(brought, part))) for part in ("mean", "low", "high", "seeds")}
