"""Why a unit is missing: reasons sum to the lack, and name what is in the way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Budget, Disruption
from abm.flows.limits import REASONS
from abm.rules.buy_national import BuyNational
from abm.rules.export_licensing import ExportLicensing
from tests.small_worlds import begin, chain, one_line, play, two_nations

HUNGRY = {"stock": 100.0, "wants": 4000.0}


def lacking(run, magazine=0):
    """Units missing at the end, by reason, over all that is missing."""
    missing = run.part.lacking[magazine, :, 0]
    return dict(zip(REASONS, missing / missing.sum(), strict=True))


AMOUNT = st.floats(0.0, 3000.0)


@settings(max_examples=25)
@given(AMOUNT, AMOUNT, st.floats(0.0, 300.0), st.floats(1.0, 60.0), st.booleans(), st.floats(0.8, 3.0))
def test_reasons_sum_exactly_to_what_is_missing(stock, wants, days, home, ally_makes, growth):
    facts = two_nations(home=home, abroad=20.0 * ally_makes, magazine={"stock": stock, "wants": wants, "fires": 20.0})
    mix = (ExportLicensing(days=days, throughput=0.8), BuyNational(nations=("HOME",), price_factor=0.5))
    run = play(facts, 24, mix=mix, budget_growth=growth, stoppage_rate=0.05)
    lack = np.maximum(run.record.target - run.record.stock, 0.0)
    np.testing.assert_allclose(run.part.lacking.sum(axis=1), lack[-1], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(run.record.missing.sum(axis=2)[:, 0], lack.sum(axis=1), rtol=1e-9, atol=1e-9)
    assert min(run.part.lacking.min(), run.record.missing.min()) >= 0.0


def test_what_nobody_paid_for_is_missing_for_want_of_money():
    assert lacking(play(one_line(**HUNGRY), 12, events=(Budget(start=0, months=12, factor=0.1),)))["funding"] > 0.4


def test_what_will_be_ordered_in_later_years_is_planned():
    assert lacking(play(one_line(able=200.0, **HUNGRY), 3, budget_growth=3.0, rebuild_years=12.0))["planned"] > 0.3


def test_what_a_full_plant_owes_is_late_for_its_plant():
    run = begin(one_line(**HUNGRY), 48, budget_growth=3.0, contract_share=0.0, credibility=0.1)
    run.state.firms.crew[:] *= 3.0
    found = lacking(run.advance())
    assert max(found, key=found.get) in ("capacity", "planned", "funding")
    assert found["capacity"] > 0.05
    assert found["labour"] == 0.0


@pytest.mark.parametrize(("reason", "facts", "events"), [
    ("input", chain(able=[40.0, 10.0], **HUNGRY), ()),
    ("stoppage", one_line(**HUNGRY), (Disruption(start=20, months=28, nation="HOME", product="ROUND", share=0.7),)),
])  # fmt: skip
def test_what_a_line_could_not_make_is_late_for_the_limit_that_bound_it(reason, facts, events):
    found = lacking(play(facts, 48, events=events, budget_growth=3.0))
    assert found[reason] > 0.05
    assert found[reason] > max(found[other] for other in ("capacity", "labour", "stoppage", "input") if other != reason)


def test_what_waits_for_a_licence_is_counted_there():
    run = play(two_nations(home=30.0, abroad=0, magazine={"stock": 100.0, "wants": 800.0}), 24, budget_growth=3.0,
               mix=(ExportLicensing(days=360.0),))  # fmt: skip
    home, ally = range(2)
    assert lacking(run, ally)["licence"] > 0.1
    assert lacking(run, home)["licence"] == 0.0


def test_where_the_rules_leave_no_supplier_there_is_no_source():
    facts = two_nations(home=30.0, abroad=0, magazine={"stock": 100.0, "wants": 800.0})
    run = play(facts, 36, budget_growth=3.0, mix=(ExportLicensing(refused=("ALLY",)),))
    assert lacking(run, 1)["no_source"] > 0.9


def test_a_full_magazine_lacks_nothing():
    run = play(one_line(stock=3000.0, wants=1000.0), 12)
    assert run.record.missing.sum() == 0.0
