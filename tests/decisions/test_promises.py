"""Whom a nation serves in a crisis, what its promises are worth, and what others remember."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Conflict
from abm.rules.security_of_supply import SecurityOfSupply
from tests.small_worlds import begin, facts_of, holding, line, nation, product

VOLUNTARY, BINDING = (SecurityOfSupply(members="X", hub="", binding=binding) for binding in (False, True))
PEACE, WAR, AFTER = 5, 20, 59


def host_and_buyer(threat):
    """HOST makes the rounds and lives in the theatre; BUYER is far away and has none of its own."""
    magazine = {"stock": 50.0, "wants": 2000.0, "fires": 5.0}
    return facts_of(
        [nation("HOST", threat=threat, blocs=("X",)), nation("BUYER", threat=0.2, blocs=("X",), theatre="away")],
        [product("ROUND")], [line("MAKER", "HOST", "ROUND", 10.0)],
        [holding("HOST", "ROUND", 5.0, **magazine), holding("BUYER", "ROUND", 5.0, **magazine)],
    )  # fmt: skip


def in_war(threat=0.9, mix=(), months=60, **how):
    """Two years of war from month 6: honour of the buyer's claim, its trust in the host, its deliveries, by month."""
    war = Conflict(theatre="here", start=6, months=24, nations={"HOST": 1.0, "BUYER": 0.3}, budget_factor=3.0, budget_lag=0)
    run = begin(host_and_buyer(threat), months, events=(war,), mix=mix, **how)
    host, buyer = run.base.nations.index("HOST"), run.base.nations.index("BUYER")
    claim = np.flatnonzero(run.base.net.link_to == buyer)[0]
    honour, trust = [], []
    for _ in range(months):
        run.advance(1)
        honour.append(run.state.links.honour[claim, 0])
        trust.append(run.state.nations.trust[buyer, host, 0])
    return np.array(honour), np.array(trust), run.record.landed[:, buyer, 0]


def test_every_claim_keeps_its_turn_in_peace():
    honour, trust, _ = in_war()
    assert honour[PEACE] == 1.0
    assert trust[PEACE] == 1.0
    assert honour[AFTER] == 1.0


@settings(max_examples=10)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_more_a_host_is_threatened_the_more_of_its_output_it_keeps(one, other):
    safe, threatened = sorted((one, other))
    assert in_war(threatened, months=21)[0][WAR] <= in_war(safe, months=21)[0][WAR] + 1e-9


def test_a_threatened_hosts_buyer_goes_short():
    safe, threatened = (in_war(threat)[2][10:30].sum() for threat in (0.0, 1.0))
    assert threatened < 0.8 * safe


def test_trust_falls_after_broken_promises_and_mends_slowly():
    _, trust, _ = in_war()
    war_over = 30
    assert trust[war_over] < 0.5
    lost_in_a_year = trust[5] - trust[17]
    won_in_a_year = trust[war_over + 15] - trust[war_over + 3]
    assert 0.0 < won_in_a_year < 0.5 * lost_in_a_year


def test_a_voluntary_promise_fades_under_threat_where_a_binding_one_holds():
    none, voluntary, binding = ([in_war(threat, mix, months=21)[0][WAR] for threat in (0.1, 1.0)] for mix in ((), (VOLUNTARY,), (BINDING,)))
    calm, danger = 0, 1
    assert voluntary[calm] > none[calm] + 0.02
    assert voluntary[danger] == pytest.approx(none[danger], abs=0.02), "worth nothing when the host itself is in danger"
    assert binding[danger] > 0.8
    assert binding[calm] - binding[danger] < 0.1


def test_a_binding_agreement_shares_in_war_and_leaves_the_host_its_own_part():
    without, _, _ = (in_war(mix=mix)[2][10:30].sum() for mix in ((), (VOLUNTARY,), (BINDING,)))
    war = Conflict(theatre="here", start=6, months=24, nations={"HOST": 1.0, "BUYER": 0.3}, budget_factor=3.0, budget_lag=0)
    run = begin(host_and_buyer(0.9), 60, events=(war,), mix=(BINDING,)).advance()
    host, buyer = run.record.landed[10:30, :, 0].sum(axis=0)
    assert buyer > without
    assert host > 0.2 * (host + buyer)


def test_no_agreement_leaves_its_partner_worse_off_than_none():
    without, voluntary, binding = (in_war(mix=mix)[2][10:30].sum() for mix in ((), (VOLUNTARY,), (BINDING,)))
    assert voluntary >= 0.99 * without
    assert binding >= without


def test_buyers_turn_away_from_a_nation_that_broke_its_promises():
    facts = facts_of(
        [nation("HOST", threat=1.0), nation("BUYER", theatre="away"), nation("THIRD", theatre="away")],
        [product("ROUND")],
        [line("AT_HOST", "HOST", "ROUND", 10.0), line("AT_THIRD", "THIRD", "ROUND", 10.0)],
        [holding("HOST", "ROUND", 5.0, wants=2000.0, fires=20.0), holding("BUYER", "ROUND", 10.0, wants=1500.0)],
    )  # fmt: skip
    war = Conflict(theatre="here", start=6, months=24, nations={"HOST": 1.0}, budget_factor=3.0)
    shares = []
    for sensitivity in (0.0, 1.0):
        run = begin(facts, 30, events=(war,), trust_sensitivity=sensitivity).advance()
        net, buyer = run.base.net, run.base.nations.index("BUYER")
        host = run.base.nations.index("HOST")
        shares.append(run.state.links.share[(net.link_to == buyer) & (net.link_from == host), 0].sum())
    assert shares[1] < shares[0] - 0.05
