"""Lines grow on credible, contracted demand; new plant is dead time, then a ramp, then a plateau; crews come slowly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_worlds import begin, facts_of, holding, line, nation, one_line, product

HUNGRY = {"stock": 100.0, "wants": 3000.0}
NO_GRANTS = {"grant_share": 0.0}


def watched(facts, months, *columns, **how):
    """Monthly series of columns of the first line."""
    run = begin(facts, months, **how)
    series = {name: [] for name in columns}
    for _ in range(months):
        run.advance(1)
        for name in columns:
            series[name].append(float(getattr(run.state.firms, name)[0, 0]))
    return {name: np.array(values) for name, values in series.items()}


def plant_added(months=36, **how):
    """Plant added or begun in three hungry years, before the queue itself is a reason, as a share of that at first."""
    how = {"budget_growth": 3.0, "idle_decay": 0.0} | NO_GRANTS | how
    seen = watched(one_line(**HUNGRY), months, "capacity", "ramping", "building", **how)
    return sum(series[-1] for series in seen.values()) / seen["capacity"][0] - 1.0


def test_a_line_does_not_grow_on_announcements_nobody_signs():
    assert plant_added(contract_share=0.0, credibility=0.1) == 0.0


def test_a_line_grows_on_signed_demand():
    assert plant_added(contract_share=0.8, credibility=0.1, contract_years=7.0) > 0.3


@pytest.mark.parametrize("credibility", [0.1, 0.2, 0.3])
def test_the_more_of_demand_is_under_contract_the_more_plant_is_built(credibility):
    built = [plant_added(contract_share=share, credibility=credibility) for share in (0.0, 0.4, 0.8)]
    assert built == sorted(built)
    assert built[2] > built[0] + 0.3


def test_orders_in_hand_count_as_signed_in_the_end():
    assert plant_added(months=96, contract_share=0.0, credibility=0.1) > 0.3


def test_grants_build_plant_that_would_not_pay_by_itself():
    alone, aided = (plant_added(contract_share=0.5, margin=0.08, grant_share=share) for share in (0.0, 0.2))
    assert aided > alone + 0.05


def test_new_plant_is_dead_time_then_a_ramp_then_a_plateau():
    facts = facts_of(
        [nation("HOME")], [product("ROUND")], [line("MAKER", "HOME", "ROUND", 10.0, opens="2027-01", planned=22.0)],
        [holding("HOME", "ROUND", 10.0, stock=100.0, wants=5000.0)],
    )  # fmt: skip
    capacity = watched(facts, 48, "capacity", budget_growth=3.0, ramp_months=6.0, credibility=0.1, contract_share=0.0,
                       idle_decay=0.0, **NO_GRANTS)["capacity"]  # fmt: skip
    assert capacity[:12] == pytest.approx(10.0)
    assert np.diff(capacity[11:18]) == pytest.approx(2.0)
    assert capacity[18:] == pytest.approx(22.0)


def test_orders_wait_for_plant_but_no_plant_comes_before_its_time():
    seen = watched(one_line(**HUNGRY), 96, "capacity", "building", budget_growth=3.0, contract_share=0.8, idle_decay=0.0)
    started = int(np.argmax(seen["building"] > 0))
    assert seen["building"][started] > 0.0
    assert np.all(seen["capacity"][: started + 12] == seen["capacity"][0]), "build time is twelve months at the least"


@settings(max_examples=15)
@given(st.floats(0.01, 0.12), st.floats(2.0, 18.0))
def test_crews_grow_no_faster_than_intake_and_training_allow(hire_rate, training_months):
    crew = watched(one_line(**HUNGRY), 60, "crew", budget_growth=3.0, hire_rate=hire_rate,
                   training_months=training_months, contract_share=0.8)["crew"]  # fmt: skip
    assert np.all(np.diff(crew) <= hire_rate * np.maximum.accumulate(crew)[:-1] + 1e-9)


def test_crews_grow_sooner_where_training_is_short():
    facts = one_line(**HUNGRY)
    short, long = (
        watched(facts, 24, "crew", budget_growth=3.0, training_months=months, plant_headroom_parts=1.5)["crew"] for months in (2.0, 18.0)
    )
    assert short[-1] >= long[-1]


def test_a_line_trains_crews_for_plant_that_is_about_to_stand_and_not_for_plant_further_off():
    facts = facts_of(
        [nation("HOME")], [product("ROUND")], [line("MAKER", "HOME", "ROUND", 10.0, opens="2027-01", planned=22.0)],
        [holding("HOME", "ROUND", 10.0, stock=100.0, wants=5000.0)],
    )  # fmt: skip
    opens, training = 12, 5
    seen = watched(facts, 24, "crew", "trainees", "capacity", budget_growth=3.0, training_months=float(training), contract_share=0.0,
                   credibility=0.1, crew_slack=1.04, **NO_GRANTS)  # fmt: skip
    people = seen["crew"] + seen["trainees"]
    assert people[: opens - training - 1] == pytest.approx(10.4, rel=0.02)
    assert people[opens - 2] > 1.1 * people[0]
    assert np.all(seen["capacity"][: opens - 1] <= 10.0)
