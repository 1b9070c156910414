"""Whose luck it is: rows that are added, turned round or renamed leave everyone else's world as it was."""

import numpy as np
import pytest

from abm.facts.catalogue import Facts
from abm.facts.events import Conflict
from abm.state.columns import ACTIVE
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, product

LUCK = {"stoppage_rate": 0.05, "war_noise": 0.3, "build_noise": 0.3, "budget_growth": 3.0, "contract_share": 0.8}
WAR = (Conflict(theatre="here", start=24, months=24, nations={"HOME": 1.0, "ALLY": 0.5}, budget_factor=3.0),)


def world(turned=False, extra=(), rename=str):
    """Two nations, two systems on a shared part; with further lines, in the opposite order, or under other names."""
    names = [rename(n) for n in ("M1", "M2", "P1", "P2")]
    lines = [line(names[0], "HOME", "R1", 10.0), line(names[1], "ALLY", "R2", 10.0),
             line(names[2], "HOME", "PART", 12.0), line(names[3], "ALLY", "PART", 12.0), *extra]  # fmt: skip
    held = [holding(n, s, 5.0, stock=300.0, wants=900.0, fires=15.0) for n in ("HOME", "ALLY") for s in ("R1", "R2")]
    facts = facts_of(
        [nation("HOME"), nation("ALLY", theatre="there")],
        [product("R1", substitute=1.0), product("R2", substitute=1.0), part("PART"), product("UNUSED", craft="none")],
        lines, [*held, *(holding("ALLY", "UNUSED", 0.0) for _ in extra)], [needs("R1", "PART"), needs("R2", "PART")],
        {("HOME", "ALLY"): 30.0},
    )  # fmt: skip
    if not turned:
        return facts
    return Facts(
        dict(reversed(facts.nations.items())), dict(reversed(facts.products.items())), facts.recipes[::-1],
        facts.lines[::-1], facts.holdings[::-1], facts.passages,
    )  # fmt: skip


def made_by(run):
    """Output by product and nation, by month."""
    net = run.base
    return {(net.products[p], net.nations[n]): run.record.made[:, g, :] for g, (p, n) in enumerate(net.groups) if p < len(net.products)}


def assert_same_output(one, other, exact=True):
    for key, series in made_by(one).items():
        np.testing.assert_allclose(made_by(other)[key], series, rtol=0 if exact else 1e-7, atol=0 if exact else 1e-9, err_msg=key)


def test_a_line_nobody_needs_moves_nobody_elses_draws():
    plain = begin(world(), 96, events=WAR, seeds=(1, 2), **LUCK).advance()
    joined = begin(world(extra=[line("AAA", "ALLY", "UNUSED", 3.0)]), 96, events=WAR, seeds=(1, 2), **LUCK).advance()
    assert_same_output(plain, joined)


def test_the_order_of_rows_changes_no_total():
    one, other = (begin(world(turned), 96, events=WAR, seeds=(1, 2), **LUCK).advance() for turned in (False, True))
    assert_same_output(one, other, exact=False)


def test_names_change_nothing_but_luck():
    calm = {"budget_growth": 3.0, "contract_share": 0.8, "entry_share": 0.5, "exit_hazard": 0.0}
    one, other = (begin(world(rename=r), 96, events=WAR, **calm).advance() for r in (str, lambda n: f"Z{n[::-1]}"))
    assert_same_output(one, other)


def test_a_stoppage_halves_a_working_line_for_a_month_as_often_as_the_parameter_says():
    run = begin(world(), 240, seeds=range(8), stoppage_rate=0.05)
    stopped = drawn = 0
    for _ in range(240):
        working = run.state.firms.status == ACTIVE
        run.advance(1)
        usable = run.state.firms.running[working]
        assert set(np.unique(usable)) <= {0.5, 1.0}
        stopped += (usable == 0.5).sum()
        drawn += usable.size
    assert drawn > 1000
    assert stopped == pytest.approx(0.05 * drawn, abs=4 * np.sqrt(0.05 * 0.95 * drawn))
