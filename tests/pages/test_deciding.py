"""What was decided and why, as the Live page tells it, held to the world it was read from."""

import numpy as np
import pytest

from abm import AllianceModel, load_scenario
from abm.model.simulate import Run
from abm.rules.mix import load_mix
from pages.live.course import Course
from pages.live.deciding import Opening, of_lines, of_nations
from pages.live.playing import Playback


@pytest.fixture(scope="module")
def at_war():
    """The default war in its sixth month, with what its decisions could see."""
    model = AllianceModel("indo-pacific-2026", "today", 0)
    for _ in range(65):
        model.step()
    opening = Opening.of(model)
    model.step()
    return model, opening


def test_who_is_said_to_put_partners_off_does_and_nobody_else(at_war):
    model, opening = at_war
    net, links = model.base.net, model.run.state.links
    waiting = (net.link_from != net.link_to) & (links.owed[:, 0] > 0) & (links.honour[:, 0] < 0.9)
    really = {model.base.nations[row] for row in net.link_from[waiting]}
    said = {one.nation for one in of_nations(model, opening) if "puts its own first" in one.did}
    assert really
    assert really <= said
    untouched = {model.base.nations[row] for row in range(len(model.base.nations)) if np.all(links.honour[net.link_from == row] == 1.0)}
    assert not said & untouched


def test_nobody_puts_partners_off_in_a_peace_without_such_rules():
    model = AllianceModel("peacetime", "none", 0)
    opening = Opening.of(model)
    model.step()
    assert not any("puts its own first" in one.did for one in of_nations(model, opening))


def test_a_rule_of_own_stocks_first_is_named_as_the_reason(at_war):
    model, opening = at_war
    (reason,) = (one.because for one in of_nations(model, opening) if one.nation == "USA" and "puts its own first" in one.did)
    assert "its rule serves own stocks first below" in reason


def test_lines_said_to_build_are_those_that_invest(at_war):
    model, opening = at_war
    invest = int((model.run.state.firms.invested[:, 0] > 0).sum())
    assert invest > 0
    assert sum("into new plant" in one.did for one in of_lines(model, opening)) == invest


def test_a_line_that_closes_is_told_before_all_others():
    model = AllianceModel("long-peace", "today", 0)
    closed = np.empty(0)
    while not closed.size:
        opening = Opening.of(model)
        model.step()
        closed = np.flatnonzero(opening.status != model.run.state.firms.status[:, 0])
    told = of_lines(model, opening)
    assert not any("crews" in one.did or "plant:" in one.did for one in told[: len(closed)])


def test_rules_changed_on_the_way_are_those_of_the_run_changed_by_hand():
    playback = Playback(Course("classroom"))
    playback.advance(24)
    playback.take_up("none")
    shown = playback.advance(36)
    run = Run(load_scenario("classroom"), [tuple(load_mix("today"))], [0])
    run.advance(24)
    run.take_up([tuple(load_mix("none"))])
    run.advance(36)
    assert shown.rules == ((0, "today"), (24, "none"))
    assert np.array_equal(playback.model.run.state.stores.quantity, run.state.stores.quantity)


def test_changing_to_the_same_rules_changes_nothing():
    playback = Playback(Course("classroom"))
    playback.advance(5)
    assert playback.take_up("today").rules == ((0, "today"),)
