"""Ordering up to a shelf: it settles where it should, and waves of demand grow upstream."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Budget
from tests.small_worlds import begin, chain, facts_of, holding, line, nation, needs, part, product

TOP_SHELF = 0


@settings(max_examples=20)
@given(st.floats(0.3, 3.0), st.floats(0.5, 6.0), st.floats(2.0, 12.0), st.floats(0.1, 1.0))
def test_a_shelf_that_was_disturbed_settles_at_its_target(disturbed, cover, adjust, weight):
    """Analytic twin: with static use u, order-up-to rests where S = cover x u and what is on order = lead x u."""
    run = begin(
        chain(able=[20.0, 60.0]), 240, stocks="sustained", input_cover=cover, stock_adjust=adjust,
        pipeline_weight=weight, crew_slack=1.2, overtime=0.4,
    )  # fmt: skip
    stores = run.state.stores
    stores.quantity[TOP_SHELF] *= disturbed
    run.advance()
    use, dt = 10.0, 0.25
    assert stores.quantity[TOP_SHELF, 0] == pytest.approx((cover - dt) * use, rel=0.01)  # just after the last part's use
    assert stores.target[TOP_SHELF, 0] == pytest.approx(cover * use, rel=1e-6)
    assert run.state.firms.made[0, 0] == pytest.approx(use, rel=1e-3)


def order_waves(weight: float, period: int, lead: float) -> list[float]:
    """Spread of the orders placed at each tier, the nation's own first, as money comes and goes in `period` months."""
    names = ["ROUND", "PART1", "PART2", "PART3"]
    facts = facts_of(
        [nation("HOME")], [product(names[0], lead=lead), *(part(n, lead=lead) for n in names[1:])],
        [line(f"MAKER_{n}", "HOME", n, 40.0) for n in names],
        [holding("HOME", "ROUND", 10.0, stock=2400.0, wants=2400.0)],
        [needs(above, below) for above, below in pairwise(names)],
    )  # fmt: skip
    lean = tuple(Budget(start=6 + period * i, months=period // 2, factor=0.5) for i in range(6))
    run = begin(facts, 6 * period, events=lean, pipeline_weight=weight, budget_growth=1.0, crew_slack=1.2,
                hire_rate=0.12, quit_rate=0.06, idle_below=0.1)  # fmt: skip
    orders = []
    for _ in range(run.months):
        run.advance(1)
        orders.append([run.state.stores.plan[-1, 0], *(run.state.stores.ask[:3, 0] * run.flow_steps)])
    return list(np.std(orders[2 * period :], axis=0))


@settings(max_examples=8)
@given(st.integers(12, 36).map(lambda half: 2 * half), st.floats(2.0, 6.0))
def test_order_waves_grow_upstream_and_less_where_lines_count_what_is_on_order(period, lead):
    blind, seeing = order_waves(0.1, period, lead), order_waves(1.0, period, lead)
    assert blind == sorted(blind), "each tier's orders swing more than those of the tier it serves"
    assert all(far < near for far, near in zip(seeing[1:], blind[1:], strict=True))
