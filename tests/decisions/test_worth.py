"""The price of waiting: when an expansion is worth starting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm.decisions.firm import UNCONTRACTED_YEARS, worth

HURDLES = [(0.1, 0.0, 1.37), (0.2, 0.0, 1.86), (0.4, 0.0, 3.30), (0.4, 0.5, 1.86), (0.4, 0.8, 1.29)]
"""Volatility, share under contract, value over cost at which waiting ends (Dixit and Pindyck 1994, r = q = 5 %)."""


def value_over_cost_at_even_odds(volatility, safe, discount=0.05, years=4.0, margin=0.14):
    """V / I at the plant cost at which half of a wanted expansion is started."""
    cheap, dear = 1e-3, 10.0
    for _ in range(80):
        capital = np.sqrt(cheap * dear)
        if worth(safe, years, volatility, discount, margin, capital, 8.0) > 0.5:
            cheap = capital
        else:
            dear = capital
    sold_for = safe * years + (1 - safe) * UNCONTRACTED_YEARS
    present_value = margin * sum(np.exp(-discount * t) for t in np.arange(0.0005, sold_for, 0.001)) * 0.001
    return present_value / capital


@pytest.mark.parametrize(("volatility", "safe", "hurdle"), HURDLES)
def test_the_hurdle_is_that_of_the_option_to_wait(volatility, safe, hurdle):
    assert value_over_cost_at_even_odds(volatility, safe) == pytest.approx(hurdle, abs=0.02)


SHARE, VOLATILITY, RATE = st.floats(0.0, 1.0), st.floats(0.1, 0.6), st.floats(0.03, 0.15)


@given(SHARE, SHARE, st.floats(2.0, 10.0), VOLATILITY, RATE, st.floats(0.1, 1.0))
def test_more_under_contract_never_builds_less(one, other, years, volatility, discount, capital):
    less, more = sorted((one, other))
    started = [worth(safe, years, volatility, discount, 0.14, capital, 4.0) for safe in (less, more)]
    assert started[0] <= started[1] * (1 + 1e-12)


@given(SHARE, st.floats(1.0, 10.0), VOLATILITY, RATE, st.floats(0.1, 1.0), st.floats(0.0, 0.9))
def test_grants_never_build_less(safe, years, volatility, discount, capital, grant):
    alone, aided = (worth(safe, years, volatility, discount, 0.14, cost, 4.0) for cost in (capital, capital * (1 - grant)))
    assert 0.0 <= alone <= aided * (1 + 1e-12) <= 1.0 + 1e-12
