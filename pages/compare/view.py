"""What Compare shows: each mix's curves, and the measures of `surge compare` with their paired differences from the first mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from abm.command.compare import Comparison
from abm.command.document import plain
from abm.command.measures import MEASURES, Measure, span_of
from abm.command.paired import effect
from abm.facts.scenario import Scenario
from abm.judgement.metrics import METRICS, Outcome, measure
from abm.model.simulate import Run, base_of
from abm.rules.mix import Mix
from pages.explore.view import BAND


def _total(by: str, metric: str, meaning: str) -> Measure:
    over = ["month"] if by else ["nation", "month"]
    name = metric if by else f"alliance_{metric}"
    return Measure(name, by, metric.replace("_", " "), "USD", meaning, metric, "run", lambda seen: seen.sum(over), relative=True)


PROMISES = tuple(
    _total(by, metric, meaning)
    for by in ("nation", "")
    for metric, meaning in (
        ("promises_kept", "value of partners' claims that fell due, had been promised and were served in their turn, over the whole run"),
        ("promises_broken", "value of partners' claims that had been promised and were put behind home claims, over the whole run"),
    )
)
COMPARED = (*MEASURES, *PROMISES)
"""What mixes are compared by: the measures of `surge compare`, and what became of promises."""

TITLES = {"met_at_war": "use met at war"}


@dataclass(frozen=True)
class Side:
    """One mix, run for the seeds: surge [row, month, seed], row 0 the alliance; `values` by measure, [system or nation, seed] or [seed]."""

    surge: np.ndarray
    values: dict[str, np.ndarray]


def side_of(runs: Sequence[Run]) -> Side:
    """Read off finished runs what they are compared by."""
    outcome, span = Outcome(runs), span_of(runs[0].scenario)
    results = measure(runs, sorted({one.metric for one in COMPARED}))
    surge = np.concatenate([METRICS["alliance_surge_ratio"].of(outcome)[None], METRICS["surge_ratio"].of(outcome)])
    return Side(surge.astype(np.float32), {one.name: one.values(results, span) for one in COMPARED})


def curves(sides: Sequence[Side]) -> dict[str, np.ndarray]:
    """Each mix's curve with its band, and its paired difference from the first with the 90 % interval: [mix, row, month]."""
    bands = [np.percentile(side.surge, BAND, axis=-1) for side in sides]
    gaps = [effect(sides[0].surge, side.surge) for side in sides]
    return {
        "surge": np.stack([side.surge.mean(axis=-1) for side in sides]),
        "low": np.stack([low for low, _ in bands]),
        "high": np.stack([high for _, high in bands]),
        "gap": np.stack([gap.mean for gap in gaps]),
        "gap_low": np.stack([gap.low for gap in gaps]),
        "gap_high": np.stack([gap.high for gap in gaps]),
    }


def comparison(scenario: Scenario, mixes: Sequence[Mix], sides: Sequence[Side], seeds: int) -> Comparison:
    """The mixes as `surge compare` holds them side by side, called by their place since two may have the same name."""
    base = base_of(scenario)
    labels = {"system": tuple(base.products[p] for p in base.systems), "nation": tuple(base.nations), "": ()}
    called = tuple(replace(mix, name=str(place)) for place, mix in enumerate(mixes))
    values = {(name, mix.name): one for mix, side in zip(called, sides, strict=True) for name, one in side.values.items()}
    return Comparison(scenario, called, seeds, span_of(scenario), COMPARED, labels, values, {})


def table(found: Comparison) -> list[dict[str, Any]]:
    """Every measure: for each mix its mean, and for each but the first what it brings over the first, with the interval."""
    wars = any(event.kind == "conflict" for event in found.scenario.events)
    return [_row(found, one, wars) for one in found.measures]


def _row(found: Comparison, one: Measure, wars: bool) -> dict[str, Any]:
    title = (one.title or TITLES.get(one.name, one.name)).replace("\n", " ")
    brought = [found.effects[one.name, mix.name] for mix in found.others]
    return {
        "id": one.name,
        "by": one.by,
        "title": title if wars else title.replace("landed after", "landed, whole run"),
        "unit": one.unit,
        "meaning": one.meaning if wars else one.meaning.replace("after the war", "in the whole run"),
        "relative": one.relative,
        "level": [_listed(found.level(one.name, mix.name)) for mix in found.mixes],
        "gain": [[_listed(getattr(each, part)) for part in ("mean", "low", "high")] for each in brought],
    }


def _listed(values: Any) -> list[float | None]:
    return plain(np.atleast_1d(np.asarray(values, float)))
