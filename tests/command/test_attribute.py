import json

import pandas as pd
import pytest

from tests.command.test_compare import one_line

SMALL = ("classroom", "today", "--seeds", 2, "--months", 6)


@pytest.fixture
def short(tmp_path):
    """A mix of two instruments, so that four coalitions are all there are."""
    path = tmp_path / "short.yaml"
    path.write_text("instruments:\n  ExportLicensing:\n    days: 200\n  OwnStocksFirst:\n    sales: 12\n")
    return path


def attributed(surge, *arguments):
    code, out, err = surge("attribute", *arguments, "--json", "-")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_shares_of_a_mix_add_up_to_its_dividend(surge, short):
    told = attributed(surge, "classroom", short, "--seeds", 2, "--months", 6)
    assert [share["player"] for share in told["shares"]] == ["ExportLicensing", "OwnStocksFirst"]
    assert told["exact"]
    assert told["worlds"] == 4 * 2
    assert told["months"] == [48, 54]
    assert told["dividend"]["mean"] == pytest.approx(told["joint"] - told["apart"])
    assert sum(share["mean"] for share in told["shares"]) == pytest.approx(told["dividend"]["mean"])
    first, other = (share["alone"]["mean"] for share in told["shares"])
    (pair,) = told["interaction"]
    assert pair["mean"] == pytest.approx(told["dividend"]["mean"] - first - other)


def test_the_joint_outcome_is_that_of_the_mix_in_any_other_run(surge, short):
    told = attributed(surge, "classroom", short, "--seeds", 2, "--months", 72)
    _, out, _ = surge("compare", "classroom", "none", short, "--seeds", 2, "--json", "-")
    landed = [json.loads(out)["measures"][name]["mean"]["short"] for name in ("alliance_landed_at_war", "alliance_landed_after")]
    assert told["joint"] == pytest.approx(sum(landed))


def test_over_the_same_mix_there_is_nothing_to_split(surge):
    one_line(surge("attribute", "classroom", "today", "--over", "today"))


def test_only_what_a_mix_changes_plays_when_it_is_held_against_another(surge, short):
    told = attributed(surge, "classroom", short, "--over", short, "--set", "OwnStocksFirst.sales=3", "--seeds", 1, "--months", 3)
    assert [share["player"] for share in told["shares"]] == ["OwnStocksFirst"]
    assert told["interaction"] == []


def test_nations_that_are_named_play_and_the_others_play_as_one(surge):
    told = attributed(surge, *SMALL, "--by", "nations", "--nations", "USA,JPN")
    assert [share["player"] for share in told["shares"]] == ["USA", "JPN", "the rest"]
    assert sum(share["mean"] for share in told["shares"]) == pytest.approx(told["dividend"]["mean"])
    assert told["dividend"]["mean"] > 0.0


def test_a_system_is_counted_in_units(surge, short):
    told = attributed(surge, "classroom", short, "--of", "PAC3_MSE", "--seeds", 1, "--months", 6)
    assert told["unit"] == "unit"
    assert 0 < told["joint"] < 1e4


def test_the_screen_tells_the_dividend_the_shares_and_the_pairs(surge, short):
    code, out, err = surge("attribute", "classroom", short, "--seeds", 2, "--months", 6)
    assert (code, err) == (0, "")
    assert "short over none" in out.splitlines()[0].lower()
    assert any(line.startswith("OwnStocksFirst") for line in out.splitlines())
    assert "All 4 coalitions were run (8 worlds)" in " ".join(out.split())
    assert "All worlds here open with the goods under way that short brings about" in " ".join(out.split())


def test_out_holds_shares_by_seed_that_add_up(surge, short, tmp_path):
    folder = tmp_path / "split"
    code, out, _ = surge("attribute", "classroom", short, "--seeds", 2, "--months", 6, "--out", folder, "--json", "-")
    assert code == 0
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert {"shares.svg", "shares.png", "interaction.svg", "interaction.png"} <= set(manifest["files"])
    by_seed = pd.read_parquet(folder / "shares.parquet").groupby("seed")["share"].sum()
    assert by_seed.mean() == pytest.approx(json.loads(out)["dividend"]["mean"])
    assert list(pd.read_csv(folder / "shares.csv")["player"]) == ["ExportLicensing", "OwnStocksFirst"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody"],
        ["none"],
        ["today", "--by", "rules"],
        ["today", "--of", "happiness"],
        ["today", "--nations", "USA"],
        ["today", "--by", "nations", "--nations", "USA,ATLANTIS"],
        ["today", "--by", "nations", "--nations", "USA,USA"],
        ["today", "--by", "nations", "--over", "pipir"],
        ["today", "--seeds", "0"],
        ["today", "--months", "0"],
        ["today", "--json", "/no/such/folder/x.json"],
        ["today", "--out", "/dev/null"],
    ],
)
def test_what_cannot_be_split_is_told_in_one_line_and_nothing_is_written(surge, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    one_line(surge("attribute", "classroom", *arguments))
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_without_war_has_no_theatre(surge):
    one_line(surge("attribute", "peacetime", "today", "--of", "landed_in_theatre"))
