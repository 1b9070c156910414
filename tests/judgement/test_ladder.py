from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from abm.facts.events import Conflict
from abm.judgement.ladder import climb, ladder, largest_gap, usual_month, wartime_requirement
from abm.judgement.means import months_of
from abm.judgement.plan import best_plans
from abm.rules.export_licensing import ExportLicensing
from tests.flows.test_reference import worlds
from tests.small_worlds import begin, chain, facts_of, holding, line, nation, needs, one_line, part, product, two_nations

SOLVED = 1e-7
"""Error that the solver may leave, as a share of plant."""

PARTS = 4
OVERTIME = 1.15
HUNGRY = {"stock": 50.0, "wants": 50_000.0}
KEPT_SMALL = {"budget_growth": 50.0, "credibility": 0.0, "contract_share": 0.0, "quit_rate": 0.0}
"""Orders without end, which no line believes enough to build for; nobody leaves."""

ANY_WORLD = [HealthCheck.too_slow, HealthCheck.data_too_large]


def first_month(run, month=0):
    """What the lines of the first world had to work with in one month."""
    ((_, means),) = months_of(run, [month])
    return means.world(0)


def bare(means):
    """The same with nothing on shelves, under way or awaiting a licence."""
    return replace(means, shelf=0.0 * means.shelf, queue=0.0 * means.queue)


def of_product(base, name):
    """One for each line of a product, nought for others [firm]."""
    return (base.net.firm_product == base.products.index(name)).astype(float)


def best_plan(base, means, weight, ruled):
    """The plan that is worth most by one weight a unit [firm]."""
    return best_plans(base.net, means, weight[None], np.array([ruled])).one(0)


def best(run, means, name="ROUND", ruled=False):
    """The most that the lines of a product could make."""
    weight = of_product(run.base, name)
    return float(weight @ best_plan(run.base, means, weight, ruled).output)


def assert_ordered(rungs):
    for name in rungs.data_vars.keys() & {"output", "value"}:
        nameplate, *others = rungs[name].values
        for higher, lower in pairwise((nameplate, *others)):
            assert (lower <= higher + SOLVED * nameplate).all(), name


# --- the rungs ------------------------------------------------------------------------------------------------------


def play(world, months, seeds=(0,)):
    return begin(world.facts, months, seeds=seeds, events=world.events, mix=world.mix, flow_steps=world.flow_steps, **world.parameters)


@settings(max_examples=15, deadline=None, suppress_health_check=ANY_WORLD)
@given(worlds(), st.integers(0, 8))
def test_in_any_world_and_month_each_rung_is_no_higher_than_the_one_before(world, month):
    assert_ordered(climb(play(world, 9), [month]))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=ANY_WORLD)
@given(worlds())
def test_in_any_world_the_rungs_are_ordered_in_every_month_for_every_seed(world):
    assert_ordered(climb(play(world, 9, (0, 1)), range(9)))


@pytest.mark.slow
def test_the_alliances_rungs_are_ordered_in_all_months_of_the_default_scenario():
    rungs = ladder("indo-pacific-2026", "today", systems=False)
    assert rungs.sizes["month"] == 120
    assert_ordered(rungs[["value"]])
    assert rungs["value"].sel(rung="realised").min() > 0.0


@pytest.mark.slow
@pytest.mark.parametrize("mix", ["none", "today", "pipir"])
def test_every_systems_rungs_are_ordered_through_peace_war_and_aftermath(mix):
    assert_ordered(ladder("indo-pacific-2026", mix, seeds=[5], months=range(0, 120, 3)))


def test_realised_is_what_lines_made():
    run = begin(chain(able=[40.0, 10.0], **HUNGRY), 12)
    rungs = climb(run, range(12))
    rounds = list(run.base.recorded).index("ROUND")
    made = run.record.made[:, run.base.groups[:, 0] == rounds].sum(axis=1)
    np.testing.assert_array_equal(rungs["output"].sel(rung="realised", system="ROUND").values, made)


@settings(max_examples=15, deadline=None, suppress_health_check=ANY_WORLD)
@given(worlds(), st.integers(0, 8))
def test_plans_made_together_are_worth_what_each_is_worth_alone(world, month):
    run = play(world, 9)
    means, base = first_month(run, month), run.base
    weights = np.array([of_product(base, base.products[system]) for system in base.systems])
    for ruled in (False, True):
        others = np.arange(len(weights)) % 2 == ruled
        together = best_plans(base.net, means, np.vstack([weights, weights]), np.concatenate([others, np.full(len(weights), ruled)]))
        for weight, output in zip(weights, together.output[len(weights) :], strict=True):
            alone = best_plan(base, means, weight, ruled).output
            assert weight @ output == pytest.approx(weight @ alone, abs=SOLVED * (weight @ means.plant))


def test_looking_at_fewer_months_changes_no_number():
    all_months = climb(begin(chain(able=[40.0, 10.0], **HUNGRY), 12), range(12))
    some = climb(begin(chain(able=[40.0, 10.0], **HUNGRY), 12), (3, 11))
    assert some.identical(all_months.sel(month=[3, 11]))


def test_a_line_with_orders_and_crews_to_spare_makes_all_that_is_permitted():
    run = begin(one_line(**HUNGRY), 11, **KEPT_SMALL)
    run.state.firms.crew[:] *= 3.0
    rungs = climb(run, [10])["output"].sel(system="ROUND").values.ravel()
    np.testing.assert_allclose(rungs, rungs[0], rtol=1e-9)
    assert largest_gap(rungs) == ""


@pytest.mark.parametrize("days", [0.0, 20.0])
def test_a_line_that_lives_from_hand_to_mouth_makes_nearly_all_that_is_permitted(days):
    facts = part_from_abroad(makes=100.0, buys=10.0, **HUNGRY)
    run = begin(facts, 60, mix=(ExportLicensing(days=days),), **KEPT_SMALL)
    run.state.firms.crew[:] *= 3.0
    rungs = climb(run, [59])
    assert_ordered(rungs)
    nameplate, feasible, permitted, realised = rungs["output"].sel(system="ROUND").values.ravel()
    assert realised > 0.95 * permitted
    assert feasible < 0.5 * nameplate
    assert largest_gap([nameplate, feasible, permitted, realised]) == "bottlenecks"


def test_what_nations_make_adds_up_to_the_alliances_value_on_every_rung():
    rungs = climb(begin(two_nations(), 6), [0, 5])
    np.testing.assert_allclose(rungs["by_nation"].sum("nation"), rungs["value"], rtol=1e-12)
    assert (rungs["by_nation"].sel(rung="realised", nation=["HOME", "ALLY"]) > 0.0).all()


def test_a_nation_that_makes_only_parts_has_no_part_in_the_value_of_what_is_finished():
    rungs = climb(begin(part_from_abroad(), 1), [0])["by_nation"]
    assert (rungs.sel(nation="HOME") > 0.0).all()
    assert (rungs.sel(nation="ALLY") == 0.0).all()


def test_the_plan_is_the_alliances_so_that_one_nation_may_make_more_than_its_part_of_it():
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("DEAR", cost=3e6), product("CHEAP"), part("PART")],
        [line("D", "HOME", "DEAR", 10.0), line("C", "ALLY", "CHEAP", 10.0), line("P", "ALLY", "PART", 8.0)],
        [holding("HOME", "DEAR", 4.0, **HUNGRY), holding("ALLY", "CHEAP", 4.0, **HUNGRY)],
        [needs("DEAR", "PART"), needs("CHEAP", "PART")], days={("ALLY", "HOME"): 7.0},
    )  # fmt: skip
    run = begin(facts, 22, mix=(ExportLicensing(refused=("HOME",)),), **KEPT_SMALL)
    rungs = climb(run, [21]).isel(month=0, seed=0)
    assert_ordered(rungs[["value"]])
    _, feasible, permitted, realised = rungs["by_nation"].sel(nation="ALLY").values
    assert permitted > feasible + 1e6  # the part that HOME may not have is left to ALLY
    assert realised > permitted + 1e6  # and nobody keeps for HOME what was ordered before


# --- what is feasible -----------------------------------------------------------------------------------------------


def test_with_empty_shelves_a_line_can_make_no_more_than_the_parts_made_early_enough_to_arrive():
    run = begin(chain(able=[40.0, 10.0]), 1)
    means = bare(first_month(run))
    assert best(run, means) == pytest.approx(10.0 * OVERTIME * (1.0 - 1.0 / PARTS))  # a part of a month under way


def test_what_lies_on_the_shelf_counts_once():
    run = begin(chain(able=[40.0, 10.0]), 1)
    means = bare(first_month(run))
    stocked = replace(means, shelf=means.shelf + 7.0)
    assert best(run, stocked) == pytest.approx(best(run, means) + 7.0)


def test_without_a_part_that_half_binds_half_of_the_plant_still_works():
    facts = facts_of(
        [nation("HOME")], [product("ROUND"), part("PART")], [line("A", "HOME", "ROUND", 10.0)],
        [holding("HOME", "ROUND", 10.0)], [needs("ROUND", "PART", criticality=0.5)],
    )  # fmt: skip
    run = begin(facts, 1)
    assert best(run, bare(first_month(run))) == pytest.approx(0.5 * 10.0 * OVERTIME)


def shared_part(dear=3e6, **more):
    """Two systems of one nation take the same part."""
    return facts_of(
        [nation("HOME")], [product("DEAR", cost=dear), product("CHEAP"), part("PART")],
        [line("D", "HOME", "DEAR", 10.0), line("C", "HOME", "CHEAP", 10.0), line("P", "HOME", "PART", 8.0)],
        [holding("HOME", "DEAR", 4.0), holding("HOME", "CHEAP", 4.0)], [needs("DEAR", "PART"), needs("CHEAP", "PART")], **more,
    )  # fmt: skip


def test_a_scarce_part_goes_where_it_is_worth_most_yet_each_system_alone_could_have_it_all():
    run = begin(shared_part(), 1)
    means, base = bare(first_month(run)), run.base
    arrives = 8.0 * OVERTIME * (1.0 - 1.0 / PARTS)
    dear, cheap = of_product(base, "DEAR"), of_product(base, "CHEAP")
    output = best_plan(base, means, 3e6 * dear + 1e6 * cheap, False).output
    assert (dear @ output, cheap @ output) == (pytest.approx(arrives), pytest.approx(0.0, abs=SOLVED))
    assert best(run, means, "CHEAP") == pytest.approx(arrives)


# --- what the rules permit ------------------------------------------------------------------------------------------


def part_from_abroad(makes=10.0, buys=10.0, **magazine):
    """A line at HOME that gets its part from ALLY alone."""
    return facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), part("PART")],
        [line("A", "HOME", "ROUND", makes), line("P", "ALLY", "PART", 10.0)],
        [holding("HOME", "ROUND", buys, **magazine)], [needs("ROUND", "PART")], days={("ALLY", "HOME"): 7.0},
    )  # fmt: skip


def opening(mix):
    """That world as it opens, with empty shelves."""
    run = begin(part_from_abroad(), 1, mix=mix)
    return run, bare(first_month(run))


def test_without_rules_all_that_is_feasible_is_permitted():
    run, means = opening(())
    assert best(run, means, ruled=True) == pytest.approx(best(run, means))


def test_a_refused_part_stops_the_line_once_old_orders_are_served():
    run, means = opening((ExportLicensing(refused=("HOME",)),))
    assert best(run, means) > 5.0
    assert best(run, replace(means, still_owed=0.0 * means.still_owed), ruled=True) == pytest.approx(0.0, abs=SOLVED)
    assert best(run, replace(means, still_owed=means.still_owed * 0.0 + 2.0), ruled=True) == pytest.approx(2.0)


@given(st.floats(1.0, 360.0), st.floats(1.0, 360.0))
@settings(max_examples=15, deadline=None)
def test_a_longer_licence_never_permits_more(one, other):
    shorter, longer = sorted((one, other))
    made = [best(*opening((ExportLicensing(days=days),)), ruled=True) for days in (shorter, longer)]
    assert made[1] <= made[0] + SOLVED * 10.0 * OVERTIME


def test_an_office_lets_out_no_more_than_it_can_clear_and_a_dollar_more_is_worth_what_it_frees():
    run, means = opening((ExportLicensing(days=10.0, throughput=1.0),))
    ally = run.base.nations.index("ALLY")
    waits = np.where(run.base.net.link_from == ally, 100.0, 0.0)
    means = replace(means, queue=waits, office=np.full_like(means.office, 3e5))  # three parts of 1e5 USD
    weight = 1e6 * of_product(run.base, "ROUND")
    plan = best_plan(run.base, means, weight, True)
    assert plan.output @ of_product(run.base, "ROUND") == pytest.approx(3.0)
    assert plan.of_office[ally] == pytest.approx(10.0)


# --- what more would be worth ---------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None, suppress_health_check=ANY_WORLD)
@given(worlds(), st.floats(0.01, 2.0), st.data())
def test_more_never_brings_more_than_its_worth_says(world, share, data):
    run = play(world, 3)
    means, net = first_month(run, 2), run.base.net
    weight = np.where(np.isin(net.firm_product, run.base.systems), net.price[net.firm_product], 0.0)
    now = best_plan(run.base, means, weight, True)
    column, worth = data.draw(st.sampled_from([("plant", now.of_plant), ("shelf", now.of_input), ("office", now.of_office)]))
    row = data.draw(st.integers(0, len(worth) - 1))
    had = getattr(means, column)
    if not np.isfinite(had[row]) or (column == "plant" and had[row] == 0.0):
        return
    more = had.copy()
    more[row] += share * max(had[row], 1.0)
    best_now, best_then = weight @ now.output, weight @ best_plan(run.base, replace(means, **{column: more}), weight, True).output
    assert best_then <= best_now + worth[row] * (more[row] - had[row]) + SOLVED * (weight @ means.plant)
    assert best_then >= best_now - SOLVED * (weight @ means.plant)


def test_a_little_more_of_a_scarce_part_brings_its_worth():
    run = begin(shared_part(), 1)
    means, base = bare(first_month(run)), run.base
    weight = 3e6 * of_product(base, "DEAR") + 1e6 * of_product(base, "CHEAP")
    now = best_plan(base, means, weight, True)
    maker = base.firms.index("P")
    assert now.of_plant[maker] == pytest.approx(3e6 * (1.0 - 1.0 / PARTS))  # only what is made early arrives
    shelf = means.shelf.copy()
    dear = np.flatnonzero(base.net.store_firm == base.firms.index("D"))
    shelf[dear] += 0.5
    then = best_plan(base, replace(means, shelf=shelf), weight, True)
    assert weight @ (then.output - now.output) == pytest.approx(0.5 * now.of_input[dear[0]])
    assert now.of_input[dear[0]] == pytest.approx(3e6)


def test_the_scarce_part_is_named_as_worth_most():
    run = begin(chain(able=[100.0, 10.0], **HUNGRY), 60, **KEPT_SMALL)
    last = climb(run, [59]).isel(month=0, seed=0)
    assert last["thing"].values[last["gain"].values.argmax()] == "part PART1"
    assert float(last["worth"].sel(thing="part PART1")) == pytest.approx(1e6)
    assert float(last["worth"].sel(thing="line MAKER_ROUND")) == pytest.approx(0.0, abs=1.0)


# --- what war asks for ----------------------------------------------------------------------------------------------


def test_the_requirement_is_what_the_nations_that_fight_fire_in_the_heaviest_month():
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND")], [line("A", "HOME", "ROUND", 10.0)],
        [holding("HOME", "ROUND", 5.0, fires=40.0), holding("ALLY", "ROUND", 5.0, fires=100.0)],
    )  # fmt: skip
    wars = (Conflict(theatre="here", start=2, months=2, nations={"HOME": 0.5}),)
    run = begin(facts, 6, events=wars)
    assert wartime_requirement(run) == pytest.approx([20.0])
    rungs = climb(run, [5])
    np.testing.assert_allclose(rungs["output_share"], rungs["output"] / 20.0)
    assert (usual_month(run.scenario), largest_gap([10.0, 9.0, 4.0, 3.0])) == (5, "rules")


def test_where_nobody_fights_there_is_no_share_of_a_requirement():
    rungs = climb(begin(one_line(), 2), [1])
    assert np.isnan(rungs["output_share"]).all()
    assert np.isnan(rungs["value_share"]).all()
