"""What nations buy with the money they have."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Budget, Conflict
from tests.small_worlds import begin, facts_of, holding, line, nation, one_line, play, product

AMOUNT = st.floats(0.0, 5000.0)


def two_systems(stock=(0.0, 0.0), wants=(2000.0, 2000.0), able=50.0):
    """One nation, two systems of the same price and rate."""
    names = ("A", "B")
    return facts_of(
        [nation("HOME")], [product(n) for n in names], [line(f"MAKER_{n}", "HOME", n, able) for n in names],
        [holding("HOME", n, 10.0, stock=s, wants=w) for n, s, w in zip(names, stock, wants, strict=True)],
    )  # fmt: skip


@settings(max_examples=25)
@given(
    st.tuples(AMOUNT, AMOUNT), st.tuples(AMOUNT, AMOUNT), st.floats(0.8, 3.0), st.floats(0.0, 5.0), st.sampled_from(["all", ("A",)])
)  # fmt: skip
def test_a_nation_never_spends_more_than_its_budget(stock, wants, growth, vote, products):
    vote = Budget(start=6, months=12, factor=vote if products == "all" else 1.0 + vote, products=products)
    run = play(two_systems(stock, wants), 24, budget_growth=growth, events=(vote,))
    assert np.all(run.record.spent[:, 0, 0] <= run.schedule.budget[:, 0] * growth * (1 + 1e-9))


def test_money_that_reaches_buys_all_that_is_wanted():
    run = play(two_systems(wants=(300.0, 600.0)), 1, budget_growth=3.0)
    assert run.record.ordered[0, :, 0] == pytest.approx(run.record.want[0, :, 0])


def test_money_that_falls_short_goes_first_to_the_emptier_magazine():
    run = play(two_systems(stock=(1900.0, 0.0), wants=(4000.0, 4000.0)), 1, budget_growth=1.25, sustain_share=0.0)
    nearly_full, empty = run.record.ordered[0, :, 0] / run.record.want[0, :, 0]
    assert empty > nearly_full


def test_lines_are_kept_warm_before_money_goes_anywhere_else():
    kept, not_kept = (
        play(two_systems(stock=(0.0, 3000.0), wants=(9000.0, 4000.0)), 1, sustain_share=share, budget_growth=1.0)
        .record.ordered[0, 1, 0] for share in (0.9, 0.0)
    )  # fmt: skip
    assert kept >= 9.0 - 1e-9
    assert not_kept < kept


def test_a_full_magazine_is_only_kept_up():
    run = play(one_line(stock=1200.0, wants=1000.0), 1, shelf_life=20.0, budget_growth=3.0)
    assert run.record.ordered[0, 0, 0] == pytest.approx(1200.0 / 240.0)


@settings(max_examples=15)
@given(AMOUNT, AMOUNT)
def test_the_emptier_a_magazine_the_more_its_nation_wants(one, other):
    emptier, fuller = sorted((one, other))
    wants = [play(one_line(stock=s, wants=6000.0), 1).record.want[0, 0, 0] for s in (emptier, fuller)]
    assert wants[0] >= wants[1] - 1e-9


def test_longer_waits_alone_are_no_reason_to_want_more():
    """Filling a pipeline is not lasting demand (design, section 9.3)."""
    wants = []
    for lead in (3.0, 18.0):
        facts = facts_of(
            [nation("HOME")], [product("ROUND", lead=lead)], [line("MAKER", "HOME", "ROUND", 10.0)],
            [holding("HOME", "ROUND", 10.0)],
        )  # fmt: skip
        wants.append(play(facts, 24, stocks="sustained").record.want[-1, 0, 0])
    assert wants[0] == pytest.approx(wants[1], rel=1e-6)


def test_war_empties_magazines_and_the_day_they_run_dry_does_not_depend_on_the_parts_of_a_month():
    war = Conflict(theatre="here", start=3, months=12, nations={"HOME": 1.0})
    dry = [
        begin(one_line(stock=400.0, fires=160.0), 12, events=(war,), flow_steps=steps).advance().state.stores.exhausted_at[0, 0]
        for steps in (4, 16, 30)
    ]
    assert dry[0] == pytest.approx(3 + 400 / (160 - 10), abs=0.35)
    assert dry == pytest.approx([dry[-1]] * 3, abs=0.1)


# --- money for named products -----------------------------------------------------------------------------------------


def voted(products, factor=2.0, months=1, **how):
    """Monthly orders of A and B under a vote from the first month on, where both want more than peacetime money buys."""
    how = {"budget_growth": 1.0, "grant_share": 0.0} | how
    vote = Budget(start=0, months=months, factor=factor, products=products)
    return play(two_systems(), months, events=(vote,), **how).record.ordered[:, :, 0]


@settings(max_examples=15)
@given(st.floats(1.0, 5.0))
def test_a_vote_for_one_product_leaves_the_money_of_others_as_it_was(factor):
    (a, b), (peace_a, peace_b) = voted(("A",), factor)[0], voted("all", 1.0)[0]
    assert b == pytest.approx(peace_b, rel=1e-12)
    assert a == pytest.approx(min(peace_a + 20.0 * (factor - 1.0), voted("all", 10.0)[0, 0]))


def test_what_a_named_product_does_not_want_of_its_vote_stays_unspent():
    ordered = voted(("A",), 10.0)[0]
    wanted = play(two_systems(), 1, budget_growth=1.0).record.want[0, :, 0]
    assert ordered[0] == pytest.approx(wanted[0])
    assert ordered[1] < 0.9 * wanted[1]


def most_paid(products, months):
    """Largest part of a project that the government paid at each of two hungry makers, in the first months of a vote."""
    facts = two_systems((100.0, 100.0), wants=(6000.0, 6000.0), able=10.0)
    vote = Budget(start=0, months=months, factor=4.0, products=products)
    run = begin(facts, months, budget_growth=1.0, contract_share=0.8, events=(vote,))
    most = np.zeros(2)
    for _ in range(months):
        run.advance(1)
        most = np.maximum(most, run.state.firms.paid[:, 0])
    return most


def test_a_vote_for_one_product_helps_its_makers_build_beyond_what_ordinary_money_does_for_all():
    a, b = most_paid(("A",), 12)
    assert a > b + 0.1


def test_a_vote_that_names_everything_builds_as_a_vote_for_anything():
    assert most_paid(("A", "B"), 36) == pytest.approx(most_paid("all", 36))
