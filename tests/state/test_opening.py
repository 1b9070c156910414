"""The opening: today's rates spread over the network as input-output accounting says."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.scenario import load_scenario
from abm.model.simulate import base_of
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, play, product

NAMES = ["S", "P", "Q", "R"]
"""One system and three parts; each may go into those before it, so that there are no circles."""


@st.composite
def recipes(draw):
    """Units of each later product in one of an earlier one; every part goes into something."""
    units = np.zeros((4, 4))
    for j in range(1, 4):
        for i in range(j):
            if i == j - 1 or draw(st.booleans()):
                units[j, i] = draw(st.floats(0.1, 8.0))
    return units


def base_with(units, demand):
    rows = [needs(NAMES[i], NAMES[j], float(units[j, i])) for i in range(4) for j in range(4) if units[j, i]]
    products = [product("S"), *(part(n) for n in NAMES[1:])]
    lines = [line(f"{n}{k}", "HOME", n, rate) for n in NAMES for k, rate in enumerate((1.0, 3.0))]
    return facts_of([nation("HOME")], products, lines, [holding("HOME", "S", demand)], rows)


def by_product(run, values):
    names = np.array(run.base.products)[run.base.net.firm_product]
    return np.array([values[names == name].sum() for name in NAMES])


@given(recipes(), st.floats(0.5, 50.0))
def test_opening_rates_are_leontief_totals(units, demand):
    run = begin(base_with(units, demand), 1)
    totals = np.linalg.solve(np.eye(4) - units, np.array([demand, 0, 0, 0]))
    np.testing.assert_allclose(by_product(run, run.base.rate), totals, rtol=1e-9)


@settings(max_examples=15)
@given(recipes(), st.floats(0.5, 50.0))
def test_under_static_demand_lines_keep_making_leontief_totals(units, demand):
    run = play(base_with(units, demand), 60, stocks="sustained")
    totals = np.linalg.solve(np.eye(4) - units, np.array([demand, 0, 0, 0]))
    np.testing.assert_allclose(by_product(run, run.state.firms.made[:, 0]), totals, rtol=1e-6)


@given(st.floats(0.5, 50.0), st.floats(0.5, 50.0), st.floats(1.0, 100.0))
def test_shares_of_every_store_add_up_to_one(home, abroad, demand):
    lines = [line("A", "HOME", "S", home), line("B", "ALLY", "S", abroad)]
    held = [holding("HOME", "S", demand), holding("ALLY", "S", 1.0)]
    run = begin(facts_of([nation("HOME"), nation("ALLY")], [product("S")], lines, held), 1)
    total = np.zeros(2)
    np.add.at(total, run.base.net.link_store, run.base.share)
    np.testing.assert_allclose(total, 1.0, rtol=1e-12)


@given(st.lists(st.floats(0.1, 1000.0), min_size=2, max_size=40), st.lists(st.floats(0.5, 50.0), min_size=1, max_size=3))
def test_a_line_that_works_has_a_buyer_however_small_it_is_beside_others(plant, demands):
    nations = ["HOME", "ALLY", "THIRD"][: len(demands)]
    facts = facts_of(
        [nation(name) for name in nations], [product("S")], [line(f"L{i}", "HOME", "S", rate) for i, rate in enumerate(plant)],
        [holding(name, "S", demand) for name, demand in zip(nations, demands, strict=True)],
    )  # fmt: skip
    base = begin(facts, 1).base
    assert (base.rate > 0.0).all()
    total = np.zeros(len(nations))
    np.add.at(total, base.net.link_store, base.share)
    np.testing.assert_allclose(total, 1.0, rtol=1e-12)


def test_every_line_of_the_record_opens_with_a_buyer_but_one_whose_bodies_are_cleared_nowhere_else():
    base = base_of(load_scenario("indo-pacific-2026"))
    idle = np.flatnonzero((base.capacity > 0.0) & (base.rate == 0.0))
    assert [base.firms[f] for f in idle] == ["F104.SHELL_BODY"]
