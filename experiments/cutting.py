"""Cases cut into batches: worlds of one scenario together, those under the same rules beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from abm.model.simulate import WORLDS_AT_ONCE
from experiments.batch import Batch, Case
from experiments.plan import Plan
from experiments.version import model_hash

MOST_IN_A_BATCH = 64
"""Cases in a batch: a second or so of work, beside which sending and storing it is little; what a kill may cost a worker."""
FUTURES_TOGETHER = 16
"""Futures that are run under every mix before the next ones: what is stored of an unfinished study can mostly be paired."""
BATCHES_EACH = 4
"""Batches for each worker that a small study is cut into, so that all of them end together."""


def batches_of(plan: Plan, cases: pd.DataFrame, places: int) -> Iterator[Batch]:
    """Cases cut into batches of one scenario, each made when it is asked for; worlds under the same rules stand beside each other."""
    if not len(cases):
        return
    rules = plan.rules_of(cases)
    number = {id(mix): place for place, mix in enumerate({id(mix): mix for mix in rules}.values())}
    order = cases.assign(_rules=[number[id(mix)] for mix in rules], _chunk=cases["future"] // FUTURES_TOGETHER)
    order = order.sort_values(["events", "_chunk", "_rules", "future", "seed"], kind="stable").index
    by_place = dict(zip(cases.index, rules, strict=True))
    size = -(-len(cases) // max(1, places * BATCHES_EACH))
    size = min(MOST_IN_A_BATCH, max(WORLDS_AT_ONCE, -(-size // WORLDS_AT_ONCE) * WORLDS_AT_ONCE))
    for events, listed in cases.loc[order].groupby("events", sort=False):
        for begin in range(0, len(listed), size):
            some = listed.iloc[begin : begin + size]
            yield _batch(plan, str(events), some, [by_place[place] for place in some.index])


def _batch(plan: Plan, events: str, some: pd.DataFrame, rules: list[Any]) -> Batch:
    outcomes, series = plan.readings[events]
    mixes = {id(mix): mix for mix in rules}
    place = {name: i for i, name in enumerate(mixes)}
    values: np.ndarray = plan.parameters(some)
    told = zip(some["case_id"], rules, values.tolist(), some["seed"], strict=True)
    cases = tuple(Case(name, place[id(mix)], tuple(numbers), int(seed)) for name, mix, numbers, seed in told)
    return Batch(model_hash(), plan.scenarios[events], tuple(mix.instruments for mix in mixes.values()), cases, outcomes, series)
