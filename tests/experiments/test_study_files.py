"""What a study file may say, and how what it may not say is refused."""

import pytest

from abm.facts.problems import BadInput
from experiments import list_studies, load_study, plan_study
from tests.experiments.small_study import CASES, small

DRAWN = "{name: x, metric: spending, since: start, reduce: sum}"


def designed(**changes):
    return plan_study(small(**changes)).design


def refusal(**changes):
    with pytest.raises(BadInput) as caught:
        designed(**changes)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "place", "told"),
    [
        ({"mixes": "[today, todai]"}, "small.yaml:5", "did you mean today"),
        ({"mixes": "[today, today]"}, "small.yaml:5", "twice"),
        ({"mixes": "[]"}, "small.yaml:5", "at least one"),
        ({"mixes": "[{name: a, base: today, set: [BuyNational.price=1]}]"}, "small.yaml:5", "no field"),
        ({"mixes": "[{name: a, base: today, set: [BuyNational.price_factor=9]}]"}, "small.yaml:5", "0 to 2"),
        ({"scenario": "clasroom"}, "small.yaml:3", "did you mean classroom"),
        ({"months": "0"}, "small.yaml:4", "1 to 600"),
        ({"uncertainties": "[overtme]"}, "small.yaml:6", "did you mean overtime"),
        ({"uncertainties": "some"}, "small.yaml:6", "expected all, none"),
        ({"uncertainties": "{overtime: {low: 0.1, high: 0.9}}"}, "small.yaml:6:27", "within its own, 0 to 0.4"),
        ({"uncertainties": "{overtime: {low: 0.3, high: 0.1}}"}, "small.yaml:6:27", "expected a range"),
        ({"uncertainties": "{overtime: {low: 0.1}}"}, "small.yaml:6", '"high" is missing'),
        ({"levers": "{BuyNational.prices: [0, 1]}"}, "small.yaml:13", "no field"),
        ({"levers": "{BuyNatoinal.price_factor: [0, 1]}"}, "small.yaml:13", "did you mean BuyNational"),
        ({"levers": "{BuyNational: [0, 1]}"}, "small.yaml:13", "expected Instrument.field"),
        ({"levers": "{BuyNational.price_factor: [0, 3]}"}, "small.yaml:13:40", "0 to 2"),
        ({"levers": "{BuyNational.price_factor: [0, 0]}"}, "small.yaml:13:40", "twice"),
        ({"levers": "{BuyNational.price_factor: []}"}, "small.yaml:13", "at least one"),
        ({"levers": "{BuyNational.price_factor: {low: 0, high: 5}}"}, "small.yaml:13", "0 to 2"),
        ({"levers": "{BuyNational.price_factor: {low: 1}}"}, "small.yaml:13", "both low and high"),
        ({"levers": "{BuyNational.waivers: {low: 0, high: 1}}"}, "small.yaml:13", "no range"),
        ({"levers": "{ExportLicensing.start: {low: 0.5, high: 2.5}}"}, "small.yaml:13", "whole numbers"),
        ({"levers": "{CapabilityAudit: {from: today}}"}, "small.yaml:13", "has no CapabilityAudit"),
        ({"events": "[{name: a}, {name: a}]"}, "small.yaml:13", "twice"),
        (
            {"events": "[{name: a, events: [{kind: budget, start: 99, months: 2, factor: 1}]}]"},
            "small.yaml:13",
            "within the 12 months",
        ),
        ({"events": "[{name: a, events: [{kind: bugdet, start: 1, months: 2, factor: 1}]}]"}, "small.yaml:13", "did you mean budget"),
        ({"events": "[{name: a, events: [{kind: mind_change, nations: [XXX], start: 1, months: 2, factor: 1}]}]"}, "small", "XXX"),
        ({"design": "{kind: sobol, samples: 5}"}, "small.yaml:7", "power of 2"),
        ({"design": "{kind: sobol, samples: 0}"}, "small.yaml:7", "1 to 1.04858e+06"),
        ({"design": "{kind: sobel}"}, "small.yaml:7", "expected"),
        ({"design": "{kind: table}"}, "small.yaml:7", "file: FILE.csv"),
        ({"design": "{kind: table, file: nowhere.csv}"}, "nowhere.csv", "No such file"),
        ({"design": "{kind: morris}", "uncertainties": "none"}, "small.yaml:7", "nothing is varied"),
        ({"design": "{kind: factorial, samples: 8}", "uncertainties": "none"}, "small.yaml:7", "nothing is uncertain"),
        ({"design": "{kind: sobol, samples: 1048576}", "seeds": "10000"}, "small.yaml:7", "cases: expected at most"),
        ({"seeds": "0"}, "small.yaml:8", "1 to 10000"),
        ({"outcomes": "[]"}, "small.yaml:9", "at least one"),
        ({"outcomes": ""}, "small.yaml", '"outcomes" is missing'),
        ({"outcomes": "[{name: x, metric: landid}]"}, "small.yaml:9", "did you mean landed"),
        ({"outcomes": "[{name: x, metric: landed, reduce: sum}]"}, "small.yaml:9", "nobody fights"),
        ({"outcomes": "[{name: x, metric: landed, since: start}]"}, "small.yaml:9", "expected reduce"),
        ({"outcomes": "[{name: x, metric: landed, over: {sistem: A}, since: start}]"}, "small.yaml:9", "did you mean system"),
        ({"outcomes": "[{name: x, metric: landed, over: {nation: JPM}, since: start}]"}, "small.yaml:9", "did you mean JPN"),
        ({"outcomes": "[{name: x, metric: fill_rate, since: start, reduce: mean}]"}, "small.yaml:9", "across"),
        ({"outcomes": "[{name: x, metric: landed, since: start, reduce: sum, months: [3, 12]}]"}, "small.yaml:9", "within 0 to 11"),
        ({"outcomes": "[{name: x, metric: landed, since: start, reduce: sum, months: [3, 1]}]"}, "small.yaml:9", "first and the last"),
        ({"outcomes": "[{name: x, metric: peak_ratio, reduce: sum, across: max}]"}, "small.yaml:9", "one number a run"),
        ({"outcomes": f"[{DRAWN}, {DRAWN}]"}, "small.yaml:9", "a name of its own"),
        ({"outcomes": "[{name: seed, metric: spending, since: start, reduce: sum}]"}, "small.yaml:9", "a name of its own"),
        ({"outcomes": "[{name: overtime, metric: spending, since: start, reduce: sum}]"}, "small.yaml:9", "another name"),
        ({"outcomes": "[{name: 'a b', metric: spending, since: start, reduce: sum}]"}, "small.yaml:9:19", "letters, digits"),
        ({"series": "[peak_ratio]"}, "small.yaml:12", "expected one that has months"),
        ({"sereis": "[spending]"}, "small.yaml:13:1", "did you mean series"),
        ({"name": "other"}, "small.yaml:13:1", "named by its file"),
    ],
)
def test_what_cannot_be_used_is_refused_where_it_stands(changes, place, told):
    said = refusal(**changes)
    assert said.startswith(place)
    assert told in said
    assert "\n" not in said


def test_a_study_counts_its_cases_before_any_is_made():
    plan = plan_study(small())
    assert plan.size == CASES == len(plan.design) * 2


def test_equal_studies_are_one_and_a_changed_lever_is_another():
    assert plan_study(small()).identity == plan_study(small(title="Otherwise called")).identity
    assert plan_study(small()).identity != plan_study(small(uncertainties="[overtime, hire_rate]")).identity


@pytest.mark.parametrize("name", list_studies())
def test_every_shipped_study_can_be_planned_and_says_what_it_expects(name):
    study = load_study(name)
    assert study.question
    assert study.prediction
    assert 0 < plan_study(study).size <= 20_000
