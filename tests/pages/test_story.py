"""Stories of nations, systems, lines and links, held to the world they are read from."""

import re

import numpy as np
import pytest

from abm.facts.problems import BadInput
from abm.facts.scenario import load_scenario
from abm.model.simulate import Run, base_of
from abm.rules.instrument import instruments
from abm.rules.mix import load_mix
from abm.state.columns import ACTIVE
from pages.explore.levers import spaced
from pages.live.course import Course, from_address
from pages.live.playing import Playback
from pages.live.story import link_name, subject_of, ways_from
from pages.live.words import story

BASE = base_of(load_scenario("classroom"))
SUBJECTS = ("nation:JPN", "system:PAC3_MSE", "line:F001.PAC3_MSE", "link:F001.PAC3_MSE>JPN")


def played(months, mix="today", scenario="classroom"):
    playback = Playback(Course(scenario, mix))
    playback.advance(months)
    return playback


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_story_has_every_month_played_the_newest_first(subject):
    told = played(30).tell(subject).story
    assert [one.month for one in told.months] == list(range(29, -1, -1))
    assert all(one.said for one in told.months)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_story_heard_on_the_way_is_the_one_asked_for_afterwards(subject):
    early, late = Playback(Course("classroom")), played(60)
    early.tell(subject)
    early.advance(47)
    early.advance(13)
    assert early.advance(0).story == late.tell(subject).story


def test_who_reads_a_story_changes_nothing():
    silent, read = played(24), played(12)
    for subject in SUBJECTS:
        read.tell(subject)
    read.advance(12)
    assert all(np.array_equal(getattr(silent.model.run.record, name), getattr(read.model.run.record, name)) for name in ("made", "landed"))
    assert np.array_equal(silent.model.run.state.stores.quantity, read.model.run.state.stores.quantity)


def test_the_story_of_a_system_tells_what_magazines_received_that_month():
    playback = played(60)
    for one in playback.tell("system:SHELL155").story.months[:12]:
        record, row = playback.model.run.record, list(BASE.systems).index(BASE.products.index("SHELL155"))
        landed = record.landed[one.month, BASE.net.store_system[BASE.net.first :] == row, 0].sum()
        assert one.said[0].startswith(f"{landed:,.0f} delivered")


def test_a_nation_is_said_to_fight_in_the_months_of_its_war_and_no_others():
    months = played(90).tell("nation:JPN").story.months
    assert {one.month for one in months if one.said[0].startswith("At war, at 80 %")} == set(range(48, 72))


def test_a_line_is_said_to_be_idle_only_while_it_does_not_work():
    playback = played(40)
    for row, name in enumerate(BASE.firms):
        now = playback.tell(f"line:{name}").story.months[0].said[0]
        works = playback.model.run.state.firms.status[row, 0] == ACTIVE
        assert now.startswith("Made ") == works


def test_rules_that_are_said_to_bar_a_link_are_those_without_which_it_is_open():
    playback = played(20, "fortress", "indo-pacific-2026")
    run, base = playback.model.run, playback.model.base
    barred = np.flatnonzero((run.state.links.eligible[:, 0] <= 0) & (base.net.link_store >= base.net.first))
    assert len(barred)
    words = {spaced(name).lower(): name for name in instruments()}
    for row in barred[:: max(1, len(barred) // 4)]:
        (said,) = (one for one in playback.tell(f"link:{link_name(base, row)}").story.months[0].said if "barred by" in one)
        blamed = {name for one, name in words.items() if re.search(rf"\b{one}\b", said.partition("barred by ")[2])}
        assert blamed
        rest = tuple(one for one in load_mix("fortress") if type(one).__name__ not in blamed)
        free = Run(run.scenario, [rest], [0]).advance(20)
        assert free.state.links.eligible[row, 0] > 0


def test_an_open_link_is_not_said_to_be_barred():
    playback = played(20)
    links = playback.model.run.state.links
    for row in np.flatnonzero((links.eligible[:, 0] > 0) & (links.qualified[:, 0] > 0))[:40]:
        assert not any("ordered here" in one for one in playback.tell(f"link:{link_name(BASE, row)}").story.months[0].said)


def test_every_way_on_from_a_story_leads_to_one():
    for subject in SUBJECTS:
        for way, title in ways_from(subject_of(subject, BASE), BASE):
            assert subject_of(way, BASE).words == way
            assert title


@pytest.mark.parametrize("subject", ["moon:JPN", "nation:FRA", "line:<script>", "link:F001.PAC3_MSE>FRA", "system:SRM_PAC3", "nation"])
def test_a_story_of_nobody_is_refused_in_one_line(subject):
    playback = played(1)
    with pytest.raises(BadInput, match="story of"):
        playback.tell(subject)
    assert playback.advance(0).story is None


def test_the_address_of_a_story_opens_it():
    now = Playback(from_address("scenario=classroom&month=15&story=nation:AUS")).advance(0)
    assert now.story.title == "Australia"
    assert len(now.story.months) == 15
    with pytest.raises(BadInput, match="story of"):
        from_address("scenario=classroom&story=nation:FRA")


def test_months_of_which_the_same_is_told_stand_together():
    unbuilt = next(name for name in BASE.firms if name.startswith("NEW."))
    now = played(24).tell(f"line:{unbuilt}")
    assert "<h3>January 2026 to December 2027</h3><p>It is not built.</p>" in story(now, 24)
