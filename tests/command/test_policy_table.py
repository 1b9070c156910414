"""docs/policies.md says what the code declares; its numbers are renewed by running the tool."""

import importlib.util
from pathlib import Path

import pytest

from abm.facts.load import load_facts
from abm.rules.instrument import instruments, loose_name
from abm.rules.mix import load_mix

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("policy_table", ROOT / "tools" / "policy_table.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def document():
    return (ROOT / "docs" / "policies.md").read_text(encoding="utf-8")


def test_the_words_of_the_document_are_the_codes(tool, document):
    assert tool.without_numbers(document) == tool.without_numbers(tool.text({})), "run: python tools/policy_table.py"


def test_renewing_the_words_keeps_the_numbers(tool, document):
    assert tool.text(tool.standing_numbers(document)) == document


@pytest.mark.parametrize("name", instruments())
def test_every_instrument_has_an_example_that_was_measured_and_changes_todays_rules(tool, document, name):
    mix = tool.example(name)
    assert mix.hash != load_mix("today").hash
    assert [loose_name(one, load_facts()) for one in mix if type(one).__name__ == name] == [None]
    assert len(tool.standing_numbers(document)[name].strip()) > 20


def test_an_instrument_without_an_example_is_told_so(tool, monkeypatch):
    monkeypatch.setattr(tool, "EXAMPLES", {})
    assert tool.text({}).count("none has been chosen yet") == len(instruments())
