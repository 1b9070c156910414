"""What Explore shows is what `simulate` gives."""

import numpy as np
import pytest

from abm import simulate
from abm.command.paired import effect
from abm.facts.scenario import load_scenario
from pages.explore.chosen import Chosen
from pages.explore.running import Shelf, look
from pages.explore.trade import trade
from pages.explore.view import HEADLINES, NO_PART, estimated, finished, scene, single

SEEDS = (0, 1, 2, 3)


def seen(preset, seeds=SEEDS, scenario="classroom", shelf=None):
    return look(load_scenario(scenario), Chosen(preset=preset).mix(), seeds, lambda: False, shelf or Shelf())


@pytest.fixture(scope="module")
def today():
    return seen("today")


@pytest.fixture(scope="module")
def pipir():
    return seen("pipir")


@pytest.fixture(scope="module")
def simulated():
    return {mix: simulate("classroom", mix, seeds=SEEDS) for mix in ("today", "pipir")}


def test_curves_are_those_of_simulate(today, simulated):
    assert np.array_equal(today.surge[0], simulated["today"]["alliance_surge_ratio"].values.astype(np.float32))
    assert np.array_equal(today.surge[1:], simulated["today"]["surge_ratio"].values.astype(np.float32), equal_nan=True)


def test_the_difference_is_paired_by_seed(today, pipir, simulated):
    arrays = finished(pipir, today)
    told = effect(simulated["today"]["alliance_surge_ratio"].values, simulated["pipir"]["alliance_surge_ratio"].values)
    assert np.allclose(arrays["gap"][0], told.mean, atol=1e-5)
    assert np.allclose(arrays["gap_low"][0], told.low, atol=1e-5)
    assert np.any(arrays["gap"][0] != 0)


def test_the_baseline_against_itself_differs_nowhere(today):
    arrays = finished(today, today)
    assert np.nanmax(np.abs(arrays["gap"])) == 0
    assert np.nanmax(np.abs(arrays["gain"])) == 0


def test_the_band_holds_the_mean_and_most_seeds(today):
    arrays = finished(today, today)
    known = np.isfinite(arrays["surge"])
    assert (arrays["low"] <= arrays["high"])[known].all()
    inside = (today.surge >= arrays["low"][..., None] - 1e-6) & (today.surge <= arrays["high"][..., None] + 1e-6)
    assert inside[known].mean() >= 0.5


def test_a_first_look_at_the_baseline_is_the_baseline(today):
    one = seen("today", (0,))
    arrays = estimated(one, one, today)
    assert np.allclose(arrays["surge"], today.surge.mean(axis=-1), equal_nan=True)
    assert np.allclose(arrays["limits"], today.limits)


def test_a_first_look_lies_nearer_to_the_whole_than_its_one_seed_whichever_seed_that_is_on_average(today, pipir):
    whole, told, alone = pipir.surge.mean(axis=-1), [], []
    for seed in SEEDS:
        one, before = seen("pipir", (seed,)), seen("today", (seed,))
        told.append(np.nanmean(np.abs(estimated(one, before, today)["surge"] - whole)))
        alone.append(np.nanmean(np.abs(single(one)["surge"] - whole)))
    assert np.mean(told) < np.mean(alone)


def test_shares_of_what_binds_sum_to_all_plant_or_none(today):
    total = today.limits.sum(axis=1) * len(SEEDS)  # each seed has plant, or none
    assert np.allclose(total, np.round(total), atol=1e-4)
    assert np.allclose(total[0], len(SEEDS), atol=1e-4)


def test_shares_of_what_binds_a_system_are_the_metric(today, simulated):
    told = simulated["today"]
    for row, system in enumerate(told["system"].values, start=1):
        assert np.allclose(today.limits[row], told["limit_share"].sel(product=system).mean("seed").values, atol=1e-5)


def test_a_part_is_named_exactly_where_output_is_lost_for_want_of_it(today):
    assert ((today.part == NO_PART) == (today.forgone <= 0)).all()


def test_what_a_row_says_is_told_by_the_scene(today):
    told = scene(load_scenario("classroom"), 4)
    assert len(told["systems"]) + 1 == len(today.surge)
    assert len(told["headlines"]) == len(today.headlines) == len(HEADLINES)
    assert today.limits.shape[1] == len(told["limits"])
    assert today.lack.shape[1] == len(told["reasons"])
    assert today.part.max() < len(told["products"])
    war = next(event for event in told["events"] if event["kind"] == "conflict")
    assert 0 <= war["from"] < war["to"] <= told["months"]


def test_what_is_asked_rises_in_war(today):
    war = next(event for event in scene(load_scenario("classroom"), 4)["events"] if event["kind"] == "conflict")
    assert today.asked[0, war["from"]] > 2 * today.asked[0, war["from"] - 1]


def test_a_scenario_without_war_has_no_numbers_at_war():
    view = seen("none", (0,), "peacetime")
    at_war = list(HEADLINES).index("alliance_landed_at_war")
    assert np.isnan(view.headlines[at_war]).all() or (view.headlines[at_war] == 0).all()
    assert np.allclose(view.surge[0], 1, atol=1e-3)


def test_trade_lists_each_pair_once_and_never_home():
    sent = trade(load_scenario("classroom"), Chosen().mix(), lambda: False, Shelf())
    pairs = [tuple(pair) for pair in sent.pairs]
    assert len(set(pairs)) == len(pairs) > 0
    assert all(one != other for one, other in pairs)
    assert (sent.barred <= sent.lines[:, None]).all()


def test_barring_all_trade_shows_as_barred_lines():
    closed = Chosen().moved("ExportLicensing[1].refused", ["JPN"])
    scenario = load_scenario("classroom")
    before, after = (trade(scenario, one.mix(), lambda: False, Shelf()) for one in (Chosen(), closed))
    japan = [nation["id"] for nation in scene(scenario, 1)["nations"]].index("JPN")
    into = after.pairs[:, 1] == japan
    assert into.any()
    assert (after.barred[into] == after.lines[into][:, None]).all()
    assert after.barred.sum() > before.barred.sum()


def test_what_nobody_waits_for_is_not_run():
    assert look(load_scenario("classroom"), Chosen().mix(), SEEDS, lambda: True, Shelf()) is None


def test_a_shelf_keeps_what_was_asked_for_last():
    shelf = Shelf(most=2)
    for key in "ab":
        shelf.keep((key,), key)
    shelf.get(("a",))
    shelf.keep(("c",), "c")
    assert [shelf.get((key,)) for key in "abc"] == ["a", None, "c"]


def test_a_kept_view_cannot_be_changed(today):
    with pytest.raises(ValueError, match="read-only"):
        today.surge[:] = 0
