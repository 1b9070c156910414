"""Licences: queues lengthen in a surge, and a wait never makes anything arrive sooner."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.events import Conflict
from abm.model.frozen import let_goods_flow
from abm.rules.export_licensing import ExportLicensing
from tests.small_worlds import begin, facts_of, holding, line, nation, product

BUYER = 0


def exporter(**magazine):
    """USA makes, ALLY buys."""
    return facts_of(
        [nation("USA"), nation("ALLY")], [product("ROUND")], [line("MAKER", "USA", "ROUND", 30.0)],
        [holding("ALLY", "ROUND", 10.0, **magazine)], days={("USA", "ALLY"): 15.0},
    )  # fmt: skip


def arrivals(rule, flow_steps, hunger):
    """Units that have arrived by the end of each month, when nobody decides anything after a change of rules."""
    run = begin(exporter(stock=100.0, wants=1000.0), 12, mix=(ExportLicensing(days=20.0),), flow_steps=flow_steps,
                budget_growth=hunger).advance(6)  # fmt: skip
    run.rulebook.mixes = [(rule,)]
    run.rulebook.write(run.month)
    return let_goods_flow(run, 12)[:, BUYER, 0].cumsum()


@settings(max_examples=25)
@given(st.floats(0.0, 300.0), st.floats(0.0, 300.0), st.integers(1, 10), st.floats(1.0, 3.0))
def test_a_longer_licence_never_speeds_a_delivery(one, other, flow_steps, hunger):
    short, long = sorted((one, other))
    early, late = (arrivals(ExportLicensing(days=days), flow_steps, hunger) for days in (short, long))
    assert np.all(late <= early * (1 + 1e-12))


@settings(max_examples=15)
@given(st.floats(0.2, 5.0), st.floats(0.2, 5.0))
def test_a_larger_office_never_slows_a_delivery(one, other):
    small, large = sorted((one, other))
    late, early = (arrivals(ExportLicensing(days=30.0, throughput=x), 4, 3.0) for x in (small, large))
    assert np.all(late <= early * (1 + 1e-12))


def months_in_queue(months=60, **rule):
    """Months of exports that await a licence, by month, with a war in months 24 to 47."""
    war = Conflict(theatre="here", start=24, months=24, nations={"ALLY": 1.0}, budget_factor=5.0, budget_lag=0)
    run = begin(exporter(stock=200.0, wants=2000.0, fires=20.0), months, events=(war,), mix=(ExportLicensing(**rule),))
    waits = []
    for _ in range(months):
        run.advance(1)
        waits.append(run.state.links.queued.sum() / max(run.state.links.shipped.sum(), 1e-9))
    return np.array(waits)


def test_licence_queues_lengthen_in_a_surge_where_the_office_is_staffed_for_peace():
    waits = months_in_queue(days=30.0, throughput=1.2)
    assert waits[30:48].max() > 3 * waits[20]


def test_licence_queues_stay_the_same_length_where_the_office_grows_with_its_cases():
    waits = months_in_queue(days=30.0, throughput=None)
    assert waits[30:48].max() < 1.3 * waits[20]


def test_a_case_waits_its_mean_time():
    waits = months_in_queue(months=24, days=60.0, throughput=None)
    assert waits[-1] == pytest.approx(60.0 / 30.4375, rel=0.1)


def test_cases_that_are_sent_back_wait_longer():
    plain, returned = (months_in_queue(months=24, days=30.0, returned=share)[-1] for share in (0.0, 0.5))
    assert returned == pytest.approx(2 * plain, rel=0.15)
