"""How instruments act: neutral at their defaults, only on their own columns, only while in force."""

import numpy as np
import pytest

from abm.facts.scenario import load_scenario
from abm.model.simulate import Run
from abm.rules.buy_national import BuyNational
from abm.rules.export_licensing import ExportLicensing
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import load_mix
from abm.state.columns import rule_columns
from tests.small_worlds import begin, two_nations


@pytest.mark.parametrize("mix", ["none", "today"])
@pytest.mark.parametrize("kind", instruments().values(), ids=instruments())
def test_an_instrument_at_its_default_changes_no_number(kind, mix):
    scenario = load_scenario("classroom").varied(months=72)
    without, within = (Run(scenario, [rules], [0]).advance() for rules in (tuple(load_mix(mix)), (*load_mix(mix), kind())))
    for name in without.record._fields:
        assert np.array_equal(getattr(without.record, name), getattr(within.record, name)), name


@pytest.mark.parametrize("kind", instruments().values(), ids=instruments())
def test_every_lever_tells_what_it_means_in_which_unit_and_range(kind):
    assert kind.__doc__
    assert set(kind.writes) <= set(rule_columns())
    for name, field in kind.model_fields.items():
        assert field.description, name
        if field.annotation in (float, float | None):
            assert field.json_schema_extra["unit"], name
            assert field.metadata, f"{name} has no range"


class Meddler(Instrument):
    """Says it writes prices and writes tiers."""

    writes = ("links.price_factor",)

    def write(self, columns, base):
        columns.links.tier[:] = 0.0


class Snoop(Instrument):
    """Reaches for what is not a rule."""

    writes = ("links.price_factor",)

    def write(self, columns, base):
        columns.firms.capacity[:] = 0.0


def test_writing_a_column_that_was_not_announced_is_refused():
    with pytest.raises(ValueError, match="read-only"):
        begin(two_nations(), 1, mix=(Meddler(),))


def test_the_state_of_a_run_is_out_of_an_instruments_reach():
    with pytest.raises(AttributeError, match="capacity"):
        begin(two_nations(), 1, mix=(Snoop(),))


def test_columns_that_one_instrument_may_not_write_stay_open_to_the_next():
    run = begin(two_nations(), 1, mix=(BuyNational(nations=("HOME",), price_factor=1.0), ExportLicensing(days=30.0)))
    assert run.state.links.price_factor.max() == 2.0
    assert run.state.links.license_time.max() == pytest.approx(30 / 30.4375)


def test_an_instrument_holds_from_its_first_month_to_the_one_before_its_stop():
    rule = ExportLicensing(days=90.0, start=5, stop=9)
    run, waiting = begin(two_nations(), 12, mix=(rule,)), []
    for _ in range(12):
        run.advance(1)
        waiting.append(run.state.links.queued.sum())
    assert np.flatnonzero(waiting).tolist() == [5, 6, 7, 8]


def test_an_instrument_that_comes_later_changes_nothing_before():
    without, later = (begin(two_nations(), 12, mix=mix).advance() for mix in ((), (ExportLicensing(days=300.0, start=5),)))
    assert np.array_equal(without.record.landed[:5], later.record.landed[:5])
    assert not np.array_equal(without.record.landed[5:], later.record.landed[5:])


def test_what_waits_in_a_queue_sails_when_licensing_ends():
    run = begin(two_nations(), 12, mix=(ExportLicensing(days=300.0, stop=6),), flow_steps=4).advance(6)
    waiting = run.state.links.queued.sum()
    run.advance(1)
    assert waiting > 0.0
    assert run.state.links.queued.sum() == 0.0
    assert run.state.links.ring.sum() > 0.0


def test_two_instruments_of_one_kind_may_cover_different_years():
    mix = (ExportLicensing(days=30.0, stop=6), ExportLicensing(days=120.0, start=6))
    run = begin(two_nations(), 12, mix=mix)
    first = float(run.state.links.license_time.max())
    run.advance(7)
    assert float(run.state.links.license_time.max()) == pytest.approx(4 * first)
