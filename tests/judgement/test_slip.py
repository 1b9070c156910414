"""How late orders arrive, in examples worked out by hand."""

import numpy as np
import pytest

from abm.judgement.slip import months_late
from tests.small_worlds import one_line, play


def slip(ordered, landed, quoted, out_at_first=0.0):
    """Mean lateness of one magazine; `out_at_first` units were on order when the run opened."""
    ordered, landed = (np.array(x, float)[:, None, None] for x in (ordered, landed))
    on_order = out_at_first + ordered.cumsum(axis=0) - landed.cumsum(axis=0)
    return float(months_late(ordered, landed, on_order, np.array([float(quoted)]))[0, 0])


def test_an_order_that_arrives_when_promised_is_not_late():
    assert slip([10, 0, 0, 0], [0, 0, 10, 0], quoted=2) == 0.0


def test_an_order_that_arrives_three_months_after_its_date_is_three_months_late():
    assert slip([10, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 10, 0], quoted=2) == 3.0


def test_orders_are_served_in_their_turn_and_weighed_by_their_size():
    # 30 units are two months late, 10 units are one month late.
    assert slip([30, 0, 10, 0, 0, 0], [0, 0, 0, 30, 10, 0], quoted=1) == pytest.approx((30 * 2 + 10 * 1) / 40)


def test_what_was_on_order_before_comes_first():
    assert slip([10, 0, 0, 0, 0, 0], [0, 20, 0, 10, 0, 0], quoted=1, out_at_first=20) == 2.0


def test_an_order_still_out_at_the_end_is_as_late_as_it_is_by_then():
    assert slip([10, 0, 0, 0, 0], [0, 0, 0, 0, 0], quoted=1) == 3.0


def test_an_order_not_yet_due_counts_for_nothing():
    assert np.isnan(slip([0, 0, 0, 10], [0, 0, 0, 0], quoted=2))


def test_a_month_without_orders_has_no_slip():
    assert np.isnan(slip([0, 0, 0], [0, 0, 0], quoted=1))


def test_orders_of_a_balanced_peace_arrive_within_the_month_they_were_promised_for():
    run = play(one_line(), 48, stocks="sustained")
    quoted = run.base.net.lead[:1] + run.base.usual_transit
    late = months_late(run.record.ordered, run.record.landed, run.record.on_order, quoted)
    assert 0.0 <= late[0, 0] < 1.0


def test_orders_slip_where_lines_cannot_keep_up():
    run = play(one_line(stock=0.0, wants=6000.0), 96, budget_growth=3.0, contract_share=0.0, credibility=0.1)
    quoted = run.base.net.lead[:1] + run.base.usual_transit
    assert months_late(run.record.ordered, run.record.landed, run.record.on_order, quoted)[0, 0] > 6.0
