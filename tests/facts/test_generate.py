"""The generated base has the documented shape at any size, and never disturbs the record above it."""

import time

import numpy as np
import pytest

from abm.facts.checks import check_facts
from abm.facts.generate import grow, grow_arrays
from abm.facts.problems import BadInput


@pytest.fixture(scope="module")
def network(facts):
    return grow_arrays(facts, 20_000, seed=1)


def test_a_base_no_larger_than_the_record_is_the_record(facts):
    assert grow(facts, 50) is facts
    assert len(grow_arrays(facts, 50).line_product) == len(facts.lines)


@pytest.mark.parametrize("more", [1, 2, 17, 800])
def test_the_base_has_as_many_lines_as_asked(facts, more):
    grown = grow(facts, len(facts.lines) + more)
    assert len(grown.lines) == len(facts.lines) + more
    assert grown.lines[: len(facts.lines)] == facts.lines
    check_facts(grown)


def test_two_in_five_parts_have_one_maker(network):
    makers = np.bincount(network.line_product)[network.n_record_products :]
    assert np.mean(makers == 1) == pytest.approx(0.42, abs=0.02)
    assert makers.max() == 4


def test_a_line_has_five_or_six_supplier_links(network):
    makers = np.bincount(network.line_product, minlength=len(network.products))
    owner = np.repeat(np.arange(len(network.products)), np.diff(network.recipe_start))
    links = (makers[owner] * makers[network.recipe_input]).sum()
    assert 5 <= links / len(network.line_product) <= 6.5


def test_a_part_goes_into_one_to_five_parents_one_tier_up(network):
    owner = np.repeat(np.arange(len(network.products)), np.diff(network.recipe_start))
    made = network.recipe_input >= network.n_record_products
    uses = np.bincount(network.recipe_input[made], minlength=len(network.products))[network.n_record_products :]
    assert uses.min() == 1
    assert uses.max() == 5
    assert np.all(network.tier[owner[made]] == network.tier[network.recipe_input[made]] - 1)
    assert not np.any(np.diff(network.recipe_start)[network.tier == 5])


def test_generated_parts_are_loaded_as_peace_loads_them(network):
    capacity = np.bincount(network.line_product, network.line_capacity)[network.n_record_products :]
    assert capacity * 0.85 == pytest.approx(network.demand[network.n_record_products :])


def test_generated_parts_cost_less_than_what_they_go_into(network):
    owner = np.repeat(np.arange(len(network.products)), np.diff(network.recipe_start))
    made = network.recipe_input >= network.n_record_products
    spent = np.bincount(owner[made], network.unit_cost[network.recipe_input[made]], minlength=len(network.products))
    assert np.all(network.unit_cost > 0)
    assert np.all(spent <= 0.5 * network.unit_cost * (1 + 1e-9))


def test_makers_stand_where_the_record_has_its_lines(facts, network):
    recorded = np.bincount(network.line_nation[: network.n_record_lines], minlength=27) / network.n_record_lines
    drawn = np.bincount(network.line_nation[network.n_record_lines :], minlength=27)
    assert drawn / drawn.sum() == pytest.approx(recorded, abs=0.02)


def test_a_seed_gives_one_base_and_another_seed_another(facts, network):
    again, other = grow_arrays(facts, 20_000, seed=1), grow_arrays(facts, 20_000, seed=2)
    assert np.array_equal(network.line_capacity, again.line_capacity)
    assert not np.array_equal(network.recipe_input, other.recipe_input)


def test_arrays_and_facts_tell_the_same_base(facts):
    net, grown = grow_arrays(facts, 1000), grow(facts, 1000)
    assert list(grown.products) == net.products
    assert [x.product for x in grown.lines] == [net.products[p] for p in net.line_product]
    for name, start, stop in zip(net.products, net.recipe_start, net.recipe_start[1:], strict=False):
        inputs = [net.products[i] for i in net.recipe_input[start:stop]]
        assert sorted(x.input for x in grown.ingredients[name]) == sorted(inputs)


def test_the_real_size_of_the_base_grows_in_seconds(facts):
    start = time.perf_counter()
    assert len(grow_arrays(facts, 200_000).line_product) == 200_000
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("n_lines", [0, -5, 10**9, 2.5, True, "many"])
def test_an_absurd_size_is_refused(facts, n_lines):
    with pytest.raises(BadInput, match="expected a whole number"):
        grow(facts, n_lines)
