"""`surge fragile` in the model itself, on the smallest scenario."""

import json

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def told():
    from abm.command.fragile import fragility, fragility_document
    from abm.facts.scenario import load_scenario
    from abm.rules.mix import load_mix

    return fragility_document(fragility(load_scenario("classroom"), load_mix("today"), 2))


@pytest.mark.parametrize("cases", ["stops", "firms"])
def test_what_is_lost_stands_in_the_order_of_what_it_costs(told, cases):
    costs = [one["alliance"]["mean"] for one in told[cases]]
    assert costs == sorted(costs)
    assert costs[0] < 0.0
    assert (told["onset"], told["months_stopped"], told["months_counted"]) == (48, 12, 24)


def test_intervals_hold_the_mean_and_rest_on_all_seeds(told):
    for one in told["stops"] + told["firms"]:
        brought = one["alliance"]
        assert brought["low"] <= brought["mean"] <= brought["high"]
        assert brought["seeds"] == 2


def test_no_single_plant_is_named(told):
    for one in told["stops"]:
        assert set(one) == {"product", "nation", "makers", "alliance", "systems"}
        assert not any("(" in maker for maker in one["makers"])
    pairs = [(one["product"], one["nation"]) for one in told["stops"]]
    assert len(set(pairs)) == len(pairs)
    firms = [one["firm"] for one in told["firms"]]
    assert len(set(firms)) == len(firms)
    assert not any("(" in firm or "Rest of" in firm for firm in firms)


def test_to_stop_who_makes_a_system_alone_costs_no_other_system_more(told):
    alone = {one["product"] for one in told["single_points"]} & set(told["systems"])
    for stop in told["stops"]:
        if stop["product"] in alone:
            row = told["systems"].index(stop["product"])
            losses = [loss for loss in stop["systems"]["mean"] if loss is not None]
            assert stop["systems"]["mean"][row] == min(losses)


def test_the_screen_shows_as_many_rows_as_were_asked_for(surge, told):
    code, out, err = surge("fragile", "classroom", "--seeds", 2, "--top", 2)
    assert (code, err) == (0, "")
    first, third = told["stops"][0], told["stops"][2]
    losses = out[out.index("stops tried") : out.index("A firm fails")]
    assert f"{first['product']}" in losses
    assert f"{100 * first['alliance']['mean']:+.1f}" in losses
    assert not any(line.split()[:2] == [third["product"], third["nation"]] for line in losses.splitlines())
    assert f"{len(told['single_points'])} products" in out


def test_out_and_json_tell_the_same(surge, told, tmp_path):
    folder, file = tmp_path / "fragile", tmp_path / "fragile.json"
    code, _, err = surge("fragile", "classroom", "--seeds", 2, "--out", folder, "--json", file)
    assert code == 0, err
    assert json.loads(file.read_text()) == told
    for cases in ("stops", "firms"):
        rows = pd.read_csv(folder / f"{cases}.csv").query("of == 'alliance'")
        assert rows["mean"].tolist() == pytest.approx([one["alliance"]["mean"] for one in told[cases]])
    points = pd.read_csv(folder / "single_points.csv")
    assert set(points["product"]) == {one["product"] for one in told["single_points"] if any(one["through"])}
    held = {f"{name}.{kind}" for name in ("stops", "firms", "single_points") for kind in ("csv", "svg", "png")}
    assert set(json.loads((folder / "manifest.json").read_text())["files"]) == held


@pytest.mark.parametrize(
    "arguments",
    [["--top", "0"], ["--seeds", "0"], ["--policy", "nobody"], ["--json", "/no/such/folder/x.json"], ["--out", "/dev/null"]],
)
def test_what_cannot_be_asked_is_told_in_one_line_and_nothing_is_written(surge, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    code, out, err = surge("fragile", "classroom", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []
