import sys
from types import ModuleType, SimpleNamespace

import pytest

import abm.command.shelves
from abm.facts.scenario import list_scenarios


@pytest.fixture(autouse=True)
def one_metric(monkeypatch):
    """One made-up metric, so that what is tested is the telling."""
    metric = SimpleNamespace(name="made", unit="unit/month", meaning="units finished in a month", dims=("product", "month"))
    monkeypatch.setattr(abm.command.shelves, "_metrics", lambda: {"made": metric})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("made", ["(metric)", "unit/month", "units finished", "product by month"]),
        ("classroom", ["(scenario", "question", "indo_pacific"]),
        ("none", ["(policy mix", "instruments"]),
        ("credibility", ["(parameter)", "0.3 share", "0.1 to 0.5", "P046"]),
        ("PAC3_MSE.unit_cost", ["USD", "source"]),
        ("JPN", ["Japan"]),
    ],
)
def test_a_name_is_explained_wherever_it_is_declared(surge, name, words):
    code, out, err = surge("explain", name)
    assert (code, err) == (0, "")
    assert [word for word in words if word not in out] == []


@pytest.mark.parametrize(("name", "near"), [("PAC3_MES", "PAC3_MSE"), ("credibilty", "credibility"), ("mad", "made")])
def test_a_name_nobody_knows_is_answered_with_the_nearest(surge, name, near):
    code, out, err = surge("explain", name)
    assert (code, out) == (2, "")
    assert f"did you mean {near}" in err
    assert err.count("\n") == 1


def test_the_list_holds_every_scenario_and_the_metrics(surge, monkeypatch):
    monkeypatch.setattr(abm.command.shelves, "list_mixes", lambda: ["none"])
    code, out, _ = surge("list")
    assert code == 0
    assert [name for name in [*list_scenarios(), "none", "made"] if name not in out] == []


def test_the_tables_of_the_record_can_be_printed(surge):
    assert "PAC3_MSE" in surge("data")[1]
    assert "F001.PAC3_MSE" in surge("data", "lines")[1]
    code, _, err = surge("data", "lins")
    assert (code, "did you mean lines?" in err) == (2, True)


@pytest.mark.parametrize(("passed", "code"), [(True, 0), (False, 1)])
def test_a_check_that_falls_short_ends_with_one(surge, monkeypatch, passed, code):
    invariants = ModuleType("abm.model.invariants")
    invariants.check = lambda scenario, mix: [("goods are conserved", True, ""), ("peace stands still", passed, "1.0e-3")]
    monkeypatch.setitem(sys.modules, "abm.model.invariants", invariants)
    answer = surge("check", "classroom")
    assert answer[0] == code
    assert "goods are conserved" in answer[1]
    assert ("BROKEN" in answer[1]) is not passed


def test_checking_an_unknown_scenario_is_bad_input(surge):
    assert surge("check", "clasroom")[0] == 2


@pytest.mark.parametrize(
    ("shelf", "words"),
    [
        ("scenarios", ["classroom", "2026-01, 120 months, 1 event"]),
        ("mixes", ["today", "BuyNational"]),
        ("instruments", ["ExportLicensing", "writes links.license_time", "levers days, returned"]),
        ("metrics", ["made", "unit/month; product by month"]),
    ],
)
def test_a_shelf_tells_more_of_what_stands_on_it(surge, shelf, words):
    code, out, err = surge("list", shelf)
    assert (code, err) == (0, "")
    assert [word for word in words if word not in out] == []


def test_a_shelf_that_is_not_there_is_answered_with_the_nearest(surge):
    code, out, err = surge("list", "instrument")
    assert (code, out) == (2, "")
    assert "did you mean instruments?" in err
    assert err.count("\n") == 1


def test_an_instrument_is_explained_with_its_levers_and_the_columns_it_writes(surge):
    out = surge("explain", "ExportLicensing")[1]
    for words in ("0 to 720 day", "P018", "links.license_time (month): mean time a licence takes"):
        assert words in out
