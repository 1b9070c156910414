"""Designs: in range, repeatable, and what may be compared stands under the same future."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput
from experiments import plan_study
from experiments.factors import LEVER, Factor
from tests.experiments.small_study import small

LEVERS = "{BuyNational.price_factor: {low: 0, high: 1}, ExportLicensing.days: [10, 45], BuyNational.waivers: [true, false]}"
KINDS = {
    "latin-hypercube": "samples: 8",
    "sobol": "samples: 8",
    "saltelli": "samples: 4",
    "morris": "trajectories: 3",
    "one-at-a-time": "seed: 0",
    "factorial": "samples: 3, levels: 3",
}


def planned(kind, **changes):
    return plan_study(small(design=f"{{kind: {kind}, {KINDS[kind]}}}", **{"levers": LEVERS} | changes))


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_lies_where_the_study_says(kind):
    design = planned(kind).design
    for name in ("overtime", "hire_rate", "war_noise"):
        assert design[name].between(PARAMETERS[name].low, PARAMETERS[name].high).all()
    assert design["BuyNational.price_factor"].between(0, 1).all()
    assert set(design["ExportLicensing.days"]) <= {10, 45}
    assert set(design["BuyNational.waivers"]) <= {True, False}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_study_has_the_same_design(kind):
    pd.testing.assert_frame_equal(planned(kind).design, planned(kind).design, check_exact=True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_cases_counted_are_the_cases_made(kind):
    plan = planned(kind)
    # one-at-a-time leaves out what stands at its end already
    assert len(plan.design) * 2 <= plan.size if kind == "one-at-a-time" else len(plan.design) * 2 == plan.size


@pytest.mark.parametrize("kind", KINDS)
def test_every_mix_meets_every_point(kind):
    design = planned(kind).design
    none, today = (design[design["mix"] == mix].drop(columns=["row", "row_id", "mix"]) for mix in ("none", "today"))
    pd.testing.assert_frame_equal(none.reset_index(drop=True), today.reset_index(drop=True))


def test_a_larger_sobol_design_begins_with_the_smaller_one():
    small_one = planned("sobol").design
    larger = plan_study(small(design="{kind: sobol, samples: 32}", levers=LEVERS)).design
    pd.testing.assert_frame_equal(larger.head(len(small_one)), small_one, check_exact=True)


def test_a_factorial_meets_every_combination_once_in_each_future():
    design = planned("factorial").design
    counts = design.groupby(["future", "mix", "BuyNational.price_factor", "ExportLicensing.days", "BuyNational.waivers"]).size()
    assert len(counts) == 3 * 2 * 3 * 2 * 2
    assert (counts == 1).all()
    assert (design.groupby("future")[["overtime", "hire_rate", "war_noise"]].nunique() == 1).all(axis=None)


def test_one_at_a_time_moves_one_thing_at_a_time():
    design = planned("one-at-a-time", mixes="[today]").design
    own = design.drop(columns=["row", "row_id", "point", "future", "mix", "events"])
    moved = (own != own.iloc[0]).sum(axis=1)
    assert moved.iloc[0] == 0
    assert (moved.iloc[1:] == 1).all()


def test_a_dummy_changes_no_case():
    plain = planned("morris").design
    dummy = plan_study(small(design="{kind: morris, trajectories: 3, dummy: true}", levers=LEVERS)).design
    assert "dummy" in dummy
    assert len(dummy) > len(plain)
    assert dummy["row_id"].nunique() < len(dummy)


def test_rows_that_differ_in_nothing_share_their_name():
    design = plan_study(small(mixes="[{name: a, base: none}, {name: b, base: none}, today]")).design
    of = {mix: list(design.loc[design["mix"] == mix, "row_id"]) for mix in ("a", "b", "today")}
    assert of["a"] == of["b"]
    assert not set(of["a"]) & set(of["today"])


def test_an_instrument_is_switched_on_as_another_mix_has_it():
    plan = plan_study(small(mixes="[today]", levers="{CapabilityAudit: {from: pipir}}", design="{kind: factorial}"))
    held = [{type(one).__name__ for one in mix} for mix in plan.rules_of(plan.design)]
    assert ["CapabilityAudit" in names for names in held] == [False, True]


def test_events_are_crossed_with_everything():
    none = "{name: none}"
    lean = "{name: lean, events: [{kind: budget, start: 2, months: 6, factor: 0.5}]}"
    design = plan_study(small(events=f"[{none}, {lean}]")).design
    assert all(set(events) == {"none", "lean"} and len(events) == 2 for _, events in design.groupby(["point", "mix"])["events"])
    assert design["row_id"].is_unique


def test_a_table_is_taken_as_it_is():
    table = pd.DataFrame({"overtime": [0.1, 0.2], "mix": ["today", "none"]})
    design = plan_study(small(design="{kind: table}"), table).design
    assert list(design["overtime"]) == [0.1, 0.2]
    assert list(design["mix"]) == ["today", "none"]
    assert (design["hire_rate"] == PARAMETERS["hire_rate"].value).all()


def test_a_table_may_come_from_a_file(tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("overtime,ExportLicensing.days\n0.30000000000000004,45\n0.1,10\n")
    design = plan_study(small(design=f"{{kind: table, file: {file}}}", levers="{ExportLicensing.days: [10, 45]}", mixes="[today]")).design
    assert list(design["overtime"]) == [0.30000000000000004, 0.1]
    assert list(design["ExportLicensing.days"]) == [45, 10]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("overtime\n0.5\n", ":2: overtime"),
        ("overtime\nnan\n", ":2: overtime"),
        ("overtime\n", "no rows"),
        ("", "empty"),
        ("overtme\n0.1\n", "did you mean overtime"),
        ("overtime,overtime\n0.1,0.1\n", "twice"),
        ("overtime\n0.1,0.2\n", ":2: 2 values"),
        ("mix,overtime\ntodai,0.1\n", "did you mean today"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_where_it_stands(tmp_path, text, told):
    file = tmp_path / "rows.csv"
    file.write_text(text)
    with pytest.raises(BadInput, match=re.escape(told)):
        _ = plan_study(small(design=f"{{kind: table, file: {file}}}")).design


@given(low=st.integers(-50, 50), span=st.integers(1, 50), places=st.lists(st.floats(0, 1), min_size=1, max_size=20), whole=st.booleans())
@settings(max_examples=50)
def test_a_place_in_the_unit_interval_is_a_value_in_the_range(low, span, places, whole):
    factor = Factor("x", LEVER, low=low, high=low + span, whole=whole)
    values = factor.at(np.array(places))
    assert all(low <= value <= low + span for value in values)
    assert not whole or all(isinstance(value, int) for value in values)


def test_listed_values_have_equal_shares():
    factor = Factor("x", LEVER, values=("a", "b", "c"))
    values = factor.at(np.linspace(0, 1, 301)[:-1])
    assert [values.count(one) for one in "abc"] == [100, 100, 100]
