"""The timeline of Live: where events and changes of rules stand, and what it says of them in words."""

import re

import pytest

from abm.facts.events import Blockade
from pages.live.course import Course
from pages.live.playing import Playback
from pages.live.timeline import row_words, sentence, strip

TITLES = {"today": "Today's rules", "open": "Open & free"}


@pytest.fixture(scope="module")
def now():
    playback = Playback(Course("classroom"))
    playback.advance(30)
    playback.befall(Blockade(start=60, months=500, theatre="indo_pacific", factor=3.0))
    return playback.take_up("open"), playback.model.base


def test_bars_stand_where_their_months_do_and_end_with_the_run(now):
    found = re.findall(r'bar-of (\w+)( added)?" style="left:([\d.]+)%;width:([\d.]+)%', strip(*now, TITLES))
    assert found == [("conflict", "", "40.00", "20.00"), ("other", " added", "50.00", "50.00")]


def test_the_month_reached_and_each_change_of_rules_are_marked(now):
    drawn = strip(*now, TITLES)
    assert re.findall(r'"reached" style="left:([\d.]+)%', drawn) == ["25.00"]
    assert re.findall(r'"change" style="left:([\d.]+)%', drawn) == ["0.00", "25.00"]
    assert "Open &amp; free" in drawn


def test_the_timeline_is_told_in_a_sentence(now):
    told = sentence(*now, TITLES)
    assert "War, Indo-Pacific, January 2030 to December 2031; Blockade, Indo-Pacific, January 2031 to December 2035." in told
    assert "Rules in force: Today's rules, then Open & free from July 2028." in told


def test_an_event_added_on_the_way_says_so_and_the_scenarios_own_does_not(now):
    moment, base = now
    own, added = (row_words(one, moment, base) for one in moment.happenings)
    assert "Added" not in own
    assert added.endswith("Added in month 30.")


def test_a_world_to_which_nothing_happens_says_so():
    playback = Playback(Course("peacetime"))
    assert sentence(playback.advance(0), playback.model.base, TITLES).startswith("Nothing befalls this world.")
