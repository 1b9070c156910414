"""`surge fragile`: what hangs on one maker, and what is lost when a nation's makers of one product stop."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.command.document import named, plain, version
from abm.command.output import check_file, spinner, target_folder, write_json
from abm.command.paired import CONFIDENCE, Effect, effect
from abm.command.run import meant_mix, meant_scenario
from abm.command.screen import onset
from abm.facts.scenario import Scenario
from abm.judgement.concentration import SEEN, STOPPED, SolePoint, Stop, sole_points, stops
from abm.model.simulate import run_worlds
from abm.rules.mix import Mix
from abm.state.columns import ACTIVE


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
    """What a stop takes from the value landed in all magazines, and from each system's, as shares of what lands without it."""

    stop: Stop
    alliance: Effect
    systems: Effect

    @property
    def worst(self) -> int | None:
        """Row of the system that loses most of its deliveries; None where none loses anything."""
        shares = np.nan_to_num(self.systems.mean)
        return int(shares.argmin()) if shares.min(initial=0.0) < 0.0 else None


@dataclass(frozen=True)
class Fragility:
    """Single points of failure and the losses by stop, the largest first."""

    scenario: Scenario
    mix: Mix
    seeds: int
    onset: int
    systems: tuple[str, ...]
    points: tuple[SolePoint, ...]
    losses: tuple[Loss, ...]


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
    """Run to onset, see who is alone, and try every stop from there on with the same luck."""
    first = max(0, onset(scenario))
    first = first if first < scenario.months else 0
    seen = scenario.varied(months=min(scenario.months, first + SEEN))
    runs = run_worlds(seen, mix, range(seeds), first)
    base = runs[0].base
    working = np.any([(run.state.firms.status == ACTIVE).any(axis=1) for run in runs], axis=0)
    points = sole_points(base, working)
    whole, tried = stops(runs, seen)
    losses = [_loss(whole, stop) for stop in tried]
    losses.sort(key=lambda one: float(one.alliance.mean))
    return Fragility(scenario, mix, seeds, first, tuple(base.products[p] for p in base.systems), tuple(points), tuple(losses))


def _loss(whole: np.ndarray, stop: Stop) -> Loss:
    def share(landed: np.ndarray, of: np.ndarray) -> np.ndarray:
        return np.divide(landed, of, out=np.full_like(of, np.nan), where=of > 0.0)

    total = whole.sum(axis=0)
    return Loss(
        stop,
        effect(share(total, total), share(stop.landed.sum(axis=0), total)),
        effect(share(whole, whole), share(stop.landed, whole)),
    )


def fragility_document(found: Fragility) -> dict[str, Any]:
    """Every single point and every stop, with what it takes from the alliance and from each system, and its interval."""
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
        "single_points": [
            {"product": one.product, "maker": one.maker, "nations": list(one.nations), "value": one.value, "through": plain(one.through)}
            for one in found.points
        ],
        "stops": [
            {"product": one.stop.product, "nation": one.stop.nation, "makers": list(one.stop.makers)}
            | {"alliance": _told(one.alliance), "systems": _told(one.systems)}
            for one in found.losses
        ],
    }


def _told(brought: Effect) -> dict[str, Any]:
    return {part: plain(np.asarray(getattr(brought, part))) for part in ("mean", "low", "high", "seeds")}
