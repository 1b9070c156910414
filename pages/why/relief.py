"""What each single change would be worth from the month shown on, seed by seed, so that it can be watched and stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.command.document import plain
from abm.command.paired import effect
from abm.facts.scenario import Scenario
from abm.judgement.relief import worth_of
from abm.rules.mix import Mix

SEEDS = tuple(range(4))
COUNTED = 24
"""Months from the change on in which is counted what lands, or fewer where the scenario ends."""

SHOWN = 15


@dataclass(frozen=True)
class Tried:
    """Every relief in one seed: kind and words, value added in USD [relief], and units added [relief, system]."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]
    systems: tuple[str, ...]
    months: int
    value: np.ndarray
    units: np.ndarray


def tried(scenario: Scenario, mix: Mix, month: int, seed: int) -> Tried:
    """Make every change at the opening of the month, with the same luck, and count what it adds."""
    end = min(month + COUNTED, scenario.months)
    worth = worth_of(scenario, tuple(mix), [seed], month, [end])
    kinds, words = (tuple(getattr(one, name) for one in worth.reliefs) for name in ("kind", "words"))
    return Tried(kinds, words, worth.systems, end - month, worth.value[:, 0, 0], worth.units[:, 0, :, 0])


def ranked(found: Sequence[Tried], system: str) -> dict[str, Any]:
    """The changes that add most value in the seeds so far, each with its 90 % interval and what it adds of one system."""
    first = found[0]
    value = np.stack([one.value for one in found], axis=-1)
    units = np.stack([one.units[:, first.systems.index(system)] for one in found], axis=-1)
    added, of_system = effect(np.zeros_like(value), value), effect(np.zeros_like(units), units)
    rows = np.argsort(-added.mean, kind="stable")[:SHOWN]
    told = [
        {
            "kind": first.kinds[row],
            "words": first.words[row],
            "value": plain(np.array([added.mean[row], added.low[row], added.high[row]])),
            "units": plain(np.array([of_system.mean[row], of_system.low[row], of_system.high[row]])),
        }
        for row in rows
    ]
    return {"tried": len(first.words), "months": first.months, "rows": told}
