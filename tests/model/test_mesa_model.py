"""AllianceModel is an ordinary Mesa model whose agents are live views of the tables."""

import copy
import gc
import weakref

import mesa
import numpy as np
import pytest

from abm import AllianceModel, Firm, Nation
from abm.facts.scenario import load_scenario
from abm.rules.export_licensing import ExportLicensing
from abm.state.columns import ACTIVE, FIRMS, NATIONS


@pytest.fixture
def model():
    return AllianceModel(load_scenario("classroom").varied(months=60), seed=4)


def test_it_is_a_mesa_model_with_a_nation_or_a_firm_for_every_row(model):
    assert isinstance(model, mesa.Model)
    assert len(model.agents_by_type[Nation]) == len(model.base.nations)
    assert len(model.agents_by_type[Firm]) == len(model.base.firms)
    assert {nation.name for nation in model.agents_by_type[Nation]} == set(model.base.nations)


def test_agents_can_be_selected_grouped_and_summed_by_their_columns(model):
    model.step()
    firms = model.agents_by_type[Firm]
    working = firms.select(lambda firm: firm.status == ACTIVE)
    assert 0 < len(working) < len(firms)
    assert working.agg("made", sum) == pytest.approx(model.run.state.firms.made.sum())
    by_nation = working.groupby("nation").agg("capacity", sum)
    assert by_nation["USA"] > 0.0
    assert sum(by_nation.values()) == pytest.approx(firms.agg("capacity", sum))


@pytest.mark.parametrize(("kind", "columns"), [(Nation, NATIONS), (Firm, FIRMS)])
def test_every_column_of_a_row_is_an_attribute_of_its_agent(model, kind, columns):
    model.step()
    table = model.run.state.nations if kind is Nation else model.run.state.firms
    for agent in list(model.agents_by_type[kind])[:3]:
        for name in columns:
            assert np.array_equal(getattr(agent, name), getattr(table, name)[agent.row, ..., 0]), name
            assert columns[name].unit in vars(kind)[name].__doc__


def test_what_is_written_to_an_agent_is_written_to_the_world(model):
    model.step()
    seeker = next(firm for firm in model.agents_by_type[Firm] if firm.product == "SEEK_PAC3" and firm.made > 0)
    other = AllianceModel(model.run.scenario, seed=4)
    other.step()
    seeker.capacity, seeker.crew = 0.0, 0.0
    assert model.run.state.firms.capacity[seeker.row, 0] == 0.0
    model.step()
    other.step()
    assert seeker.made == 0.0
    assert next(f for f in other.agents_by_type[Firm] if f.row == seeker.row).made > 0.0


def test_a_nation_shows_its_magazines(model):
    japan = next(nation for nation in model.agents_by_type[Nation] if nation.name == "JPN")
    net = model.base.net
    rows = [s for s in range(net.first, len(net.store_nation)) if net.store_nation[s] == japan.row]
    assert japan.magazines
    assert sum(japan.magazines.values()) == pytest.approx(model.run.state.stores.quantity[rows].sum())


def test_it_steps_a_month_at_a_time_until_the_scenario_ends(model):
    months = 0
    while model.running:
        model.step()
        months += 1
        assert model.month == months
    assert months == 60
    collected = model.datacollector.get_model_vars_dataframe()
    assert len(collected) == 60
    results = model.results()
    for name in collected:
        np.testing.assert_array_equal(collected[name].to_numpy(), results[name].values[..., 0])


def test_a_step_past_the_end_changes_nothing(model):
    while model.running:
        model.step()
    before = model.run.state.stores.quantity.copy()
    model.step()
    assert model.month == 60
    assert np.array_equal(before, model.run.state.stores.quantity)


def test_a_copy_goes_its_own_way(model):
    model.step()
    twin = copy.deepcopy(model)
    for _ in range(12):
        twin.step()
    assert model.month == 1
    for _ in range(12):
        model.step()
    assert np.array_equal(model.run.record.made, twin.run.record.made)
    firm, copied = (next(iter(one.agents_by_type[Firm])) for one in (model, twin))
    copied.capacity = 1e9
    assert firm.capacity != 1e9


def test_a_model_that_is_let_go_leaves_nothing_behind():
    left = []
    for seed in range(3):
        model = AllianceModel(load_scenario("classroom").varied(months=12), seed=seed)
        model.step()
        left += [weakref.ref(model), weakref.ref(model.run), weakref.ref(next(iter(model.agents)))]
        del model
    gc.collect()
    assert not [ref for ref in left if ref() is not None]


def test_it_takes_a_mix_by_name_or_a_list_of_instruments():
    scenario = load_scenario("classroom").varied(months=6)
    plain = AllianceModel(scenario, "none")
    licensed = AllianceModel(scenario, [ExportLicensing(days=90.0)])
    assert not len(plain.mix)
    assert licensed.run.state.links.license_time.max() > 0.0
    assert plain.run.state.links.license_time.max() == 0.0


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # newer Mesa renames a word of its batch_run
def test_mesas_batch_run_works_with_it():
    rows = mesa.batch_run(
        AllianceModel, {"scenario": "classroom", "policies": ["none", "today"], "seed": [1]},
        number_processes=1, iterations=1, max_steps=3, data_collection_period=-1, display_progress=False,
    )  # fmt: skip
    assert {row["policies"] for row in rows} == {"none", "today"}
    assert all(row["alliance_surge_ratio"] > 0 for row in rows)
