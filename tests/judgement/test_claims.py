"""Claims can come out either way, and what is said of how far they hold follows from the draws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS
from abm.facts.variants import Criticality, MorePlant
from abm.judgement.claim import Arm, Claim, Seen
from abm.judgement.claims import CLAIMS, LOAN_BEGINS, ONSET
from abm.judgement.readings import delivered
from abm.judgement.robustness import Trial, Worlds, draw, try_claims
from abm.judgement.structures import AS_IT_IS, STRUCTURES, FirstCome, OneQueue
from abm.rules.instrument import instruments
from abm.rules.mix import load_mix
from abm.rules.own_stocks_first import OwnStocksFirst
from abm.rules.priority_ratings import PriorityRatings
from abm.state.columns import ORDINARY
from tests.judgement.told import MONTHS, default, outcome
from tests.small_worlds import begin, chain, one_line, play

MONTH = np.arange(MONTHS)


def made(units, product="PAC3_MSE", nation="JPN", **more):
    return outcome(goods=[("made", product, nation, units)], **more)


def steps(before, after, at):
    """One level until a month, another from then on."""
    return np.where(at > MONTH, before, after)


def peaking(at, last=1.2, height=2.0):
    """Deliveries that rise with the war to one peak and end at a lower level."""
    return np.where(ONSET > MONTH, 1.0, np.where(at > MONTH, 1.5, np.where(at + 3 > MONTH, height, last)))


def holding(units):
    return outcome(stock=[("SHELL155", "KOR", units)])


def yards(begin):
    return outcome(landed=[("NAV_MRO", "USA", steps(0.0, 1.0, begin))])


def plant(opens):
    return outcome(goods=[("capacity", "PAC3_MSE", "JPN", steps(3.0, 5.0, opens))])


USUAL = outcome(landed=[("NAV_MRO", "USA", np.ones(MONTHS))], goods=[("capacity", "PAC3_MSE", "JPN", 3.0)])

TRUE_AND_FALSE = {
    "seekers_not_licences": [
        dict(stay=made(10), seekers=made(13), licences=made(10)),
        dict(stay=made(10), seekers=made(10), licences=made(13)),
    ],
    "japans_plant_alone": [dict(stay=made(10), plant=made(11)), dict(stay=made(10), plant=made(20))],
    "waiver_alone": [dict(today=made(10), waiver=made(10.05)), dict(today=made(10), waiver=made(13))],
    "charges_not_bodies": [
        dict(zip(("today", "charges", "bodies"), (made(x, "SHELL155", "USA") for x in units), strict=True))
        for units in ((10, 13, 10), (10, 10, 13))
    ],
    "charges_held_in_2024": [
        dict(zip(("today", "charges", "bodies"), (made(x, "SHELL155", "USA") for x in units), strict=True))
        for units in ((10, 13, 10), (10, 13, 13))
    ],
    "contracts_need_years": [
        dict(today=made(10), signed=made(steps(10, 15, at=20))),
        dict(today=made(10), signed=made(15)),
    ],
    "contracts_need_five_years": [
        dict(today=made(10, nation="USA"), signed=made(steps(10, 15, at=50), nation="USA")),
        dict(today=made(10, nation="USA"), signed=made(15, nation="USA")),
    ],
    "korea_is_left_bare": [dict(loan=holding(steps(400.0, left, at=LOAN_BEGINS))) for left in (100.0, 300.0)],
    "preference_grows_dear": [
        dict(today=outcome(), long=outcome(delivered=0.8), new=outcome(delivered=0.95)),
        dict(today=outcome(), long=outcome(delivered=0.95), new=outcome(delivered=0.8)),
    ],
    "licences_bite_in_crisis": [
        dict(zip(("today", "peace", "crisis"), (outcome(landed=[("GMLRS", "AUS", np.full(MONTHS, x))]) for x in units), strict=True))
        for units in ((10, 9, 5), (10, 5, 9))
    ],
    "grants_need_orders": [
        dict(zip(("today", "grants", "signed", "both"), (outcome(delivered=x) for x in value), strict=True))
        for value in ((1.0, 1.0, 1.1, 1.2), (1.0, 1.1, 1.0, 1.1))
    ],
    "promises_fade": [
        dict(
            none=outcome({"JPN": 0.4, "AUS": 0.6}), voluntary=outcome({"JPN": 0.4 + x, "AUS": 0.6 + y}), binding=outcome({"JPN": 0.9})
        )
        for x, y in ((0.01, 0.2), (0.3, 0.01))
    ],
    "binding_holds_supply": [
        dict(voluntary=outcome(abroad=[("JPN", x)]), binding=outcome(abroad=[("JPN", y)])) for x, y in ((10.0, 12.0), (12.0, 10.0))
    ],
    "peak_after_two_years": [dict(today=outcome(delivered=peaking(ONSET + month))) for month in (24, 50)],
    "surge_recedes": [dict(today=outcome(delivered=peaking(ONSET + 24, last=x))) for x in (1.2, 1.95)],
    "yards_before_lines": [
        dict(opened=yards(18), agreed=plant(60), today=USUAL),
        dict(opened=yards(60), agreed=plant(18), today=USUAL),
    ],
    "peace_costs_lines": [dict(peace=outcome(active=steps(200, x, at=80))) for x in (150, 200)],
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE_AND_FALSE)
def test_a_claim_holds_in_a_world_where_it_is_true_and_not_where_it_is_false(name):
    claim = CLAIMS[name]
    assert [bool(claim.holds(claim.look(**told).effect)[0]) for told in TRUE_AND_FALSE[name]] == [True, False]


def test_output_in_theatre_is_near_only_as_long_as_its_passages_are():
    base, claim = default(), CLAIMS["theatre_is_near"]
    there = np.array([base.facts.nations[name].theatre == "indo_pacific" for name in base.nations])
    within = there[base.net.link_from] & there[base.net.link_to]
    as_recorded, far = outcome(), outcome()
    far.base = replace(base, transit=np.where(within, 1.0, base.transit))
    assert claim.holds(claim.look(today=as_recorded).effect)[0]
    assert not claim.holds(claim.look(today=far).effect)[0]


def test_every_claim_is_tried_both_ways():
    assert set(CLAIMS) == {*TRUE_AND_FALSE, "theatre_is_near"}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_says_what_it_looks_at_and_what_would_flip_it_and_its_rules_can_be_read(name):
    claim = CLAIMS[name]
    assert claim.sentence[0].isupper()
    assert claim.meaning
    assert claim.flips
    assert claim.above < claim.below
    assert all(arm.rules() for arm in claim.arms.values())


def test_where_nothing_can_be_seen_a_claim_does_not_hold():
    assert not any(claim.holds(np.array([np.nan]))[0] for claim in CLAIMS.values())


@settings(max_examples=20)
@given(st.integers(1, 40), st.integers(0, 1000))
def test_draws_lie_in_every_range_and_each_part_of_it_is_drawn_from_once(count, seed):
    drawn = draw(count, seed)
    assert len(drawn) == count
    for name, p in PARAMETERS.items():
        values = np.array([one[name] for one in drawn])
        assert ((p.low <= values) & (values <= p.high)).all()
        parts = np.minimum(np.floor((values - p.low) / (p.high - p.low) * count + 1e-9), count - 1)
        assert len(set(parts)) == count


SMALL = Claim(
    "small", "A surge rises", "", "%", 0.0, np.inf, "", {"today": Arm("classroom", months=60), "none": Arm("classroom", "none", months=60)},
    lambda today, none: Seen(delivered(today, slice(48, 60)) - delivered(none, slice(48, 60)), {"today": delivered(today, slice(0, 60))}),
)  # fmt: skip


@pytest.mark.slow
def test_the_same_seed_gives_the_same_shares_and_another_other_draws():
    one, again, other = (try_claims([SMALL], 18, seed)[0] for seed in (0, 0, 1))
    assert np.array_equal(one.seen.effect, again.seen.effect)
    assert (one.share, one.interval) == (again.share, again.interval)
    assert not np.array_equal(one.seen.effect, other.seen.effect)


@pytest.mark.slow
def test_a_draw_comes_out_alike_whatever_stands_beside_it():
    drawn = draw(5)
    together, alone = (SMALL.see(Worlds(range(first, 5), drawn[first:]).outcome).effect for first in (0, 3))
    assert np.array_equal(alone, together[3:])


def test_arms_that_claims_share_are_run_once():
    runs = []

    class Counted(Worlds):
        def _run(self, arm):
            runs.append(arm)
            return outcome()

    worlds = Counted([0], draw(1))
    for name in ("peak_after_two_years", "surge_recedes"):
        CLAIMS[name].see(worlds.outcome)
    assert runs == [CLAIMS["surge_recedes"].arms["today"]]


def _trial(effect, parameters):
    claim = replace(SMALL, above=0.0)
    return Trial(claim, Seen(np.array(effect)), parameters, {AS_IT_IS.title: Seen(np.ones(4)), "other": Seen(np.array([1, 1, -1, -1.0]))})


def test_the_parameter_on_which_a_claim_turns_is_found_with_its_side():
    drawn = draw(60)
    middle = PARAMETERS["hire_rate"].low + 0.5 * (PARAMETERS["hire_rate"].high - PARAMETERS["hire_rate"].low)
    found = _trial([1.0 if one["hire_rate"] < middle else -1.0 for one in drawn], drawn).separator
    assert (found.parameter, found.high) == ("hire_rate", True)
    assert found.sureness == pytest.approx(1.0)


def test_a_claim_that_flips_by_chance_turns_on_no_parameter():
    luck = np.random.default_rng(3).uniform(-1.0, 1.0, 60)
    assert _trial(luck, draw(60)).separator is None
    assert _trial(np.ones(60), draw(60)).separator is None


@settings(max_examples=20)
@given(st.integers(1, 60), st.data())
def test_the_share_lies_in_its_interval_and_more_draws_narrow_it(count, data):
    held = data.draw(st.integers(0, count))
    effect = [1.0] * held + [-1.0] * (count - held)
    once, tenfold = (_trial(effect * times, draw(1) * count * times) for times in (1, 10))
    assert once.share == tenfold.share == held / count
    assert once.interval[0] - 1e-12 <= once.share <= once.interval[1] + 1e-12
    assert tenfold.interval[1] - tenfold.interval[0] < once.interval[1] - once.interval[0]


def test_a_structure_flips_a_claim_when_half_of_the_seeds_come_out_the_other_way():
    trial = _trial([1.0], draw(1))
    assert trial.flipping == ["other"]
    assert (trial.share_under(AS_IT_IS.title), trial.share_under("other")) == (1.0, 0.5)


def test_rules_that_change_in_a_month_are_the_old_ones_until_then_and_the_new_ones_after():
    arm = Arm("indo-pacific-2026", moved=("ExportLicensing.days=180",), before=("ExportLicensing.days=10",), since=48)

    def days(month):
        return [one.days for one in arm.rules() if type(one).__name__ == "ExportLicensing" and one.in_force(month)]

    assert (days(0), days(47), days(48), days(119)) == ([10.0], [10.0], [180.0], [180.0])
    assert len(arm.rules()) == len(load_mix("today")) + 1


def test_more_plant_grows_the_named_lines_today_and_as_planned_and_no_others():
    facts = load_facts()
    grown = MorePlant("SEEK_PAC3", 1.5)(facts)
    for before, after in zip(facts.lines, grown.lines, strict=True):
        factor = 1.5 if before.product == "SEEK_PAC3" else 1.0
        assert after.capacity.central == pytest.approx(factor * before.capacity.central)
        if before.planned:
            assert after.planned.central == pytest.approx(factor * before.planned.central)


def test_a_part_that_lacks_stops_output_as_far_as_it_is_critical():
    short = chain(buys=10.0, able=(40.0, 2.0), stock=0.0, wants=4000.0)
    whole, half, free = (play(Criticality(c)(short), 24, budget_growth=3.0, margin=1e-9).record.made[-1].max() for c in (1.0, 0.5, 0.0))
    assert whole < half < free


def test_one_queue_is_no_policy_and_puts_every_claim_in_one_tier_wherever_it_stands():
    assert "OneQueue" not in instruments()
    rated = PriorityRatings(nations=("HOME",), rated=True, flow_down=1.0)
    assert (begin(chain(), 1, mix=(rated,)).state.links.tier != ORDINARY).any()
    for mix in ((rated, OneQueue()), (OneQueue(), rated)):
        run = begin(chain(), 1, mix=mix)
        assert (run.state.links.tier == ORDINARY).all()
        assert (run.state.links.flow_down == 0.0).all()


def test_where_nobody_overtakes_no_nation_serves_its_own_stocks_first():
    own = OwnStocksFirst(nations=("HOME",), floor=0.5)
    assert "FirstCome" not in instruments()
    assert (begin(chain(), 1, mix=(own,)).state.nations.floor > 0.0).any()
    for mix in ((own, FirstCome()), (FirstCome(), own)):
        run = begin(chain(), 1, mix=mix)
        assert not run.state.nations.floor.any()
        assert (run.state.links.tier == ORDINARY).all()


def test_a_structure_without_investment_builds_nothing_and_one_that_closes_gaps_builds_more():
    made_in = {}
    facts = one_line(able=10.0, stock=0.0, wants=4000.0, fires=20.0)
    for one in STRUCTURES:
        run = begin(facts, 36, budget_growth=3.0, **one.parameters).advance()
        made_in[one.title] = float(run.record.invested.sum())
    assert made_in["no investment"] == 0.0 <= made_in[AS_IT_IS.title] < made_in["gap closing"]
