"""What hangs on one maker, and what is lost when makers stop."""

from dataclasses import replace

import numpy as np
import pytest

from abm.facts.events import Conflict, Disruption
from abm.judgement.concentration import STOPPED, exposure, failures, landed_since, sole_points, stops
from abm.model.simulate import Run
from tests.small_worlds import begin, chain, facts_of, holding, line, nation, needs, part, product

WAR = Conflict(theatre="here", start=6, months=24, nations={"HOME": 1.0})
ONSET, MONTHS = 6, 30


def base():
    """Two rounds of one seeker maker; two makers of motors, which only one of the rounds takes, and not for all it is."""
    facts = facts_of(
        [nation("HOME"), nation("ALLY"), nation("THIRD")],
        [product("ROUND"), product("SHELL"), part("SEEKER"), part("MOTOR"), part("CHIP")],
        [
            line("ROUNDS", "HOME", "ROUND", 20.0), line("SHELLS", "HOME", "SHELL", 20.0), line("SEEKERS", "ALLY", "SEEKER", 21.0),
            line("MOTORS", "THIRD", "MOTOR", 6.0), line("MORE", "ALLY", "MOTOR", 6.0), line("CHIPS", "ALLY", "CHIP", 90.0),
        ],
        [holding("HOME", "ROUND", 10.0, stock=50.0, wants=500.0, fires=20.0), holding("ALLY", "SHELL", 10.0, stock=50.0, wants=300.0)],
        [needs("ROUND", "SEEKER"), needs("SHELL", "SEEKER", criticality=0.5), needs("ROUND", "MOTOR"),
         needs("SEEKER", "CHIP", criticality=0.8)],
    )  # fmt: skip
    return begin(facts, MONTHS, events=(WAR,), budget_growth=2.0, seeds=(0, 1))


@pytest.fixture(scope="module")
def tried():
    run = base().advance(ONSET)
    found, failed = stops([run], run.scenario), failures([run], run.scenario)
    whole = landed_since([run.advance()], ONSET)
    return run, whole, {(one.product, one.nation): one for one in found} | {one.firm: one for one in failed}


def test_a_product_of_one_maker_is_a_single_point_and_one_of_two_is_not():
    laid_out = base().base
    points = {one.product: one for one in sole_points(laid_out, laid_out.capacity > 0)}
    assert set(points) == {"ROUND", "SHELL", "SEEKER", "CHIP"}
    assert points["SEEKER"].nations == ("ALLY",)


def test_what_runs_through_a_part_is_what_its_lack_would_stop_down_all_tiers():
    laid_out = base().base
    through = exposure(laid_out)
    row = {name: i for i, name in enumerate(laid_out.recorded)}
    np.testing.assert_allclose(through[:, row["SEEKER"]], [1.0, 0.5])
    np.testing.assert_allclose(through[:, row["CHIP"]], [0.8, 0.4])
    np.testing.assert_allclose(through[:, row["MOTOR"]], [1.0, 0.0])
    np.testing.assert_allclose(through[:, row["ROUND"]], [1.0, 0.0])


def test_the_value_that_runs_through_a_part_is_weighed_by_what_nations_buy():
    laid_out = base().base
    points = {one.product: one for one in sole_points(laid_out, laid_out.capacity > 0)}
    assert points["SEEKER"].value == pytest.approx(0.75)  # half of what is bought in full, half of it by half
    assert points["ROUND"].value == pytest.approx(0.5)


def test_when_one_of_two_makers_no_longer_works_the_other_is_a_single_point():
    laid_out = base().base
    working = (laid_out.capacity > 0) & (np.array(laid_out.firms) != "MORE")
    assert "MOTOR" in {one.product for one in sole_points(laid_out, working)}


def test_every_nation_and_product_at_work_is_stopped_once_and_no_single_plant(tried):
    _, _, found = tried
    assert {case for case in found if isinstance(case, tuple)} == {
        ("ROUND", "HOME"), ("SHELL", "HOME"), ("SEEKER", "ALLY"), ("MOTOR", "THIRD"), ("MOTOR", "ALLY"), ("CHIP", "ALLY"),
    }  # fmt: skip


def test_a_stop_of_what_is_at_full_plant_costs_what_needs_it(tried):
    _, whole, found = tried
    lost = {case: float((whole - one.landed).sum(axis=0).mean()) for case, one in found.items()}
    assert min(lost["SEEKER", "ALLY"], lost["MOTOR", "ALLY"], lost["SHELL", "HOME"]) > 0.0


def test_a_stop_takes_nothing_from_a_system_that_does_not_need_the_product(tried):
    run, whole, found = tried
    shell = [run.base.products[p] for p in run.base.systems].index("SHELL")
    np.testing.assert_array_equal(found["MOTOR", "ALLY"].landed[shell], whole[shell])


def test_a_firm_that_makes_all_of_one_product_in_a_nation_is_missed_as_much_as_its_product(tried):
    _, _, found = tried
    assert found["maker of SEEKERS"].makes == (("SEEKER", "ALLY", 1.0),)
    np.testing.assert_array_equal(found["maker of SEEKERS"].landed, found["SEEKER", "ALLY"].landed)


def test_a_firm_counts_with_all_it_makes_and_by_its_part_of_a_nations_plant():
    lines = [
        line("A", "HOME", "ROUND", 20.0), line("B", "HOME", "SEEKER", 15.0), line("REST_HOME.SEEKER", "HOME", "SEEKER", 5.0),
        line("C", "ALLY", "SEEKER", 2.0),
    ]  # fmt: skip
    one_firm = [replace(one, maker="Able (here)" if one.id in ("A", "B") else one.maker) for one in lines]
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), part("SEEKER")], one_firm,
        [holding("HOME", "ROUND", 20.0, stock=50.0, wants=500.0, fires=20.0)], [needs("ROUND", "SEEKER")],
    )  # fmt: skip
    run = begin(facts, MONTHS, events=(WAR,), idle_decay=0.0).advance(ONSET)
    found = {one.firm: one.makes for one in failures([run], run.scenario)}
    assert set(found) == {"Able", "maker of C"}
    assert [makes[:2] for makes in found["Able"]] == [("ROUND", "HOME"), ("SEEKER", "HOME")]
    assert [makes[2] for makes in found["Able"]] == pytest.approx([1.0, 0.75], rel=0.01)


def test_worlds_branched_at_onset_are_those_that_met_the_stop_from_the_start(tried):
    run, _, found = tried
    hit = Disruption(start=ONSET, months=STOPPED, nation="ALLY", product="SEEKER", share=1.0)
    whole_way = base()
    other = Run(run.scenario.with_event(hit), [()] * 2, (0, 1), _parameters(whole_way), base=whole_way.base).advance()
    np.testing.assert_array_equal(landed_since([other], ONSET), found["SEEKER", "ALLY"].landed)


def test_a_branch_under_the_same_events_changes_nothing_and_leaves_its_stem_alone():
    facts = chain(able=[40.0, 10.0], stock=100.0, wants=2000.0)
    whole, stem = begin(facts, 24, budget_growth=2.0).advance(), begin(facts, 24, budget_growth=2.0).advance(10)
    before = stem.state.stores.quantity.copy()
    twig = stem.branch(stem.scenario).advance()
    np.testing.assert_array_equal(stem.state.stores.quantity, before)
    for name in whole.record._fields:
        np.testing.assert_array_equal(getattr(twig.record, name), getattr(whole.record, name))
    stem.advance()
    np.testing.assert_array_equal(stem.record.made, whole.record.made)


def _parameters(run):
    """The parameters of each world of a run, by name."""
    from abm.facts.parameters import Parameters

    return [dict(zip(Parameters._fields, run.parameters[:, w], strict=True)) for w in range(len(run.seeds))]
