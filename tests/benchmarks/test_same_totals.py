import numpy as np
import pytest

from abm.facts.scenario import load_scenario
from abm.model.simulate import Run
from abm.rules.mix import load_mix
from benchmarks.flows_only import Frozen, check_same
from benchmarks.large import Goods
from benchmarks.mesa_twin import Line, Magazine, Twin

CALM, WAR = 1, 54


@pytest.mark.parametrize(("scenario", "months", "parts"), [("classroom", CALM, 12), ("classroom", WAR, 12), ("indo-pacific-2026", WAR, 8)])
def test_objects_and_arrays_move_the_same_goods(scenario, months, parts):
    frozen = Frozen(scenario, months)
    twin = Twin(frozen)
    for _ in range(parts):
        twin.step()
    compiled = frozen.totals(frozen.flowed(frozen.copied(), parts))
    assert compiled["made by lines"].sum() > 0
    assert compiled["landed in magazines"].sum() > 0
    check_same(compiled, twin.totals())


def test_the_twin_has_an_object_for_every_line_at_work_and_every_magazine():
    frozen = Frozen("classroom", CALM)
    twin = Twin(frozen)
    assert len(twin.agents_by_type[Line]) == frozen.at_work.live.sum()
    assert len(twin.agents_by_type[Magazine]) == len(frozen.base.net.store_nation) - frozen.base.net.first


def test_the_flows_that_are_timed_are_those_of_the_model():
    frozen = Frozen("classroom", WAR)
    run = Run(load_scenario("classroom"), [tuple(load_mix("today"))], [0]).advance(WAR)
    one_month = frozen.totals(frozen.flowed(frozen.copied(), frozen.flow_steps))
    made = run.advance(1).state.firms.made[:, 0]
    # The model decides anew before its goods flow, so a month of frozen decisions comes near to it and no nearer.
    assert one_month["made by lines"].sum() == pytest.approx(made.sum(), rel=0.1)


def test_what_is_frozen_stays_as_it_was_however_often_it_flows():
    frozen = Frozen("classroom", CALM)
    first = frozen.totals(frozen.flowed(frozen.copied(), 8))
    again = frozen.totals(frozen.flowed(frozen.copied(), 8))
    assert all(np.array_equal(first[name], again[name]) for name in first)


def test_totals_that_differ_are_refused():
    with pytest.raises(AssertionError, match="held: a row differs"):
        check_same({"held": np.array([1.0, 2.0])}, {"held": np.array([1.0, 2.0 + 1e-8])})


def test_goods_are_accounted_for_and_missing_ones_noticed():
    run = Run(load_scenario("classroom"), [tuple(load_mix("today"))], [0])
    goods = Goods(run)
    goods.carried_on(3)
    goods.check()
    run.state.stores.quantity[0] *= 0.999
    with pytest.raises(AssertionError, match="got lost"):
        goods.check()
