import json

import pandas as pd
import pytest

from abm.judgement.ladder import RUNGS
from tests.command.refused import one_line


def test_the_screen_shows_four_rungs_of_each_system_and_what_most_is_lost_to(surge):
    code, out, err = surge("ladder", "classroom", "--seeds", 1)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    heads = next(line for line in lines if line.startswith("system"))
    assert heads.split() == ["system", *RUNGS, "lost", "most", "to"]
    for system in ("PAC3_MSE", "GMLRS", "SHELL155", "alliance"):
        row = next(line for line in lines if line.startswith(system))
        assert row.count("%") == 4
        assert row.rstrip().endswith(("bottlenecks", "rules", "decisions", "full plant"))
    assert max(map(len, lines)) <= 80
    assert "Month 60." in " ".join(lines[:2])  # war begins in month 48


def test_the_document_holds_the_ladder_of_the_months_asked_for(surge):
    code, out, err = surge("ladder", "classroom", "--seeds", 2, "--months", "59, 12", "--json", "-")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["scenario"]["name"], told["policy"]["name"], told["seeds"]) == ("classroom", "today", [0, 1])
    value = told["metrics"]["value"]
    assert value["coords"] == {"rung": list(RUNGS), "month": [12, 59]}
    assert value["unit"] == "USD/month"
    for month in range(2):
        rungs = [rung[month] for rung in value["mean"]]
        assert rungs == sorted(rungs, reverse=True)
    assert {"output", "output_share", "requirement", "worth", "gain"} <= set(told["metrics"])
    nations = told["metrics"]["by_nation"]
    assert nations["dims"] == ["rung", "nation", "month"]
    for rung, whole in zip(nations["mean"], value["mean"], strict=True):
        assert [sum(month) for month in zip(*rung, strict=True)] == pytest.approx(whole)


def test_the_screen_shows_what_lines_in_each_nation_make_of_the_alliances_value(surge):
    code, out, _ = surge("ladder", "classroom", "--seeds", 1)
    assert code == 0
    lines = out.splitlines()
    top = next(row for row, line in enumerate(lines) if line.startswith("of it in"))
    usa = lines[top + 1].split()
    assert usa[0] == "USA"  # the largest plant first
    assert len(usa) == 5
    assert "need not fall from rung to rung" in " ".join(out.split())


def test_a_licence_time_that_is_set_opens_a_gap_between_what_is_feasible_and_what_is_permitted(surge):
    def lost_to_rules(*more):
        code, out, err = surge("ladder", "classroom", "--policy", "today", "--seeds", 1, "--json", "-", *more)
        assert code == 0, err
        rungs = dict(zip(RUNGS, json.loads(out)["metrics"]["value"]["mean"], strict=True))
        return 1.0 - rungs["permitted"][0] / rungs["feasible"][0]

    assert lost_to_rules("--set", "ExportLicensing.days=720") > lost_to_rules("--set", "ExportLicensing.days=0") >= 0.0


@pytest.mark.parametrize(
    "arguments",
    [
        ["classroom", "--months", "one"],
        ["classroom", "--months", ""],
        ["classroom", "--months", "-1"],
        ["classroom", "--months", "5,100000"],
        ["classroom", "--seeds", "0"],
        ["classroom", "--seeds", "65"],
        ["classroom", "--set", "nonsense"],
        ["classroom", "--policy", "nobody"],
        ["classroom", "--json", "/no/such/folder/x.json"],
        ["classroom", "--out", "/dev/null"],
        ["nowhere"],
    ],
)
def test_what_cannot_be_climbed_is_told_in_one_line_and_nothing_is_written(surge, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    one_line(surge("ladder", *arguments))
    assert list(tmp_path.iterdir()) == []


def test_out_holds_the_rungs_the_worths_and_the_pictures_the_same_bytes_each_time(surge, tmp_path):
    for name in ("one", "two"):
        code, _, err = surge("ladder", "classroom", "--seeds", 2, "--months", "50,60", "--out", tmp_path / name)
        assert code == 0, err
    folder = tmp_path / "one"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert {"ladder.svg", "ladder_over_time.png", "ladder_by_nation.svg", "metrics_by_thing_month.csv"} <= set(manifest["files"])
    assert manifest["shown_month"] == 60
    rungs = pd.read_csv(folder / "metrics_by_rung_month.csv").pivot(index="month", columns="rung", values="value")
    assert (rungs["nameplate"] >= rungs["realised"]).all()
    for path in sorted(folder.iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
