"""The compiled flows alone: goods move part by part while every decision stays as it was taken in the month before."""

from __future__ import annotations

import numpy as np

from abm.facts.scenario import Scenario, load_scenario
from abm.flows.consume import consume
from abm.flows.limits import STOPPAGE
from abm.flows.order import ask, book
from abm.flows.produce import fall_due, produce
from abm.flows.ship import arrive, license, ration, ship
from abm.model.month import lines_at_work
from abm.model.simulate import Run
from abm.rules.mix import load_mix
from abm.state.columns import TIERS
from abm.state.compiled import phase
from abm.state.opening import State

TALLIES = {
    "firms": ("made", "short"),
    "stores": ("used", "missed", "landed"),
    "links": ("fell_due", "shipped"),
}
"""Columns that count what flowed; here over the whole time, not by the month."""


@phase
def flow(net, nations, firms, stores, links, p, in_tier, begin, end, flow_steps):
    """Goods flow from part `begin` to part `end`, in place: the part loop of `abm.model.month.step` without its decisions."""
    dt = 1.0 / flow_steps
    lines, worlds = firms.made.shape
    live, reach, _, _ = lines_at_work(
        firms.status,
        firms.building,
        net.firm_links,
        net.link_store,
        net.store_firm,
        net.store_links,
        net.by_store,
        net.link_firm,
        links.offered,
    )
    due = np.zeros((lines, TIERS, worlds))
    output = np.zeros((lines, worlds))
    fill = np.zeros((lines, TIERS, worlds))
    limit_time = np.zeros((lines, STOPPAGE + 1, worlds))
    bound = np.zeros((net.store_ingredient.max() + 1, worlds))
    for now in range(begin, end):
        arrive(
            net.firm_links,
            reach,
            net.link_store,
            net.first,
            now % links.ring.shape[0],
            links.ring,
            stores.quantity,
            stores.pipeline,
            stores.landed,
        )
        consume(
            net.first,
            net.store_nation,
            nations.at_war,
            stores.use_rate,
            stores.quantity,
            stores.used,
            stores.missed,
            stores.exhausted_at,
            now * dt,
            dt,
        )
        ask(
            net.first,
            live,
            net.firm_stores,
            net.store_recipe,
            firms.planned,
            stores.plan,
            stores.quantity,
            stores.target,
            stores.pipeline,
            stores.lead,
            stores.ask,
            p.input_cover,
            p.stock_adjust,
            p.pipeline_weight,
            dt,
        )
        book(
            net.firm_links,
            reach,
            net.link_store,
            stores.ask,
            links.share,
            firms.accept,
            links.owed,
            stores.pipeline,
            stores.booked,
        )
        fall_due(
            net.firm_links,
            reach,
            net.firm_product,
            net.lead,
            net.link_to,
            net.noted,
            links.owed,
            nations.hurry,
            links.claim,
            in_tier,
            links.fell_due,
            due,
            dt,
        )
        produce(
            live,
            net.firm_stores,
            net.store_recipe,
            net.store_critical,
            net.store_ingredient,
            firms.status,
            firms.capacity,
            firms.crew,
            firms.running,
            due,
            stores.quantity,
            stores.used,
            firms.made,
            output,
            limit_time,
            bound,
            firms.short,
            p.overtime,
            dt,
        )
        ration(live, due, output, firms.pledge, fill)
        ship(
            net.firm_links,
            reach,
            net.firm_product,
            net.lead,
            net.link_to,
            net.noted,
            links.licensed,
            links.whole,
            links.later,
            fill,
            links.claim,
            in_tier,
            nations.hurry,
            links.owed,
            links.shipped,
            links.queued,
            links.ring,
            now,
            dt,
        )
        license(
            links.cases,
            net.firm_links,
            reach,
            net.link_firm,
            net.link_from,
            net.price,
            net.firm_product,
            nations.license_office,
            links.release,
            links.whole,
            links.later,
            links.queued,
            links.ring,
            now,
            dt,
        )
    return limit_time


class Frozen:
    """One world of a scenario, its decisions as they were taken in the last of its first `months`."""

    def __init__(self, scenario: Scenario | str, months: int = 1):
        scenario = load_scenario(scenario) if isinstance(scenario, str) else scenario
        run = Run(scenario, [tuple(load_mix("today"))], [0]).advance(months)
        self.base, self.parameters, self.flow_steps, self.state = run.base, run.parameters, run.flow_steps, run.state
        self.begin = months * run.flow_steps
        for table, names in TALLIES.items():
            for name in names:
                getattr(getattr(self.state, table), name)[:] = 0.0
        net, firms, links = self.base.net, self.state.firms, self.state.links
        self.in_tier = (links.claim > 0.0).any(axis=-1)
        self.live, self.reach, *_ = lines_at_work(
            firms.status,
            firms.building,
            net.firm_links,
            net.link_store,
            net.store_firm,
            net.store_links,
            net.by_store,
            net.link_firm,
            links.offered,
        )

    def copied(self) -> State:
        """The frozen state, to be moved on."""
        return State(*(type(table)(*(column.copy() for column in table)) for table in self.state))

    def flowed(self, state: State, parts: int) -> State:
        """The state after so many parts of a month."""
        flow(self.base.net, *state, self.parameters, self.in_tier, self.begin, self.begin + parts, self.flow_steps)
        return state

    def totals(self, state: State) -> dict[str, np.ndarray]:
        """What flowed, and where goods and orders are, row by row."""
        firms, stores, links = state.firms, state.stores, state.links
        magazines = slice(self.base.net.first, None)
        return {
            "made by lines": firms.made[:, 0], "due and not made": firms.short[:, 0],
            "used from stores": stores.used[:, 0], "use missed": stores.missed[:, 0],
            "landed in magazines": stores.landed[magazines, 0],
            "held": stores.quantity[:, 0], "on order": stores.pipeline[:, 0],
            "owed": links.owed[:, 0], "awaiting licence": links.queued[:, 0], "under way": links.ring.sum(axis=0)[:, 0],
        }  # fmt: skip


def check_same(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray], tolerance: float = 1e-9) -> None:
    """Refuse totals that differ in any row by more than `tolerance` of the largest value of their kind."""
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        scale = max(float(np.abs(ours[name]).max(initial=0.0)), 1e-300)
        worst = float(np.abs(ours[name] - values).max(initial=0.0)) / scale
        assert worst <= tolerance, f"{name}: a row differs by {worst:.1e} of the largest value"
