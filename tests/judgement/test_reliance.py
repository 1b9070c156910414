"""Whom a nation relies on: where goods land, and how far its own lines and parts could carry it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Conflict
from abm.judgement.metrics import METRICS, measure
from abm.rules.buy_national import BuyNational
from abm.rules.export_licensing import ExportLicensing
from tests.small_worlds import chain, facts_of, holding, line, nation, needs, part, play, product, two_nations

WAR = Conflict(theatre="here", start=6, months=12, nations={"HOME": 1.0})


def seen(facts, months=36, **how):
    return measure([play(facts, months, **how)]).isel(seed=0)


def test_value_landed_is_units_at_their_price():
    told = seen(two_nations(product=product("ROUND", cost=3e6)))
    np.testing.assert_allclose(told.landed_value.values, told.landed.values[0] * 3e6)


def test_only_what_lands_in_the_theatre_of_the_first_conflict_counts_as_landed_there():
    nations = [nation("HOME"), nation("ALLY", theatre="there")]
    later = Conflict(theatre="there", start=20, months=2, nations={"ALLY": 1.0})
    told = seen(two_nations(nations=nations), events=(later, WAR))
    np.testing.assert_allclose(told.landed_in_theatre.values, told.landed_value.sel(nation="HOME").values)


def test_without_a_conflict_there_is_no_theatre_to_land_in():
    assert np.isnan(seen(two_nations()).landed_in_theatre.values).all()


def test_a_nation_that_makes_all_it_takes_of_its_own_parts_is_autonomous():
    told = seen(chain(depth=3), stocks="sustained")
    np.testing.assert_allclose(told.autonomy.sel(nation="HOME").values, 1.0, rtol=1e-6)


def test_a_nation_without_lines_has_no_autonomy():
    told = seen(two_nations(home=20.0, abroad=0.0, magazine={"stock": 100.0, "wants": 600.0}))
    assert told.autonomy.sel(nation="ALLY").values[-1] == 0.0
    assert told.autonomy.sel(nation="HOME").values[-1] > 0.9


@pytest.mark.parametrize(("criticality", "left"), [(1.0, 0.0), (0.4, 0.6), (0.0, 1.0)])
def test_a_part_from_abroad_takes_from_autonomy_what_its_lack_would_stop(criticality, left):
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), part("MOTOR")],
        [line("MAKER", "HOME", "ROUND", 20.0), line("MOTORS", "ALLY", "MOTOR", 20.0)],
        [holding("HOME", "ROUND", 10.0)], [needs("ROUND", "MOTOR", criticality=criticality)],
    )  # fmt: skip
    told = seen(facts, stocks="sustained")
    assert told.autonomy.sel(nation="HOME").values[-1] == pytest.approx(left, abs=1e-6)


def test_a_nation_that_makes_some_of_its_parts_is_partly_autonomous():
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), part("MOTOR")],
        [line("MAKER", "HOME", "ROUND", 20.0), line("MOTORS", "ALLY", "MOTOR", 20.0), line("MORE", "HOME", "MOTOR", 4.0)],
        [holding("HOME", "ROUND", 10.0, stock=600.0, wants=1200.0)], [needs("ROUND", "MOTOR")],
    )  # fmt: skip
    assert 0.05 < seen(facts).autonomy.sel(nation="HOME").values[-1] < 0.95


@settings(max_examples=20)
@given(st.floats(0.5, 40.0), st.floats(0.5, 40.0), st.integers(0, 400))
def test_autonomy_is_a_share_or_undefined(home, abroad, days):
    told = seen(two_nations(home=home, abroad=abroad), mix=(ExportLicensing(days=days),))
    share = told.autonomy.values
    share = share[np.isfinite(share)]
    assert ((share >= 0.0) & (share <= 1.0)).all()


def test_a_nation_of_one_system_slips_as_that_system_does():
    told = seen(two_nations(magazine={"stock": 0.0, "wants": 2000.0}), months=72, budget_growth=3.0)
    np.testing.assert_allclose(told.mean_slip.values, told.order_slip.values[0])


def test_mean_slip_lies_between_that_of_the_best_and_of_the_worst_system():
    facts = facts_of(
        [nation("HOME")], [product("ROUND"), product("SHELL")],
        [line("ROUNDS", "HOME", "ROUND", 10.0), line("SHELLS", "HOME", "SHELL", 100.0)],
        [holding("HOME", "ROUND", 10.0, wants=5000.0), holding("HOME", "SHELL", 10.0)],
    )  # fmt: skip
    told = seen(facts, months=72, budget_growth=3.0)
    slips = told.order_slip.sel(nation="HOME").values
    assert slips.min() < float(told.mean_slip.sel(nation="HOME")) < slips.max()


recorded = pytest.mark.skipif("home_share" not in METRICS, reason="what lines make for their own nation is not recorded yet")


@recorded
def test_a_nation_alone_spends_all_of_it_at_home():
    told = seen(chain(depth=2), stocks="sustained")
    np.testing.assert_allclose(told.home_share.sel(nation="HOME").values, 1.0)


@recorded
def test_a_nation_without_lines_spends_nothing_at_home():
    told = seen(two_nations(home=20.0, abroad=0.0, magazine={"stock": 100.0, "wants": 600.0}))
    assert told.home_share.sel(nation="ALLY").values[-1] == 0.0
    assert told.home_share.sel(nation="HOME").values[-1] == 1.0


@recorded
def test_buying_national_never_sends_more_of_the_money_abroad():
    facts = two_nations(home=20.0, abroad=20.0, magazine={"stock": 100.0, "wants": 600.0})
    mixes = ((), (BuyNational(nations=("HOME",), price_factor=1.0),))
    open_market, at_home = (seen(facts, mix=mix).home_share.sel(nation="HOME") for mix in mixes)
    assert float(at_home.mean()) > float(open_market.mean())
