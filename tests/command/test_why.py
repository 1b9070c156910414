"""`surge why` in the model itself, on the smallest scenario."""

import json

import pandas as pd
import pytest

from tests.command.refused import one_line


@pytest.fixture
def told(surge):
    code, out, err = surge("why", "classroom", "--seeds", 2, "--json", "-")
    assert (code, err) == (0, "")
    return json.loads(out)


def every_step(cause):
    yield cause
    for one in cause["causes"]:
        yield from every_step(one)


def test_every_chain_in_the_document_adds_up_at_every_step(told):
    assert list(told) == ["scenario", "policy", "seeds", "month", "version", "systems", "binding", "binding_by_month"]
    assert told["month"] == 71  # the last of the classroom's war
    assert set(told["systems"]) >= {"PAC3_MSE", "GMLRS", "SHELL155"}
    for one in told["systems"].values():
        for step in every_step(one["chain"]):
            if step["causes"]:
                assert sum(cause["units"] for cause in step["causes"]) == pytest.approx(step["units"])
                assert sum(cause["share"] for cause in step["causes"]) == pytest.approx(step["share"])


def test_the_map_has_one_row_a_product_and_year_in_which_somebody_makes_it(told):
    rows = pd.DataFrame(told["binding"])
    assert set(rows.first_month) == set(range(0, 120, 12))
    assert not rows.duplicated(["product", "first_month"]).any()
    assert ((rows.part != "") == (rows.limit == "input")).all()


def test_the_map_by_month_has_every_month_and_an_input_that_binds_a_year_binds_in_one_of_its_months(told):
    rows = pd.DataFrame(told["binding_by_month"])
    assert set(rows.first_month) == set(range(120))
    assert not rows.duplicated(["product", "first_month"]).any()
    months = {(row.product, row.first_month // 12 * 12, row.limit) for row in rows.itertuples()}
    years = [(one["product"], one["first_month"], one["limit"]) for one in told["binding"] if one["share"] > 0.5]
    assert years
    assert set(years) <= months


def test_the_screen_has_a_sentence_and_the_reasons_of_every_system_and_the_map(surge, told):
    code, out, err = surge("why", "classroom", "--seeds", 2)
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    for one in told["systems"].values():
        assert " ".join(one["sentence"].split()) in words
    assert "bound in year" in out


def test_one_system_is_told_as_a_tree_and_no_other_is_named_in_a_sentence(surge):
    code, out, _ = surge("why", "classroom", "PAC3_MSE", "--seeds", 2, "--month", 60)
    assert code == 0
    assert "End of month 60 from" in " ".join(out.split())
    assert out.count(" lacks ") == 1
    assert "    " in out
    assert "%" in out


def test_out_holds_every_step_and_the_map(surge, told, tmp_path):
    folder = tmp_path / "why"
    code, _, err = surge("why", "classroom", "--seeds", 2, "--out", folder)
    assert code == 0, err
    manifest = json.loads((folder / "manifest.json").read_text())
    pictures = {f"{name}.{kind}" for name in ("reasons", "binding") for kind in ("svg", "png")}
    assert set(manifest["files"]) == {"chains.csv", "binding.csv", "binding_by_month.csv"} | pictures
    steps = pd.read_csv(folder / "chains.csv")
    top = steps[steps.depth == 0].set_index("system").units
    reasons = steps[steps.depth == 1].groupby("system").units.sum()
    for system, one in told["systems"].items():
        assert top[system] == pytest.approx(one["chain"]["units"])
        assert reasons.get(system, 0.0) == pytest.approx(top[system])
    for name in ("binding", "binding_by_month"):
        assert len(pd.read_csv(folder / f"{name}.csv")) == len(told[name])


@pytest.mark.parametrize(
    "arguments",
    [
        ["PAC3"],
        ["SEEK_PAC3"],
        ["--month", "120"],
        ["--month", "-1"],
        ["--policy", "nobody"],
        ["--seeds", "0"],
        ["--set", "nonsense"],
        ["--json", "/no/such/folder/x.json"],
        ["--out", "/dev/null"],
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line_and_nothing_is_written(surge, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    one_line(surge("why", "classroom", *arguments))
    assert list(tmp_path.iterdir()) == []


def test_a_service_is_never_missing_from_a_magazine(surge):
    code, _, err = surge("why", "indo-pacific-2026", "SSN_MAINT")
    assert code == 2
    assert "service" in err
