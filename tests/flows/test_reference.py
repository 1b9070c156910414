"""The compiled flows against the slow, plain reference: whole months of the real model, part by part."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from abm.facts.events import Conflict
from abm.facts.scenario import load_scenario
from abm.model.simulate import Run
from abm.rules.export_licensing import ExportLicensing
from abm.rules.mix import load_mix
from abm.rules.security_of_supply import SecurityOfSupply
from abm.state.columns import EXITED
from tests.reference import one_set, one_world, run_parts
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, product

STOCKS = {"stores": ("quantity", "pipeline"), "links": ("signing", "owed", "queued", "ring")}
"""What only flows change (a line that is given up also loses its orders)."""


def after_decisions(before, after, net, usual):
    """The world between one month's decisions and its flows: decided columns as they are now, goods as they were."""
    for table, names in STOCKS.items():
        for name in names:
            setattr(getattr(after, table), name, getattr(getattr(before, table), name).copy())
    after.stores.exhausted_at = before.stores.exhausted_at.copy()
    after.stores.quantity = after.stores.quantity - after.stores.lent
    near = np.where(after.stores.forward_share > 0, after.stores.forward_share, usual) * after.stores.quantity
    after.stores.forward = np.where(after.nations.lift[net.store_nation] > 0, before.stores.forward, near)
    given_up = ((after.firms.status == EXITED) & (before.firms.status != EXITED))[net.link_firm]
    np.subtract.at(after.stores.pipeline, net.link_store, np.where(given_up, after.links.signing + after.links.owed, 0.0))
    after.links.owed[given_up] = after.links.signing[given_up] = 0.0
    return after


def assert_same(name, got, expected):
    """Equal to 1e-12 of the largest number of its kind: sums are taken in another order."""
    scale = max(1e-9, np.abs(expected[np.isfinite(expected)]).max(initial=0.0))
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-12 * scale, err_msg=name)


def assert_follows_reference(run: Run, months: int):
    """Let months pass in the model, and each month's flows again in the reference."""
    net, p, parts = run.base.net, one_set(run.parameters), run.flow_steps
    for month in range(run.month, run.month + months):
        before = one_world(run.state)
        run.advance(1)
        fast = one_world(run.state)
        slow = after_decisions(before, one_world(run.state), net, p["forward_usual"])
        tally = run_parts(net, slow, p, parts, parts * month, 1.0 / parts)
        magazines = slice(net.first, None)
        for table, names in STOCKS.items():
            for name in names:
                assert_same(f"{name}, month {month}", getattr(getattr(fast, table), name), getattr(getattr(slow, table), name))
        assert_same("exhausted_at", fast.stores.exhausted_at, slow.stores.exhausted_at)
        for name in ("used", "missed", "landed", "booked"):
            assert_same(name, getattr(fast.stores, name)[magazines], getattr(tally, name)[magazines])
        for name in ("made", "short"):
            assert_same(name, getattr(fast.firms, name), getattr(tally, name))
        for name in ("fell_due", "shipped"):
            assert_same(name, getattr(fast.links, name), getattr(tally, name))
        assert_same("due", fast.firms.due, tally.due.sum(axis=1) * parts)
        assert_same("bound", run.record.bound[month, ..., 0], tally.bound)
        limit, row = np.zeros_like(run.record.limit[month, ..., 0]), net.product_row[net.firm_product]
        np.add.at(limit, row, tally.limit_time * slow.firms.capacity[:, None])
        told = ~np.isin(np.arange(len(limit)), row[tally.tied])  # which of two equal limits bound is a matter of rounding
        assert_same("limit", run.record.limit[month, ..., 0][told], limit[told])
        assert_same("time at limits", run.record.limit[month, ..., 0].sum(axis=1), limit.sum(axis=1))


def shipped(scenario: str, mix: str, seed: int = 3, **varied) -> Run:
    return Run(load_scenario(scenario).varied(**varied), [tuple(load_mix(mix))], [seed])


@pytest.mark.parametrize("mix", ["none", "today"])
def test_the_classroom_flows_as_the_reference_says(mix):
    assert_follows_reference(shipped("classroom", mix), 120)


def test_the_default_scenario_flows_as_the_reference_says_through_peace_war_and_aftermath():
    assert_follows_reference(shipped("indo-pacific-2026", "today"), 120)


@pytest.mark.slow
@pytest.mark.parametrize("flow_steps", [1, 7, 30])
def test_the_default_scenario_flows_as_the_reference_says_in_coarser_and_finer_parts(flow_steps):
    assert_follows_reference(shipped("indo-pacific-2026", "today", flow_steps=flow_steps), 72)


@dataclass
class World:
    """A random small world, printed when it breaks something."""

    facts: object
    events: tuple
    mix: tuple
    flow_steps: int
    parameters: dict


RATE = st.floats(0.1, 100.0)
SHARE = st.floats(0.0, 1.0)


@st.composite
def worlds(draw):
    """One to three nations, a system or two on shared parts of one or two tiers, rules and perhaps a war."""
    names = ["A", "B", "C"][: draw(st.integers(1, 3))]
    blocs = [draw(st.sampled_from([("X",), ("X",), ()])) for _ in names]
    nations = [nation(n, threat=draw(SHARE), friction=draw(SHARE), blocs=b) for n, b in zip(names, blocs, strict=True)]
    systems = ["S1", "S2"][: draw(st.integers(1, 2))]
    parts, depth2 = ["P1", "P2"], draw(st.booleans())
    lead = st.floats(1.5, 24.0)
    products = [product(s, lead=draw(lead), cost=draw(st.floats(1e3, 1e7)), surge=1.5) for s in systems]
    products += [part(p, lead=draw(lead)) for p in [*parts, "M"]]
    recipes = [needs(s, p, draw(st.floats(0.5, 4.0)), draw(st.sampled_from([0.0, 0.5, 0.6, 1.0]))) for s in systems for p in parts]
    if depth2:
        recipes.append(needs("P1", "M", draw(st.floats(0.1, 10.0))))
    lines = [line(f"{p}.{n}", n, p, draw(RATE)) for p in [*systems, *parts, "M"] for n in names if n == names[0] or draw(st.booleans())]
    held = [
        holding(n, s, buys=draw(RATE), stock=draw(st.floats(0, 500)), wants=draw(st.floats(0, 2000)), fires=draw(RATE))
        for s in systems
        for n in names
        if n == names[0] or draw(st.booleans())
    ]
    days = {(a, b): draw(st.floats(0.0, 90.0)) for a in names for b in names}
    war = Conflict(theatre="here", start=1, months=6, nations={n: draw(SHARE) for n in names}, budget_factor=3.0, budget_lag=1)
    rules = (
        ExportLicensing(
            days=draw(st.floats(0, 200)),
            throughput=draw(st.sampled_from([None, 0.3, 2.0])),
            returned=draw(st.floats(0, 0.5)),
        ),
        SecurityOfSupply(members="X", hub="", binding=draw(st.sampled_from([True, True, False]))),
    )
    return World(
        facts_of(nations, products, lines, held, recipes, days),
        (war,) if draw(st.booleans()) else (),
        rules if draw(st.booleans()) else (),
        draw(st.integers(1, 9)),
        {"stoppage_rate": draw(st.sampled_from([0.0, 0.3])), "overtime": draw(st.floats(0, 0.4)), "war_noise": 0.3},
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds())
def test_any_small_world_flows_as_the_reference_says(world):
    run = begin(world.facts, 9, events=world.events, mix=world.mix, flow_steps=world.flow_steps, **world.parameters)
    assert_follows_reference(run, 9)
