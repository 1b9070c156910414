"""Differences between runs of the same seeds."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from abm.command.paired import CONFIDENCE, effect

VALUES = arrays(float, (3, 6), elements=st.floats(-1e6, 1e6) | st.just(np.nan))


@given(VALUES, VALUES)
def test_turned_round_a_difference_is_its_opposite(one, other):
    there, back = effect(one, other), effect(other, one)
    np.testing.assert_array_equal(there.mean, -back.mean)
    np.testing.assert_allclose(there.low, -back.high, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(there.clear, back.clear)


@given(VALUES, st.floats(-1e3, 1e3))
def test_what_adds_the_same_in_every_seed_is_known_exactly_whatever_the_luck(luck, gain):
    brought = effect(luck, luck + gain)
    told = brought.seeds > 1
    np.testing.assert_allclose(brought.mean[told], gain, atol=1e-9 * 1e6)
    np.testing.assert_allclose(brought.half[told], 0.0, atol=1e-9 * 1e6)


def test_the_interval_is_that_of_a_paired_t_test():
    rng = np.random.default_rng(5)
    first, other = rng.normal(size=(2, 12))
    expected = scipy.stats.ttest_rel(other, first).confidence_interval(CONFIDENCE)
    brought = effect(first, other)
    assert (float(brought.low), float(brought.high)) == pytest.approx((expected.low, expected.high))


def test_only_seeds_in_which_both_sides_are_defined_count():
    brought = effect(np.array([1.0, np.nan, 3.0, 4.0]), np.array([2.0, 9.0, np.nan, 5.0]))
    assert (float(brought.mean), int(brought.seeds), int(brought.first), int(brought.other)) == (1.0, 2, 3, 3)


def test_one_seed_has_a_difference_and_no_interval():
    brought = effect(np.array([1.0]), np.array([3.0]))
    assert float(brought.mean) == 2.0
    assert np.isnan([brought.low, brought.high]).all()
    assert not brought.clear
