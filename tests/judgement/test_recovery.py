"""How fast deliveries answer a war, and how long magazines take to come back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Conflict, Disruption
from abm.judgement.metrics import measure
from tests.small_worlds import one_line, play, two_nations

ONSET, TRUCE, END = 6, 18, 60


def war(months=TRUCE - ONSET, **nations):
    return Conflict(theatre="here", start=ONSET, months=months, nations=nations or {"HOME": 1.0}, budget_factor=2.0)


def told(facts, months=END, events=None, **how):
    """Every metric of a small world at war, without the seed."""
    return measure([play(facts, months, events=(war(),) if events is None else events, **how)]).isel(seed=0)


WORLDS = st.tuples(st.floats(5.0, 60.0), st.floats(0.0, 2000.0), st.floats(0.0, 3000.0), st.floats(1.0, 200.0))


@settings(max_examples=25)
@given(WORLDS)
def test_the_peak_is_the_highest_month_since_onset_and_falls_in_its_month(world):
    able, stock, wants, fires = world
    seen = told(one_line(able=able, stock=stock, wants=wants, fires=fires))
    curve = seen.surge_ratio.values[0, ONSET:]
    assert float(seen.peak_ratio[0]) == pytest.approx(curve.max())
    assert curve[int(seen.peak_month[0])] == pytest.approx(curve.max())


@settings(max_examples=25)
@given(WORLDS)
def test_half_of_what_a_war_asks_is_never_sent_later_than_all_of_it(world):
    able, stock, wants, fires = world
    seen = told(one_line(able=able, stock=stock, wants=wants, fires=fires))
    half, whole = float(seen.t50[0]), float(seen.t100[0])
    assert np.isnan(whole) or half <= whole
    assert np.isnan(half) or 1.0 <= half <= END - ONSET


def test_a_line_that_keeps_its_pace_sends_half_of_the_war_in_its_time():
    seen = told(one_line(buys=10.0, stock=2400.0, wants=2400.0, fires=20.0), grant_share=0.0)
    landed = seen.landed.values[0, 0, ONSET:].cumsum()
    months = int(seen.t50[0])
    assert landed[months - 1] >= 0.5 * 12 * 20.0 > landed[months - 2]


def test_deliveries_to_those_who_do_not_fight_do_not_count_towards_the_war():
    magazine = {"stock": 200.0, "wants": 600.0, "fires": 4.0}
    alone, crowd = (told(two_nations(buys=(5.0, ally), home=40.0, abroad=0.0, magazine=magazine)) for ally in (0.0, 30.0))
    assert float(alone.t100[0]) > 1.0
    assert not float(crowd.t100[0]) < float(alone.t100[0])


def test_a_magazine_that_was_never_wanting_has_no_shortfall_and_nothing_to_rebuild():
    seen = told(one_line(stock=3000.0, wants=1000.0, fires=1.0))
    assert float(seen.shortfall_area[0]) == 0.0
    assert float(seen.years_to_rebuild[0]) == 0.0


@settings(max_examples=10)
@given(st.floats(0.0, 1500.0), st.floats(0.0, 1500.0))
def test_a_fuller_magazine_at_the_start_never_makes_the_shortfall_larger(one, other):
    less, more = sorted((one, other))
    thin, full = (told(one_line(stock=stock, wants=1500.0, fires=20.0), months=24) for stock in (less, more))
    assert float(full.shortfall_area[0]) <= float(thin.shortfall_area[0]) * (1.0 + 1e-9)


def test_the_shortfall_before_the_war_is_not_the_wars():
    seen = told(
        one_line(stock=0.0, wants=1000.0, fires=10.0), events=(Conflict(theatre="here", start=END - 1, months=1, nations={"HOME": 1.0}),)
    )
    assert float(seen.shortfall_area[0]) == pytest.approx(float(seen.missing.isel(month=-1).sum()))


def test_what_nobody_delivers_any_more_cannot_be_rebuilt():
    stopped = Disruption(start=20, months=END - 20, nation="HOME", product="ROUND", share=1.0)
    seen = told(one_line(stock=10.0, wants=1000.0, fires=5.0), events=(war(), stopped))
    assert float(seen.landed[0, 0, -12:].sum()) == 0.0
    assert np.isnan(float(seen.years_to_rebuild[0]))


@pytest.mark.parametrize("begin", [0, ONSET])
def test_magazines_are_back_when_they_hold_what_they_held_at_onset_and_not_before(begin):
    fought = Conflict(theatre="here", start=begin, months=6, nations={"HOME": 1.0}, budget_factor=3.0)
    run = play(one_line(able=60.0, stock=300.0, wants=900.0, fires=30.0), END, events=(fought,), budget_growth=3.0)
    seen = measure([run]).isel(seed=0)
    stock = np.concatenate([[300.0], seen.stock.values[0, 0]])  # at the opening of each month
    lag = int(seen.replenishment_lag[0])
    assert lag > 0
    assert stock[begin + 6 + lag] >= stock[begin] * (1.0 - 1e-9)
    assert (stock[begin + 6 : begin + 6 + lag] < stock[begin]).all()


def test_a_war_that_does_not_end_within_the_run_leaves_no_time_to_come_back():
    assert np.isnan(told(one_line(stock=300.0, fires=30.0), months=TRUCE).replenishment_lag.values).all()


def test_without_a_war_there_is_no_war_to_answer_and_the_peak_is_that_of_the_run():
    seen = told(one_line(), months=24, events=(), stocks="sustained")
    assert np.isnan([seen.t50.values, seen.t100.values, seen.replenishment_lag.values]).all()
    assert float(seen.peak_ratio[0]) == pytest.approx(1.0, rel=1e-6)
