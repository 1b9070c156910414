"""Why a system is short, tier by tier: every step's causes sum to it, and the chain names what is in the way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Disruption
from abm.flows.limits import LIMITS, REASONS
from abm.judgement.binding import binding
from abm.judgement.chain import chain, late, steps
from abm.judgement.outcome import Outcome
from abm.judgement.standing import Standing
from abm.judgement.telling import sentence
from abm.rules.export_licensing import ExportLicensing
from tests.small_worlds import chain as tiers
from tests.small_worlds import facts_of, holding, line, nation, needs, one_line, part, play, product, two_nations

HUNGRY = {"stock": 100.0, "wants": 4000.0}


def chained(run, system="ROUND"):
    return chain(Standing([run]), system)


def every_step(cause):
    yield cause
    for one in cause.causes:
        yield from every_step(one)


def names(cause):
    return [one.name for one in steps(cause)]


RATE = st.floats(1.0, 60.0)


@settings(max_examples=20)
@given(st.lists(RATE, min_size=2, max_size=4), st.floats(0.0, 300.0), st.floats(0.0, 4000.0), st.integers(1, 30), st.floats(0.2, 3.0))
def test_the_causes_of_every_step_sum_to_it_down_to_the_last_tier(able, days, wants, months, money):
    facts = two_nations(home=able[0], abroad=able[1], magazine={"stock": 50.0, "wants": wants}) if days > 150.0 else (
        tiers(able=able, depth=len(able), stock=50.0, wants=wants))  # fmt: skip
    run = play(facts, months, mix=(ExportLicensing(days=days),), budget_growth=money, stoppage_rate=0.1, seeds=(0, 1))
    found = chained(run)
    lack = np.maximum(run.record.target[-1] - run.record.stock[-1], 0.0).sum(axis=0).mean()
    assert found.units == pytest.approx(lack, rel=1e-9, abs=1e-9)
    for step in every_step(found):
        assert step.units >= 0.0
        if step.causes:
            assert sum(one.units for one in step.causes) == pytest.approx(step.units, rel=1e-9, abs=1e-9)


def test_the_reasons_of_a_chain_are_those_of_the_record():
    run = play(tiers(able=[40.0, 10.0], **HUNGRY), 48, budget_growth=3.0)
    recorded = dict(zip(REASONS, run.record.missing[-1, 0, :, 0], strict=True))
    for reason in chained(run).causes:
        assert reason.units == pytest.approx(recorded[reason.name])


def test_a_system_is_short_for_its_part_and_the_part_for_the_plant_of_its_only_maker():
    run = play(tiers(able=[60.0, 60.0, 10.0], depth=3, **HUNGRY), 48, budget_growth=3.0, contract_share=0.0, credibility=0.1)
    owed = late(chained(run))
    assert names(owed)[:4] == ["ROUND", "input", "HOME", "PART1"]
    assert "PART2" in names(owed)
    last = list(steps(owed))[-1]
    assert (last.product, last.makers, last.only) == ("PART2", ("maker of MAKER_PART2",), True)


def test_the_chain_names_the_part_that_is_short_and_not_the_one_in_plenty():
    facts = facts_of(
        [nation("HOME")], [product("ROUND"), part("SEEKER"), part("MOTOR")],
        [line("ROUNDS", "HOME", "ROUND", 60.0), line("SEEKERS", "HOME", "SEEKER", 10.0), line("MOTORS", "HOME", "MOTOR", 200.0)],
        [holding("HOME", "ROUND", 10.0, **HUNGRY)], [needs("ROUND", "SEEKER"), needs("ROUND", "MOTOR")],
    )  # fmt: skip
    found = chained(play(facts, 48, budget_growth=3.0))
    parts = {}
    for step in every_step(found):
        if step.kind == "part":
            parts[step.name] = parts.get(step.name, 0.0) + step.units
    assert parts["SEEKER"] > 20.0 * parts.get("MOTOR", 0.0)


def test_each_nations_lines_answer_for_their_own_part():
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), part("MOTOR")],
        [line("ROUNDS", "HOME", "ROUND", 60.0), line("MOTORS", "ALLY", "MOTOR", 10.0)],
        [holding("HOME", "ROUND", 10.0, **HUNGRY)], [needs("ROUND", "MOTOR")],
    )  # fmt: skip
    owed = late(chained(play(facts, 48, budget_growth=3.0)))
    lines = [step for step in steps(owed) if step.kind == "lines"]
    assert [(step.product, step.name) for step in lines] == [("ROUND", "HOME"), ("MOTOR", "ALLY")]


def test_a_part_that_is_held_up_by_a_stoppage_is_short_for_it():
    hit = Disruption(start=20, months=28, nation="HOME", product="PART1", share=0.8)
    owed = late(chained(play(tiers(able=[40.0, 40.0], **HUNGRY), 48, budget_growth=3.0, events=(hit,))))
    assert names(owed)[3:5] == ["PART1", "stoppage"]


def test_a_part_whose_licence_takes_long_is_short_for_its_licence():
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), part("MOTOR", lead=1.0)],
        [line("ROUNDS", "HOME", "ROUND", 60.0), line("MOTORS", "ALLY", "MOTOR", 60.0)],
        [holding("HOME", "ROUND", 10.0, **HUNGRY)], [needs("ROUND", "MOTOR")],
    )  # fmt: skip
    run = play(facts, 30, budget_growth=3.0, mix=(ExportLicensing(days=700.0, start=18),))
    part_of = next(step for step in every_step(late(chained(run))) if step.kind == "part")
    assert part_of.causes[0].name == "licence"


def test_what_the_money_does_not_reach_ends_with_the_nation_that_did_not_order():
    facts = two_nations(home=30.0, abroad=30.0, magazine={"stock": 100.0, "wants": 4000.0})
    found = chained(play(facts, 12, budget_growth=0.2))
    assert found.causes[0].name == "funding"
    assert {one.name for one in found.causes[0].causes} == {"HOME", "ALLY"}
    assert {one.kind for one in found.causes[0].causes} == {"holder"}


def test_the_mean_of_two_runs_is_the_chain_of_both():
    facts = tiers(able=[40.0, 10.0], **HUNGRY)
    how = {"budget_growth": 3.0, "stoppage_rate": 0.3}
    one, other = (play(facts, 40, seeds=(seed,), **how) for seed in (1, 2))
    both = play(facts, 40, seeds=(1, 2), **how)
    assert chain(Standing([one, other]), "ROUND") == chain(Standing([both]), "ROUND")
    assert chained(both).units == pytest.approx((chained(one).units + chained(other).units) / 2.0)


def test_the_sentence_says_part_maker_and_limit_with_a_share_at_each_step():
    run = play(tiers(able=[60.0, 60.0, 10.0], depth=3, **HUNGRY), 48, budget_growth=3.0, contract_share=0.0, credibility=0.1)
    told = sentence(chained(run))
    assert told.startswith("ROUND lacks ")
    assert told.index("PART1 is short") < told.index("PART2 is short") < told.index("at its only maker, maker of MAKER_PART2 in HOME")
    assert told.count("%") >= 7


def test_a_full_magazine_lacks_nothing():
    assert sentence(chained(play(one_line(stock=3000.0, wants=1000.0), 12))) == "ROUND lacks nothing."


def test_the_map_says_which_part_bound_the_rounds_and_what_bound_the_part():
    run = play(tiers(able=[60.0, 10.0], **HUNGRY), 48, budget_growth=3.0, contract_share=0.0, credibility=0.1)
    found = binding(Outcome([run]), 12)
    assert [seen.start for seen in found.months] == [0, 12, 24, 36]
    assert (found.name(0, 3), found.part[0, 3]) == ("PART1", "PART1")
    assert found.name(1, 3) in ("capacity", "labour")
    assert ((found.share > 0.0) & (found.share <= 1.0)).all()


def test_the_map_of_single_months_names_the_limit_that_bound_longest():
    run = play(one_line(**HUNGRY), 24, budget_growth=3.0)
    found = binding(Outcome([run]))
    np.testing.assert_array_equal(found.limit[0], run.record.limit[:, 0, :, 0].argmax(axis=1))
    assert set(found.limit[0]) <= set(range(len(LIMITS)))


def test_what_nobody_makes_has_no_limit():
    facts = facts_of([nation("HOME")], [product("ROUND"), product("SHELL")], [line("MAKER", "HOME", "ROUND", 10.0)],
                     [holding("HOME", "ROUND", 10.0), holding("HOME", "SHELL", 0.0, wants=5.0)])  # fmt: skip
    found = binding(Outcome([play(facts, 6)]), 6)
    assert found.name(found.products.index("SHELL"), 0) == ""
