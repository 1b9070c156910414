"""`surge check --validation`: the scoreboard on one screen and as JSON."""

import json
from dataclasses import replace

import pytest

from abm.command import validating
from abm.judgement.validation.declaring import ROWS
from abm.judgement.validation.misses import EXPLAINED
from abm.judgement.validation.scoreboard import scoreboard
from abm.judgement.validation.untested import NOT_TESTED
from tests.command.test_run import one_line


@pytest.fixture
def given_alone(monkeypatch):
    """The scoreboard of the rows that need no run."""
    scores = scoreboard([one.id for one in ROWS.values() if not one.worlds])
    monkeypatch.setattr(validating, "scoreboard", lambda: scores)
    return scores


def test_a_miss_is_a_finding_and_no_failure(surge, given_alone):
    assert {one.verdict for one in given_alone} >= {"inside", "outside"}
    code, out, err = surge("check", "--validation")
    assert (code, err) == (0, "")
    assert "outside" in out


def test_every_miss_is_told_with_its_reason_and_every_row_with_its_numbers(surge, given_alone):
    words = " ".join(surge("check", "--validation")[1].split())
    for one in given_alone:
        assert f"{one.description} found {validating.number(one.found[0].value, one.unit)}" in words
        assert (f"why: {EXPLAINED.get(one.row.id)}" in words) == (one.verdict == "outside")


def test_a_row_that_cannot_be_computed_is_a_failure(surge, given_alone, monkeypatch):
    broken = replace(given_alone[0], verdict="", fault="no such line")
    monkeypatch.setattr(validating, "scoreboard", lambda: [broken, *given_alone[1:]])
    code, out, _ = surge("check", "--validation")
    assert code == 1
    assert "1 not computed" in out


def test_what_cannot_be_tested_is_told_with_its_reason(surge, given_alone):
    out = surge("check", "--validation")[1]
    assert all(f"{name}: {reason}" in out for name, reason in NOT_TESTED.items())


def test_the_document_has_every_row_with_its_range_and_verdict(surge, given_alone):
    code, out, err = surge("check", "--validation", "--json", "-")
    told = json.loads(out)
    assert (code, err, len(told["rows"])) == (0, "", len(given_alone))
    assert {one["id"] for one in told["not_tested"]} == set(NOT_TESTED)
    for one in told["rows"]:
        (found,) = one["found"]
        if found["low"] < found["high"]:
            assert (found["low"] <= found["value"] <= found["high"]) == (one["verdict"] == "inside")


@pytest.mark.parametrize(
    "arguments",
    [["classroom", "--validation"], ["--validation", "--policy", "all"], ["--validation", "--json", "/no/such/folder/f"]],
)
def test_words_that_do_not_go_together_are_refused_before_anything_runs(surge, given_alone, arguments):
    one_line(surge("check", *arguments))


@pytest.mark.slow
def test_every_row_can_be_computed():
    assert [(one.row.id, one.fault) for one in scoreboard() if one.fault] == []
