"""What a run is judged by: every metric means what it says."""

import numpy as np
import pytest

from abm import METRICS, simulate
from abm.facts.events import Conflict
from abm.facts.scenario import load_scenario
from abm.judgement.metrics import measure
from tests.small_worlds import one_line, play, two_nations

PROMISED = {
    "made": ("product", "nation", "month"),
    "capacity": ("product", "nation", "month"),
    "landed": ("system", "nation", "month"),
    "stock": ("system", "nation", "month"),
    "surge_ratio": ("system", "month"),
    "alliance_surge_ratio": ("month",),
    "fill_rate": ("system", "month"),
    "exhaustion_day": ("system",),
    "days_of_supply": ("system", "month"),
    "order_slip": ("system", "nation"),
    "active_firms": ("month",),
    "limit_share": ("product", "limit", "month"),
    "spending": ("nation", "month"),
}
"""The metrics whose names and axes others rely on."""


@pytest.fixture(scope="module")
def classroom():
    return simulate(load_scenario("classroom"), "today", range(3))


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_its_unit_and_meaning_and_has_the_axes_it_declares(classroom, name):
    metric = METRICS[name]
    values = classroom[name]
    assert values.attrs == {"unit": metric.unit, "meaning": metric.meaning}
    assert metric.unit
    assert metric.meaning.endswith(".")
    assert values.dims == (*metric.dims, "seed")
    assert values.shape == tuple(classroom.sizes[dim] for dim in values.dims)


@pytest.mark.parametrize("name", PROMISED)
def test_the_metrics_others_rely_on_are_there(name):
    assert METRICS[name].dims == PROMISED[name]


def test_shares_lie_between_nought_and_one(classroom):
    for name, metric in METRICS.items():
        if metric.unit == "share":
            values = classroom[name].values
            assert np.nanmin(values) >= 0.0, name
            assert np.nanmax(values) <= 1.0 + 1e-12, name


def test_rows_are_named_by_the_ids_of_the_data(classroom):
    assert list(classroom.system.values) == ["PAC3_MSE", "SHELL155", "GMLRS"] or set(classroom.system.values) == {
        "PAC3_MSE", "SHELL155", "GMLRS",
    }  # fmt: skip
    assert "JPN" in classroom.nation.values
    assert classroom.sizes["month"] == 120


def test_in_a_balanced_peace_the_surge_ratio_is_one():
    peace = measure([play(one_line(), 24, stocks="sustained")])
    np.testing.assert_allclose(peace.surge_ratio.values, 1.0, rtol=1e-6)
    np.testing.assert_allclose(peace.alliance_surge_ratio.values, 1.0, rtol=1e-6)
    np.testing.assert_allclose(peace.fill_rate.values, 1.0)


def test_stock_is_what_landed_less_what_was_used():
    run = play(two_nations(magazine={"stock": 300.0, "wants": 900.0}), 36, budget_growth=3.0)
    seen = measure([run])
    grown = seen.stock.diff("month").values[0]
    np.testing.assert_allclose(grown, (seen.landed.values[0] - np.moveaxis(run.record.used, 1, 0))[:, 1:], rtol=1e-9, atol=1e-9)


WAR = Conflict(theatre="here", start=6, months=12, nations={"HOME": 1.0}, budget_factor=1.0)


def test_the_exhaustion_day_counts_from_the_nations_first_day_of_war():
    seen = measure([play(one_line(stock=400.0, fires=160.0), 24, events=(WAR,), flow_steps=30)])
    months = 400.0 / (160.0 - 10.0)
    assert float(seen.exhaustion_day[0, 0]) == pytest.approx(months * 30.4375, rel=0.05)
    lacking = seen.fill_rate.values[0, :, 0] < 1.0
    assert np.array_equal(np.flatnonzero(lacking), np.arange(6 + int(months), 18))


def test_a_magazine_that_never_runs_dry_has_no_exhaustion_day():
    seen = measure([play(one_line(stock=1e6, fires=160.0), 24, events=(WAR,))])
    assert np.isnan(float(seen.exhaustion_day[0, 0]))


def test_days_of_supply_are_stock_over_the_use_of_a_full_war():
    run = play(one_line(stock=400.0, fires=100.0, wants=400.0), 1)
    stock = run.record.stock[0, 0, 0]
    assert float(measure([run]).days_of_supply[0, 0, 0]) == pytest.approx(stock / 100.0 * 30.4375)


def test_spending_is_orders_at_their_price():
    run = play(one_line(stock=0.0, wants=5000.0), 6, budget_growth=2.0, grant_share=0.0)
    seen = measure([run])
    np.testing.assert_allclose(seen.spending.values[0], run.record.ordered[:, 0] * 1e6, rtol=1e-12)


def test_metrics_can_be_asked_for_by_name():
    run = play(one_line(), 3)
    assert set(measure([run], ["made", "stock"])) == {"made", "stock"}
