"""One visitor's Explore, without a browser: what is asked for is what comes, and only the latest of it."""

import json
import time

import numpy as np
import pytest

from abm import simulate
from pages.explore.block import unpack
from pages.explore.running import Shelf
from pages.explore.session import Session
from tests.pages.visitor import Visitor

SEEDS = (0, 1, 2, 3)
DAYS = "ExportLicensing[1].days"


class Browser(Visitor):
    """A visitor to Explore who has seen nothing yet."""

    def __init__(self, draws=True, shelf=None):
        super().__init__(lambda send: Session(send, SEEDS, shelf or Shelf()), draws=draws)

    def settle(self):
        return super().settle()[0]


@pytest.fixture
def browser():
    one = Browser()
    one.session.ready("?scenario=classroom")
    yield one
    one.leave()


def test_the_page_opens_on_a_finished_baseline(browser):
    arrays = browser.settle()
    expected = simulate("classroom", "today", seeds=SEEDS)["alliance_surge_ratio"].values.mean(axis=-1)
    assert np.allclose(arrays["surge"][0], expected, atol=1e-5)
    assert browser.told["chips"] == []
    assert json.loads(browser.held["scene"])["name"] == "classroom"


def test_other_rules_show_their_own_numbers_and_the_difference(browser):
    browser.settle()
    browser.act("preset", name="pipir")
    arrays = browser.settle()
    expected = {mix: simulate("classroom", mix, seeds=SEEDS)["alliance_surge_ratio"].values.mean(axis=-1) for mix in ("today", "pipir")}
    assert np.allclose(arrays["surge"][0], expected["pipir"], atol=1e-5)
    assert np.allclose(arrays["gap"][0], expected["pipir"] - expected["today"], atol=1e-5)


def test_a_first_look_comes_before_the_whole(browser):
    browser.settle()
    browser.act("lever", name=DAYS, value=300)
    browser.settle()
    stages = [said["stage"] for _, said in browser.runs if said["serial"] == browser.session.serial]
    assert stages == ["first", "whole"]


def test_only_the_latest_of_many_wishes_is_answered_in_full(browser):
    browser.settle()
    for days in range(100, 130):
        browser.act("lever", name=DAYS, value=days)
    browser.settle()
    serials = [said["serial"] for _, said in browser.runs]
    assert serials == sorted(serials)
    assert browser.told["settings"] == [f"{DAYS}=129"]
    whole = [said["serial"] for _, said in browser.runs if said["stage"] == "whole"]
    assert len(whole) < 10


def test_what_was_run_before_comes_back_at_once_and_in_full(browser):
    browser.settle()
    browser.act("preset", name="pipir")
    browser.settle()
    count = len(browser.runs)
    browser.act("undo")
    browser.settle()
    assert [said["stage"] for _, said in browser.runs[count:]] == ["whole"]


def test_undo_and_redo_go_back_and_on(browser):
    browser.act("lever", name=DAYS, value=90)
    browser.act("lever", name=DAYS, value=120)
    browser.act("undo")
    assert browser.told["settings"] == [f"{DAYS}=90"]
    browser.act("undo")
    assert browser.told["settings"] == []
    assert browser.told["undo"] == 0
    browser.act("redo")
    assert browser.told["settings"] == [f"{DAYS}=90"]


def test_a_pinned_run_is_what_later_ones_are_held_against(browser):
    browser.act("lever", name=DAYS, value=300)
    pinned = browser.settle()["surge"]
    browser.act("pin")
    arrays = browser.settle()
    assert browser.told["chips"] == []
    assert np.nanmax(np.abs(arrays["gap"])) == 0
    assert np.allclose(unpack(browser.held["baseline"])[0]["surge"], pinned, equal_nan=True)


def test_what_cannot_be_is_said_and_changes_nothing(browser):
    before = browser.settle()
    for act in ({"name": DAYS, "value": 1e9}, {"name": "Magic[1].x", "value": 1}, {"name": "", "value": None}):
        browser.act("lever", **act)
        assert browser.told["problem"]
        assert browser.told["settings"] == []
    browser.act("preset", name="../../etc/passwd")
    assert browser.told["problem"]
    browser.act("nonsense")
    assert np.array_equal(browser.runs[-1][0]["surge"], before["surge"], equal_nan=True)


def test_the_address_told_leads_to_the_same_numbers(browser):
    browser.act("preset", name="pipir")
    browser.act("lever", name="CapacityGrants[1].share", value=0.5)
    arrays = browser.settle()
    other = Browser()
    other.session.ready("?" + browser.told["address"])
    again = other.settle()
    other.session.close()
    assert np.array_equal(arrays["surge"], again["surge"], equal_nan=True)
    assert np.array_equal(arrays["gap"], again["gap"], equal_nan=True)


def test_a_bad_address_opens_the_default_and_says_why(browser):
    browser.session.ready("?scenario=classroom&mix=wonderland")
    assert "wonderland" in browser.told["problem"]
    assert browser.told["preset"] == "today"


def test_two_visitors_do_not_share_a_choice(browser):
    other = Browser()
    other.session.ready("?scenario=classroom")
    browser.act("lever", name=DAYS, value=300)
    other.settle()
    assert other.told["settings"] == []
    other.session.close()


def test_a_run_that_fails_is_said_and_can_be_undone(browser, monkeypatch):
    browser.settle()

    def fail(*_):
        raise FloatingPointError("no such world")

    with monkeypatch.context() as broken:
        broken.setattr("pages.explore.session.look", fail)
        browser.act("lever", name=DAYS, value=77)
        limit = time.monotonic() + 20
        while "no such world" not in browser.told["problem"]:
            assert time.monotonic() < limit
            time.sleep(0.01)
    browser.act("undo")
    browser.settle()
    assert browser.told["problem"] == ""


def test_a_vanished_browser_is_not_sent_more_than_one_run_unseen():
    gone = Browser(draws=False)
    gone.session.ready("?scenario=classroom")
    limit = time.monotonic() + 120
    while not gone.runs:
        assert time.monotonic() < limit
        time.sleep(0.01)
    for days in range(100, 110):
        gone.act("lever", name=DAYS, value=days)
    time.sleep(0.5)
    assert len(gone.runs) == 1
    gone.session.close()
    gone.thread.join(5)
    assert not gone.thread.is_alive()


def test_the_python_told_gives_the_numbers_shown(browser):
    browser.act("lever", name=DAYS, value=300)
    arrays = browser.settle()
    names = {}
    exec(browser.told["python"].replace("range(32)", "range(4)"), names)
    shown = names["results"]["alliance_surge_ratio"].values.mean(axis=-1)
    assert np.allclose(arrays["surge"][0], shown, atol=1e-5)


def test_files_to_keep_read_back_as_what_is_chosen(browser):
    from abm.rules.mix import parse_mix

    browser.act("lever", name=DAYS, value=300)
    browser.act("file", name="mix")
    file = browser.held["file"]
    assert parse_mix(file["text"], "custom").hash == browser.session.wish.chosen.mix().hash


RULES = "title: My own <b>rules</b>\ninstruments:\n  MultiYearProcurement: {funded: 0.8}\n"
WORLD = """
title: My own world
months: 24
nations: [USA, JPN]
events:
  - {kind: disruption, nation: USA, product: SRM_MK72, months: 6, share: 0.5, start: 3}
"""


def expected(scenario, mix):
    return simulate(scenario, mix, seeds=SEEDS)["alliance_surge_ratio"].values.mean(axis=-1)


def test_a_parameter_changes_the_run_but_not_the_baseline(browser):
    before = browser.settle()["surge"]
    browser.act("parameter", name="overtime", value=0.4)
    arrays = browser.settle()
    world = browser.session.wish.chosen.world()
    assert world.parameters == {"overtime": 0.4}
    assert np.allclose(arrays["surge"][0], expected(world, "today"), atol=1e-5)
    assert np.allclose(arrays["gap"][0], arrays["surge"][0] - before[0], atol=1e-5)
    assert [chip["what"] for chip in browser.told["chips"]] == ["Parameter overtime"]
    browser.act("undo")
    assert browser.told["parameters"] == []


def test_a_parameter_is_put_back_to_what_the_baseline_has(browser):
    browser.act("parameter", name="overtime", value=0.2)
    browser.act("pin")
    browser.act("parameter", name="overtime", value=0.4)
    browser.act("back", name=browser.told["chips"][0]["undo"])
    assert browser.told["parameters"] == [{"name": "overtime", "value": 0.2}]
    assert browser.told["chips"] == []


def test_putting_rules_back_leaves_the_parameters(browser):
    browser.act("parameter", name="overtime", value=0.4)
    browser.act("preset", name="pipir")
    browser.act("back", name="preset")
    assert [chip["what"] for chip in browser.told["chips"]] == ["Parameter overtime"]


def test_rules_handed_over_are_run_and_undone(browser):
    browser.act("upload", what="mix", name="mine.yaml", text=RULES)
    arrays = browser.settle()
    from abm.rules.mix import parse_mix

    assert np.allclose(arrays["surge"][0], expected("classroom", parse_mix(RULES, "mine")), atol=1e-5)
    assert browser.told["own"]["mix"]["title"] == "My own <b>rules</b>"
    browser.act("undo")
    assert browser.told["own"]["mix"] is None


def test_a_scenario_handed_over_is_run_for_both_and_told_anew(browser):
    browser.settle()
    browser.act("upload", what="scenario", name="classroom.yaml", text=WORLD)
    arrays = browser.settle()
    scene = json.loads(browser.held["scene"])
    assert (scene["title"], scene["months"]) == ("My own world", 24)
    world = browser.session.wish.chosen.world()
    assert np.allclose(arrays["surge"][0], expected(world, "today"), atol=1e-5)
    assert browser.session.wish.baseline.world() == world
    browser.act("scenario", name="classroom")
    browser.settle()
    assert json.loads(browser.held["scene"])["months"] == 120


def test_a_file_that_cannot_be_used_is_named_and_changes_nothing(browser):
    browser.settle()
    for what, text in (("mix", WORLD), ("scenario", RULES), ("mix", None), ("scenario", "a: &a [*a]")):
        browser.act("upload", what=what, name="mine.yaml", text=text)
        assert browser.told["problem"].startswith("mine.yaml")
        assert browser.told["chips"] == []
        assert browser.told["undo"] == 0


def test_a_file_too_large_for_an_address_is_refused_with_the_reason(browser):
    rng = np.random.default_rng(1)
    sources = "".join(f"  - {rng.bytes(900).hex()}\n" for _ in range(30))
    browser.act("upload", what="scenario", name="mine.yaml", text=f"title: Much to say\nsources:\n{sources}")
    assert "too large for this page's address" in browser.told["problem"]
    assert browser.told["own"]["scenario"] is None


def test_the_python_told_gives_the_numbers_of_own_files_too(browser, tmp_path, monkeypatch):
    browser.act("upload", what="scenario", name="small.yaml", text=WORLD)
    browser.act("upload", what="mix", name="mine.yaml", text=RULES)
    browser.act("lever", name=DAYS, value=300)
    browser.act("parameter", name="overtime", value=0.4)
    assert browser.told["problem"] == ""
    arrays = browser.settle()
    monkeypatch.chdir(tmp_path)
    for name in ("scenario", "mix"):
        browser.act("file", name=name)
        (tmp_path / browser.held["file"]["name"]).write_text(browser.held["file"]["text"], encoding="utf-8")
    names = {}
    exec(browser.told["python"].replace("range(32)", "range(4)"), names)
    assert np.allclose(arrays["surge"][0], names["results"]["alliance_surge_ratio"].values.mean(axis=-1), atol=1e-5)


def test_the_python_told_gives_the_numbers_of_changed_parameters(browser):
    browser.act("parameter", name="overtime", value=0.4)
    browser.act("off", name="RegionalSustainment[1]")
    arrays = browser.settle()
    names = {}
    exec(browser.told["python"].replace("range(32)", "range(4)"), names)
    assert np.allclose(arrays["surge"][0], names["results"]["alliance_surge_ratio"].values.mean(axis=-1), atol=1e-5)
