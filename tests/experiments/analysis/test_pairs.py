"""Arms are held against each other under the same future and luck."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm.facts.problems import BadInput
from experiments.analysis.choices import paired
from experiments.analysis.effects import effect
from experiments.analysis.intervals import mean_interval, more, needed, share_interval
from tests.experiments.made_up import made_up


def bring_two(row, luck):
    """Futures and luck move the outcome by hundreds, mix b by two."""
    return 1000 * row["x"] + 100 * luck + 500 + (2.0 if row["mix"] == "b" else 0.0)


def test_a_small_effect_is_seen_through_large_luck_because_luck_is_shared():
    results = made_up({"out": bring_two})
    told = effect(paired(results, "out", {"mix": "b"}, {"mix": "a"}))
    assert told.mean.mean == pytest.approx(2.0)
    assert told.mean.half == pytest.approx(0.0, abs=1e-9)
    assert told.rising == 1.0
    alone = effect(paired(results, "out", {"mix": "b"}, scale="level"))
    assert alone.mean.half > 50


def test_more_seeds_of_one_future_do_not_count_as_more_futures():
    def by_future(row, luck):
        return row["x"]

    few, many = (made_up({"out": by_future}, futures=12, seeds=seeds) for seeds in (1, 9))
    first, second = (effect(paired(one, "out", {"mix": "a"}, scale="level")) for one in (few, many))
    assert first.mean == second.mean
    assert second.mean.count == 12


def test_luck_is_told_apart_from_the_future():
    lucky = made_up({"out": lambda row, luck: luck}, futures=60, seeds=4)
    fixed = made_up({"out": lambda row, luck: row["x"]}, futures=60, seeds=4)
    assert effect(paired(lucky, "out", {"mix": "a"}, scale="level")).luck > 0.85
    assert effect(paired(fixed, "out", {"mix": "a"}, scale="level")).luck == pytest.approx(0.0)


def test_levers_and_events_that_no_arm_names_pair_with_themselves():
    results = made_up({"out": bring_two}, levers={"L.days": (1, 2)}, events=("none", "war"))
    told = paired(results, "out", {"mix": "b"}, {"mix": "a"})
    assert told.table["value"].to_numpy() == pytest.approx(2.0)
    assert len(told.table) == 20 * 2
    shock = paired(results, "out", {"events": "war"}, {"events": "none"})
    assert shock.table["value"].to_numpy() == pytest.approx(0.0)


def test_per_cent_of_nothing_is_undefined_and_counted():
    results = made_up({"out": lambda row, luck: 0.0 if row["future"] < 5 and row["mix"] == "a" else 1.0})
    told = paired(results, "out", {"mix": "b"}, {"mix": "a"}, "percent")
    assert told.undefined == 5 * 2
    assert len(told.table) == 15 * 2


@pytest.mark.parametrize(
    ("choice", "said"),
    [({"mix": "c"}, "expected one of a, b"), ({"mixx": "a"}, "did you mean mix"), ({"future": 1}, "no choice is called")],
)
def test_an_arm_that_is_not_there_is_refused(choice, said):
    with pytest.raises(BadInput, match=said):
        paired(made_up({"out": bring_two}), "out", choice, {"mix": "a"})


def test_an_outcome_that_is_not_there_is_refused():
    with pytest.raises(BadInput, match="did you mean out"):
        paired(made_up({"out": bring_two}), "ot", {"mix": "a"}, scale="level")


def test_cases_that_failed_are_in_no_pair():
    results = made_up({"out": bring_two}, futures=4)
    results.runs.loc[results.runs["future"] == 0, "status"] = "failed"
    assert set(paired(results, "out", {"mix": "b"}, {"mix": "a"}).table["future"]) == {1, 2, 3}


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(0.1, 10))
def test_half_the_width_takes_four_times_the_runs(blocks, half):
    blocks = np.array(blocks)
    assert needed(blocks, half) <= needed(blocks, half / 2)
    if needed(blocks, half) > 2:
        assert needed(blocks, half / 2) == pytest.approx(4 * needed(blocks, half), abs=4)


def test_a_study_stops_when_its_mean_is_sure_enough():
    blocks = np.random.default_rng(3).normal(5.0, 1.0, 400)
    assert more(blocks, 0.5) == 0
    assert 0 < more(blocks[:20], 0.2) < 200
    assert mean_interval(blocks).half == pytest.approx(1.96 / 20, rel=0.15)


def test_an_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(60):
        told = mean_interval(rng.normal(1.0, 1.0, 40))
        held += told.low < 1.0 < told.high
    assert 52 <= held <= 60


def test_nothing_is_told_of_the_spread_of_one():
    assert np.isnan(mean_interval(np.array([1.0])).low)
    assert mean_interval(np.array([2.0, 2.0])).half == 0.0
    assert np.isnan(mean_interval(np.array([])).mean)
    assert share_interval(0, 0).count == 0
