"""What Explore shows of one choice: curves by seed, what binds, what lacks and why, days of supply and the headline numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.command.measures import MEASURES, span_of
from abm.command.paired import effect
from abm.facts.scenario import Scenario
from abm.flows.limits import LIMITS, REASONS
from abm.judgement.metrics import METRICS, Outcome, measure
from abm.model.simulate import Run, base_of

HEADLINES = {
    "alliance_peak": "Peak",
    "alliance_landed_at_war": "Landed at war",
    "theatre_landed_at_war": "Landed in theatre at war",
    "alliance_landed_after": "Landed after the war",
    "alliance_spending": "Spent, whole run",
}
"""Measures shown as large numbers, with their short titles."""

MEASURED = tuple(one for name in HEADLINES for one in MEASURES if one.name == name)
BAND = (5.0, 95.0)
NO_PART = -1


@dataclass(frozen=True)
class View:
    """One choice, run for some seeds. Row 0 is the alliance by value, the rest are its systems; arrays are float32.

    surge [row, month, seed]: delivered over the peacetime rate; headlines [headline, seed]. Means over the seeds are: asked
    [row, month], what magazines are asked for over the peacetime rate; limits [row, limit, month], shares of plant; part and forgone
    [row, month], the input for want of which most is not made (a row of products) and how much (USD for the alliance, units for a system);
    held_back [month], whose lines want it; lack [row, reason, month], USD and units; days [system, month], days of supply; stock and
    target [system, month], units.
    """

    seeds: tuple[int, ...]
    surge: np.ndarray
    headlines: np.ndarray
    asked: np.ndarray
    limits: np.ndarray
    part: np.ndarray
    forgone: np.ndarray
    held_back: np.ndarray
    lack: np.ndarray
    days: np.ndarray
    stock: np.ndarray
    target: np.ndarray


MEANS = ("asked", "limits", "lack", "days", "stock", "target")
"""Arrays of means, which a first look can be carried over to."""

FOUND = ("part", "forgone", "held_back")
"""Arrays that name things or go with a name."""


def view_of(runs: Sequence[Run]) -> View:
    """Read off finished runs what Explore shows, by the metrics and measures that the rest of the project uses."""
    outcome = Outcome(runs)
    systems = METRICS["surge_ratio"].of(outcome)
    results = measure(runs, sorted({one.metric for one in MEASURED}))
    span = span_of(outcome.scenario)
    rows = {
        "surge": np.concatenate([METRICS["alliance_surge_ratio"].of(outcome)[None], systems]),
        "headlines": np.stack([one.values(results, span) for one in MEASURED]),
        "asked": _asked(outcome),
        "limits": _limits(outcome),
        "lack": _lack(outcome),
        "days": METRICS["days_of_supply"].of(outcome).mean(axis=-1),
        "stock": outcome.by_system("stock").mean(axis=-1).T,
        "target": outcome.by_system("target").mean(axis=-1).T,
        **_parts(outcome),
    }
    light = {name: np.ascontiguousarray(values, np.float32) for name, values in rows.items()}
    for values in light.values():
        values.flags.writeable = False
    return View(seeds=tuple(int(seed) for seed in outcome.seeds), **light)


def _with_alliance(systems: np.ndarray, price: np.ndarray) -> np.ndarray:
    """Units of systems [system, ...] with their value in USD as row 0."""
    return np.concatenate([np.tensordot(price, systems, 1)[None], systems])


def _asked(o: Outcome) -> np.ndarray:
    """What war, training and retirement ask of all magazines, over the peacetime rate [row, month]."""
    asked = _with_alliance((o.by_system("used") + o.by_system("missed")).mean(axis=-1).T, o.price)
    rate = _with_alliance(o.peace_rate[:, None], o.price)
    return np.divide(asked, rate, out=np.full_like(asked, np.nan), where=rate > 0.0)


def _limits(o: Outcome) -> np.ndarray:
    """Share of plant that each limit bound, of the alliance's systems by value and of each one, mean of the seeds [row, limit, month]."""
    rows = [o.products.index(system) for system in o.systems]
    bound = np.moveaxis(o.limit[:, rows], 0, 2)  # [system, limit, month, seed]
    bound = _with_alliance(bound, o.price)
    total = bound.sum(axis=1, keepdims=True)
    return np.divide(bound, total, out=np.zeros_like(bound), where=total > 0.0).mean(axis=-1)


def _lack(o: Outcome) -> np.ndarray:
    return _with_alliance(METRICS["missing"].of(o).mean(axis=-1), o.price)


def _parts(o: Outcome) -> dict[str, np.ndarray]:
    """The input that costs most output, by value for the alliance and by units for each system."""
    pairs, months = o.base.ingredients, o.months
    forgone = METRICS["forgone"].of(o).mean(axis=-1)[: len(pairs)]  # [ingredient, month]
    part, amount = np.full((1 + len(o.systems), months), NO_PART), np.zeros((1 + len(o.systems), months))
    held_back = np.full(months, NO_PART)
    if not len(pairs):
        return {"part": part, "forgone": amount, "held_back": held_back}
    cost = np.array([o.base.net.price[o.base.products.index(name)] if name in o.base.products else 0.0 for name in o.products])
    by_value = forgone * cost[pairs[:, 0]][:, None]
    worst, every = by_value.argmax(axis=0), np.arange(months)
    wanted = by_value[worst, every] > 0.0
    part[0], amount[0] = np.where(wanted, pairs[worst, 1], NO_PART), by_value[worst, every]
    held_back = np.where(wanted, pairs[worst, 0], NO_PART)
    for row, system in enumerate(o.systems, start=1):
        own = np.flatnonzero(pairs[:, 0] == o.products.index(system))
        if len(own):
            worst = own[forgone[own].argmax(axis=0)]
            amount[row] = forgone[worst, every]
            part[row] = np.where(amount[row] > 0.0, pairs[worst, 1], NO_PART)
    return {"part": part, "forgone": amount, "held_back": held_back}


def finished(now: View, baseline: View) -> dict[str, np.ndarray]:
    """The arrays of a choice on all its seeds, with its paired difference from the baseline and that one's 90 % interval."""
    low, high = np.percentile(now.surge, BAND, axis=-1)
    gap, gains = effect(baseline.surge, now.surge), effect(baseline.headlines, now.headlines)
    return {
        "surge": now.surge.mean(axis=-1),
        "low": low,
        "high": high,
        "gap": gap.mean,
        "gap_low": gap.low,
        "gap_high": gap.high,
        "headlines": now.headlines.mean(axis=-1),
        "gain": gains.mean,
        "gain_low": gains.low,
        "gain_high": gains.high,
        **{name: getattr(now, name) for name in (*MEANS, *FOUND)},
    }


def estimated(now: View, before: View, baseline: View) -> dict[str, np.ndarray]:
    """A first look at a choice: what it changes in one seed (`now` less `before`), put on the baseline's mean over all seeds.

    The same seed has the same luck in both, so the difference in one seed tells more of a choice than that seed by itself.
    """
    gap, gain = (now.surge - before.surge).mean(axis=-1), (now.headlines - before.headlines).mean(axis=-1)
    carried = {name: np.maximum(getattr(baseline, name) + getattr(now, name) - getattr(before, name), 0.0) for name in MEANS}
    return {
        "surge": np.maximum(baseline.surge.mean(axis=-1) + gap, 0.0),
        "gap": gap,
        "headlines": baseline.headlines.mean(axis=-1) + gain,
        "gain": gain,
        **carried,
        **{name: getattr(now, name) for name in FOUND},
    }


def single(now: View) -> dict[str, np.ndarray]:
    """The arrays of one seed by itself, while there is no baseline to put it on."""
    return {
        "surge": now.surge.mean(axis=-1),
        "headlines": now.headlines.mean(axis=-1),
        **{name: getattr(now, name) for name in (*MEANS, *FOUND)},
    }


def scene(scenario: Scenario, seeds: int) -> dict[str, Any]:
    """What stays the same whatever is chosen in a scenario: its months, events, rows and the meaning of its numbers."""
    base = base_of(scenario)
    known, role = base.facts.products, {one: base.facts.nations[one].role for one in base.nations}
    rows = [base.products[p] for p in base.systems]
    wars = any(event.kind == "conflict" for event in scenario.events)
    titles = HEADLINES if wars else HEADLINES | {"alliance_landed_after": "Landed, whole run"}
    services = set(np.array(base.products)[base.services])
    events = [
        {
            "kind": event.kind,
            "words": event_words(event),
            "from": event.opens(scenario.start),
            "to": min(event.opens(scenario.start) + event.months, scenario.months),
        }
        for event in scenario.events
    ]
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "start": scenario.start,
        "months": scenario.months,
        "seeds": seeds,
        "events": events,
        "nations": [{"id": one, "name": base.facts.nations[one].name, "outside": role[one] == "adversary"} for one in base.nations],
        "systems": [{"id": one, "name": known[one].name, "unit": known[one].unit, "service": one in services} for one in rows],
        "products": [{"id": one, "name": known[one].name if one in known else one} for one in base.recorded],
        "limits": [{"id": name, "words": words} for name, words in LIMITS.items()],
        "reasons": [{"id": name, "words": words} for name, words in REASONS.items()],
        "headlines": [
            {"id": one.name, "title": titles[one.name], "unit": one.unit, "meaning": one.meaning, "relative": one.relative}
            for one in MEASURED
        ],
        "terms": {name: {"unit": METRICS[name].unit, "meaning": METRICS[name].meaning} for name in TERMS},
    }


TERMS = ("alliance_surge_ratio", "surge_ratio", "limit_share", "days_of_supply", "missing", "forgone")


def event_words(event: Any) -> str:
    """An event in two or three words, as a label on a chart."""
    where = getattr(event, "theatre", "") or getattr(event, "nation", "")
    kind = {"conflict": "War", "mind_change": "Change of mind"}.get(event.kind, event.kind.capitalize())
    return f"{kind}, {where.replace('_', '-').title() if where.islower() else where}" if where else kind
