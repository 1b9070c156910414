"""The same seed gives the same bits: alone, among others, in threads, in steps, and beside other rules."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from abm import AllianceModel, simulate
from abm.facts.parameters import parameter_values
from abm.facts.scenario import load_scenario
from abm.model.simulate import Run, run_worlds
from abm.rules.buy_national import BuyNational
from abm.rules.export_licensing import ExportLicensing
from abm.rules.mix import load_mix
from abm.rules.security_of_supply import SecurityOfSupply
from abm.state.columns import TABLES

TODAY = load_mix("today")


@pytest.fixture(scope="module")
def classroom():
    return load_scenario("classroom")


HELD = {
    "nations": ("trust", "promise", "fund", "spent"),
    "firms": ("status", "capacity", "crew", "building", "ramping", "made"),
    "stores": ("quantity", "pipeline"),
    "links": ("owed", "queued", "ring"),
}
"""What a world holds; the rest of a row is looked after only while some world uses the row."""


def assert_same_world(many: Run, place: int, alone: Run, columns_of=TABLES):
    """Every record and every column of one world among many, bit for bit that of the same world alone."""
    for name in alone.record._fields:
        assert np.array_equal(getattr(many.record, name)[..., place], getattr(alone.record, name)[..., 0]), name
    for table, columns in columns_of.items():
        for name in columns:
            if name == "claim":
                continue  # kept up only where some world divides it; elsewhere `tier_of` holds
            here, there = (getattr(getattr(run.state, table), name) for run in (many, alone))
            assert np.array_equal(here[..., place], there[..., 0], equal_nan=True), f"{table}.{name}"


def test_a_world_among_many_is_the_world_alone(classroom):
    seeds = [5, 0, 17, 123456789]
    many = Run(classroom, [tuple(TODAY)] * 4, seeds).advance()
    for place, seed in enumerate(seeds):
        assert_same_world(many, place, Run(classroom, [tuple(TODAY)], [seed]).advance())


def test_different_seeds_have_different_luck(classroom):
    made = Run(classroom, [tuple(TODAY)] * 2, [1, 2]).advance().record.made
    assert not np.array_equal(made[..., 0], made[..., 1])


def test_worlds_under_different_rules_do_not_touch_each_other(classroom):
    mixes = [
        (), tuple(TODAY), (ExportLicensing(days=200.0, throughput=0.8),),
        (ExportLicensing(days=200.0, throughput=0.8, exempt=("PIPIR",), exempt_share=1.0),),
        (SecurityOfSupply(members="PIPIR", binding=True), BuyNational(price_factor=1.0, start=30, stop=70)),
    ]  # fmt: skip
    many = Run(classroom, mixes, [3] * len(mixes)).advance()
    for place, mix in enumerate(mixes):
        assert_same_world(many, place, Run(classroom, [mix], [3]).advance(), HELD)


def test_worlds_with_different_parameters_do_not_touch_each_other(classroom):
    values = [
        parameter_values(), parameter_values({"budget_growth": 3.0, "overtime": 0.0}),
        parameter_values({"stoppage_rate": 0.05, "trust_sensitivity": 1.0, "mothball_after": 6.0, "exit_hazard": 0.1}),
        parameter_values({"contract_share": 0.8, "entry_cost": 1.0, "margin": 0.25, "budget_growth": 3.0}),
    ]  # fmt: skip
    many = Run(classroom, [tuple(TODAY)] * 4, [3] * 4, values).advance()
    for place, value in enumerate(values):
        assert_same_world(many, place, Run(classroom, [tuple(TODAY)], [3], [value]).advance(), HELD)


def test_a_run_in_pieces_is_the_run_in_one_go(classroom):
    mix = (*TODAY, ExportLicensing(days=300.0, start=13, stop=47))
    whole, pieces = Run(classroom, [mix], [9]).advance(), Run(classroom, [mix], [9])
    for months in (1, 12, 1, 33, 50, 500):
        pieces.advance(months)
    assert_same_world(pieces, 0, whole)


def test_what_happens_later_does_not_change_what_happened_before(classroom):
    short, long = (Run(classroom.varied(months=months), [tuple(TODAY)], [2]).advance() for months in (60, 120))
    for name in short.record._fields:
        assert np.array_equal(getattr(short.record, name), getattr(long.record, name)[:60]), name


def test_threads_give_the_same_bits_as_one_after_the_other(classroom):
    def surge(seed):
        return simulate(classroom, TODAY, [seed]).alliance_surge_ratio.values

    serial = [surge(seed) for seed in range(6)]
    with ThreadPoolExecutor(4) as pool:
        parallel = list(pool.map(surge, range(6)))
    assert np.array_equal(serial, parallel)


def test_seeds_come_back_in_the_order_in_which_they_were_asked_for(classroom):
    seeds = [9, 1, 33, 4, 2]
    together = simulate(classroom, TODAY, seeds)
    assert list(together.seed.values) == seeds
    for seed in seeds:
        alone = simulate(classroom, TODAY, [seed])
        assert np.array_equal(together.made.sel(seed=[seed]).values, alone.made.values)


def test_blocks_of_worlds_add_up_to_all_seeds(classroom):
    runs = run_worlds(classroom, TODAY, range(37))
    assert np.array_equal(np.concatenate([run.seeds for run in runs]), np.arange(37))


def test_stepping_the_model_is_simulating(classroom):
    model = AllianceModel(classroom, TODAY, seed=11)
    while model.running:
        model.step()
    stepped, at_once = model.results(), simulate(classroom, TODAY, [11])
    for name in at_once:
        assert np.array_equal(stepped[name].values, at_once[name].values, equal_nan=True), name


def test_every_metric_of_a_seed_is_the_same_alone_and_among_many(classroom):
    among = simulate(classroom, "pipir", range(9))
    for seed in (0, 5):
        alone = simulate(classroom, "pipir", [seed])
        different = [name for name in alone if not alone[name].equals(among[name].sel(seed=[seed]))]
        assert different == []
