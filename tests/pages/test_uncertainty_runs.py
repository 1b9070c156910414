"""The runs of a study as they are looked at: what is drawn is what is stored, and the address of a run means that very run."""

import json
import shutil
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from abm import simulate
from abm.facts.problems import BadInput
from abm.facts.scenario import Scenario, load_scenario
from abm.rules.mix import parse_mix
from experiments import run_study
from experiments.again import plan_of
from experiments.analysis.choices import paired
from experiments.report.contents import by_design
from experiments.results import Results
from pages.explore.chosen import from_address as explored
from pages.uncertainty.drawing import MOST_DOTS, dots, heat, in_cell
from pages.uncertainty.looking import Look, cases_seen, checked, inputs, look_of, settled
from pages.uncertainty.opening import opened, rules_of
from pages.uncertainty.seeing import Seeing
from pages.uncertainty.sofar import effects, standing

TINY = """
title: A tiny study
scenario: classroom
months: 24
mixes: [{name: today, base: today}, {name: other, base: pipir}]
uncertainties: [overtime, input_cover, stock_adjust]
design: {kind: latin-hypercube, samples: 12}
seeds: 2
outcomes: [{name: peak, metric: alliance_surge_ratio, reduce: max, since: start}]
"""
LEVERS = """
title: Levers
scenario: classroom
months: 6
mixes: [today, none]
levers:
  ExportLicensing.days: [45, 90]
  MultiYearProcurement: {from: signal}
uncertainties: none
events: [{name: calm}, {name: closed, events: [{kind: blockade, theatre: indo_pacific, start: 2026-03, months: 2, factor: 2.0}]}]
design: {kind: factorial}
outcomes: [{name: peak, metric: alliance_surge_ratio, reduce: max, since: start}]
"""


def stored(folder, text):
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return run_study(path, folder / "stored", workers=0)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("tiny"), TINY)


@pytest.fixture(scope="module")
def levers(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("levers"), LEVERS)


def numbers(results):
    """The stored outcome by row and seed."""
    return results.runs.set_index(["row", "seed"])["peak"].to_dict()


def drawn(results, look):
    look = settled(results, checked(results, look))
    return look, cases_seen(results, look)


def test_every_dot_is_a_stored_run(tiny):
    look, seen = drawn(tiny, Look(mix="other", across="overtime"))
    told, known = dots(tiny, look, seen), numbers(tiny)
    assert len(told["row"]) == 24
    assert set(told["mix"]) == {"other"}
    assert told["y"] == pytest.approx([known[one] for one in zip(told["row"], told["seed"], strict=True)], rel=1e-5)
    values = tiny.design.set_index("row")["overtime"]
    assert told["x"] == pytest.approx(values.loc[told["row"]].tolist(), rel=1e-5)


def test_of_very_many_runs_some_of_every_mix_are_drawn_and_it_says_so(tiny):
    look, seen = drawn(tiny, Look(across="mix"))
    many = pd.concat([seen.sort_values(["point", "mix"])] * 60, ignore_index=True)
    told = dots(tiny, look, many)
    assert len(told["x"]) == MOST_DOTS < len(many)
    assert "1,500 of them" in told["words"]
    assert 0.4 < told["mix"].count("other") / MOST_DOTS < 0.6


@settings(max_examples=12)
@given(st.data())
def test_every_run_lies_in_one_cell_whose_mean_it_bears(tiny, data):
    offered = inputs(tiny)
    across = data.draw(st.sampled_from(offered))
    up = data.draw(st.sampled_from([name for name in offered if name != across]))
    look, seen = drawn(tiny, Look(across=across, up=up, against=data.draw(st.sampled_from(["", "today"]))))
    told = heat(tiny, look, seen)
    assert sum(cell["count"] for cell in told["cells"]) == len(seen) > 0
    values = seen.set_index(["row", "seed"])["value"]
    found = set()
    for cell in told["cells"]:
        listed = [(one["row"], one["seed"]) for one in in_cell(tiny, look, (cell["x"], cell["y"]))]
        assert cell["count"] == len(listed)
        assert cell["mean"] == pytest.approx(values.loc[listed].mean(), abs=1e-12)
        found.update(listed)
    assert len(found) == len(seen)


def test_held_against_a_mix_each_run_is_paired_with_the_same_future_and_luck(tiny):
    _, seen = drawn(tiny, Look(mix="other", against="today"))
    pairs = paired(tiny, "peak", {"mix": "other"}, {"mix": "today"}, "difference").table
    assert sorted(seen["value"]) == pytest.approx(sorted(pairs["value"]))
    _, same = drawn(tiny, Look(mix="today", against="today"))
    assert (same["value"] == 0).all()


def test_what_is_shown_first_is_what_the_outcome_follows_most(tiny):
    look, seen = drawn(tiny, Look())
    follows = {name: abs(spearmanr(seen[name], seen["value"]).statistic) for name in tiny.uncertainties}
    assert [look.across, look.up] == sorted(follows, key=follows.get, reverse=True)[:2]


@pytest.mark.parametrize("part", ["outcome", "across", "up", "mix", "events", "against"])
def test_a_name_that_the_study_does_not_have_is_refused(tiny, part):
    with pytest.raises(BadInput, match="unknown in this study"):
        checked(tiny, look_of({part: "<script>alert(1)</script>"}))


@pytest.mark.parametrize("row", ["1e9", "x", "", "9" * 30, "٣"])
def test_a_row_that_is_no_number_is_refused(row):
    with pytest.raises(BadInput, match="expected a number"):
        look_of({"row": row})


@pytest.mark.slow
def test_the_address_of_a_run_means_the_very_run(tiny):
    for row, seed in ((0, 0), (7, 1), (23, 0)):
        told = opened(tiny, row, seed)
        query = told["address"].removeprefix("/?")
        chosen, _ = explored(query)
        said = dict(one.split(":") for one in parse_qs(query)["param"])
        assert set(said) == set(tiny.uncertainties)
        world = load_scenario(chosen.scenario).varied(24)
        fields = {name: getattr(world, name) for name in Scenario.model_fields}
        world = Scenario(**fields | {"parameters": {name: float(value) for name, value in said.items()}})
        peak = simulate(world, chosen.mix(), seeds=[seed])["alliance_surge_ratio"].max()
        assert float(peak) == numbers(tiny)[row, seed]


def test_a_run_is_told_with_its_unknowns_and_the_command_that_runs_it_again(tiny):
    told = opened(tiny, 5, 1)
    assert told["command"] == "surge study rerun stored 5 --seed 1"
    assert [one[0] for one in told["unknowns"]] == tiny.uncertainties
    assert any("24 months" in words for words in told["doubts"])
    with pytest.raises(BadInput, match="expected rows 0 to 23"):
        opened(tiny, 24, 0)


def test_levers_and_instruments_of_a_run_are_in_its_address(levers):
    plan, found = plan_of(levers), 0
    for case in levers.runs.itertuples():
        told = opened(levers, case.row, case.seed)
        rules = plan.rules_of(levers.runs[levers.runs["row"] == case.row])[0]
        assert parse_mix(rules_of(levers, case.row, case.seed)[1], "rules").content() == rules.content()
        if told["address"]:
            found += 1
            chosen, _ = explored(told["address"].removeprefix("/?"))
            assert sorted(map(json.dumps, chosen.mix().content())) == sorted(map(json.dumps, rules.content()))
        else:
            assert told["doubts"]
    assert found == len(levers.runs)


def test_a_lever_that_an_arm_has_moved_can_be_moved_on_in_explore(tmp_path):
    moved = "mixes: [{name: none, base: today, set: [\"SecurityOfSupply.members=''\"]}]"
    results = stored(tmp_path, LEVERS.replace("mixes: [today, none]", moved))
    chosen, _ = explored(opened(results, 0, 0)["address"].removeprefix("/?"))
    assert 'SecurityOfSupply[1].members=""' in chosen.settings
    on = chosen.moved("SecurityOfSupply[1].members", "AUKUS")
    assert sum(one.startswith("SecurityOfSupply") and ".members=" in one for one in on.settings) == 1
    assert not any(one == 'SecurityOfSupply[1].members=""' for one in on.settings)


def test_what_an_address_cannot_hold_is_said(levers):
    runs = levers.runs
    closed, calm = (int(runs[runs["events"] == name]["row"].iloc[0]) for name in ("closed", "calm"))
    assert any("adds the events closed" in words for words in opened(levers, closed, 0)["doubts"])
    assert not any("adds the events" in words for words in opened(levers, calm, 0)["doubts"])


def test_a_run_under_a_mix_of_ones_own_has_no_address_but_its_rules_can_be_kept(tmp_path):
    (tmp_path / "mine.yaml").write_text("title: Mine\ninstruments: []\n", encoding="utf-8")
    text = LEVERS.replace("mixes: [today, none]", "mixes: [./mine.yaml]").replace("samples: 12", "samples: 2")
    results = stored(tmp_path, text)
    told = opened(results, 0, 0)
    assert told["address"] == ""
    assert "own" in told["doubts"][0]
    assert rules_of(results, 0, 0)[1]


def test_a_study_half_run_says_how_many_futures_are_whole_and_what_they_show(tiny, tmp_path):
    shutil.copytree(tiny.folder, tmp_path / "half")
    for part in (tmp_path / "half" / "runs").glob("part-*.parquet"):
        table = pd.read_parquet(part)
        table[(table["future"] < 5) | ((table["future"] == 5) & (table["mix"] == "today"))].to_parquet(part)
    half = Results(tmp_path / "half")
    assert standing(half) == {"stored": 22, "failed": 0, "of": 48, "whole": 5, "futures": 12}
    shown = effects(half, by_design(half), "peak")["rows"]
    both = tiny.runs[tiny.runs["future"] < 5].pivot_table(index=["future", "seed"], columns="mix", values="peak")
    gain = (100 * (both["other"] / both["today"] - 1)).groupby("future").mean()
    assert [one["count"] for one in shown] == [5]
    assert shown[0]["mean"] == pytest.approx(gain.mean())


def test_a_run_that_is_asked_for_before_it_has_run_is_shown_once_it_has(tiny, tmp_path):
    shutil.copytree(tiny.folder, tmp_path / "half")
    for part in (tmp_path / "half" / "runs").glob("part-*.parquet"):
        table = pd.read_parquet(part)
        table[table["row"] != 7].to_parquet(part)
    seeing = Seeing()
    asked = Look(row=7, mix="other")
    for results, shown in ((Results(tmp_path / "half"), None), (tiny, 7)):
        seeing.take(results)
        told = seeing.told(asked)
        assert (told["opened"] or {}).get("row") == shown
        assert told["look"]["mix"] == "other"
    with pytest.raises(BadInput, match="expected rows 0 to 23"):
        seeing.told(Look(row=24))


def test_everything_told_is_strict_json(tiny):
    seeing = Seeing()
    seeing.take(tiny)
    for look in (Look(), Look(across="mix"), Look(row=3), Look(against="other", up="mix")):
        json.dumps(seeing.told(look, running=True), allow_nan=False)


def test_the_inputs_shown_first_stay_while_a_study_runs_on(tiny):
    seeing = Seeing()
    seeing.take(tiny)
    first = seeing.told(Look())["look"]
    assert seeing.told(Look())["look"] == first
    assert seeing.told(Look())["number"] == 3
    other = seeing.told(Look(across=first["up"]))["look"]
    assert other["across"] == first["up"]


def test_a_study_with_one_input_alone_has_dots_and_no_heat_map(tmp_path):
    text = TINY.replace("[overtime, input_cover, stock_adjust]", "[overtime]").replace(", {name: other, base: pipir}", "")
    results = stored(tmp_path, text.replace("samples: 12", "samples: 4").replace("months: 24", "months: 4"))
    seeing = Seeing()
    seeing.take(results)
    told = seeing.told(Look(), running=True)
    assert told["heat"] is None
    assert len(told["dots"]["x"]) == 8
    assert told["effects"]["rows"] == []
    assert np.isfinite(told["dots"]["y"]).all()
