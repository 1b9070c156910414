"""One visitor's Compare, without a browser: the numbers are those of simulate(), whatever stands side by side."""

import json
import threading
import time

import numpy as np
import pytest

from abm import simulate
from abm.command.compare import compare
from abm.facts.problems import BadInput
from abm.facts.scenario import load_scenario
from abm.rules.mix import apply_setting, load_mix
from pages.compare.session import Compared, Session, address_of, from_address
from pages.explore.block import unpack
from pages.explore.chosen import Chosen
from pages.explore.running import Shelf

SEEDS = (0, 1, 2)
DAYS = "ExportLicensing[1].days=5"


class Browser:
    """What a browser would hold; it draws at once."""

    def __init__(self, address):
        self.held, self.runs = {}, []
        self.session = Session(self.take, SEEDS, Shelf())
        self.thread = threading.Thread(target=self.session.work, daemon=True)
        self.thread.start()
        self.session.ready(address)

    def take(self, name, value):
        self.held[name] = value
        if name == "run":
            self.runs.append(unpack(value))
            self.session.drawn()

    @property
    def told(self):
        return json.loads(self.held["told"])

    def settle(self, seconds=120):
        limit = time.monotonic() + seconds
        while not (self.runs and self.runs[-1][1]["stage"] == "whole" and self.runs[-1][1]["serial"] == self.session.serial):
            assert time.monotonic() < limit, self.told["problem"]
            time.sleep(0.01)
        return self.runs[-1]

    def close(self):
        self.session.close()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def browser():
    one = Browser("?scenario=classroom&1.mix=today&2.mix=pipir&3.mix=today&3.set=" + DAYS)
    yield one
    one.close()


def test_each_mix_shows_its_own_curve_and_its_paired_difference_from_the_first(browser):
    arrays, _ = browser.settle()
    mixes = [load_mix("today"), load_mix("pipir"), apply_setting(load_mix("today"), DAYS)]
    runs = [simulate("classroom", mix, seeds=SEEDS)["alliance_surge_ratio"].values for mix in mixes]
    for side, one in enumerate(runs):
        assert np.allclose(arrays["surge"][side, 0], one.mean(axis=-1), atol=1e-5)
        assert np.allclose(arrays["gap"][side, 0], (one - runs[0]).mean(axis=-1), atol=1e-5)
        assert np.allclose(arrays["low"][side, 0], np.percentile(one, 5, axis=-1), atol=1e-5)


def test_the_table_is_that_of_surge_compare(browser):
    _, said = browser.settle()
    shown = {row["id"]: row for row in said["table"]}
    found = compare(load_scenario("classroom"), (load_mix("today"), load_mix("pipir")), len(SEEDS))
    for one in found.measures:
        expected = found.effects[one.name, "pipir"]
        for place, part in enumerate((expected.mean, expected.low, expected.high)):
            told = np.array(shown[one.name]["gain"][0][place], float)
            assert np.allclose(told, np.atleast_1d(part), equal_nan=True), one.name
        assert np.allclose(np.array(shown[one.name]["level"][1], float), np.atleast_1d(found.level(one.name, "pipir")), equal_nan=True)


def test_promises_are_counted_over_the_whole_run(browser):
    _, said = browser.settle()
    shown = {row["id"]: row for row in said["table"]}
    results = simulate("classroom", "pipir", seeds=SEEDS)
    for name in ("promises_kept", "promises_broken"):
        assert shown[f"alliance_{name}"]["level"][1][0] == pytest.approx(float(results[name].sum(["nation", "month"]).mean()))
        by_nation = results[name].sum("month").mean("seed").values
        assert np.allclose(shown[name]["level"][1], by_nation)


def test_what_is_ready_is_shown_before_the_last_mix_has_run(browser):
    browser.settle()
    assert [said["sides"] for _, said in browser.runs] == [1, 2, 3]
    assert [arrays["surge"].shape[0] for arrays, _ in browser.runs] == [1, 2, 3]


def test_mixes_can_be_chosen_added_put_first_and_taken_away(browser):
    def presets():
        return [one["preset"] for one in browser.told["sides"]]

    browser.session.act({"kind": "add", "name": "none"})
    assert presets() == ["today", "pipir", "today", "none"]
    browser.session.act({"kind": "add", "name": "open"})
    assert "at most 4" in browser.told["problem"]
    browser.session.act({"kind": "first", "place": 3})
    browser.session.act({"kind": "take", "place": 3})
    browser.session.act({"kind": "mix", "place": 2, "name": "open"})
    assert presets() == ["none", "today", "open"]
    browser.session.act({"kind": "take", "place": 0})
    browser.session.act({"kind": "take", "place": 0})
    assert "at least 2" in browser.told["problem"]
    assert presets() == ["today", "open"]


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "mix", "place": 9, "name": "today"},
        {"kind": "mix", "place": 0, "name": "../secret"},
        {"kind": "scenario", "name": "/etc/passwd"},
        {"kind": "first", "place": "1"},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(browser, what):
    before = browser.session.wish
    browser.session.act(what)
    assert browser.session.wish == before
    assert browser.told["problem"]


def test_the_address_leads_back_to_the_same_mixes():
    wish = Compared((Chosen("classroom", "none"), Chosen("classroom", "today", (DAYS,), ("StockpileTargets[1]",))))
    assert from_address(address_of(wish)) == wish
    assert from_address("") == Compared()


@pytest.mark.parametrize("query", ["1.mix=today", "1.mix=today&3.mix=none", "1.mix=today&2.mix=nothing", "scenario=nowhere"])
def test_a_wrong_address_is_refused(query):
    with pytest.raises(BadInput):
        from_address(query)
