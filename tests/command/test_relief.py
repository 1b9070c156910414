import json

import pandas as pd
import pytest

from tests.command.test_compare import one_line

SHORT = ("classroom", "--seeds", 2, "--months", "3,6")


@pytest.fixture
def told(surge):
    code, out, err = surge("relief", *SHORT, "--json", "-")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_every_relief_is_told_with_its_rank_interval_and_cost(told):
    assert (told["onset"], told["made_in"], told["months"]) == (48, 48, [3, 6])
    assert {one["kind"] for one in told["reliefs"]} == {"capacity", "licence", "rule", "grant"}
    for place in (0, 1):
        ranked = sorted(told["reliefs"], key=lambda one: one["rank"][place])
        gains = [one["mean"][place] for one in ranked]
        assert gains == sorted(gains, reverse=True)
    for one in told["reliefs"]:
        assert one["low"][1] <= one["mean"][1] <= one["high"][1]
        assert (one["cost"] == [None, None]) == (one["kind"] in ("licence", "rule"))
        assert (one["dual"] is None) == (one["dual_rank"] is None) == (one["kind"] != "capacity")


def test_a_dollar_of_rounds_has_a_cost_only_where_rounds_are_clearly_added(told):
    priced = [one for one in told["reliefs"] if one["cost_per_usd"][1] is not None]
    assert priced
    for one in priced:
        assert one["low"][1] > 0.0
        assert one["cost_per_usd"][1] == pytest.approx(one["cost"][1] / one["mean"][1])


def test_a_round_costs_all_of_the_plant_over_the_rounds_added_of_the_system_that_gains_most(told):
    priced = [one for one in told["reliefs"] if one["most_rounds"]["cost_per_round"][1] is not None]
    assert priced
    for one in priced:
        rounds = one["most_rounds"]
        assert rounds["low"][1] > 0.0
        assert rounds["mean"][1] == one["units"][rounds["system"][1]][1]
        assert rounds["cost_per_round"][1] * rounds["mean"][1] == pytest.approx(one["cost"][1])
        assert one["cost_per_usd"][1] is not None


def test_the_document_says_how_far_duals_and_runs_agree(told):
    agreement = told["agreement"]
    assert agreement["reliefs"] == sum(one["dual"] is not None for one in told["reliefs"])
    assert len(agreement["by_month"]) == 2
    assert all(-1.0 <= one <= 1.0 for one in agreement["by_month"])
    first = next(one for one in told["reliefs"] if one["dual_rank"] == 1)
    assert first["dual"] == max(one["dual"] for one in told["reliefs"] if one["dual"] is not None)
    for one in told["reliefs"]:
        assert [months * dollars for months, dollars in zip((3, 6), one["a_month"], strict=True)] == pytest.approx(one["mean"])


def test_the_screen_shows_the_best_by_each_month_and_says_how_many_were_tried(surge, told):
    code, out, err = surge("relief", *SHORT, "--top", 2)
    assert (code, err) == (0, "")
    best = [next(one["words"] for one in told["reliefs"] if one["rank"][place] == 1) for place in (0, 1)]
    assert all(words in out for words in best)
    assert "By month 3 from onset" in out
    assert f"Of {len(told['reliefs'])} changes tried" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


def test_the_screen_sets_plant_by_its_dual_beside_plant_by_runs_and_says_why_they_differ(surge, told):
    code, out, _ = surge("relief", *SHORT, "--top", 2)
    assert code == 0
    first = next(one for one in told["reliefs"] if one["dual_rank"] == 1)
    row = next(line for line in out.splitlines() if line.startswith(first["words"]) and "(1)" in line)
    assert f"{first['dual'] / 1e6:,.1f} (1)" in row
    words = " ".join(out.split())
    assert "duals of month 48's best plan" in words
    assert f"agree by {', '.join(f'{one:.2f}' for one in told['agreement']['by_month'])} (Spearman" in words
    assert "A dual is the price of plant in one month" in words


def test_a_change_in_peace_counts_what_lands_from_then_on(surge):
    code, out, _ = surge("relief", "classroom", "--seeds", 1, "--months", "1", "--when", "start", "--json", "-")
    assert code == 0
    early = json.loads(out)
    assert early["made_in"] == 0
    code, out, _ = surge("relief", "classroom", "--seeds", 1, "--months", "1", "--when", "48", "--json", "-")
    assert early["before"][0] > 10 * json.loads(out)["before"][0]


def test_out_holds_what_the_document_holds(surge, told, tmp_path):
    folder = tmp_path / "relief"
    code, _, _ = surge("relief", *SHORT, "--out", folder, "--json", tmp_path / "x.json")
    assert code == 0
    assert json.loads((tmp_path / "x.json").read_text()) == told
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert {"relief.svg", "relief.png", "relief_and_duals.svg", "relief_and_duals.png"} <= set(manifest["files"])
    table = pd.read_csv(folder / "relief.csv").query("month == 6").sort_values("rank")
    each = table.dropna(subset="cost_per_round")
    assert (each["cost_per_round"] * each["rounds"]).tolist() == pytest.approx(each["cost"].tolist())
    best = next(one for one in told["reliefs"] if one["rank"][1] == 1)
    assert table.iloc[0]["words"] == best["words"]
    units = pd.read_parquet(folder / "units.parquet").query("change == @best['words'] and month == 6")
    assert units.groupby("system")["units"].mean().to_dict() == pytest.approx({"GMLRS": 0, "PAC3_MSE": 0, "SHELL155": 0} | {
        name: values[1] for name, values in best["units"].items()
    })  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["--policy", "nobody"],
        ["--months", "twelve"],
        ["--months", "0,12"],
        ["--months", "12,73"],
        ["--when", "later"],
        ["--when", "60"],
        ["--seeds", "0"],
        ["--top", "0"],
        ["--json", "/no/such/folder/x.json"],
        ["--out", "/dev/null"],
    ],
)
def test_what_cannot_be_tried_is_told_in_one_line_and_nothing_is_written(surge, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    one_line(surge("relief", "classroom", *arguments))
    assert list(tmp_path.iterdir()) == []
