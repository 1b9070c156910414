"""Agreements that nations may leave: who rides free, how hoarding answers hoarding, and what stops it."""

import pytest

from abm.facts.events import Conflict
from abm.rules.security_of_supply import SecurityOfSupply
from tests.small_worlds import begin, facts_of, holding, line, nation, product

NATIONS, GOODS = ("FRONT", "NEXT", "LAST"), ("SHELLS", "MISSILES", "DRONES")
WAR = slice(30, 42)


def traded(binding=None, chosen=False, memory=0.4):
    """Each of three nations makes one thing and needs all three; a war strikes FRONT, and reaches the others less.

    Returns, as means over the last year of the war, the share of FRONT's claims on the others, and of theirs on FRONT, that keep their
    turn, and how many of the six sides of agreements are kept before the war and at its end. `memory`: trust lost by a broken claim.
    """
    facts = facts_of(
        [nation("FRONT", 1.0, blocs=("X",)), nation("NEXT", 0.6, blocs=("X",)), nation("LAST", 0.6, blocs=("X",))],
        [product(name) for name in GOODS],
        [line(f"OF_{where}", where, made, 12.0) for where, made in zip(NATIONS, GOODS, strict=True)],
        [holding(where, made, 4.0, stock=100.0, wants=600.0, fires=20.0) for where in NATIONS for made in GOODS],
    )  # fmt: skip
    war = Conflict(theatre="here", start=6, months=36, nations={"FRONT": 1.0, "NEXT": 0.5, "LAST": 0.5})
    mix = () if binding is None else (SecurityOfSupply(members="X", hub="", binding=binding, chosen=chosen),)
    run = begin(facts, 42, events=(war,), mix=mix, honour_trust=3.0, trust_loss=memory)
    front, net = run.base.nations.index("FRONT"), run.base.net
    to_front = (net.link_to == front) & (net.link_from != front)
    by_front = (net.link_from == front) & (net.link_to != front)
    kept_for, kept_by = [], []
    for month in range(42):
        run.advance(1)
        if month >= WAR.start:
            kept_for.append(run.state.links.honour[to_front, 0].mean())
            kept_by.append(run.state.links.honour[by_front, 0].mean())
        if month == 4:
            before = int((run.state.nations.pact > 0).sum())
    return sum(kept_for) / len(kept_for), sum(kept_by) / len(kept_by), (before, int((run.state.nations.pact > 0).sum()))


def test_hoarding_is_answered_by_hoarding():
    forgiven, _, _ = traded(memory=0.02)
    remembered, _, _ = traded(memory=0.5)
    assert remembered < forgiven - 0.03


def test_a_voluntary_agreement_gives_way_where_it_is_needed_most():
    _, alone, _ = traded()
    _, promised, _ = traded(binding=False)
    assert promised < alone + 0.1


def test_a_binding_agreement_stops_hoarding_and_both_sides_gain():
    for_alone, by_alone, _ = traded()
    for_bound, by_bound, kept = traded(binding=True)
    assert by_bound > by_alone + 0.2
    assert for_bound > for_alone + 0.1
    assert kept == (6, 6)


def test_promises_that_may_be_left_unravel_in_a_war_and_leave_everyone_where_he_was_without():
    alone = traded()
    left = traded(binding=False, chosen=True)
    assert left[2] == (6, 0)
    assert left[0] == pytest.approx(alone[0], abs=0.01)


def test_among_nations_that_need_each_other_a_binding_agreement_holds_even_where_all_may_leave():
    """Served claims keep trust, and trust keeps them in: what binds feeds on itself."""
    assert traded(binding=True, chosen=True)[2] == (6, 6)


def test_who_needs_nothing_from_a_partner_promises_it_nothing():
    """HOME makes all it needs, ALLY nothing: with the choice, HOME rides free and ALLY would keep its word."""
    facts = facts_of(
        [nation("HOME", blocs=("X",)), nation("ALLY", blocs=("X",))], [product("ROUND")], [line("MAKER", "HOME", "ROUND", 10.0)],
        [holding("HOME", "ROUND", 5.0, stock=100.0, wants=200.0), holding("ALLY", "ROUND", 5.0, stock=100.0, wants=200.0)],
    )  # fmt: skip
    pacts = begin(facts, 12, mix=(SecurityOfSupply(members="X", hub="", chosen=True),)).advance().state.nations.pact[..., 0]
    assert pacts[0, 1] == 0.0
    assert pacts[1, 0] == 1.0
