"""What is fitted is fitted in the open: within ranges, to the named series, and only to what was shown."""

import numpy as np

from abm.facts.parameters import PARAMETERS
from abm.judgement.calibration import FITTED_TO, LAST_SHOWN, STARTED_FROM, bounds, misfit, readings

BEFORE = np.array([list(STARTED_FROM.values())])
USED = np.array([[PARAMETERS[name].value for name in STARTED_FROM]])


def test_a_fit_on_a_part_sees_nothing_of_what_came_later():
    months = [one.point.month for one in readings(BEFORE, [0], LAST_SHOWN)]
    assert months
    assert max(months) <= LAST_SHOWN < max(one.point.month for one in readings(BEFORE, [0]))


def test_only_the_named_series_are_read_and_no_plan_among_them():
    told = readings(BEFORE, [0])
    assert {one.series for one in told} == set(FITTED_TO)
    assert all(one.point.seen for one in told)


def test_what_is_used_lies_within_its_range_and_misses_less_than_what_was_believed_before():
    low, high = bounds().T
    assert np.all((low <= USED) & (high >= USED))
    before, used = misfit(np.concatenate([BEFORE, USED]), range(4))
    assert used < before
