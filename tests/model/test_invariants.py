"""The invariants of `surge check`, on every shipped scenario, and that each can fail."""

import numpy as np
import pytest

from abm.facts.scenario import list_scenarios, load_scenario
from abm.model import invariants
from abm.model.invariants import CLAIMS, Case, Walk, check
from abm.model.simulate import Run
from abm.rules.mix import load_mix


@pytest.fixture(scope="module")
def classroom():
    return Case(load_scenario("classroom"))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_it_holds_in_the_classroom(claim, classroom):
    verdict = claim(classroom)
    assert verdict is None or verdict[0], verdict[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in list_scenarios() if name != "classroom"])
def test_every_shipped_scenario_passes_its_check(name):
    assert [f"{claim}: {detail}" for claim, held, detail in check(load_scenario(name)) if not held] == []


def test_each_verdict_says_what_was_tried_and_what_was_measured():
    for name, _, detail in check(load_scenario("peacetime").varied(months=13)):
        assert "_" not in name
        assert any(letter.isdigit() for letter in detail), name


def walked(tamper):
    """A walk through a run in which something is tampered with in the last month."""
    run = Run(load_scenario("classroom").varied(months=6), [tuple(load_mix("today"))], [0])
    step = run.advance

    def advance(months):
        step(months)
        if run.month == run.months:
            tamper(run)

    run.advance = advance
    return Walk(run)


def steal(run):
    run.state.stores.quantity[0] *= 0.9


def lose_at_sea(run):
    run.state.links.ring[:] = 0.0


def overdraw(run):
    run.record.spent[run.month - 1] *= 1.01


def turn_negative(run):
    run.state.firms.crew[0] = -1.0


def become_no_number(run):
    run.state.firms.crew[0] = np.nan


def invent_a_reason(run):
    run.record.missing[run.month - 1, 0, 0] += 1000.0


def ship_too_much(run):
    run.state.links.shipped[:] *= 1.5


def test_an_honest_run_passes_the_walk():
    walk = walked(lambda run: None)
    assert max(walk.goods, walk.over_shipped, walk.unaccounted, walk.over_spent) < invariants.EXACT
    assert walk.lowest >= -invariants.EXACT


@pytest.mark.parametrize(("tamper", "found"), [
    (steal, "goods"), (lose_at_sea, "goods"), (lose_at_sea, "books"),
    (overdraw, "unaccounted"), (ship_too_much, "over_shipped"),
    (invent_a_reason, "unexplained"),
])  # fmt: skip
def test_the_walk_finds_what_was_tampered_with(tamper, found):
    assert getattr(walked(tamper), found) > 1e-6


@pytest.mark.parametrize("tamper", [turn_negative, become_no_number])
def test_the_walk_finds_numbers_that_cannot_be(tamper):
    walk = walked(tamper)
    assert walk.where == "firms.crew"
