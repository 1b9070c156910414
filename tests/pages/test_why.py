"""One visitor's Why?, without a browser: what is told is what the judgement finds, for the month and the system asked for."""

import json
import threading
import time

import pytest

from abm.command.why import why
from abm.facts.problems import BadInput
from abm.facts.scenario import load_scenario
from abm.judgement.ladder import ladder
from abm.judgement.relief import worth_of
from abm.judgement.telling import sentence
from abm.rules.mix import load_mix
from pages.explore.block import unpack
from pages.explore.chosen import Chosen
from pages.explore.running import Shelf
from pages.why import relief
from pages.why.session import Asked, Session, address_of, from_address
from pages.why.view import LADDER_SEEDS, SEEDS, now_of, systems_of

MONTH, SYSTEM = 60, "GMLRS"


class Browser:
    """What a browser would hold; it draws at once."""

    def __init__(self, address):
        self.held, self.runs = {}, []
        self.session = Session(self.take, Shelf())
        self.thread = threading.Thread(target=self.session.work, daemon=True)
        self.thread.start()
        self.session.ready(address)

    def take(self, name, value):
        self.held[name] = value
        if name == "run":
            self.runs.append(unpack(value)[1])
            self.session.drawn()

    @property
    def told(self):
        return json.loads(self.held["told"])

    def settle(self, seconds=120):
        limit = time.monotonic() + seconds
        while not (self.runs and self.runs[-1]["stage"] == "whole" and self.runs[-1]["serial"] == self.session.serial):
            assert time.monotonic() < limit, self.told["problem"]
            time.sleep(0.01)
        return self.runs[-1]

    def close(self):
        self.session.close()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def browser():
    one = Browser(f"?scenario=classroom&mix=pipir&month={MONTH}&show={SYSTEM}")
    yield one
    one.close()


def expected(month=MONTH, system=SYSTEM, mix="pipir"):
    return why(load_scenario("classroom"), load_mix(mix), len(SEEDS), month, (system,))


def test_the_sentence_and_the_reasons_are_those_of_surge_why(browser):
    said = browser.settle()
    found = expected().chains[0]
    assert said["sentence"] == sentence(found)
    assert said["lack"] == pytest.approx(found.units)
    told = [one["units"] for one in said["tree"] if one["share"] >= 0.02]
    assert told == pytest.approx([one.units for one in found.causes if one.share(found) >= 0.02])
    assert sum(told) >= 0.9 * said["lack"]


def test_no_step_weighs_more_than_the_step_above_it(browser):
    def look(causes, above):
        assert sum(one["units"] for one in causes) <= above * (1 + 1e-9)
        for one in causes:
            assert one["share"] == pytest.approx(one["units"] / above)
            look(one["causes"], one["units"])

    said = browser.settle()
    look(said["tree"], said["lack"])


def test_the_way_marked_is_one_way_down_what_is_late(browser):
    browser.session.act({"kind": "system", "name": "PAC3_MSE"})
    causes, way = browser.settle()["tree"], []
    while lit := [one for one in causes if one["lit"]]:
        assert len(lit) == 1
        way.append(lit[0])
        causes = lit[0]["causes"]
    assert len(way) >= 2
    assert way[0]["kind"] == "reason"


def test_the_ladder_is_that_of_the_month_and_its_losses_add_up(browser):
    said = browser.settle()
    found = ladder("classroom", "pipir", LADDER_SEEDS, [MONTH])
    for told, levels in zip(said["ladders"], (found["value"], found["output"].sel(system=SYSTEM)), strict=True):
        rungs = [rung["level"] for rung in told["rungs"]]
        assert rungs == pytest.approx(levels.mean(["month", "seed"]).values)
        assert rungs == sorted(rungs, reverse=True)
    assert said["ladders"][1]["asked"] == pytest.approx(float(found["requirement"].sel(system=SYSTEM)))


def test_the_map_is_that_of_surge_why_by_year(browser):
    found = expected().map
    rows = {row["product"]: row["cells"] for row in browser.settle()["map"]["year"]["rows"]}
    assert rows
    for product, cells in rows.items():
        row = found.products.index(product)
        for place, cell in enumerate(cells):
            name = found.name(row, place)
            assert (cell[1] or cell[0] if cell else "") == name
            if cell:
                assert cell[2] == pytest.approx(found.share[row, place], abs=1e-4)


def test_a_product_with_one_maker_below_a_system_is_a_point_of_failure_of_it(browser):
    browser.session.act({"kind": "system", "name": "PAC3_MSE"})
    said = browser.settle()
    points = {one["product"]: one for one in said["points"]}
    assert points["SEEK_PAC3"]["through"] > 0
    assert all(product in said["takes"] for product, one in points.items() if one["through"] > 0)
    assert points["SRM_GMLRS"]["through"] == 0


def test_another_month_or_system_is_answered_and_another_scenario_keeps_the_system(browser):
    browser.session.act({"kind": "month", "value": 100})
    assert browser.settle()["sentence"] == sentence(expected(month=100).chains[0])
    browser.session.act({"kind": "system", "name": "SHELL155"})
    assert browser.settle()["sentence"].startswith("SHELL155 ")
    browser.session.act({"kind": "scenario", "name": "indo-pacific-2026"})
    assert browser.told["system"] == "SHELL155"


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "month", "value": 120},
        {"kind": "month", "value": -1},
        {"kind": "month", "value": "soon"},
        {"kind": "system", "name": "<script>"},
        {"kind": "mix", "name": "../today"},
        {"kind": "scenario", "name": "nowhere"},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(browser, what):
    before = browser.session.wish
    browser.session.act(what)
    assert browser.session.wish == before
    assert browser.told["problem"]


def test_the_address_leads_back_to_the_same_question():
    wish = Asked(Chosen("classroom", "today", ("ExportLicensing[1].days=5",)), SYSTEM, 30)
    assert from_address(address_of(wish)) == wish
    opening = from_address("")
    assert opening.system in systems_of(load_scenario(opening.chosen.scenario))


@pytest.mark.parametrize("query", ["month=x", "month=500", "show=NOTHING", "mix=nothing", "scenario=nowhere"])
def test_a_wrong_address_is_refused(query):
    with pytest.raises(BadInput):
        from_address(query)


def test_nothing_is_run_on_for_a_visitor_who_wants_something_else():
    assert now_of(load_scenario("classroom"), load_mix("today"), MONTH, lambda: True) is None


def test_relief_is_tried_only_when_asked_for_and_is_worth_what_surge_relief_finds(browser):
    browser.settle()
    assert "relief" not in browser.held
    browser.session.act({"kind": "relief"})
    limit = time.monotonic() + 120
    while not ("relief" in browser.held and json.loads(browser.held["relief"])["done"] == len(relief.SEEDS)):
        assert time.monotonic() < limit, browser.told["problem"]
        time.sleep(0.01)
    told = json.loads(browser.held["relief"])
    worth = worth_of(load_scenario("classroom"), tuple(load_mix("pipir")), relief.SEEDS, MONTH, [MONTH + relief.COUNTED])
    best = worth.ranked(0)[: len(told["rows"])]
    assert [row["words"] for row in told["rows"]] == [worth.reliefs[one].words for one in best]
    assert [row["value"][0] for row in told["rows"]] == pytest.approx(worth.value[best, 0].mean(axis=-1))
    units = worth.units[best, 0, worth.systems.index(SYSTEM)].mean(axis=-1)
    assert [row["units"][0] for row in told["rows"]] == pytest.approx(units)


def test_relief_that_is_stopped_sends_nothing_more(browser):
    browser.settle()
    first = threading.Event()
    take = browser.session.send

    def stop_after_the_first(name, value):
        take(name, value)
        if name == "relief":
            first.set()
            browser.session.act({"kind": "stop"})

    browser.session.send = stop_after_the_first
    browser.session.act({"kind": "relief"})
    assert first.wait(60)
    browser.settle()
    assert json.loads(browser.held["relief"])["done"] == 1
    assert browser.told["relief"] is False
