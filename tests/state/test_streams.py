"""Luck: the generator gives its authors' known answers, and a draw depends on its key alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm.state.streams import BUILD, EXIT, STOPPAGE, WAR, normal, philox, uniform

# First two words of philox4x32-10 in the authors' kat_vectors (Random123 1.14).
KNOWN = {
    (0, 0, 0, 0, 0, 0): (0x6627E8D5, 0xE169C58D),
    (0xFFFFFFFF,) * 6: (0x408F276D, 0x41C83B0E),
    (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0): (0xD16CFE09, 0x94FDCCEB),
}


@pytest.mark.parametrize(("counter_and_key", "words"), KNOWN.items())
def test_philox_gives_its_authors_known_answers(counter_and_key, words):
    assert philox(*map(np.uint64, counter_and_key)) == words


def test_draws_are_even_over_the_unit_interval():
    draws = np.array([uniform(7, STOPPAGE, month, row) for month in range(100) for row in range(400)])
    counts = np.histogram(draws, bins=50, range=(0, 1))[0]
    chi_squared = ((counts - 800) ** 2 / 800).sum()
    assert chi_squared < 85.4  # 0.1 % point of chi-squared with 49 degrees of freedom
    assert draws.min() > 0.0
    assert draws.max() < 1.0


def test_neighbouring_months_rows_and_seeds_have_unrelated_luck():
    grid = np.array([[[uniform(s, WAR, m, r) for r in range(20)] for m in range(20)] for s in range(20)])
    for axis in range(3):
        here, next_to = np.delete(grid, -1, axis).ravel(), np.delete(grid, 0, axis).ravel()
        assert abs(np.corrcoef(here, next_to)[0, 1]) < 4 / np.sqrt(len(here))


def test_normal_draws_have_mean_nought_and_spread_one():
    draws = np.array([normal(1, BUILD, month, row) for month in range(100) for row in range(400)])
    assert abs(draws.mean()) < 4 / 200
    assert abs(draws.std() - 1) < 4 / np.sqrt(2 * 40_000)
    assert abs((draws**3).mean()) < 4 * np.sqrt(15 / 40_000)


KEYS = st.tuples(st.integers(0, 2**31), st.sampled_from([STOPPAGE, EXIT, BUILD, WAR]), st.integers(0, 600), st.integers(0, 2**32 - 1))


@given(KEYS, KEYS)
def test_a_draw_depends_on_its_whole_key_and_nothing_else(one, other):
    assert uniform(*one) == uniform(*one)
    assert (uniform(*one) == uniform(*other)) == (one == other)
