"""What befalls the alliance, in worlds small enough to see it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Blockade, Budget, Conflict, Disruption, Embargo, Loan, Loss, MindChange
from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput
from abm.facts.scenario import Scenario, load_scenario, parse_scenario
from abm.model.schedule import schedule_of, voyages
from abm.state.base import DAYS
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, play, product, two_nations

MONTHS = 24
FAR = [nation("HOME"), nation("ALLY", theatre="far")]

shares = st.floats(0.0, 1.0)
starts = st.fixed_dictionaries({"start": st.integers(0, MONTHS - 1), "months": st.integers(1, 2 * MONTHS)})
one_of_two = st.sampled_from(["HOME", "ALLY"])
either_way = st.sampled_from([("HOME", "ALLY"), ("ALLY", "HOME")])
some = st.sampled_from(["all", ("HOME",), ("ALLY",), ("HOME", "ALLY")])


def conflicts():
    who = st.dictionaries(st.sampled_from(["HOME", "ALLY"]), shares, min_size=1)
    return st.builds(
        lambda when, nations, intensity, factor, lag, named: Conflict(
            theatre="here", nations=nations, intensity=intensity, budget_factor=factor, budget_lag=lag, budget_products=named, **when
        ),
        starts, who, st.floats(0.0, 3.0), st.floats(1.0, 10.0), st.integers(0, 12), st.sampled_from(["all", ("ROUND",)]),
    )  # fmt: skip


def loan(units, lender="HOME", borrower="ALLY", **when):
    return Loan(lender=lender, borrower=borrower, product="ROUND", units=units, **when)


def events():
    goods = st.sampled_from(["all", "all materials", ("ROUND",)])
    return st.one_of(
        conflicts(),
        st.builds(lambda when, who, x: Budget(nations=who, factor=x, **when), starts, some, st.floats(0.0, 10.0)),
        st.builds(lambda when, who, x: Budget(nations=who, factor=x, products=("ROUND",), **when), starts, some, st.floats(1.0, 10.0)),
        st.builds(lambda when, who, x: loan(units=x, lender=who[0], borrower=who[1], **when), starts, either_way, st.floats(1.0, 1e4)),
        st.builds(lambda when, who, x: Disruption(nation=who, product="ROUND", share=x, **when), starts, one_of_two, shares),
        st.builds(lambda when, who, what: Embargo(nations=who, products=what, **when), starts, some, goods),
        st.builds(lambda when, x: Blockade(theatre="far", factor=x, **when), starts, st.floats(1.0, 5.0)),
        st.builds(lambda when, who, x: MindChange(nations=who, factor=x, **when), starts, some, shares),
        st.builds(lambda when, who, x: Loss(nations=who, share=x, **when), starts, some, shares),
    )  # fmt: skip


def scheduled(*happenings, facts=None):
    facts = facts or two_nations(nations=FAR, days={("HOME", "ALLY"): 30.0, ("ALLY", "HOME"): 30.0})
    base = begin(facts, 1).base
    return schedule_of(base, Scenario(name="x", title="x", months=MONTHS, events=happenings), MONTHS)


@settings(max_examples=60)
@given(st.lists(events(), max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_written_changes_nothing(happenings, shuffler):
    turned = list(happenings)
    shuffler.shuffle(turned)
    for name, one, other in zip(scheduled()._fields, scheduled(*happenings), scheduled(*turned), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15, err_msg=name)


@settings(max_examples=60)
@given(st.lists(events(), max_size=6))
def test_whatever_happens_shares_stay_shares_and_nothing_is_negative(happenings):
    schedule = scheduled(*happenings)
    for name in ("danger", "crisis", "output", "credible", "lost"):
        values = getattr(schedule, name)
        assert values.min() >= 0.0, name
        assert values.max() <= 1.0 + 1e-12, name
    assert min(schedule.at_war.min(), schedule.budget.min(), schedule.lift.min(), schedule.tied.min()) >= 0.0
    assert np.all(schedule.tied <= schedule.budget * (1 + 1e-12))
    assert schedule.voyage.min() >= 1.0


@given(conflicts(), conflicts())
def test_two_wars_add_their_use_and_share_the_greater_danger_and_the_larger_vote(one, other):
    first, second, both, peace = scheduled(one), scheduled(other), scheduled(one, other), scheduled()
    np.testing.assert_allclose(both.at_war, first.at_war + second.at_war)
    for name in ("danger", "crisis", "lift", "budget"):
        np.testing.assert_array_equal(getattr(both, name), np.maximum(getattr(first, name), getattr(second, name)))
    assert np.all(both.budget >= peace.budget)


def test_sealift_is_the_shortest_passage_to_the_war_and_none_at_home():
    facts = facts_of(
        [nation("HOME"), nation("NEAR", theatre="far"), nation("FARTHER", theatre="far")],
        [product("ROUND")], [line("MAKER", "HOME", "ROUND", 10.0)],
        [holding(name, "ROUND", 1.0) for name in ("HOME", "NEAR", "FARTHER")],
        days={("HOME", "NEAR"): 20.0, ("HOME", "FARTHER"): 50.0},
    )  # fmt: skip
    war = Conflict(theatre="far", start=2, months=3, nations={"HOME": 1.0, "NEAR": 1.0})
    lift = scheduled(war, facts=facts).lift
    np.testing.assert_allclose(lift[2:5, 0], 20.0 / DAYS)
    assert not lift[:2].any()
    assert not lift[5:].any()
    assert not lift[:, 1:].any()


@given(shares, st.integers(1, 20))
def test_a_loss_takes_its_share_by_its_end_however_long_it_lasts(share, months):
    lost = scheduled(Loss(share=share, start=1, months=months)).lost[:, 0]
    assert np.prod(1.0 - lost) == pytest.approx(1.0 - share, abs=1e-9)
    assert np.count_nonzero(lost) in (0, months)


def test_a_change_of_mind_lasts_as_long_as_it_lasts_and_binds_no_one_else():
    credible = scheduled(MindChange(nations=["ALLY"], factor=0.3, start=6, months=12)).credible
    assert np.all(credible[:, 0] == 1.0)
    np.testing.assert_array_equal(np.flatnonzero(credible[:, 1] == 0.3), np.arange(6, 18))


# --- money for named products -----------------------------------------------------------------------------------------


def test_of_a_vote_for_named_products_only_what_goes_beyond_a_vote_for_anything_is_tied_to_them():
    def war(factor, products):
        when = {"start": 0, "months": MONTHS, "budget_lag": 0}
        return Conflict(theatre="here", nations={"HOME": 1.0}, budget_factor=factor, budget_products=products, **when)

    peace, both = scheduled().budget[0, 0], scheduled(war(2.0, "all"), war(3.0, ("ROUND",)))
    assert both.budget[0, 0] == pytest.approx(3.0 * peace)
    assert both.tied[0, 0] == pytest.approx(peace)


def test_money_for_a_product_is_money_for_its_parts_too():
    facts = facts_of(
        [nation("HOME")], [product("A"), product("B"), part("OF_A"), part("OF_B"), part("BELOW")],
        [line(f"MAKER_{n}", "HOME", n, 10.0) for n in ("A", "B", "OF_A", "OF_B", "BELOW")],
        [holding("HOME", n, 10.0) for n in ("A", "B")], [needs("A", "OF_A"), needs("B", "OF_B"), needs("OF_A", "BELOW")],
    )  # fmt: skip
    schedule = scheduled(Budget(factor=2.0, products=("A",), start=3, months=2), facts=facts)
    named = dict(zip(begin(facts, 1).base.products, schedule.named[3, 0], strict=True))
    assert named == {"A": True, "B": False, "OF_A": True, "OF_B": False, "BELOW": True}
    assert not schedule.named[[2, 5]].any()


# --- loans ------------------------------------------------------------------------------------------------------------


def lent(units, held=1000.0, months=6):
    """Stocks of HOME, which lends, and ALLY over the months, without and with a loan in months 2 to 4; both buy and use alike."""
    facts = two_nations(magazine={"stock": held, "wants": 5000.0})
    return [play(facts, months, events=agreed).record.stock[:, :, 0] for agreed in ((), (loan(units, start=2, months=3),))]


def test_a_loan_leaves_one_magazine_for_the_other_evenly_and_adds_nothing():
    without, with_it = lent(300.0)
    moved = without - with_it
    np.testing.assert_allclose(moved[:, 0], -moved[:, 1], rtol=0.02, atol=1e-9)
    np.testing.assert_allclose(moved[:5, 0], [0.0, 0.0, 100.0, 200.0, 300.0], rtol=0.02)


@settings(max_examples=15)
@given(st.floats(1.0, 5000.0), st.floats(0.0, 2000.0))
def test_nobody_lends_more_than_it_holds(units, held):
    _, with_it = lent(units, held)
    assert with_it.min() >= 0.0


# --- embargo ----------------------------------------------------------------------------------------------------------


def test_an_embargo_stops_what_goes_abroad_and_spares_what_stays():
    facts = two_nations(home=10.0, abroad=0.0, buys=(7.0, 3.0))
    output = scheduled(Embargo(nations=["HOME"], products=["ROUND"], start=3, months=2), facts=facts).output[:, 0]
    np.testing.assert_allclose(output[3:5], 0.7)
    assert np.all(np.delete(output, [3, 4]) == 1.0)


def test_an_embargo_on_materials_leaves_systems_alone():
    event = Embargo(nations=["HOME"], start=0, months=MONTHS)
    assert event.products == "all materials"
    assert np.all(scheduled(event).output == 1.0)


def test_who_buys_all_its_rounds_abroad_gets_fewer_while_an_embargo_lasts():
    event = Embargo(nations=["HOME"], products="all", start=6, months=12)
    free, cut = (play(seas(), 24, stocks="sustained", events=happenings).record.landed[:, 1] for happenings in ((), (event,)))
    np.testing.assert_array_equal(cut[:6], free[:6])
    assert cut[8:18].sum() < 0.8 * free[8:18].sum()


# --- blockade ---------------------------------------------------------------------------------------------------------


def seas(days=30.0):
    """HOME makes all that ALLY buys, across the sea."""
    return two_nations(home=20.0, abroad=0.0, nations=FAR, days={("HOME", "ALLY"): days, ("HOME", "HOME"): days})


def test_a_blockade_lengthens_voyages_abroad_and_no_others():
    run = begin(seas(), MONTHS, events=[Blockade(theatre="far", factor=3.0, start=6, months=6)])
    net, during = run.base.net, voyages(run.base, run.schedule, 8)
    abroad = net.link_from != net.link_to
    np.testing.assert_allclose(during[abroad], 3.0 * run.base.transit[abroad])
    np.testing.assert_array_equal(during[~abroad], run.base.transit[~abroad])
    np.testing.assert_array_equal(voyages(run.base, run.schedule, 12), run.base.transit)


def test_goods_under_way_when_a_blockade_begins_still_arrive_on_their_day():
    free = play(seas(), 12, stocks="sustained")
    cut = play(seas(), 12, stocks="sustained", events=[Blockade(theatre="far", factor=3.0, start=4, months=6)])
    days = 30.0 / DAYS
    assert days < 1.0
    # What sailed before month 4 comes in during month 4; what sails in it is two months late.
    assert 0.0 < cut.record.landed[4, 1, 0] <= free.record.landed[4, 1, 0]
    assert cut.record.landed[5, 1, 0] < 1e-9 < free.record.landed[5, 1, 0]
    np.testing.assert_array_equal(cut.record.landed[:, 0], free.record.landed[:, 0])


@settings(max_examples=20)
@given(st.floats(1.0, 5.0), st.integers(0, 11), st.integers(1, 24), st.floats(1.0, 90.0), st.sampled_from([1, 4, 30]))
def test_a_blockade_loses_no_goods(factor, start, months, days, flow_steps):
    event = Blockade(theatre="far", factor=factor, start=start, months=months)
    run = begin(seas(days), 12, flow_steps=flow_steps, events=[event])
    links, stores = run.state.links, run.state.stores

    def held():
        return (stores.quantity.sum() + links.queued.sum() + links.ring.sum()).item()

    there = held()
    for _ in range(12):
        run.advance(1)
        there += float(run.state.firms.made.sum() - stores.used.sum())
        assert held() == pytest.approx(there, rel=1e-9)


@settings(max_examples=20)
@given(st.floats(1.0, 5.0), st.integers(0, 20), st.integers(1, 30))
def test_a_blockade_never_brings_goods_sooner(factor, start, months):
    free, cut = (
        play(seas(), MONTHS, stocks="sustained", events=happenings).record.landed[:, 1, 0].cumsum()
        for happenings in ((), (Blockade(theatre="far", factor=factor, start=start, months=months),))
    )
    assert np.all(cut[: start + 3] <= free[: start + 3] * (1 + 1e-9))


def test_a_run_in_steps_meets_a_blockade_as_a_run_at_once_does():
    events = [Blockade(theatre="far", factor=2.5, start=0, months=3), Blockade(theatre="far", factor=4.0, start=6, months=30)]
    at_once, stepped = begin(seas(), 12, events=events).advance(), begin(seas(), 12, events=events)
    for _ in range(12):
        stepped.advance(1)
    for name in at_once.record._fields:
        np.testing.assert_array_equal(getattr(at_once.record, name), getattr(stepped.record, name), err_msg=name)


# --- a scenario of the past -------------------------------------------------------------------------------------------


@given(st.floats(1.0, 1e6), st.floats(1.0, 1e6))
def test_lines_make_what_the_scenario_says_they_made(american, japanese):
    facts = load_facts()
    past = Scenario(name="x", title="x", rates={"PAC3_MSE": {"USA": american, "JPN": japanese}}).followed(facts)
    for where, rate in (("USA", american), ("JPN", japanese)):
        assert sum(o.capacity.central for o in past.lines if (o.product, o.nation) == ("PAC3_MSE", where)) == pytest.approx(rate)
    assert [o.planned for o in past.lines] == [o.planned for o in facts.lines]
    assert [o for o in past.lines if o.product != "PAC3_MSE"] == [o for o in facts.lines if o.product != "PAC3_MSE"]
    made = [sum(o.capacity.central for o in f.lines if o.product == "PAC3_MSE") for f in (facts, past)]
    bought = [sum(h.order_rate.central for h in f.holdings if h.product == "PAC3_MSE") for f in (facts, past)]
    assert bought[1] / bought[0] == pytest.approx(made[1] / made[0])


def test_a_magazine_opens_as_the_scenario_has_it():
    told = {"orders": {"TLAM": {"USA": 7.0}}, "stocks_of": {"TLAM": {"USA": 8.0}}, "requirements": {"TLAM": {"USA": 9.0}}}
    past = Scenario(name="x", title="x", uses={"TLAM": {"USA": 0.0}}, **told).followed(load_facts())
    (held,) = (h for h in past.holdings if (h.nation, h.product) == ("USA", "TLAM"))
    assert [f.central for f in (held.order_rate, held.stock, held.requirement, held.war_use)] == [7.0, 8.0, 9.0, 0.0]


def test_a_scenario_that_says_nothing_of_the_past_leaves_the_record_as_it_is():
    facts = load_facts()
    assert load_scenario("indo-pacific-2026").followed(facts) is facts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rates: {TLAM: {USE: 3}}", 'x.yaml:2:16: unknown nation "USE" (did you mean USA?)'),
        ("rates: {TLAN: {USA: 3}}", 'x.yaml:2:9: unknown product "TLAN" (did you mean TLAM?)'),
        ("rates: {TLAM: {JPN: 3}}", "x.yaml:2:16: JPN has no working line of TLAM"),
        ("rates: {TLAM: {USA: 0}}", "x.yaml:2:21: rates.TLAM.USA = 0: expected more than 0"),
        ("orders: {MICRO: {USA: 3}}", 'x.yaml:2:10: unknown system "MICRO"'),
        ("stocks_of: {TLAM: {KOR: 3}}", "x.yaml:2:20: KOR has no magazine of TLAM"),
        ("uses: {TLAM: {USA: -1}}", "x.yaml:2:20: uses.TLAM.USA = -1: expected 0 to 1e+09 unit/day"),
        ("requirements: {TLAM: 3}", "x.yaml:2:22: requirements.TLAM = 3: expected keys and values"),
        ("rates: {TLAM: {}}", "x.yaml:2:15: rates.TLAM = {}: expected at least 1 entries"),
    ],
)
def test_a_wrong_figure_of_the_past_is_told_with_its_place(text, said):
    with pytest.raises(BadInput) as refusal:
        parse_scenario(f"title: x\n{text}\n", "x").check(load_facts(), PARAMETERS)
    assert str(refusal.value).startswith(said), str(refusal.value)


def test_nothing_happens_before_an_event():
    happenings = [
        Blockade(theatre="far", factor=4.0, start=8, months=3), MindChange(factor=0.5, start=8, months=3),
        Embargo(nations=["HOME"], products="all", start=8, months=3), Loss(share=0.5, start=8, months=3),
    ]  # fmt: skip
    free, struck = (play(two_nations(nations=FAR), 8, events=()), begin(two_nations(nations=FAR), 12, events=happenings).advance(8))
    np.testing.assert_array_equal(free.record.landed[:8], struck.record.landed[:8])
