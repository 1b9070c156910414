"""One visitor's Uncertainty, without a browser: what is told is what the store and the report hold, and a run can be stopped."""

import io
import time
from pathlib import Path

import pandas as pd
import pytest

from abm.facts.problems import BadInput
from experiments import open_study, run_study
from experiments.command.report import tell_report
from experiments.plan import plan_study
from experiments.report.contents import contents_of
from experiments.report.page import verdict_rows
from experiments.study import list_studies, load_study
from pages.explore.chosen import from_address as explored
from pages.uncertainty.session import FIRST, Asked, address_of, from_address
from pages.uncertainty.shelf import SIZES, Picked, about, names, shelf
from tests.pages.studied import NAME


def test_every_shipped_study_can_be_chosen_at_every_size():
    for name in list_studies():
        for size in SIZES:
            told, study = about(Picked(name, size)), load_study(name)
            assert told["prediction"] == study.prediction
            assert 0 < told["cases"] <= plan_study(study).size
            assert (told["cases"] == plan_study(study).size) == (size == "whole")
    assert [one["title"] for one in shelf()][: len(list_studies())] == [load_study(name).title for name in list_studies()]


def test_what_is_run_is_what_the_command_line_would_store_and_report(opened):
    browser = opened()
    assert browser.settle()["of"] == 0
    browser.session.act({"kind": "run"})
    found = browser.settle()
    results = open_study("results/tiny")
    assert results.standing.complete
    assert (found["stored"], found["failed"], found["of"]) == (32, 0, 32)
    again = run_study(NAME, "elsewhere", workers=0)
    columns = ["case_id", *results.outcomes]
    pd.testing.assert_frame_equal(results.runs[columns], again.runs[columns])
    contents = contents_of(again)
    assert found["rows"] == verdict_rows(contents)
    told = {one["kind"]: one for one in found["sections"]}
    expected = {one.kind: one for one in contents.sections}
    assert told.keys() == expected.keys() - {"verdicts"}
    assert told["effects"]["table"]["rows"] == expected["effects"].table.astype(str).values.tolist()
    assert all(one["svg"].startswith("<svg") for one in told.values() if expected[one["kind"]].figure)
    last = [value for name, value in browser.seen if name == "progress"][-1]
    assert last["of"] == 32


def test_a_run_that_is_stopped_has_lost_nothing_and_goes_on(opened):
    browser = opened(samples=1000)
    browser.settle()
    browser.session.act({"kind": "run"})
    browser.until(lambda: browser.held.get("progress", {}).get("done", 0) > 0)
    browser.session.act({"kind": "stop"})
    found = browser.settle()
    assert 0 < found["stored"] < found["of"] == 4000
    assert found["stored"] >= browser.held["progress"]["done"]
    before = set(open_study("results/tiny").runs.query("status == 'done'")["case_id"])
    browser.held.pop("progress")
    browser.session.act({"kind": "run"})
    browser.until(lambda: browser.held.get("progress", {}).get("done", 0) > found["stored"])
    began = time.monotonic()
    browser.session.close()  # the visitor leaves
    browser.thread.join(30)
    assert time.monotonic() - began < 10
    after = set(open_study("results/tiny").runs.query("status == 'done'")["case_id"])
    assert before < after


def test_the_report_and_the_cases_can_be_kept(opened):
    browser = opened()
    browser.session.act({"kind": "keep", "name": "cases"})
    browser.settle()
    run_study(NAME, workers=0)
    browser.session.ready(f"?study={NAME}&size=whole")
    browser.settle()
    browser.session.act({"kind": "keep", "name": "cases"})
    table = pd.read_csv(io.StringIO(browser.held["kept"]["text"]))
    assert table["peak"].tolist() == pytest.approx(open_study("results/tiny").runs["peak"].tolist())
    browser.session.act({"kind": "keep", "name": "report"})
    tell_report("results/tiny", None, None)
    assert browser.held["kept"]["text"] == Path("results/tiny/report/report.html").read_text(encoding="utf-8")


def test_the_mixes_lead_to_explore(opened):
    browser = opened()
    browser.settle()
    run_study(NAME, workers=0)
    browser.session.ready(f"?study={NAME}&size=whole")
    arms = {one["name"]: explored(one["address"].removeprefix("/"))[0] for one in browser.settle()["arms"]}
    assert {name: one.preset for name, one in arms.items()} == {"today": "today", "other": "pipir"}
    assert {one.scenario for one in arms.values()} == {"classroom"}


@pytest.mark.parametrize("what", [{"kind": "study", "name": "../secrets"}, {"kind": "size", "name": "huge"}, {"kind": "keep", "name": "x"}])
def test_what_cannot_be_is_said_and_changes_nothing(opened, what):
    browser = opened()
    before = browser.session.wish
    browser.session.act(what)
    assert browser.session.wish == before
    assert browser.held["told"]["problem"]


def test_the_address_leads_back_but_never_runs_anything():
    wish = Asked(Picked(FIRST, "whole"), run=True)
    assert from_address(address_of(wish)) == Asked(wish.picked)
    assert from_address("") == Asked()
    for query in ("study=/etc/passwd", "size=x"):
        with pytest.raises(BadInput):
            from_address(query)


def test_own_studies_stand_beside_the_shipped_ones(opened):
    opened().settle()
    assert names() == [*list_studies(), NAME]
