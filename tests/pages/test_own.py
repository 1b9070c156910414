"""Files of a visitor's own, and parameters: data only, bounded, and the same numbers as the command gives for them."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm import simulate
from abm.command.new import mix_text, scenario_text
from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput
from abm.facts.scenario import list_scenarios, load_scenario, parse_scenario
from abm.rules.mix import list_mixes, load_mix, parse_mix
from pages.explore.chips import differences
from pages.explore.chosen import LONGEST_ADDRESS, Chosen, from_address, side_by_side, to_address
from pages.explore.own import MOST_BYTES, Own, own_rules, own_scenario, unpacked
from pages.why.session import from_address as why_address

RULES = """
title: Two promises
question: What do two promises do?
instruments:
  MultiYearProcurement: {funded: 0.8}
  ExportLicensing:
    - {days: 90}
    - {days: 30, start: 24}
"""
WORLD = """
title: A small war
nations: [USA, JPN, AUS]
months: 24
parameters: {input_cover: 3.0}
events:
  - {kind: conflict, start: 12, months: 6, theatre: indo_pacific, nations: {USA: 1.0}}
"""


def refused(read, *given):
    with pytest.raises(BadInput) as problem:
        read(*given)
    said = str(problem.value)
    assert "\n" not in said
    assert len(said) < 400
    return said


# Parameters.


def test_a_changed_parameter_makes_the_world_that_the_command_makes():
    world = Chosen("classroom").with_parameter("overtime", 0.3).world()
    file = load_scenario("classroom").to_yaml() + "\nparameters: {overtime: 0.3}\n"
    assert world.hash == parse_scenario(file, "classroom").hash


@given(st.sampled_from(sorted(PARAMETERS)), st.floats(0, 1))
def test_every_parameter_comes_back_from_the_address(name, share):
    one = PARAMETERS[name]
    chosen = Chosen("classroom").with_parameter(name, one.low + share * (one.high - one.low))
    baseline = Chosen("classroom", "none").with_parameter("overtime", 0.2)
    assert from_address(to_address(chosen, baseline)) == (chosen, baseline)


def test_a_parameter_back_where_the_scenario_has_it_is_no_difference():
    own = Chosen(own_scenario=own_scenario("small.yaml", WORLD))
    assert own.with_parameter("input_cover", 5).with_parameter("input_cover", 3) == own
    assert own.with_parameter("input_cover", 2).parameter("input_cover") == 2


@pytest.mark.parametrize(
    ("name", "value"), [("overtime", 9), ("overtime", float("nan")), ("overtime", True), ("overtime", "1"), ("hope", 1), ("<b>", 1)]
)
def test_a_parameter_cannot_be_what_the_model_does_not_know(name, value):
    refused(Chosen().with_parameter, name, value)


@pytest.mark.parametrize("said", ["overtime", "overtime:", "overtime:x", "overtime:nan", "overtime:1e9", ":1", "x" * 3000 + ":1"])
def test_a_parameter_in_an_address_is_held_to_the_same(said):
    refused(from_address, f"param={said}")


def test_a_plain_form_says_a_parameter_as_well():
    assert from_address("scenario=classroom&param.overtime=0.3")[0] == Chosen("classroom").with_parameter("overtime", 0.3)
    refused(from_address, "param.overtime=9")


def test_a_chip_tells_a_changed_parameter_from_the_baselines_value():
    baseline = Chosen("classroom").with_parameter("overtime", 0.2)
    chips = differences(baseline.with_parameter("overtime", 0.3), baseline)
    assert [(chip["what"], chip["from"], chip["to"]) for chip in chips] == [("Parameter overtime", "0.2", "0.3 share")]


def test_other_rules_leave_the_parameters_as_they_are():
    chosen = Chosen().with_parameter("overtime", 0.3)
    assert chosen.under("pipir").world() == chosen.world()


# Files.


def test_rules_handed_over_are_those_that_the_command_reads():
    chosen = Chosen(own_rules=own_rules("mine.yaml", RULES))
    assert chosen.mix().hash == parse_mix(RULES, "mine").hash
    assert chosen.moved("ExportLicensing[2].days", 60).mix().instruments[2].days == 60


def test_a_scenario_handed_over_is_the_one_that_the_command_reads():
    chosen = Chosen(own_scenario=own_scenario("small.yml", WORLD))
    assert chosen.world().hash == parse_scenario(WORLD, "small").hash
    assert chosen.world().title == "A small war"


@pytest.mark.parametrize("name", list_scenarios())
def test_every_shipped_scenario_can_be_taken_away_and_handed_over_again(name):
    own = own_scenario(f"{name}.yaml", load_scenario(name).to_yaml())
    assert own.scenario() == load_scenario(name)
    assert unpacked(own.packed()) == own


@pytest.mark.parametrize("name", list_mixes())
def test_every_shipped_mix_can_be_taken_away_and_handed_over_again(name):
    own = own_rules(f"{name}.yaml", load_mix(name).to_yaml())
    assert own.mix() == load_mix(name)
    assert unpacked(own.packed()) == own


def test_a_run_of_files_taken_away_and_handed_over_is_the_same_bit_for_bit():
    chosen = Chosen("classroom", "pipir").with_parameter("overtime", 0.3).moved("ExportLicensing[1].days", 90)
    rules, world = own_rules("a.yaml", chosen.mix().to_yaml()), own_scenario("b.yaml", chosen.world().to_yaml())
    again = Chosen(own_rules=rules, own_scenario=world)
    first, second = (simulate(one.world(), one.mix(), seeds=[3]) for one in (chosen, again))
    assert all(np.array_equal(first[name].values, second[name].values, equal_nan=True) for name in first.data_vars)


def test_files_come_back_from_the_address_with_all_that_was_moved_since():
    chosen = Chosen(own_rules=own_rules("mine.yaml", RULES), own_scenario=own_scenario("small.yaml", WORLD))
    chosen = chosen.moved("MultiYearProcurement[1].funded", 0.5).with_parameter("overtime", 0.3).without("ExportLicensing[2]")
    baseline = chosen.opening()
    assert from_address(to_address(chosen, baseline)) == (chosen, baseline)
    assert from_address(to_address(chosen, chosen)) == (chosen, chosen)


def test_compare_is_told_the_files_too():
    from pages.compare.session import from_address as compared

    chosen = Chosen(own_rules=own_rules("mine.yaml", RULES), own_scenario=own_scenario("small.yaml", WORLD)).with_parameter("overtime", 0.3)
    sides = (chosen.opening(), chosen)
    assert compared(side_by_side(sides)).sides == sides


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b]\n"


@pytest.mark.parametrize("read", [own_rules, own_scenario])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB, "anchors and aliases"),
        ("title: " + "[" * 500 + "]" * 500, "nested more than"),
        ("title: !!python/object/apply:os.system [ls]", "tags"),
        ("title: \x00\x01\x02PNG", "not YAML"),
        ("title: " + "x" * MOST_BYTES, "larger than 64 kB"),
        ("title: [1, 2]", "expected text|title"),
        ("tilte: hello", 'unknown key "tilte"|tilte'),
        ("", "empty"),
        ("just words", "expected keys and values"),
        (None, "not UTF-8 text"),
        (b"raw", "not UTF-8 text"),
        ("title: half \ud800 a letter", "not UTF-8 text"),
    ],
)
def test_a_hostile_file_is_refused_with_one_line_that_names_it(read, text, why):
    said = refused(read, "mine.yaml", text)
    assert said.startswith("mine.yaml")
    assert any(one in said for one in why.split("|"))


@pytest.mark.parametrize(
    "name",
    ["../mine.yaml", "/etc/passwd", "a\\b.yaml", ".yaml", "..yaml", "mine.txt", "<script>.yaml", "a\nb.yaml", "x" * 200 + ".yaml", None, 3],
)
def test_a_name_that_is_no_plain_name_is_refused(name):
    assert "file name" in refused(own_rules, name, RULES)


def test_a_large_file_is_refused_by_its_size_before_it_is_sent():
    assert "larger than 64 kB" in refused(own_scenario, "mine.yaml", None, 10**9)


@pytest.mark.parametrize("line", ["months: 600", "lines: 100000"])
def test_a_world_too_large_for_a_page_is_refused(line):
    assert "surge run takes more" in refused(own_scenario, "mine.yaml", f"title: Huge\n{line}\n")


def test_a_world_in_which_nobody_holds_anything_is_refused():
    assert refused(own_scenario, "mine.yaml", "title: Empty\nnations: [PHL]\n").startswith("mine.yaml:1:1: no chosen nation holds")


def test_a_world_of_services_alone_has_nothing_that_could_be_short():
    services = Chosen(own_scenario=own_scenario("mine.yaml", "title: Yards\nproducts: [NAV_MRO]\nmonths: 5\n"))
    assert "no system to ask about" in refused(why_address, to_address(services, services.opening()))


@pytest.mark.parametrize(("text", "read"), [(scenario_text("mine"), own_scenario), (mix_text("mine"), own_rules)])
def test_what_surge_new_writes_can_be_handed_over(text, read):
    assert read("mine.yaml", text).name == "mine"


def test_a_mistake_is_told_with_its_line():
    assert refused(own_rules, "mine.yaml", "title: Mine\ninstruments:\n  ExportLicensing: {days: 9999}\n").startswith("mine.yaml:3")


@pytest.mark.parametrize(
    "word", ["", "x", "!!!", "AAAA", Own("a", RULES).packed()[:-9], Own("../a", RULES).packed(), Own("a", "x").packed()]
)
def test_a_word_of_an_address_that_holds_no_rules_is_refused(word):
    refused(from_address, f"own.mix={word or '%20'}")


def test_a_word_that_unfolds_into_something_huge_is_refused_unread():
    word = Own("a", "x" * 10_000_000).packed()
    assert len(word) < LONGEST_ADDRESS
    refused(from_address, f"own.scenario={word}")


@given(st.binary(max_size=300))
def test_no_word_of_an_address_breaks_the_page(raw):
    import base64

    word = base64.urlsafe_b64encode(raw).decode()
    try:
        from_address(f"own.mix={word}&own.scenario={word}")
    except BadInput as problem:
        assert "\n" not in str(problem)


def test_markup_in_a_title_travels_as_text():
    own = own_rules("mine.yaml", RULES.replace("Two promises", "<img src=x onerror=alert(1)>"))
    chip = differences(Chosen(own_rules=own), Chosen())[0]
    assert json.loads(json.dumps(chip))["to"] == "<img src=x onerror=alert(1)>"
