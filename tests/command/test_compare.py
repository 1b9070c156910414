import json

import numpy as np
import pandas as pd
import pytest

from abm.command.measures import MEASURES, span_of
from abm.facts.scenario import load_scenario
from abm.judgement.metrics import METRICS
from abm.rules.mix import FOLDER, load_mix
from tests.command.refused import one_line

LIFT = 0.1 * len(load_mix("today"))
"""How far the made-up model lifts deliveries under today's rules, over the peacetime rate."""


def compared(surge, *more, scenario="classroom", mixes=("none", "today"), seeds=3):
    code, out, err = surge("compare", scenario, *mixes, "--seeds", seeds, "--json", "-", *more)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_what_a_mix_brings_over_the_first_is_told_with_the_luck_taken_out(surge, made_up):
    told = compared(surge)
    assert list(told) == ["scenario", "mixes", "first", "seeds", "months", "confidence", "version", "measures"]
    assert [mix["name"] for mix in told["mixes"]] == ["none", "today"]
    assert (told["first"], told["seeds"], told["confidence"]) == ("none", [0, 1, 2], 0.9)
    landed = told["measures"]["landed_at_war"]
    assert (landed["by"], landed["months"], landed["unit"]) == ("system", [48, 72], "unit")
    brought = {part: value[0] for part, value in landed["difference"]["today"].items()}
    assert brought["mean"] == pytest.approx(24 * 50 * LIFT)
    assert (brought["low"], brought["high"]) == pytest.approx((brought["mean"], brought["mean"]))  # all seeds gain the same
    assert landed["mean"]["today"][0] - landed["mean"]["none"][0] == pytest.approx(brought["mean"])


def test_every_mix_is_held_against_the_first(surge, made_up, tmp_path):
    half = tmp_path / "half.yaml"
    half.write_text("instruments:\n  BuyNational:\n")
    told = compared(surge, mixes=("today", "none", half))
    peaks = {mix: found["mean"] for mix, found in told["measures"]["alliance_peak"]["difference"].items()}
    assert peaks == pytest.approx({"none": -LIFT, "half": 0.1 - LIFT})


def test_the_screen_shows_the_difference_by_system_by_nation_and_for_the_alliance(surge, made_up):
    code, out, err = surge("compare", "classroom", "none", "today", "--seeds", 4)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    system = next(line for line in lines if line.startswith("PAC3_MSE"))
    assert system.split()[1] == f"+{100 * LIFT / 1.515:.1f}"  # at war the ramp stands at 1.5 on average
    assert any(line.startswith("USA") for line in lines)
    assert not any(line.startswith(("SHELL155", "CAN")) for line in lines)  # nothing moved there
    peak = next(line for line in lines if line.startswith("peak over the peacetime rate: 2.01 to "))
    assert peak.endswith(f"+{LIFT:.2f} ±0.00")
    assert "4 seeds" in out


def test_where_nothing_differs_the_screen_says_so_in_words(surge, made_up, tmp_path):
    (tmp_path / "empty.yaml").write_text("instruments: {}\n")
    code, out, _ = surge("compare", "classroom", "none", tmp_path / "empty.yaml", "--seeds", 2)
    assert code == 0
    assert "No system sees a difference." in out
    assert "No nation sees a difference." in out


def test_without_a_war_nothing_lands_at_war(surge, made_up):
    landed = compared(surge, scenario="peacetime")["measures"]["landed_at_war"]
    assert landed["mean"]["none"] == [None] * 3
    assert landed["difference"]["today"]["mean"] == [None] * 3
    assert landed["difference"]["today"]["seeds"] == [0] * 3


def test_a_lever_that_is_set_moves_in_every_mix(surge, made_up):
    before = {mix["name"]: mix["hash"] for mix in compared(surge)["mixes"]}
    after = {mix["name"]: mix["hash"] for mix in compared(surge, "--set", "ExportLicensing.days=300")["mixes"]}
    assert [after[name] != before[name] for name in before] == [True, True]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["today"],
        ["today", "today"],
        ["today", str(FOLDER / "today.yaml")],
        ["today", "nobody"],
        ["today", "none", "--seeds", "0"],
        ["today", "none", "--seeds", "10001"],
        ["today", "none", "--months", "0"],
        ["today", "none", "--set", "nonsense"],
        ["today", "none", "--json", "/no/such/folder/x.json"],
        ["today", "none", "--out", "/dev/null"],
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line_and_nothing_is_written(surge, made_up, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    one_line(surge("compare", "classroom", *arguments))
    assert list(tmp_path.iterdir()) == []


def test_out_holds_every_difference_every_seed_and_the_pictures(surge, made_up, tmp_path):
    folder = tmp_path / "compared"
    code, _, err = surge("compare", "classroom", "none", "today", "--seeds", 3, "--out", folder)
    assert code == 0, err
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert {"compare_alliance.svg", "compare_by_system.png"} <= set(manifest["files"])
    differences = pd.read_csv(folder / "differences.csv").set_index(["mix", "measure", "of"])
    row = differences.loc["today", "landed_at_war", "PAC3_MSE"]
    assert row["difference"] == pytest.approx(24 * 50 * LIFT)
    assert row["mean"] - row["first"] == pytest.approx(row["difference"])
    assert (row["unit"], row["seeds"]) == ("unit", 3)
    values = pd.read_parquet(folder / "values.parquet")
    mine = values.query("measure == 'landed_at_war' and of == 'PAC3_MSE'").pivot(index="seed", columns="mix", values="value")
    np.testing.assert_allclose(mine["today"] - mine["none"], 24 * 50 * LIFT)


def test_the_same_comparison_writes_the_same_bytes(surge, made_up, tmp_path):
    for name in ("one", "two"):
        surge("compare", "classroom", "none", "today", "--seeds", 2, "--out", tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.name)
def test_every_measure_is_read_from_a_metric_that_has_its_rows(measure):
    metric = METRICS.get(measure.metric)
    if measure.metric != "home_share" or metric is not None:  # home_share waits for its record
        assert not measure.by or measure.by in metric.dims
        assert measure.unit == metric.unit.removesuffix("/month")


def test_the_months_of_war_are_those_of_the_scenarios_conflict():
    span = span_of(load_scenario("classroom"))
    assert (span.war, span.after) == (slice(48, 72), slice(72, 120))
    short = span_of(load_scenario("classroom").varied(months=60))
    assert (short.war, short.after) == (slice(48, 60), slice(60, 60))


def test_the_same_rules_under_another_name_bring_nothing_in_the_model_itself(surge, tmp_path):
    twin = tmp_path / "twin.yaml"
    twin.write_text(load_mix("today").to_yaml())
    told = compared(surge, "--months", 60, mixes=("today", twin), seeds=2)
    assert {one.name for one in MEASURES if one.metric in METRICS} == set(told["measures"])
    for name, found in told["measures"].items():
        moved = np.array(found["difference"]["twin"]["mean"], dtype=float)
        assert not np.nan_to_num(moved).any(), name
