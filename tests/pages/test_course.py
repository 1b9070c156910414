"""The course of a world in Live: its address, and events and rules changed on the way, held to worlds that knew of them from the start."""

from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from abm.facts.events import EVENTS, Blockade, Disruption, Embargo
from abm.facts.problems import BadInput
from abm.facts.scenario import load_scenario
from abm.model.simulate import Run, base_of
from abm.rules.mix import load_mix
from pages.live.course import Course, event_of, from_address, to_address
from pages.live.kinds import KINDS, event_from, options, told
from pages.live.playing import Playback

BASE = base_of(load_scenario("classroom"))
OUTAGE = Disruption(start=20, months=6, nation="USA", product="SEEK_PAC3", share=0.8)
ROUTES = Blockade(start=14, months=9, theatre="indo_pacific", factor=5.0)


def records(playback):
    return playback.model.run.record


def same(one, other, until=None):
    return all(np.array_equal(getattr(one, name)[:until], getattr(other, name)[:until]) for name in one._fields)


def event(kind, start=20, months=6, strength=None, **picks):
    usual = KINDS[kind].usual if strength is None else strength
    return event_from(kind, BASE, picks, start, months, usual)


EACH_KIND = [event(kind) for kind in KINDS]


@pytest.mark.parametrize("added", EACH_KIND, ids=list(KINDS))
def test_a_world_to_which_an_event_is_added_is_the_one_that_had_it_declared_from_the_start(added):
    playback = Playback(Course("classroom"))
    playback.advance(20)
    playback.befall(added)
    playback.advance(30)
    declared = Run(load_scenario("classroom").with_event(added), [tuple(load_mix("today"))], [0]).advance(50)
    assert same(records(playback), declared.record)
    assert np.array_equal(playback.model.run.state.stores.quantity, declared.state.stores.quantity)


@pytest.mark.parametrize("added", EACH_KIND, ids=list(KINDS))
def test_months_already_played_stay_as_they_were_whatever_is_added(added):
    playback = Playback(Course("classroom"))
    shown = playback.advance(20)
    before = records(playback)
    then = playback.befall(added)
    assert same(before, records(playback), until=20)
    assert np.array_equal(shown.alliance, then.alliance)
    assert then.nations == shown.nations
    assert then.makers == shown.makers


def test_an_event_added_on_the_way_changes_months_to_come():
    untouched, hit = Playback(Course("classroom")), Playback(Course("classroom"))
    hit.advance(20)
    hit.befall(OUTAGE)
    untouched.advance(40)
    hit.advance(20)
    assert same(records(untouched), records(hit), until=20)
    assert not same(records(untouched), records(hit))


def test_an_event_taken_back_before_it_begins_leaves_no_trace():
    untouched, playback = Playback(Course("classroom")), Playback(Course("classroom"))
    playback.advance(10)
    place = playback.befall(OUTAGE).happenings[0].place
    playback.advance(5)
    playback.end(place)
    playback.advance(30)
    untouched.advance(45)
    assert same(records(playback), records(untouched))
    assert playback.course == untouched.course


def test_an_embargo_ended_half_way_is_one_that_was_declared_that_long():
    playback = Playback(Course("classroom"))
    playback.advance(12)
    playback.befall(Embargo(start=12, months=24, nations=("USA",), products="all"))
    playback.advance(6)
    (place,) = (one.place for one in playback.advance(0).happenings if one.event.kind == "embargo")
    ended = playback.end(place)
    assert [one.cut for one in ended.happenings if one.event.kind == "embargo"] == [True]
    playback.advance(20)
    short = Embargo(start=12, months=6, nations=("USA",), products="all")
    assert same(records(playback), Run(load_scenario("classroom").with_event(short), [tuple(load_mix("today"))], [0]).advance(38).record)


def test_a_war_called_off_before_it_begins_never_comes():
    playback = Playback(Course("classroom"))
    playback.advance(40)
    assert playback.end(0).wars == ()
    assert not any(playback.advance(1).at_war for _ in range(20))


def test_what_is_spread_evenly_over_its_months_can_be_taken_back_but_not_cut_short():
    playback = Playback(Course("classroom"))
    playback.advance(5)
    playback.befall(event("loss", start=6))
    assert [one.undo for one in playback.advance(0).happenings if one.event.kind == "loss"] == ["Take back"]
    now = playback.advance(3)
    (loss,) = (one for one in now.happenings if one.event.kind == "loss")
    assert loss.undo == ""
    with pytest.raises(BadInput, match="cannot be ended"):
        playback.end(loss.place)


def test_an_event_cannot_be_added_to_the_past_nor_beyond_the_end():
    playback = Playback(Course("classroom"))
    playback.advance(30)
    for start in (29, 120):
        with pytest.raises(BadInput, match="expected a month from then"):
            playback.befall(event("blockade", start=start))
    with pytest.raises(BadInput, match="takes no part"):
        playback.befall(Disruption(start=40, months=3, nation="FRA", product="SEEK_PAC3", share=0.5))
    assert playback.course == Course("classroom", month=30)


def test_rules_put_back_in_the_same_month_leave_no_trace():
    untouched, playback = Playback(Course("classroom")), Playback(Course("classroom"))
    playback.advance(24)
    playback.take_up("fortress")
    playback.take_up("today")
    playback.advance(24)
    untouched.advance(48)
    assert same(records(playback), records(untouched))
    assert playback.course == untouched.course


def test_the_address_of_a_world_leads_back_to_the_same_world():
    playback = Playback(Course("classroom", "pipir", 7))
    playback.advance(10)
    playback.befall(ROUTES)
    playback.take_up("fortress")
    playback.advance(8)
    playback.befall(OUTAGE)
    playback.end(playback.advance(0).happenings[0].place)  # the blockade
    playback.take_up("open")
    playback.advance(20)
    again = Playback(from_address(to_address(playback.course)))
    assert again.course == playback.course
    assert same(records(again), records(playback))
    assert np.array_equal(again.model.run.state.stores.quantity, playback.model.run.state.stores.quantity)
    again.advance(30)
    playback.advance(30)
    assert same(records(again), records(playback))


def test_the_opening_world_has_an_empty_address():
    assert to_address(Course()) == ""
    assert from_address("") == Course()


@given(
    month=st.integers(0, 120),
    seed=st.integers(0, 9999),
    mixes=st.lists(st.sampled_from(["none", "today", "open", "fortress"]), max_size=4),
    kinds=st.lists(st.sampled_from(sorted(KINDS)), max_size=4),
    data=st.data(),
)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_course_comes_back_from_its_address(month, seed, mixes, kinds, data):
    rules = dict.fromkeys(data.draw(st.lists(st.integers(0, month), min_size=len(mixes), max_size=len(mixes))))
    rules = tuple(zip(sorted(rules), mixes, strict=False))
    added = tuple((data.draw(st.integers(0, min(month, 100))), event(kind, start=data.draw(st.integers(100, 119)))) for kind in kinds)
    course = Course("classroom", "today", seed, month, rules, added).checked()
    assert from_address(to_address(course)) == course


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"month": "121"}, "month 121: expected 0 to 120"),
        ({"month": "-1"}, "expected a whole number"),
        ({"month": "1e3"}, "expected a whole number"),
        ({"seed": "10000"}, "seed 10000"),
        ({"scenario": "../../etc/passwd"}, "unknown scenario"),
        ({"mix": "<script>"}, "unknown policy mix"),
        ({"month": "5", "rules": "6:none"}, "month of a change 6"),
        ({"month": "5", "rules": ["4:none", "3:open"]}, "in the order"),
        ({"month": "5", "rules": "4:../none"}, "unknown policy mix"),
        ({"month": "5", "event": "4:{}"}, "unknown kind of event"),
        ({"month": "5", "event": "4:" + "[" * 1900}, "as this page writes it"),
        ({"month": "5", "event": '4:{"kind":"blockade","start":3,"months":2,"theatre":"europe","factor":2}'}, "expected a month from then"),
        ({"month": "5", "event": '4:{"kind":"blockade","start":9,"months":2,"theatre":"mars","factor":2}'}, "unknown theatre"),
        ({"month": "5", "event": '4:{"kind":"blockade","start":9,"months":2,"theatre":"europe","factor":NaN}'}, "factor"),
        ({"month": "5", "event": '4:{"kind":"blockade","start":9,"months":2,"theatre":"europe","factor":1e9}'}, "1 to 5"),
        ({"month": "5", "event": "4:" + "x" * 3000}, "more than 2,000 characters"),
        ({"month": "5", "rules": ["0:none"] * 100}, "at most 60 changes"),
        ({"month": "5", "end": "4:9"}, "event 9 cannot end"),
        ({"month": "5", "end": ["4:0", "5:0"]}, "event 0 cannot end"),
    ],
)
def test_an_address_that_means_no_world_is_refused_in_one_line(said, why):
    with pytest.raises(BadInput, match=why) as refused:
        from_address(urlencode(said, doseq=True))
    assert "\n" not in refused.value.message


def test_every_kind_of_event_can_be_added_and_is_told_in_words():
    assert set(KINDS) == set(EVENTS)
    for kind in KINDS:
        short, more = told(event(kind), BASE)
        assert short
        assert more
        assert event_of({"kind": kind} | event(kind).model_dump(mode="json")) == event(kind)


def test_an_outage_is_offered_only_of_what_a_nation_makes_and_so_is_felt():
    whole = Run(load_scenario("classroom"), [()], [0]).advance(20).record.capacity
    for nation, _ in options("disruption", BASE, {})["nation"]:
        for product, _ in options("disruption", BASE, {"nation": nation})["product"]:
            group = BASE.groups.tolist().index([BASE.recorded.index(product), BASE.nations.index(nation)])
            assert whole[0, group, 0] > 0
            playback = Playback(Course("classroom"))
            playback.befall(event("disruption", 0, 6, 1.0, nation=nation, product=product))
            playback.advance(6)
            assert records(playback).made[:6, group].sum() == 0
