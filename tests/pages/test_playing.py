"""One world as it is played: dates, wars and obstacles."""

from dataclasses import replace

import numpy as np
import pytest

from abm.facts.events import Embargo
from abm.facts.load import load_facts
from abm.facts.problems import BadInput
from pages.live.course import LARGEST_SEED, Course
from pages.live.playing import Playback
from pages.live.words import sentence
from pages.parts import entered


@pytest.fixture(scope="module")
def playback():
    return Playback(Course("classroom"))


def test_the_calendar_and_the_war_follow_the_scenario(playback):
    assert playback.advance(0).date() == (2026, 1)
    eve = playback.advance(48)
    assert (eve.date(), eve.at_war) == ((2029, 12), False)
    assert "December 2029, at peace" in sentence(eve, playback.names)
    first = playback.advance(1)
    assert (first.date(), first.at_war) == ((2030, 1), True)
    last = playback.advance(23)
    assert (last.date(), last.at_war) == ((2031, 12), True)
    after = playback.advance(1)
    assert not after.at_war
    assert "January 2032, after the war" in sentence(after, playback.names)


def test_every_obstacle_is_an_input_of_what_it_holds_back_dearest_first(playback):
    facts = load_facts()
    now = playback.advance(1)
    assert now.obstacles
    for one in now.obstacles:
        assert one.part in {row.input for row in facts.ingredients[one.product]}
        assert one.units > 0
    dear = [one.units * facts.products[one.product].unit_cost.central for one in now.obstacles]
    assert dear == sorted(dear, reverse=True)


def test_a_system_short_of_parts_names_the_part_that_costs_it_most(playback):
    now = playback.advance(1)
    for system in now.systems:
        own = [one for one in now.obstacles if one.product == system.id]
        if system.part:
            assert system.part == max(own, key=lambda one: one.units).part


def test_playing_past_the_end_stays_at_the_end(playback):
    end = playback.advance(1000)
    assert (end.month, end.ended) == (end.months, True)
    again = playback.advance(1)
    assert np.array_equal(again.alliance, end.alliance)


def test_in_a_world_at_peace_every_product_waits_for_orders():
    now = Playback(Course("peacetime", "none")).advance(12)
    assert sum(now.bound.values()) == now.bound["orders"] > 0
    assert now.obstacles == ()
    assert np.allclose(now.alliance, 1)


@pytest.mark.parametrize("typed", [None, "", "-3", "2.5", "10000", "nan", "inf", "1e9", "seven", {}])
def test_what_is_no_seed_is_refused_with_what_was_expected(typed):
    with pytest.raises(BadInput, match=r"Seed .*: expected a whole number from 0 to 9999"):
        entered("Seed", typed, 0, LARGEST_SEED, whole=True)


def test_other_luck_leaves_what_was_changed_on_the_way_as_it_was():
    embargo = Embargo(start=30, months=12, nations=("CAN",), products="all")
    course = replace(Course("classroom", month=24).with_event(embargo).under_rules("fortress"), month=40)
    one, other = (Playback(replace(course, seed=seed)).advance(0) for seed in (0, 7))
    assert one.month == other.month == 40
    assert one.rules == other.rules == ((0, "today"), (24, "fortress"))
    assert one.happenings == other.happenings
    assert not np.array_equal(one.alliance, other.alliance)
