"""The page, without a browser: what a visitor sees and what the buttons do."""

import time
from html import escape

import ipyvuetify as v
import pytest
import solara
from solara.widgets import HTML

from abm import simulate
from pages.live import Page
from pages.parts import Picked
from pages.playing import Choice, Playback

PICKED = Picked(label="").component.widget
CURVE = '<path class="curve" d="M'


class Visit:
    """One visitor's page: read it, press its buttons, change its choices."""

    def __init__(self):
        _, self.found = solara.render(Page(), handle_error=False)
        self.wait(lambda: self.button("Year"))

    def wait(self, true, seconds=300):
        limit = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < limit, "the page did not get there"
            time.sleep(0.02)

    @property
    def text(self):
        return " ".join(one.unsafe_innerHTML for one in self.found.find(HTML).widgets)

    def button(self, word):
        return next((one for one in self.found.find(v.Html, tag="button").widgets if one.children == [word]), None)

    def press(self, word):
        def pressed():
            button = self.button(word)
            if button is None or "click" not in button._event_handlers_map:
                return False  # the page is being drawn anew
            button.click()
            return True

        self.wait(pressed, seconds=60)

    def choose(self, label, value):
        before = self.text
        self.pick(label).vue_chosen(value)
        self.wait(lambda: self.text != before and self.button("Year") and self.at_month(0))

    def pick(self, label):
        return next(one for one in self.found.find(PICKED).widgets if one.label == label)

    def at_month(self, month):
        return f"<b>{month}<small> of " in self.text


@pytest.fixture
def visit():
    one = Visit()
    yield one
    one.found.close()


def test_the_page_opens_before_the_first_month_with_an_empty_curve(visit):
    assert "War in the Indo-Pacific" in visit.text
    assert visit.at_month(0)
    assert CURVE not in visit.text


def test_a_step_draws_the_curve_and_a_year_lengthens_it(visit):
    visit.press("Month")
    assert visit.at_month(1)
    first = visit.text
    assert CURVE in first
    visit.press("Year")
    assert visit.at_month(13)
    assert len(visit.text) > len(first)


def test_the_page_shows_the_numbers_of_the_same_run_from_python(visit):
    visit.choose("Scenario", "classroom")
    for _ in range(5):
        visit.press("Year")
    run = simulate("classroom", "today", seeds=[0], months=60)
    assert f"<b>{float(run['alliance_surge_ratio'].values[-1, 0]):.2f}×</b><span>whole alliance" in visit.text
    shell = float(run["surge_ratio"].sel(system="SHELL155").values[-1, 0])
    assert f"<span>SHELL155</span><b>{shell:.2f}×</b>" in visit.text


def test_the_page_says_what_binds_and_names_the_part(visit):
    visit.choose("Scenario", "classroom")
    for _ in range(6):
        visit.press("Year")
    playback = Playback(Choice("classroom"))
    now = playback.advance(72)
    assert f"<b>{now.bound['capacity']}</b> are at the limit of their plant" in visit.text
    assert escape(playback.names[now.obstacles[0].part]) in visit.text


def test_other_rules_start_the_same_world_anew(visit):
    visit.press("Year")
    visit.choose("Rules", "none")
    assert CURVE not in visit.text


def test_reset_goes_back_to_the_start_and_plays_the_same_again(visit):
    visit.press("Year")
    before = visit.text
    visit.press("Reset")
    visit.wait(lambda: visit.button("Year") and visit.at_month(0))
    visit.press("Year")
    assert visit.text == before


def test_playing_stops_when_paused_and_at_the_end(visit):
    visit.choose("Scenario", "classroom")
    visit.press("Play")
    visit.wait(lambda: not visit.at_month(0) and not visit.at_month(1))
    visit.press("Pause")
    visit.wait(lambda: visit.button("Play"))
    time.sleep(0.3)
    paused = visit.text
    time.sleep(0.5)
    assert visit.text == paused
    while "disabled" not in visit.button("Year").attributes:
        visit.press("Year")
    assert visit.at_month(120)
    assert "disabled" in visit.button("Play").attributes


def test_two_visitors_do_not_share_a_world(visit):
    other = Visit()
    visit.press("Year")
    assert other.at_month(0)
    other.found.close()


def test_the_table_opens_on_demand(visit):
    visit.press("Month")
    assert "most of them are" not in visit.text
    visit.press("Show as a table, with what magazines lack and why")
    assert "most of them are" in visit.text


def test_a_name_that_is_no_scenario_and_no_mix_changes_nothing(visit):
    visit.press("Month")
    before = visit.text
    visit.pick("Scenario").vue_chosen("../../etc/passwd")
    visit.pick("Rules").vue_chosen(["<script>"])
    visit.pick("Rules from the coming month on").vue_chosen("../today")
    assert visit.text == before


def test_decisions_of_one_nation_are_those_of_that_nation(visit):
    for _ in range(6):
        visit.press("Year")
    assert "<b>United States</b>" in visit.text
    visit.pick("Whose decisions").vue_chosen("JPN")
    visit.wait(lambda: "<b>United States</b>" not in visit.text)
    assert "<b>Japan</b>" in visit.text


def test_other_rules_on_the_way_keep_the_month_and_are_told(visit):
    visit.choose("Scenario", "classroom")
    visit.press("Year")
    visit.pick("Rules from the coming month on").vue_chosen("none")
    visit.wait(lambda: "Rules in force:" in visit.text)
    assert visit.at_month(12)
    assert "from January 2027" in visit.text
