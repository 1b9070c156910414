"""Which way each instrument pushes, in the smallest world where it can push at all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.rules.buy_national import BuyNational
from abm.rules.export_licensing import ExportLicensing
from abm.rules.security_of_supply import SecurityOfSupply
from abm.state.columns import DEFERRED, PARTNER
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, play, product, two_nations


def from_home(*mix, blocs=(), months=120):
    """Share of HOME's orders that go to the line at home."""
    nations = [nation("HOME", blocs=blocs), nation("ALLY", blocs=blocs)]
    run = play(two_nations(nations=nations, magazine={"stock": 500.0, "wants": 2000.0}), months, mix=mix)
    net = run.base.net
    at_home = (net.link_from == 0) & (net.link_to == 0)
    return float(run.state.links.share[at_home, 0].sum())


@settings(max_examples=10)
@given(st.floats(0.0, 2.0), st.floats(0.0, 2.0))
def test_a_higher_mark_up_never_sends_more_orders_abroad(one, other):
    low, high = (from_home(BuyNational(nations=("HOME",), price_factor=x), months=48) for x in sorted((one, other)))
    assert low <= high + 1e-9


def test_a_mark_up_moves_orders_home_and_a_waiver_takes_that_back():
    without = from_home(blocs=("RDP",))
    marked_up = from_home(BuyNational(nations=("HOME",), price_factor=1.0), blocs=("RDP",))
    waived = from_home(BuyNational(nations=("HOME",), price_factor=1.0, waivers=True), blocs=("RDP",))
    assert marked_up > without + 0.02
    assert waived == pytest.approx(without, abs=1e-12)


def with_parts_from_abroad(threshold):
    """HOME's line takes its part from HOME and from ALLY; returns the share of the part's orders that goes abroad."""
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), part("MOTOR")],
        [line("MAKER", "HOME", "ROUND", 10.0), line("H", "HOME", "MOTOR", 2.0), line("A", "ALLY", "MOTOR", 40.0)],
        [holding("HOME", "ROUND", 10.0)], [needs("ROUND", "MOTOR")],
    )  # fmt: skip
    run = play(facts, 3, mix=(BuyNational(nations=("HOME",), content_threshold=threshold),))
    net = run.base.net
    abroad = (net.link_from == 1) & (net.link_to == 0) & (net.link_store < net.first)
    return float(run.base.share[abroad].sum()), float(run.state.links.share[abroad, 0].sum())


def test_a_content_threshold_bars_foreign_parts_where_too_much_comes_from_abroad():
    opening, barred = with_parts_from_abroad(0.65)
    assert opening > 0.4
    assert barred == 0.0


def test_a_content_threshold_that_is_met_bars_nothing():
    opening, kept = with_parts_from_abroad(0.1)
    assert kept == pytest.approx(opening, abs=0.05)


def importer(**rule):
    """Goods that ALLY, which has no line, gets from the USA over three years."""
    facts = facts_of(
        [nation("USA", blocs=("CLUB",)), nation("ALLY", blocs=("CLUB",))], [product("ROUND")],
        [line("MAKER", "USA", "ROUND", 12.0)], [holding("ALLY", "ROUND", 10.0)],
    )  # fmt: skip
    run = begin(facts, 36, mix=(ExportLicensing(start=6, **rule),)).advance()
    return float(run.record.landed[:, 0, 0].sum()), float(run.state.links.queued.sum())


def test_licences_hold_goods_back_and_an_exemption_lets_them_through():
    free, _ = importer(days=0.0)
    held, queue = importer(days=180.0)
    exempt, small_queue = importer(days=180.0, exempt=("CLUB",), exempt_share=0.9)
    assert held < exempt < free
    assert small_queue < 0.3 * queue


def test_whom_an_office_refuses_gets_nothing_more_from_abroad():
    refused, _ = importer(days=0.0, refused=("ALLY",))
    in_hand = 10.0 * (6 + 6 + 1)  # six months before the rule, and what was on order and under way then
    assert refused < in_hand * 1.2


def test_an_agreement_puts_partners_before_others_and_a_sequence_among_them():
    nations = [
        nation("HOME", blocs=("X", "FIRST")),
        nation("ALLY", blocs=("X", "FIRST")),
        nation("LATER", blocs=("X",)),
    ]
    facts = facts_of(
        nations, [product("ROUND")], [line("MAKER", "HOME", "ROUND", 10.0)],
        [holding(n.id, "ROUND", 4.0, wants=5000.0) for n in nations],
    )  # fmt: skip
    landed = {}
    for name, first in (("all alike", ""), ("in sequence", "FIRST")):
        rule = SecurityOfSupply(members="X", hub="", binding=True, first=first)
        landed[name] = play(facts, 36, mix=(rule,), budget_growth=3.0).record.landed[-12:, :, 0].sum(axis=0)
    ally, later = 1, 2
    assert landed["in sequence"][ally] > landed["all alike"][ally]
    assert landed["in sequence"][later] < landed["all alike"][later]


def test_claims_are_whole_whatever_the_rules():
    run = play(two_nations(), 12, mix=(SecurityOfSupply(members="X", hub=""), ExportLicensing(days=30.0)))
    np.testing.assert_allclose(run.state.links.claim.sum(axis=1), 1.0, rtol=1e-12)
    assert run.state.links.claim.shape[1] == DEFERRED + 1 > PARTNER
