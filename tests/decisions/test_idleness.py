"""Idle lines lose plant and crews, are mothballed, and given up; coming back takes longer than staying would."""

import numpy as np

from abm.facts.events import Budget
from abm.state.columns import ACTIVE, EXITED, MOTHBALLED
from tests.small_worlds import begin, one_line

LEAN = (Budget(start=6, months=48, factor=0.0),)
HUNGRY = {"stock": 500.0, "wants": 6000.0}


def through_lean_years(months=160, events=LEAN, **how):
    """A line whose only buyer has no money for four years, month by month."""
    run = begin(one_line(**HUNGRY), months, events=events, budget_growth=2.0, **how)
    seen = {name: [] for name in ("status", "crew", "capacity", "made", "owed")}
    for _ in range(months):
        run.advance(1)
        for name, values in seen.items():
            table = run.state.links if name == "owed" else run.state.firms
            values.append(float(getattr(table, name)[0, 0]))
    return {name: np.array(values) for name, values in seen.items()}


def test_an_idle_line_loses_plant_and_is_mothballed():
    seen = through_lean_years(exit_hazard=0.0, mothball_after=18.0)
    asleep = int(np.argmax(seen["status"] == MOTHBALLED))
    assert 6 + 18 <= asleep < 54
    assert np.all(np.diff(seen["capacity"][18:asleep]) < 0.0)
    assert seen["crew"][asleep] == 0.0


def test_a_mothballed_line_comes_back_only_after_its_restart_and_with_crews_to_hire():
    seen = through_lean_years(exit_hazard=0.0, restart_months=14.0)
    money_again = 54
    back = money_again + int(np.argmax(seen["status"][money_again:] == ACTIVE))
    assert back >= money_again + 14
    assert np.all(seen["made"][money_again:back] == 0.0)
    assert seen["made"][back] < 0.1 * seen["made"][0]


def test_a_line_that_came_back_with_orders_in_hand_grows_again_and_stays():
    seen = through_lean_years(months=200, exit_hazard=0.0)
    back = 54 + int(np.argmax(seen["status"][54:] == ACTIVE))
    assert np.all(seen["status"][back:] == ACTIVE)
    assert seen["made"][-1] > 0.5 * seen["made"][0]


def test_a_line_that_never_stood_idle_delivers_sooner_than_one_that_comes_back():
    stayed = through_lean_years(events=())
    came_back = through_lean_years(exit_hazard=0.0)
    assert stayed["made"][54:80].sum() > 5 * came_back["made"][54:80].sum()


def test_a_mothballed_line_may_be_given_up_and_what_it_owed_is_cancelled():
    seen = through_lean_years(exit_hazard=0.1, idle_decay=0.0)
    gone = int(np.argmax(seen["status"] == EXITED))
    assert gone > 0
    assert np.all(seen["status"][gone:] == EXITED)
    assert np.all(seen["capacity"][gone:] == 0.0)
    assert np.all(seen["owed"][gone + 1 :] == 0.0)
    assert np.all(seen["made"][gone:] == 0.0)
