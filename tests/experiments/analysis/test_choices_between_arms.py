"""Robustness, the Pareto front, and pairs of levers, on outcomes whose answers are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from abm.facts.problems import BadInput
from experiments.analysis.contrasts import holm, interactions
from experiments.analysis.front import pareto, undominated
from experiments.analysis.robust import robustness
from tests.experiments.made_up import made_up

LEVERS = {"One.on": (0, 1), "Two.on": (0, 1), "Three.on": (0, 1)}


def bold_or_safe(row, luck):
    """Bold is best on the whole and worst at the worst; safe is always five."""
    return {"bold": 20 * row["x"], "safe": 5.0, "poor": 4.0}[row["mix"]]


def test_measures_of_robustness_may_disagree_and_say_so():
    found = robustness(made_up({"out": bold_or_safe}, mixes=("bold", "safe", "poor"), futures=40), "out", True, enough=4.5)
    assert found.best["mean"] == "bold"
    assert found.best["worst"] == "safe"
    assert found.best["satisfied"] == "safe"
    assert not found.agreed
    table = found.table.set_index("arm")
    assert table.loc["safe", "worst"] == 5.0
    assert table.loc["safe", "satisfied"] == 1.0
    assert table.loc["poor", "satisfied"] == 0.0


def test_an_arm_that_is_always_best_has_no_regret():
    found = robustness(made_up({"out": lambda row, luck: row["x"] + (row["mix"] == "b")}), "out", True)
    assert found.table.set_index("arm").loc["b", "regret_90"] == 0.0
    assert found.agreed
    less = robustness(made_up({"out": lambda row, luck: row["x"] + (row["mix"] == "b")}), "out", False)
    assert less.best == dict.fromkeys(("mean", "worst", "regret_90"), "a")


def test_the_front_leaves_out_what_another_beats_in_everything():
    values = {"many": {"a": 3, "b": 2, "c": 1}, "cheap": {"a": 9, "b": 5, "c": 6}}
    outcomes = {name: (lambda row, luck, of=of: float(of[row["mix"]])) for name, of in values.items()}
    table = pareto(made_up(outcomes, mixes=("a", "b", "c")), {"many": True, "cheap": False}).set_index("arm")
    assert table["on_front"].to_dict() == {"a": True, "b": True, "c": False}
    assert table["front_share"].to_dict() == {"a": 1.0, "b": 1.0, "c": 0.0}


@given(arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 3)), elements=st.integers(0, 3).map(float)))
def test_something_is_always_on_the_front_and_what_is_beaten_changes_nothing(goods):
    front = undominated(goods)
    assert front.any()
    assert undominated(goods[front]).all()
    for arm in np.flatnonzero(~front):
        assert ((goods[front] >= goods[arm]).all(axis=1) & (goods[front] > goods[arm]).any(axis=1)).any()


def pairs_of(of, futures=24, **more):
    found = interactions(made_up({"out": of}, mixes=("a",), levers=LEVERS, futures=futures, **more), "out")
    return found, {(row["one"], row["other"]): row for row in found.table.to_dict("records")}


def test_what_adds_up_is_no_interaction():
    found, pairs = pairs_of(lambda row, luck: 50 + 10 * row["x"] + luck + 3 * row["One.on"] + 2 * row["Two.on"])
    assert pairs["One.on", "Two.on"]["contrast"] == pytest.approx(0.0, abs=1e-9)
    assert not found.table["clear"].any()
    assert found.alone.set_index("lever")["effect"].to_dict() == pytest.approx({"One.on": 3.0, "Two.on": 2.0, "Three.on": 0.0})


def test_what_needs_the_other_is_a_complement_and_what_repeats_it_a_substitute():
    def need(row, luck):
        both, either = row["One.on"] * row["Two.on"], max(row["Two.on"], row["Three.on"])
        return (50 + 10 * row["x"]) * 2.0 ** (both + either)

    _, pairs = pairs_of(need)
    assert pairs["One.on", "Two.on"]["verdict"] == "complements"
    assert pairs["Two.on", "Three.on"]["verdict"] == "substitutes"
    assert pairs["One.on", "Two.on"]["sign_share"] == 1.0


def test_what_multiplies_interacts_on_one_scale_only():
    _, pairs = pairs_of(lambda row, luck: (50 + 10 * row["x"]) * 2.0 ** (row["One.on"] + row["Two.on"]))
    assert pairs["One.on", "Two.on"]["log_contrast"] == pytest.approx(0.0, abs=1e-9)
    assert pairs["One.on", "Two.on"]["verdict"] == "depends on the scale"


def test_two_levers_that_reach_the_ceiling_together_are_not_called_substitutes():
    _, pairs = pairs_of(lambda row, luck: min(1.0, 0.4 + 0.1 * row["x"] + 0.5 * row["One.on"] + 0.5 * row["Two.on"]))
    assert pairs["One.on", "Two.on"]["verdict"] == "at the end of its range"


def test_less_may_be_better():
    def delay(row, luck):
        return (10 + row["x"]) * (0.2 if row["One.on"] and row["Two.on"] else 1.0)

    found = interactions(made_up({"out": delay}, mixes=("a",), levers=LEVERS), "out", more_is_better=False)
    assert {(r["one"], r["other"]): r["verdict"] for r in found.table.to_dict("records")}["One.on", "Two.on"] == "complements"


def test_many_pairs_raise_the_bar_for_each():
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])).tolist() == [True, False, False, True]
    assert holm(np.array([0.04])).tolist() == [True]
    assert not holm(np.array([0.02, 0.03, 0.04])).any()


def test_by_chance_alone_hardly_any_pair_is_clear():
    rng = np.random.default_rng(11)
    found, _ = pairs_of(lambda row, luck: 50 + rng.normal(), futures=30)
    assert found.table["clear"].sum() == 0


def test_one_lever_has_no_pair():
    with pytest.raises(BadInput, match="at least two levers"):
        interactions(made_up({"out": lambda row, luck: 1.0}, levers={"One.on": (0, 1)}), "out")
