"""Curves: a reader's eye must find what the numbers say."""

import re

import numpy as np
import pytest

from pages.live.curves import picture, scale, trace, year_words


def heights(path):
    return [float(y) for y in re.findall(r",([\d.]+)", path)]


def test_higher_values_stand_higher_and_peace_in_the_middle_of_a_scale_to_two():
    low, peace, high = heights(trace([0.5, 1.0, 1.5], top=2.0))
    assert low > peace > high
    assert peace == 50


def test_a_month_without_a_value_leaves_a_gap():
    path = trace([1.0, np.nan, 1.0, 1.2], top=2.0)
    assert [letter for letter in path if letter in "ML"] == ["M", "M", "L"]


@pytest.mark.parametrize("high", [0.2, 1.0, 1.5, 1.51, 4.7, 11, 47, 612.0])
def test_the_scale_holds_every_value_in_few_even_steps(high):
    top, ticks = scale([high, np.nan])
    assert top >= high
    assert ticks[0] == 0
    assert ticks[-1] == top
    assert 3 <= len(ticks) <= 11
    assert np.allclose(np.diff(ticks), ticks[1])


def test_a_curve_without_any_value_is_an_empty_picture_of_the_war():
    drawn = picture([], 120, 1.5, (), [(48, 72)], "nothing yet")
    assert 'd=""' in drawn
    assert '<rect class="war" x="48" y="0" width="24"' in drawn
    assert "dot" not in drawn


def test_words_of_others_cannot_become_markup():
    assert "<script" not in picture([], 12, 1.5, (), [], '"><script>')


@pytest.mark.parametrize(("start", "months", "first", "place"), [("2026-01", 120, "2026", "0.00"), ("2025-07", 60, "2026", "10.00")])
def test_years_stand_at_their_january(start, months, first, place):
    words = re.findall(r'left:([\d.]+)%">(\d{4})', year_words(start, months))
    assert words[0] == (place, first)
    assert len(re.findall("year", year_words(start, 600))) <= 12
