"""What waits for a yard."""

import numpy as np
import pytest

from abm.judgement.metrics import measure
from tests.small_worlds import facts_of, holding, line, nation, play, product

OVERHAUL = {"kind": "service", "lead": 1.0}


def yard(able, needs=4.0):
    """One nation whose fleet needs overhauls, and one yard; the round beside it is nobody's overhaul."""
    return facts_of(
        [nation("HOME")], [product("OVERHAUL", **OVERHAUL), product("ROUND")],
        [line("YARD", "HOME", "OVERHAUL", able), line("MAKER", "HOME", "ROUND", 10.0)],
        [holding("HOME", "OVERHAUL", needs), holding("HOME", "ROUND", 10.0)],
    )  # fmt: skip


def seen(able):
    return measure([play(yard(able), 36)]).isel(seed=0)


def test_a_yard_that_cannot_keep_up_leaves_more_ships_waiting_every_month():
    waiting = seen(2.0).availabilities_waiting.sel(system="OVERHAUL").values
    assert (np.diff(waiting)[6:] > 0.0).all()


def test_a_wider_yard_never_loses_more_days():
    days = [float(seen(able).days_lost.sel(system="OVERHAUL")) for able in (2.0, 3.0, 4.0, 8.0)]
    assert days == sorted(days, reverse=True)
    assert days[0] > 2.0 * days[-1]


def test_a_ship_that_waits_a_month_loses_the_days_of_a_month():
    told = seen(2.0).sel(system="OVERHAUL")
    assert float(told.days_lost) == pytest.approx(float(told.availabilities_waiting.sum()) * 365.25 / 12)


def test_rounds_do_not_wait_for_a_yard():
    told = seen(2.0).sel(system="ROUND")
    assert np.isnan(told.availabilities_waiting.values).all()
    assert np.isnan(float(told.days_lost))


def test_a_service_lacks_nothing_in_a_magazine():
    told = seen(2.0)
    assert np.isnan(float(told.shortfall_area.sel(system="OVERHAUL")))
    assert np.isnan(float(told.years_to_rebuild.sel(system="OVERHAUL")))
