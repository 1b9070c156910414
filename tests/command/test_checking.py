"""`surge check` under a mix, and under all of them."""

import json
import re

import pytest

from abm.facts.scenario import list_scenarios, load_scenario
from abm.model import invariants
from abm.rules.mix import list_mixes, load_mix
from tests.command.test_run import one_line


@pytest.fixture
def tried(monkeypatch):
    """What `surge check` tries, without running any of it; nothing falls short but under the mixes added to `broken`."""
    monkeypatch.setattr(invariants, "check", lambda scenario, mix: said(scenario.name, mix.name))
    asked, broken = [], set()

    def said(scenario, mix):
        asked.append((scenario, mix))
        return [("goods are conserved", True, "1.0e-15"), ("nothing is negative", mix not in broken, "lowest value -1")]

    return asked, broken


def test_without_a_mix_todays_rules_are_checked(surge, tried):
    assert surge("check", "classroom")[0] == 0
    assert tried[0] == [("classroom", "today")]


def test_every_scenario_is_checked_under_every_mix(surge, tried):
    code, out, err = surge("check", "--policy", "all")
    assert (code, err) == (0, "")
    assert tried[0] == [(scenario, mix) for scenario in list_scenarios() for mix in list_mixes()]
    assert out.count("holds") == len(tried[0])
    assert out.splitlines()[-1] == f"{2 * len(tried[0])} of {2 * len(tried[0])} checks hold"


def test_what_falls_short_under_one_of_all_mixes_is_told_with_its_mix(surge, tried):
    tried[1].add("fortress")
    code, out, err = surge("check", "classroom", "--policy", "all")
    assert (code, err) == (1, "surge: 1 of the checks fall short\n")
    (line,) = re.findall("BROKEN.*", out)
    assert ("fortress" in line, "nothing is negative" in line, "lowest value -1" in line) == (True, True, True)


def test_what_holds_and_what_does_not_is_told_in_json_too(surge, tried):
    tried[1].add("today")
    code, out, err = surge("check", "classroom", "peacetime", "--json", "-")
    assert (code, err) == (1, "surge: 2 of the checks fall short\n")
    told = json.loads(out)
    assert told["holds"] is False
    assert [(one["scenario"], one["check"]) for one in told["checks"] if not one["holds"]] == [
        ("classroom", "nothing is negative"),
        ("peacetime", "nothing is negative"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["classroom", "--policy", "fortres"],
        ["classroom", "--policy", ""],
        ["classroom", "--policy", "/no/such/mix.yaml"],
        ["classroom", "clasroom", "--policy", "all"],
        ["all", "--policy", "all"],
        ["classroom", "--policy"],
    ],
)
def test_a_name_that_leads_nowhere_is_told_before_anything_is_tried(surge, tried, arguments):
    one_line(surge("check", *arguments))
    assert tried[0] == []


def test_another_mix_is_walked_through_and_holds(surge):
    code, out, err = surge("check", "classroom", "--policy", "fortress")
    assert (code, err) == (0, "")
    assert len(re.findall("  holds  ", out)) == len(invariants.WALKED)
    assert "classroom under fortress" in out


@pytest.mark.slow
@pytest.mark.parametrize("mix", list_mixes())
@pytest.mark.parametrize("scenario", list_scenarios())
def test_three_years_of_every_scenario_hold_under_every_mix(scenario, mix):
    case = invariants.Case(load_scenario(scenario).varied(months=36), load_mix(mix))
    verdicts = {claim.__name__: claim(case) for claim in invariants.WALKED}
    assert {name: detail for name, (held, detail) in verdicts.items() if not held} == {}
