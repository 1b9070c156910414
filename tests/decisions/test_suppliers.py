"""Choosing suppliers: long queues put buyers off, but no queue leaves a buyer without anybody to order from."""

import numpy as np

from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, product


def test_a_hopeless_queue_at_the_only_maker_leaves_its_buyers_with_it():
    facts = facts_of(
        [nation("HOME")], [product("ROUND"), part("BIT")], [line("ROUNDS", "HOME", "ROUND", 12.0), line("BITS", "HOME", "BIT", 0.001)],
        [holding("HOME", "ROUND", 456.0, stock=10.0, wants=4000.0)], [needs("ROUND", "BIT", criticality=0.0)],
    )  # fmt: skip
    run = begin(facts, 24, wait_sensitivity=2.0).advance()
    np.testing.assert_array_equal(run.state.links.share, 1.0)
