"""The books: promises and what became of them, costs, and plant that stands idle after a war."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Conflict
from abm.judgement.metrics import measure
from abm.rules.capacity_grants import CapacityGrants
from abm.rules.security_of_supply import SecurityOfSupply
from tests.small_worlds import nation, one_line, play, two_nations

WAR = Conflict(theatre="here", start=12, months=18, nations={"HOME": 1.0})
ALLIES = [nation("HOME", threat=1.0, blocs=["CLUB"]), nation("ALLY", blocs=["CLUB"])]


def seen(facts, months=48, **how):
    return measure([play(facts, months, **how)]).isel(seed=0)


def partners(binding, **how):
    """HOME makes all the rounds, ALLY takes some, HOME fights."""
    facts = two_nations(home=30.0, abroad=0, nations=ALLIES, magazine={"stock": 200.0, "wants": 2000.0, "fires": 60.0})
    agreed = SecurityOfSupply(members="CLUB", hub="", binding=binding)
    return seen(facts, events=(WAR,), mix=(agreed,), budget_growth=3.0, **how)


def test_who_promises_nothing_breaks_nothing():
    told = seen(two_nations(home=30.0, abroad=0, nations=ALLIES, magazine={"stock": 200.0, "wants": 2000.0}), events=(WAR,))
    for name in ("promised", "promises_kept", "promises_broken"):
        assert not told[name].values.any()


def test_promises_are_kept_in_peace_and_a_voluntary_one_is_broken_by_a_nation_at_war():
    told = partners(binding=False).sel(nation="HOME")
    peace, war = slice(0, WAR.start), slice(WAR.start, WAR.start + WAR.months)
    assert told.promised[peace].values.sum() > 0.0
    assert told.promises_broken[peace].values.sum() == pytest.approx(0.0, abs=1e-9)
    assert told.promises_broken[war].values.sum() > 0.0


def test_a_binding_promise_is_kept_in_a_larger_part():
    def part(told):
        war = told.sel(nation="HOME").isel(month=slice(WAR.start, WAR.start + WAR.months))
        return float(war.promises_kept.sum() / war.promised.sum())

    assert part(partners(binding=True)) > part(partners(binding=False))


@settings(max_examples=10)
@given(st.booleans(), st.floats(0.0, 3.0), st.floats(0.5, 3.0))
def test_what_is_promised_is_kept_or_broken_and_nothing_is_negative(binding, base, money):
    told = partners(binding, honour_base=min(base, 2.0), honour_threat=2.0 * base)
    np.testing.assert_allclose(told.promises_kept + told.promises_broken, told.promised, rtol=1e-12)
    assert min(float(told[name].min()) for name in ("promised", "promises_kept", "promises_broken")) >= 0.0


def test_spending_is_orders_and_what_is_given_for_plant():
    facts = one_line(stock=100.0, wants=4000.0)
    told = seen(facts, mix=(CapacityGrants(nations=("HOME",), share=0.5),), budget_growth=3.0)
    np.testing.assert_allclose(told.ordered_value + told.plant_support, told.spending, rtol=1e-9)
    assert float(told.plant_support.sum()) > 0.0


def test_in_peace_at_rest_nothing_is_added_that_could_cost_anything():
    told = seen(one_line(), stocks="sustained")
    added = float(told.landed.sum()) - 48 * float(told.peace_rate.sum())
    assert added == pytest.approx(0.0, abs=1e-6)


def test_a_round_more_looks_dearer_while_much_of_what_was_ordered_has_not_arrived():
    facts = one_line(able=60.0, stock=100.0, wants=2000.0, fires=40.0)
    early, late = (seen(facts, months, events=(WAR,), budget_growth=3.0, build_optimism=1.0) for months in (20, 48))
    assert float(early.cost_per_added[0]) > float(late.cost_per_added[0]) > 0.0
    assert np.isfinite(float(late.cost_of_added))


def test_plant_that_governments_pay_for_is_part_of_what_is_added_cost_and_not_of_the_orders():
    facts, grants = one_line(able=20.0, buys=20.0, stock=100.0, wants=4000.0, fires=60.0), CapacityGrants(nations=("HOME",), share=0.9)
    told = seen(facts, events=(WAR,), mix=(grants,), budget_growth=2.0)
    assert float(told.plant_support.sum()) > 0.0
    assert float(told.cost_of_added) > float(told.cost_per_added[0]) / 1e6


def test_where_nothing_is_added_there_is_no_cost_of_it():
    told = seen(one_line(fires=40.0), events=(WAR,), budget_growth=0.2)
    assert np.isnan(told.cost_per_added.values).all()
    assert np.isnan(float(told.cost_of_added))


def test_plant_built_for_a_war_stands_idle_after_it():
    facts = one_line(able=60.0, buys=20.0, stock=2400.0, wants=2400.0, fires=120.0)
    idle = seen(facts, months=60, events=(WAR,), budget_growth=1.0).idle_after_war
    assert 0.2 < float(idle[0]) <= 1.0


def test_without_a_war_or_before_its_end_no_plant_counts_as_idle_after_it():
    assert np.isnan(seen(one_line()).idle_after_war.values).all()
    assert np.isnan(seen(one_line(fires=5.0), months=24, events=(WAR,)).idle_after_war.values).all()
