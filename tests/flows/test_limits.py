"""What binds a line is named right, in worlds built for each limit."""

import numpy as np
import pytest

from abm.facts.events import Disruption
from abm.flows.limits import CAPACITY, INPUT, LABOUR, LIMITS, ORDERS, STOPPAGE
from tests.small_worlds import begin, chain, one_line

HUNGRY = {"stock": 10.0, "wants": 5000.0}


def bound_by(run) -> str:
    """What bound the first line longest in the last month."""
    return list(LIMITS)[int(run.state.firms.limit[0, 0])]


def starved(change=None, facts=None, **how):
    """A line with far more orders than it can fill, for two years."""
    run = begin(facts or one_line(**HUNGRY), 24, budget_growth=3.0, **how)
    if change:
        change(run.state)
    return run.advance()


def test_a_line_with_few_orders_is_bound_by_its_orders():
    assert bound_by(begin(one_line(), 24, stocks="sustained").advance()) == "orders"


def test_a_line_with_many_orders_and_crews_is_bound_by_its_plant():
    def crews_to_spare(state):
        state.firms.crew[:] *= 3.0

    run = starved(crews_to_spare)
    assert bound_by(run) == "capacity"
    assert run.state.firms.made[0, 0] == pytest.approx(run.state.firms.capacity[0, 0] * 1.15)  # plant and overtime


def test_a_line_with_plant_to_spare_is_bound_by_its_crews():
    def plant_to_spare(state):
        state.firms.capacity[:] *= 5.0

    run = starved(plant_to_spare)
    assert bound_by(run) == "labour"
    assert run.state.firms.made[0, 0] == pytest.approx(run.state.firms.crew[0, 0] * 1.15)


def test_a_line_whose_part_maker_is_small_is_bound_by_that_part():
    run = starved(facts=chain(able=[30.0, 10.0], **HUNGRY))
    assert bound_by(run) == "input"
    forgone = run.record.bound[-1, :, 0]
    assert forgone.sum() > 0.0
    made, of = run.base.ingredients[forgone.argmax()]
    assert (run.base.products[made], run.base.products[of]) == ("ROUND", "PART1")


def test_a_disrupted_line_is_bound_by_the_stoppage():
    hit = Disruption(start=12, months=12, nation="HOME", product="ROUND", share=0.6)
    run = starved(events=(hit,))
    assert bound_by(run) == "stoppage"
    assert run.record.made[20, 0, 0] < 0.5 * run.record.made[11, 0, 0]


def test_a_part_that_is_not_critical_never_stops_a_line():
    facts = chain(able=[30.0, 1.0], **HUNGRY)
    free = facts.recipes[0].__class__("ROUND", "PART1", facts.recipes[0].quantity, 0.0)
    run = starved(facts=facts.__class__(facts.nations, facts.products, (free,), facts.lines, facts.holdings))
    assert bound_by(run) != "input"


def test_the_shares_of_the_limits_fill_every_month():
    run = starved(facts=chain(able=[30.0, 10.0], **HUNGRY))
    plant = run.record.limit[..., 0].sum(axis=2)
    assert np.all(plant > 0.0)
    assert list(range(len(LIMITS))) == [ORDERS, CAPACITY, LABOUR, INPUT, STOPPAGE]
