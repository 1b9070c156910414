"""The record as it might read instead, and what a run makes of it."""

from dataclasses import replace

import numpy as np
import pytest

from abm.facts.load import load_facts
from abm.facts.scenario import load_scenario
from abm.facts.variants import CostShares, MorePlant, PutOff, StandingPlant
from abm.model.simulate import lay_out
from tests.small_worlds import begin, chain, one_line


def test_more_plant_is_more_than_a_scenario_of_the_past_says_of_the_product():
    ukraine, facts = load_scenario("ukraine-2022"), load_facts()
    before, after = (lay_out(ukraine, facts, changes) for changes in ((), (MorePlant("PROP_CHG", 1.3),)))
    charges = np.array(before.products)[before.net.firm_product] == "PROP_CHG"
    working = charges & (before.capacity > 0)
    assert working.any()
    assert after.capacity[working] == pytest.approx(1.3 * before.capacity[working])
    assert np.array_equal(after.capacity[~charges], before.capacity[~charges])


def test_standing_plant_leaves_crews_and_orders_and_is_found_by_the_crews_that_come():
    facts = one_line(able=10.0, stock=0.0, wants=4000.0)
    product, nation = facts.lines[0].product, facts.lines[0].nation
    as_it_is, roomy = (begin(StandingPlant(product, nation, factor)(facts), 1).state.firms for factor in (1.0, 2.0))
    assert roomy.capacity[0] == pytest.approx(2.0 * as_it_is.capacity[0])
    assert (roomy.crew[0], roomy.due[0]) == (as_it_is.crew[0], as_it_is.due[0])


def test_what_is_put_off_comes_later_and_nothing_else_changes():
    facts = load_facts()
    late = PutOff("SEEK_PAC3", "2099-01")(facts)
    changed = [(before, after) for before, after in zip(facts.lines, late.lines, strict=True) if before != after]
    assert [before.product for before, _ in changed] == ["SEEK_PAC3"]
    assert all(replace(after, planned_from=before.planned_from) == before for before, after in changed)
    opens = [lay_out(load_scenario("indo-pacific-2026"), facts, changes).opens for changes in ((), (PutOff("SEEK_PAC3", "2099-01"),))]
    assert (opens[1] > opens[0]).sum() == 1


def test_cost_shares_of_the_parts_of_a_product_add_up_to_one():
    facts = CostShares()(load_facts())
    for rows in facts.ingredients.values():
        if rows:
            assert sum(row.criticality for row in rows) == pytest.approx(1.0)


def test_a_line_that_is_known_to_be_building_has_no_plant_to_spare():
    facts = chain(able=(10.0, 10.0))
    maker = facts.lines[-1]
    building = replace(
        facts, lines=(*facts.lines[:-1], replace(maker, planned=replace(maker.capacity, central=2 * maker.capacity.central)))
    )
    idle, full = (begin(one, 1, plant_headroom_parts=1.5).state.firms.capacity[-1, 0] for one in (facts, building))
    assert idle == pytest.approx(1.5 * full)
