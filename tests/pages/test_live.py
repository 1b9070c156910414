"""The page, without a browser: what a visitor sees and what the buttons do."""

import time
from html import escape

import ipyvuetify as v
import pytest
import solara
from solara.widgets import HTML

from abm import simulate
from pages.live.course import Course, from_address, to_address
from pages.live.page import Page
from pages.live.playing import Playback
from pages.parts import Arrived, Entered, Followed, Marked, Picked

PICKED = Picked(label="").component.widget
ARRIVED, FOLLOWED, MARKED, ENTERED = (one().component.widget for one in (Arrived, Followed, Marked, Entered))
CURVE = '<path class="curve" d="M'


class Visit:
    """One visitor's page: read it, press its buttons, change its choices."""

    def __init__(self, address=""):
        _, self.found = solara.render(Page(), handle_error=False)
        self.found.find(ARRIVED).widgets[0].vue_opened(address)
        self.wait(lambda: self.button("Year"))

    def wait(self, true, seconds=60):
        limit = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < limit, "the page did not get there"
            time.sleep(0.02)

    @property
    def text(self):
        plain, marked = self.found.find(HTML).widgets, self.found.find(MARKED).widgets
        return " ".join([*(one.unsafe_innerHTML for one in plain), *(one.html for one in marked)])

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

    @property
    def address(self):
        return self.found.find(FOLLOWED).widgets[0].query

    def enter(self, label, number):
        next(one for one in self.found.find(ENTERED).widgets if one.label == label).vue_chosen(number)

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
    assert f">SHELL155</button><b>{shell:.2f}×</b>" in visit.text


def test_the_page_says_what_binds_and_names_the_part(visit):
    visit.choose("Scenario", "classroom")
    for _ in range(6):
        visit.press("Year")
    playback = Playback(Course("classroom"))
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
    assert ">United States</button></b> puts" in visit.text
    visit.pick("Whose decisions").vue_chosen("JPN")
    visit.wait(lambda: ">United States</button></b> puts" not in visit.text)
    assert ">Japan</button></b> puts" in visit.text


def test_other_rules_on_the_way_keep_the_month_and_are_told(visit):
    visit.choose("Scenario", "classroom")
    visit.press("Year")
    visit.pick("Rules from the coming month on").vue_chosen("none")
    visit.wait(lambda: "Rules in force:" in visit.text)
    assert visit.at_month(12)
    assert "from January 2027" in visit.text
    assert visit.address == "scenario=classroom&month=12&rules=12%3Anone"


def test_an_event_added_in_the_form_is_on_the_timeline_and_in_the_address_and_can_be_taken_back(visit):
    visit.choose("Scenario", "classroom")
    visit.press("Year")
    before = visit.address
    visit.press("Add an event")
    visit.wait(lambda: visit.button("Add"))
    visit.pick("Kind of event").vue_chosen("disruption")
    visit.wait(lambda: visit.pick("Of what"))
    visit.pick("Where").vue_chosen("CAN")
    visit.wait(lambda: [one for one, _ in visit.pick("Of what").options] == ["PROP_CHG"])
    visit.enter("Share lost, 0 to 1", "0.75")
    visit.enter("Begins after, months", "3")
    visit.enter("Lasts, months", "nonsense")
    visit.press("Add")
    visit.wait(lambda: "75% of the output of" in visit.text)
    assert "April 2027 to March 2028" in visit.text
    (_, added), *rest = from_address(visit.address).added
    assert rest == []
    assert (added.nation, added.product, added.share, added.start, added.months) == ("CAN", "PROP_CHG", 0.75, 15, 12)
    visit.press("Take back")
    visit.wait(lambda: "75% of the output of" not in visit.text)
    assert visit.address == before


def test_a_number_out_of_its_range_is_refused_in_words_and_the_field_stays(visit):
    visit.press("Month")
    visit.press("Add an event")
    visit.wait(lambda: visit.button("Add"))
    before = [one.value for one in visit.found.find(ENTERED).widgets]
    visit.enter("Intensity, × planned use", "1e9")
    visit.wait(lambda: "Intensity, × planned use &quot;1e9&quot;: expected a number from 0.1 to 3; it stays as it is" in visit.text)
    visit.enter("Lasts, months", "2.5")
    visit.wait(lambda: "Lasts, months &quot;2.5&quot;: expected a whole number from 1 to 119; it stays as it is" in visit.text)
    assert [one.value for one in visit.found.find(ENTERED).widgets] == before
    visit.enter("Intensity, × planned use", "2")
    visit.wait(lambda: "1e9" not in visit.text)


def test_nobody_is_at_war_after_the_war_is_ended(visit):
    visit.choose("Scenario", "classroom")
    for _ in range(5):
        visit.press("Year")
    assert "at war" in visit.text
    visit.press("End now")
    visit.wait(lambda: "Ended before its time" in visit.text)
    visit.press("Month")
    visit.wait(lambda: "after the war" in visit.text)


def test_an_address_opens_the_world_it_means_and_a_bad_one_the_opening_one_with_a_line():
    playback = Playback(Course("classroom", "pipir"))
    playback.advance(50)
    playback.take_up("open")
    playback.advance(13)
    one = Visit(to_address(playback.course))
    assert one.at_month(63)
    assert f"<b>{playback.advance(0).alliance[-1]:.2f}×</b><span>whole alliance" in one.text
    one.found.close()
    bad = Visit("?scenario=<script>&month=3")
    assert "This address could not be followed: unknown scenario &quot;&lt;script&gt;&quot;" in bad.text
    assert bad.at_month(0)
    bad.found.close()


def test_a_name_that_is_pressed_tells_its_story_and_what_is_sent_instead_of_a_name_is_refused(visit):
    visit.choose("Scenario", "classroom")
    visit.press("Year")
    tiles = next(one for one in visit.found.find(MARKED).widgets if 'data-press="system:PAC3_MSE"' in one.html)
    tiles.vue_pressed("system:PAC3_MSE")
    visit.wait(lambda: "The story of PAC-3 MSE" in visit.text)
    assert "<h3>December 2026</h3>" in visit.text
    visit.press("Month")
    visit.wait(lambda: "<h3>January 2027</h3>" in visit.text)
    tiles.vue_pressed({"x": "../../etc"})
    visit.wait(lambda: "story of" in visit.text and "expected one of nation, system" in visit.text)
    assert "The story of PAC-3 MSE" in visit.text
    visit.press("Close the story")
    visit.wait(lambda: "The story of" not in visit.text.replace('aria-label="The story of', ""))
    assert "story" not in visit.address


def test_a_month_that_fails_is_said_with_a_way_back(visit, monkeypatch):
    visit.press("Month")

    def fail(self, months):
        raise ArithmeticError("made up")

    monkeypatch.setattr(Playback, "advance", fail)
    visit.press("Play")
    visit.wait(lambda: "This could not be run (ArithmeticError: made up). Go back to the start with Reset" in visit.text)
    visit.wait(lambda: visit.button("Play"))
    monkeypatch.undo()
    visit.press("Reset")
    visit.wait(lambda: visit.button("Year") and visit.at_month(0))
