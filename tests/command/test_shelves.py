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
    invariants.check = lambda scenario: [("goods are conserved", True, ""), ("peace stands still", passed, "1.0e-3")]
    monkeypatch.setitem(sys.modules, "abm.model.invariants", invariants)
    answer = surge("check", "classroom")
    assert answer[0] == code
    assert "goods are conserved" in answer[1]
    assert ("BROKEN" in answer[1]) is not passed


def test_checking_an_unknown_scenario_is_bad_input(surge):
    assert surge("check", "clasroom")[0] == 2
