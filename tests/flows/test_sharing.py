"""Sharing scarce output: tiers in order, evenly within one, and ratings reach the makers of parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm.flows.ship import ration
from abm.rules.instrument import Instrument
from abm.rules.security_of_supply import SecurityOfSupply
from abm.state.columns import DEFERRED, ORDINARY, PARTNER, RATED, TIERS, URGENT
from abm.state.compiled import AMONG
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, product

UNITS = st.floats(0.0, 1e4)
DUE = st.lists(UNITS, min_size=TIERS, max_size=TIERS)


def shared(due, output, pledge=0.0):
    """Units each tier gets of a line's output."""
    fill = np.zeros((1, TIERS, 1))
    due = np.array(due)[None, :, None]
    ration(np.array([True]), due, np.array([[output]]), np.array([[pledge]]), fill, AMONG)
    return fill[0, :, 0] * due[0, :, 0]


@given(DUE, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_all_output_is_handed_out_and_nobody_gets_more_than_is_due(due, able, pledge):
    output = able * sum(due)
    given_out = shared(due, output, pledge)
    assert given_out.sum() == pytest.approx(output, rel=1e-9, abs=1e-9)
    assert np.all(given_out <= np.array(due) * (1 + 1e-12))


@given(DUE, st.floats(0.0, 1.0))
def test_a_tier_gets_something_only_once_all_before_it_have_everything(due, able):
    given_out = shared(due, able * sum(due))
    for tier in (RATED, PARTNER, ORDINARY, DEFERRED):
        if given_out[tier] > 1e-9 * sum(due):
            assert given_out[:tier] == pytest.approx(due[:tier], rel=1e-9, abs=1e-6)


@given(DUE, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_pledge_serves_partners_before_the_lines_own_nation(due, able, pledge):
    output = able * sum(due)
    given_out = shared(due, output, pledge)
    assert given_out[PARTNER] >= min(due[PARTNER], pledge * output) - 1e-9 * max(1.0, output)
    if pledge == 0.0:
        assert given_out[URGENT] == pytest.approx(min(due[URGENT], output))


class RateOneNation(Instrument):
    """HOME's own orders come first, and so do its makers' orders for parts."""

    writes = ("links.tier", "links.flow_down")

    def write(self, columns, base):
        net = base.net
        home = net.link_to == base.nations.index("HOME")
        columns.links.tier[home & (net.link_store >= net.first)] = RATED
        columns.links.flow_down[net.link_store < net.first] = 1.0


def test_ratings_flow_down_to_the_makers_of_parts():
    """Two lines want one scarce part; only one of them works for rated orders."""
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("R1"), product("R2"), part("MOTOR")],
        [line("M1", "HOME", "R1", 20.0), line("M2", "ALLY", "R2", 20.0), line("MOTORS", "HOME", "MOTOR", 10.0)],
        [holding("HOME", "R1", 5.0, wants=5000.0), holding("ALLY", "R2", 5.0, wants=5000.0)],
        [needs("R1", "MOTOR"), needs("R2", "MOTOR")],
    )  # fmt: skip
    even, rated = (begin(facts, 36, mix=mix, budget_growth=3.0).advance() for mix in ((), (RateOneNation(),)))
    net = even.base.net
    made = {
        name: [run.record.made[-12:, net.firm_group[even.base.firms.index(name)], 0].sum() for run in (even, rated)]
        for name in ("M1", "M2")
    }
    assert made["M1"][1] > 1.2 * made["M1"][0]
    assert made["M2"][1] < 0.8 * made["M2"][0]
    parts = rated.state.firms.rated[rated.base.firms.index("MOTORS"), :, 0]
    assert parts[RATED] > 0.2


def test_members_of_an_agreement_come_before_others():
    facts = facts_of(
        [nation("HOME", blocs=("X",)), nation("ALLY", blocs=("X",)), nation("OTHER")], [product("ROUND")],
        [line("MAKER", "HOME", "ROUND", 10.0)],
        [holding(n, "ROUND", 4.0, wants=5000.0) for n in ("HOME", "ALLY", "OTHER")],
    )  # fmt: skip
    without, within = (
        begin(facts, 36, mix=mix, budget_growth=3.0).advance().record.landed[-12:, :, 0].sum(axis=0)
        for mix in ((), (SecurityOfSupply(members="X", hub="", binding=True),))
    )
    home, ally, other = range(3)
    assert within[other] < without[other]
    assert within[home] + within[ally] > without[home] + without[ally]
