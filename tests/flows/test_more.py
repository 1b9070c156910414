"""More of anything never lowers what a chain delivers, with decisions held fixed.

Where two systems share a part this is no law: plant for the cheaper one can take parts from the dearer. `surge check`
tries it on each shipped scenario.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.model.frozen import let_goods_flow
from tests.small_worlds import begin, chain

RATES = st.lists(st.floats(5.0, 40.0), min_size=3, max_size=3)


def delivered(able, change, **how):
    """Units landed by the end of each month of two years after a change in a hungry chain of three lines."""
    run = begin(chain(able=able, depth=3, stock=50.0, wants=4000.0), 12, budget_growth=3.0, **how).advance(6)
    change(run.state)
    return let_goods_flow(run, 24)[:, 0, 0].cumsum()


def as_it_is(state):
    pass


def never_less(able, change, **how):
    before, after = delivered(able, as_it_is, **how), delivered(able, change, **how)
    return np.all(after >= before * (1 - 1e-9))


@settings(max_examples=25)
@given(RATES, st.integers(0, 2), st.floats(1.0, 3.0), st.integers(1, 8))
def test_more_plant_and_crews_at_any_one_line_never_lower_deliveries(able, which, factor, flow_steps):
    def more(state):
        state.firms.capacity[which] *= factor
        state.firms.crew[which] *= factor

    assert never_less(able, more, flow_steps=flow_steps)


@settings(max_examples=25)
@given(RATES, st.integers(0, 1), st.floats(0.0, 500.0), st.integers(1, 8))
def test_more_parts_on_a_shelf_never_lower_deliveries(able, which, units, flow_steps):
    def more(state):
        state.stores.quantity[which] += units

    assert never_less(able, more, flow_steps=flow_steps)


@settings(max_examples=15)
@given(RATES, st.floats(0.0, 0.4))
def test_overtime_costs_no_deliveries_but_the_ripple_of_an_order_wave(able, overtime):
    """Shelves that empty sooner are ordered for sooner, and a wave of orders may then come a little out of step: no strict law."""
    slow, fast = (
        let_goods_flow(begin(chain(able=able, depth=3, stock=50.0, wants=4000.0), 12, budget_growth=3.0, overtime=extra), 24)[
            :, 0, 0
        ].cumsum()
        for extra in (0.0, overtime)
    )
    assert np.all(fast >= slow * (1 - 1e-3))
