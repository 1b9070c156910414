import pytest

from abm.command.new import mix_text, scenario_text
from abm.facts.events import EVENTS
from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS
from abm.facts.scenario import Scenario, load_scenario, parse_scenario
from abm.rules.instrument import instruments
from abm.rules.mix import load_mix, parse_mix
from tests.command.test_run import one_line


@pytest.fixture(autouse=True)
def somewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_scenario_and_a_new_mix_run_as_they_stand(surge):
    assert surge("new", "scenario", "mine")[0] == 0
    assert surge("new", "mix", "rules")[0] == 0
    code, out, err = surge("run", "mine.yaml", "--policy", "rules.yaml", "--seeds", 1, "--months", 12)
    assert (code, err) == (0, "")
    assert out.startswith("mine: a war in the Indo-Pacific. Policy: rules.")


def test_a_new_scenario_is_the_smallest_war_that_is_shipped():
    written = parse_scenario(scenario_text("mine"), "mine").check(load_facts(), PARAMETERS)
    assert written.hash == load_scenario("classroom").hash


def test_a_new_mix_holds_todays_rules():
    assert parse_mix(mix_text("rules"), "rules").hash == load_mix("today").hash


def test_every_field_of_a_scenario_and_of_its_events_stands_there_with_its_meaning():
    text = scenario_text("mine")
    lines, parts = text.splitlines(), [part.splitlines() for part in text.split("\n\n")]
    for field in set(Scenario.model_fields) - {"name"}:
        meaning = next(part[0] for part in parts if any(line.removeprefix("# ").startswith(f"{field}:") for line in part))
        assert len(meaning.removeprefix("# ").split(" (")[0]) > 10, field
    for kind in EVENTS.values():
        assert any(f"- kind: {kind.model_fields['kind'].default}" in line for line in lines)
        for info in kind.model_fields.values():
            assert info.description is None or any(info.description in line for line in lines)


def test_every_instrument_stands_in_a_new_mix_and_can_be_taken_in():
    text = mix_text("rules").replace("\n#  ", "\n  ")
    assert {type(one).__name__ for one in parse_mix(text, "rules")} == set(instruments())


@pytest.mark.parametrize("kind", instruments().values(), ids=instruments())
def test_every_lever_of_a_new_mix_tells_its_meaning_and_its_source(kind):
    lines = mix_text("rules").splitlines()
    for field, info in kind.model_fields.items():
        line = next(line for line in lines if f" {field}:" in line and info.description in line)
        assert info.json_schema_extra["source"] in line
        assert info.json_schema_extra["unit"] in line


@pytest.mark.parametrize("kind", ["scenario", "mix"])
def test_nothing_is_ever_overwritten(surge, somewhere, kind):
    (somewhere / "mine.yaml").write_text("years of work")
    one_line(surge("new", kind, "mine"))
    one_line(surge("new", kind, "other", "--out", "mine.yaml"))
    assert (somewhere / "mine.yaml").read_text() == "years of work"
    assert [path.name for path in somewhere.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["mic", "mine"],
        ["mix"],
        ["mix", ""],
        ["mix", "today"],
        ["scenario", "classroom"],
        ["mix", "../elsewhere"],
        ["mix", "a b"],
        ["mix", "a\0b"],
        ["mix", "mine", "--out", "/no/such/folder/x.yaml"],
        ["mix", "mine", "--out", "mine.txt"],
        ["mix", "mine", "--out", ""],
        ["mix", "mine", "--out", "a\0.yaml"],
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(surge, somewhere, arguments):
    one_line(surge("new", *arguments))
    assert list(somewhere.iterdir()) == []


def test_a_name_may_be_given_with_its_ending(surge, somewhere):
    assert surge("new", "mix", "mine.yaml")[0] == 0
    assert [path.name for path in somewhere.iterdir()] == ["mine.yaml"]
