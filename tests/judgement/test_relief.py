"""What one change is worth, in worlds small enough to know the answer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.parameters import parameter_values
from abm.judgement.ladder import climb
from abm.judgement.relief import CAPACITY, GRANT, LICENCE, RULE, Expansion, reliefs_of, worth_of
from abm.judgement.what_if import HalvedLicences
from abm.model.simulate import Run
from abm.model.worlds import World, read_worlds
from abm.rules.export_licensing import ExportLicensing
from abm.rules.own_stocks_first import OwnStocksFirst
from tests.small_worlds import CALM, begin, chain, one_line, two_nations

HUNGRY = {"stock": 100.0, "wants": 5000.0}
"""A magazine whose holder wants far more than its line can make."""


def worth_in(facts, months=24, mix=(), seeds=(0,), month=0, ends=None, stocks="public", **parameters):
    run = begin(facts, months, mix=mix, stocks=stocks, **parameters)
    scenario = run.scenario.model_copy(update={"parameters": CALM | parameters})
    return worth_of(scenario, tuple(mix), seeds, month, ends or (months,), base=run.base)


def row_of(worth, kind, of):
    return next(row for row, one in enumerate(worth.reliefs) if (one.kind, one.of) == (kind, of))


def test_in_a_chain_only_the_narrow_part_is_worth_widening():
    worth = worth_in(chain(able=(20.0, 10.0), **HUNGRY), budget_growth=3.0)
    part, whole = (worth.value[row_of(worth, CAPACITY, name), 0, 0] for name in ("PART1", "ROUND"))
    assert part > 1e6
    assert abs(whole) < 0.1 * part
    assert worth.reliefs[worth.ranked(0)[0]].of == "PART1"


def test_value_is_units_at_their_price():
    worth = worth_in(chain(able=(20.0, 10.0), **HUNGRY), ends=(12, 24))
    np.testing.assert_allclose(worth.value, worth.units[:, :, 0] * 1e6)
    assert worth.systems == ("ROUND",)


def test_added_plant_costs_twelve_months_output_at_its_price_times_what_plant_a_dollar_of_sales_needs():
    worth = worth_in(chain(able=(10.0, 10.0)), capital_intensity=0.5)
    assert worth.cost[row_of(worth, CAPACITY, "PART1"), 0] == pytest.approx(0.1 * 10.0 * 1.04 * 12 * 1e5 * 0.5, rel=0.05)


@given(st.floats(0.01, 1.0))
@settings(max_examples=10, deadline=None)
def test_lines_widened_at_the_opening_are_lines_that_had_so_much_more_on_record(share):
    facts = chain(able=(10.0, 10.0), **HUNGRY)
    wide = begin(facts, 18)
    rows = np.ones(len(wide.base.firms), bool)
    Expansion(rows, share)(wide, 0)
    record = begin(facts, 18)
    larger = replace(record.base, capacity=record.base.capacity * (1.0 + share))
    opened = Run(record.scenario, [()], [0], [parameter_values() | CALM], base=larger)
    for name in ("capacity", "crew", "size"):
        np.testing.assert_allclose(getattr(wide.state.firms, name), getattr(opened.state.firms, name), rtol=1e-12)
    np.testing.assert_allclose(wide.advance().record.landed, opened.advance().record.landed, rtol=1e-9)


def test_no_relief_is_worth_nothing_in_a_world_where_nothing_is_short():
    worth = worth_in(one_line(stock=120.0), stocks="sustained")
    assert np.abs(worth.value).max() <= 1e-6 * worth.before.max()


SLOW = (ExportLicensing(days=360), OwnStocksFirst(nations=("HOME",)))


def test_only_what_crosses_a_border_under_a_licence_can_have_its_licence_halved():
    world = begin(two_nations(abroad=0.0), 1)
    assert {(one.kind, one.of) for one in reliefs_of(world.scenario, SLOW, world.base)} == {
        (CAPACITY, "ROUND"), (GRANT, "ROUND"), (LICENCE, "ROUND"), (LICENCE, "HOME"), (RULE, "ExportLicensing"), (RULE, "OwnStocksFirst"),
    }  # fmt: skip
    assert {one.kind for one in reliefs_of(world.scenario, (), world.base)} == {CAPACITY, GRANT}


def test_a_licence_takes_half_the_time_and_nothing_else_changes():
    before, after = (begin(two_nations(), 1, mix=mix) for mix in (SLOW, (*SLOW, HalvedLicences(products=("ROUND",)))))
    base = before.base
    crosses = base.net.link_from != base.net.link_to
    times = before.state.links.license_time, after.state.links.license_time
    np.testing.assert_array_equal(times[1][crosses], times[0][crosses] / 2)
    np.testing.assert_array_equal(times[1][~crosses], times[0][~crosses])
    np.testing.assert_array_equal(before.state.links.sales_time, after.state.links.sales_time)


def test_a_faster_licence_brings_rounds_that_were_waiting_sooner_to_the_ally_and_a_waived_one_at_once():
    worth = worth_in(two_nations(abroad=0.0), mix=SLOW, month=6, ends=(8, 24))
    halved, waived = (worth.value[row_of(worth, *which), :, 0] for which in ((LICENCE, "ROUND"), (RULE, "ExportLicensing")))
    assert (waived > halved).all()
    assert (halved > 0.0).all()
    assert np.isnan(worth.cost[row_of(worth, RULE, "ExportLicensing")]).all()


def test_before_the_month_of_change_nothing_differs():
    world = World(0, SLOW, SLOW, Expansion(np.ones(1, bool)))
    run = begin(two_nations(abroad=0.0), 12)
    plain = World(0, SLOW, SLOW)
    landed, _ = read_worlds(run.scenario, [plain, world], lambda run: run.record.landed, month=9, base=run.base)
    np.testing.assert_array_equal(landed[:9, :, 0], landed[:9, :, 1])


def test_taking_up_the_rules_one_has_changes_not_a_bit():
    run = begin(two_nations(), 12, mix=SLOW)
    run.advance(5)
    run.take_up([SLOW])
    np.testing.assert_array_equal(run.advance().record.landed, begin(two_nations(), 12, mix=SLOW).advance().record.landed)


def test_a_waived_rule_leaves_the_world_under_the_rules_that_remain():
    run = begin(two_nations(abroad=0.0), 1, mix=SLOW)
    (waived,) = [one for one in reliefs_of(run.scenario, SLOW, run.base) if one.of == "OwnStocksFirst"]
    assert waived.rules == SLOW[:1]


NARROW = chain(able=(20.0, 10.0), **HUNGRY)
"""A line that could make twice what the maker of its part can."""


def test_the_dual_of_plant_is_what_a_tenth_more_of_it_adds_to_that_months_best_plan():
    worth = worth_in(NARROW, month=6, budget_growth=3.0)
    part = row_of(worth, CAPACITY, "PART1")
    permitted = []
    for change in (None, worth.reliefs[part].change):
        run = begin(NARROW, 7, budget_growth=3.0).advance(6)
        if change:
            change(run, 0)
        permitted.append(climb(run, [6])["value"].sel(rung="permitted").item())
    assert permitted[1] - permitted[0] == pytest.approx(worth.duals[part, 0])
    assert worth.duals[part, 0] > 0.0


def test_while_shelves_are_full_the_dual_looks_past_the_narrow_part_and_once_they_are_empty_it_names_it_as_runs_do():
    full, empty = (worth_in(NARROW, month=month, budget_growth=3.0) for month in (0, 6))
    for worth, named in ((full, "ROUND"), (empty, "PART1")):
        assert worth.reliefs[int(np.nanargmin(worth.places(worth.duals)))].of == named
        assert worth.reliefs[int(np.nanargmin(worth.places(worth.value[:, 0])))].of == "PART1"
    assert full.agreement(0) == pytest.approx(-1.0)
    assert empty.agreement(0) == pytest.approx(1.0)


def test_only_plant_that_is_there_at_once_has_a_dual():
    worth = worth_in(two_nations(abroad=0.0), mix=SLOW, month=6, seeds=(0, 1))
    assert {worth.reliefs[row].kind for row in worth.with_dual} == {CAPACITY}
    assert worth.duals.shape == (len(worth.reliefs), 2)
    assert np.isnan(worth.duals[row_of(worth, GRANT, "ROUND")]).all()


def test_where_runs_tell_no_two_reliefs_apart_there_is_no_agreement_to_tell():
    assert np.isnan(worth_in(one_line(stock=120.0), stocks="sustained").agreement(0))


def test_what_a_relief_adds_a_month_is_counted_from_the_month_of_the_change():
    worth = worth_in(NARROW, month=6, ends=(12, 24), budget_growth=3.0)
    np.testing.assert_allclose(6 * worth.a_month(0), worth.value[:, 0])
    np.testing.assert_allclose(18 * worth.a_month(1), worth.value[:, 1])


def test_worlds_come_back_in_the_order_in_which_they_were_asked_for():
    run = begin(chain(), 3)
    seeds = list(range(40, 0, -1))
    found, cost = read_worlds(run.scenario, [World(s, (), ()) for s in seeds], lambda run: run.seeds[None].astype(float), base=run.base)
    assert found[0].tolist() == seeds
    assert not cost.any()
