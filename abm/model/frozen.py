"""A base in which nobody decides anything any more: goods flow on, and what more of something does to them shows by itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from abm.facts.scenario import Scenario
from abm.model import month as one_month
from abm.model.simulate import Run
from abm.rules.mix import Mix
from abm.state.compiled import lanes_of

MONTHS = 24


def landed_value(scenario: Scenario, mix: Mix, change: Callable[[Run], None] | None = None) -> float:
    """USD that reaches magazines in two years from mid-scenario when nobody decides anything, after a change."""
    run = Run(scenario, [tuple(mix)], [0]).advance(max(1, scenario.months // 2))
    if change:
        change(run)
    net = run.base.net
    landed = let_goods_flow(run, MONTHS)[..., 0].sum(axis=0)
    return float(landed @ net.price[net.store_product[net.first :]])


def let_goods_flow(run: Run, months: int) -> np.ndarray:
    """Let months pass in which nobody decides anything; returns what landed in magazines [month, magazine, world]."""
    net, state, steps = run.base.net, run.state, run.flow_steps
    firms, worlds = state.firms.made.shape
    at_work = run.find_work()
    part = one_month.blank_part(firms, len(net.store_nation) - net.first, len(run.base.nations), worlds)
    landed = np.zeros((months, len(net.store_nation) - net.first, worlds))
    for step in range(months * steps):
        state.stores.landed[:] = 0.0
        now = run.month * steps + step
        one_month.let_flow(
            net, *state, run.parameters, at_work, part, now, now + 1, 1.0 / steps, lanes_of(worlds),
        )  # fmt: skip
        landed[step // steps] += state.stores.landed[net.first :]
    return landed


def _more_plant(run: Run) -> None:
    run.state.firms.capacity[:] *= 1.2
    run.state.firms.crew[:] *= 1.2


def _shorter_licenses(run: Run) -> None:
    links = run.state.links
    links.release[:] = 1.0 - (1.0 - links.release) ** 2
    run.state.nations.license_office[:] *= 2.0


def _more_inputs(run: Run) -> None:
    run.state.stores.quantity[: run.base.net.first] *= 1.2


CHANGES = {"plant and crews": _more_plant, "shorter licences": _shorter_licenses, "inputs": _more_inputs}
"""More of something, of each kind."""
