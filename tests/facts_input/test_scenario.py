import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import EVENTS
from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput
from abm.facts.scenario import Scenario, list_scenarios, load_scenario, parse_scenario

CLASSROOM = """# A comment, so that lines are counted as the file has them.
#
#

title: The classroom
question: Which line decides?

start: 2026-01
months: 120
flow_steps: 4

nations: [USA, JPN, KOR, AUS, CAN]
products: [PAC3_MSE, SHELL155, NSM]
stocks: public

events:
  - kind: conflict
    theatre: indo_pacific
    start: 2030-01
    months: 24
    intensity: 1.0
    nations:
      USA: 1.0
      JPN: 0.8
      AUS: 0.5
      KOR: 0.2
      CAN: 0.1
    budget_factor: 2.5
    budget_lag: 6
"""


def changed(before, after):
    assert before in CLASSROOM
    return CLASSROOM.replace(before, after, 1)


@pytest.mark.parametrize("name", list_scenarios())
def test_every_shipped_scenario_names_only_what_the_record_knows(name):
    assert load_scenario(name).check(load_facts(), PARAMETERS).name == name


@pytest.mark.parametrize("name", [*list_scenarios(), "scale-5000"])
def test_a_scenario_reads_back_from_its_own_text_as_the_same_object(name):
    scenario = load_scenario(name)
    again = parse_scenario(scenario.to_yaml(), name)
    assert again == scenario
    assert (again.hash, hash(again)) == (scenario.hash, hash(scenario))
    assert pickle.loads(pickle.dumps(scenario)) == copy.deepcopy(scenario) == scenario


def test_the_default_scenario_has_four_lean_years_and_two_of_war():
    scenario = load_scenario("indo-pacific-2026")
    (war,) = scenario.events
    assert (war.kind, war.opens(scenario.start), war.months, scenario.months) == ("conflict", 48, 24, 120)
    assert (scenario.nations, scenario.products) == ("all", "all")


def test_the_classroom_has_five_nations_three_systems_and_twenty_lines():
    scenario = load_scenario("classroom")
    facts = scenario.followed(load_facts())
    assert (len(scenario.nations), len(scenario.products)) == (5, 3)
    followed = {*scenario.products, *scenario.parts}
    lines = [line for line in facts.lines if line.nation in scenario.nations and line.product in followed]
    assert len(lines) == 20
    assert {line.product for line in lines} == followed
    assert {row.input for product in followed for row in facts.ingredients[product]} == set(scenario.parts)


def test_a_scenario_cannot_be_changed():
    scenario = load_scenario("classroom")
    with pytest.raises(ValueError, match="frozen"):
        scenario.months = 3
    with pytest.raises(TypeError, match="fixed"):
        scenario.events[0].nations["USA"] = 0.0
    with pytest.raises(TypeError, match="fixed"):
        scenario.parameters["x"] = 1.0


def test_only_what_can_change_a_number_changes_the_hash():
    base = parse_scenario(CLASSROOM, "classroom").hash
    same = [
        changed("title: The classroom", "title: Another classroom"),
        changed("start: 2030-01", "start: 48"),
        changed("intensity: 1.0", "intensity: 1"),
        changed("    budget_lag: 6", "    budget_lag: 6\n    note: a word"),
    ]
    other = [changed("JPN: 0.8", "JPN: 0.7"), changed("months: 24", "months: 25"), changed("public", "sustained")]
    assert {parse_scenario(text, "x").hash for text in same} == {base}
    assert len({base, *(parse_scenario(text, "x").hash for text in other)}) == 4


def test_a_shorter_view_leaves_out_what_has_not_happened_yet():
    scenario = load_scenario("classroom")
    assert scenario.varied(24).events == ()
    assert scenario.varied(49).events == scenario.events
    assert scenario.varied() == scenario
    assert scenario.varied(flow_steps=30).flow_steps == 30


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("months: 120", "months: 0", "9:9", "expected 1 to 600"),
        ("months: 120", "months: 10.5", "9:9", "a whole number"),
        ("months: 120", "months: true", "9:9", "a whole number"),
        ("months: 120", "months:", "9:", "found|nothing"),
        ("months: 120", "mnths: 120", "9:1", "did you mean months?"),
        ("months: 120", "name: mine", "9:1", "named by its file"),
        ("months: 24", "months: -1", "20:13", "expected 1 to 600 months"),
        ("kind: conflict", "kind: conflct", "17:11", "did you mean conflict?"),
        ("intensity: 1.0", "intensity: 3.5", "21:16", "expected 0 to 3"),
        ("intensity: 1.0", "intensity: high", "21:16", "a number"),
        ("USA: 1.0", "USA: 1.5", "23:12", "expected 0 to 1"),
        ("budget_factor", "budget_factr", "28:5", "did you mean budget_factor?"),
        ("start: 2026-01", "start: 2026-13", "8:8", "a month such as"),
        ("start: 2030-01", "start: 2036-01", "19:12", "within the scenario"),
        ("start: 2030-01", "start: -1", "19:12", "a month"),
        ("stocks: public", "stocks: plenty", "14:9", "'public' or 'sustained'"),
        ("[USA, JPN, KOR, AUS, CAN]", "[USA, USA]", "12:10", "twice"),
        ("[USA, JPN, KOR, AUS, CAN]", "[]", "12:10", "expected all, or a list"),
        ("title: The", "titel: The", "5:1", "did you mean title?"),
    ],
)
def test_a_mistake_is_told_with_its_place_the_value_and_what_was_expected(before, after, place, words):
    with pytest.raises(BadInput) as refusal:
        parse_scenario(changed(before, after), "mine")
    said = str(refusal.value)
    assert any(word in said for word in words.split("|")), said
    assert said.startswith(f"mine.yaml:{place}") or before == "months: 120", said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("JPN: 0.8", "JPM: 0.8", 'mine.yaml:24:7: unknown nation "JPM"'),
        ("JPN: 0.8", "PHL: 0.8", 'mine.yaml:24:7: nation "PHL" takes no part here'),
        ("KOR, AUS", "KRO, AUS", 'mine.yaml:12:21: unknown nation "KRO"'),
        ("NSM]", "NSN]", 'mine.yaml:13:32: unknown system "NSN" (did you mean NSM?)'),
        ("NSM]", "SEEK_PAC3]", 'mine.yaml:13:32: unknown system "SEEK_PAC3"'),
        ("theatre: indo_pacific", "theatre: pacific", 'mine.yaml:18:14: unknown theatre "pacific"'),
        (
            "stocks: public",
            "parameters: {expedit: 1}",
            'mine.yaml:14:14: unknown parameter "expedit" (did you mean expedite?)',
        ),
        ("stocks: public", "parameters: {expedite: 99}", "mine.yaml:14:24: expedite = 99: expected 1 to 3 ratio"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_its_place(before, after, said):
    scenario = parse_scenario(changed(before, after), "mine")
    with pytest.raises(BadInput) as refusal:
        scenario.check(load_facts(), PARAMETERS)
    assert str(refusal.value).startswith(said)


def test_every_kind_of_event_reads_from_a_file():
    text = """
title: All at once
nations: [USA, JPN]
events:
  - {kind: conflict, theatre: indo_pacific, nations: {USA: 1}, start: 3, months: 2}
  - {kind: budget, nations: [JPN], factor: 0.5, start: 2026-03, months: 12}
  - {kind: budget, factor: 2, start: 0, months: 1}
  - {kind: disruption, nation: JPN, product: PAC3_MSE, share: 0.33, start: 6, months: 6}
  - {kind: embargo, nations: [JPN], products: [PAC3_MSE, MICRO], start: 7, months: 6}
  - {kind: embargo, nations: all, products: all materials, start: 7, months: 6}
  - {kind: blockade, theatre: indo_pacific, factor: 3, start: 8, months: 6}
  - {kind: mind_change, nations: [USA], factor: 0.5, start: 9, months: 6}
  - {kind: loss, nations: [JPN], share: 0.1, start: 10, months: 6}
  - {kind: loan, lender: JPN, borrower: USA, product: PAC3_MSE, units: 10, start: 11, months: 1}
"""
    scenario = parse_scenario(text, "all").check(load_facts(), PARAMETERS)
    assert {event.kind for event in scenario.events} == set(EVENTS)
    assert [event.opens(scenario.start) for event in scenario.events] == [3, 2, 0, 6, 7, 7, 8, 9, 10, 11]
    assert parse_scenario(scenario.to_yaml(), "all") == scenario


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("kind: embargo, nations: [CHM], products: [TLAM]", 'unknown nation "CHM" (did you mean CHN?)'),
        ("kind: embargo, nations: [CHN], products: [GALLIUM]", 'unknown product "GALLIUM"'),
        ("kind: embargo, nations: [CHN], products: materials", 'products = "materials": expected all, or a list'),
        ("kind: embargo, products: all", '"nations" is missing'),
        ("kind: blockade, theatre: pacific, factor: 2", 'unknown theatre "pacific" (did you mean indo_pacific?)'),
        ("kind: blockade, theatre: europe, factor: 0.5", "factor = 0.5: expected 1 to 5 ratio"),
        ("kind: blockade, theatre: europe", '"factor" is missing'),
        ("kind: mind_change, nations: [USS], factor: 1", 'unknown nation "USS"'),
        ("kind: mind_change, factor: 1.5", "factor = 1.5: expected 0 to 1"),
        ("kind: budget, factor: 0.5, products: [TLAM]", "expected products: all where money falls"),
        ("kind: budget, factor: 2, products: [TLAN]", 'unknown product "TLAN" (did you mean TLAM?)'),
        ("kind: loan, lender: KOS, borrower: USA, product: SHELL155, units: 1", 'unknown nation "KOS"'),
        ("kind: loan, lender: USA, borrower: USA, product: SHELL155, units: 1", "expected a borrower other than the lender"),
        ("kind: loan, lender: KOR, borrower: USA, product: TLAM, units: 1", "KOR has no magazine of TLAM"),
        ("kind: loss, share: -0.1", "share = -0.1: expected 0 to 1"),
        ("kind: loss, nations: [], share: 0.1", "nations = []: expected all, or a list"),
    ],
)
def test_a_wrong_event_is_told_with_its_line(event, said):
    with pytest.raises(BadInput) as refusal:
        parse_scenario(f"title: x\nevents:\n  - {{{event}, start: 1, months: 2}}\n", "x").check(load_facts(), PARAMETERS)
    assert str(refusal.value).startswith("x.yaml:3:")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_grown_scenario_is_bounded():
    assert load_scenario("scale-200000").lines == 200_000
    for name in ("scale-0", "scale-200001", "scale--1", "scale-x", "scale-1e5", "scale-"):
        with pytest.raises(BadInput):
            load_scenario(name)


words = st.text(max_size=12)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4))


@given(field=st.sampled_from([*Scenario.model_fields]), value=values)
@settings(max_examples=300)
def test_any_value_in_any_field_makes_a_scenario_or_is_refused_in_one_line(field, value):
    import json

    content = {"title": "x", "events": [], field: value}
    try:
        scenario = parse_scenario(json.dumps(content), "x")
        scenario.check(load_facts(), PARAMETERS)
    except BadInput as problem:
        assert "\n" not in str(problem)
    else:
        assert parse_scenario(scenario.to_yaml(), "x") == scenario


@given(
    kind=st.sampled_from([*EVENTS]),
    extra=st.dictionaries(st.sampled_from(["start", "months", "nations", "nation", "share", "factor", "theatre", "products"]), values),
)
@settings(max_examples=200)
def test_any_event_is_read_or_refused_in_one_line(kind, extra):
    import json

    try:
        parse_scenario(json.dumps({"title": "x", "events": [{"kind": kind} | extra]}), "x")
    except BadInput as problem:
        assert "\n" not in str(problem)


@given(start=st.integers(0, len(CLASSROOM)), length=st.integers(0, 80), put=st.text(max_size=8))
@settings(max_examples=200)
def test_a_damaged_file_is_read_or_refused_in_one_line(start, length, put):
    try:
        parse_scenario(CLASSROOM[:start] + put + CLASSROOM[start + length :], "x").check(load_facts(), PARAMETERS)
    except BadInput as problem:
        assert "\n" not in str(problem)


def test_the_loan_of_korea_is_set_in_the_war_that_history_tells():
    loan, war = load_scenario("korea-loan"), load_scenario("ukraine-2022")
    for field in ("start", "months", "nations", "parameters"):
        assert getattr(loan, field) == getattr(war, field)
    for field in ("rates", "orders", "stocks_of"):
        of_shells = {name: row for name, row in getattr(war, field).items() if name in ("SHELL155", "SHELL_BODY", "PROP_CHG")}
        assert dict(getattr(loan, field)) == of_shells
    fought, told = loan.events[0], war.events[0]
    assert fought.model_copy(update={"note": told.note, "budget_products": told.budget_products}) == told


def test_a_loan_of_what_the_scenario_does_not_follow_is_refused():
    loan = "kind: loan, lender: KOR, borrower: USA, product: SHELL155, units: 1, start: 1, months: 2"
    text = f"title: x\nproducts: [TLAM]\nevents:\n  - {{{loan}}}\n"
    with pytest.raises(BadInput, match="SHELL155 is not followed here: add it to products"):
        parse_scenario(text, "x").check(load_facts(), PARAMETERS)
