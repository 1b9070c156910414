"""The scoreboard against history: how a finding is judged, and that no row of the record is lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from abm.facts.problems import BadInput
from abm.facts.record_of_history import AS_OF, load_series, load_targets, read_series, read_targets
from abm.facts.tables import DATA
from abm.judgement.outcome import Outcome
from abm.judgement.validation.declaring import KINDS, ROWS, first_month, row
from abm.judgement.validation.misses import EXPLAINED
from abm.judgement.validation.scoreboard import scoreboard, share_met
from abm.judgement.validation.shells import smoothed
from abm.judgement.validation.untested import NOT_TESTED
from abm.judgement.validation.verdicts import INSIDE, NEAR, OUTSIDE, middle_and_band, of_series, verdict
from abm.judgement.validation.worlds import HISTORY, Worlds
from tests.small_worlds import one_line, play

RESTATED = {"V01", "V02", "V03", "V13", "V85", "RAMP_155_US_BODY", "RAMP_PAC3_JPN"}
"""Rows that calibration is fitted to, or that restate them."""


def test_every_row_of_the_record_is_executable_or_listed_with_a_reason_and_never_both():
    on_record = load_targets().keys() | load_series().keys()
    assert ROWS.keys() | NOT_TESTED.keys() == on_record
    assert ROWS.keys() & NOT_TESTED.keys() == set()
    assert all(len(reason.split()) >= 3 for reason in NOT_TESTED.values())


def test_a_sentence_on_a_miss_belongs_to_an_executable_row():
    assert EXPLAINED.keys() <= ROWS.keys()


def test_each_row_says_what_it_observes_and_what_it_tests():
    for one in ROWS.values():
        assert one.observes.endswith("."), one.id
        assert one.kind in KINDS, one.id


def test_rows_that_restate_the_calibrated_series_count_as_used():
    assert {one.id for one in ROWS.values() if one.used} >= RESTATED


def test_a_row_is_declared_once():
    with pytest.raises(ValueError, match="V01 is declared twice"):
        row("V01", "behaviour", HISTORY)(lambda seen: seen)


@pytest.mark.parametrize(
    ("value", "said"),
    [(17.0, INSIDE), (21.0, INSIDE), (16.0, NEAR), (22.0, NEAR), (15.9, OUTSIDE), (22.1, OUTSIDE), (np.inf, OUTSIDE), (np.nan, OUTSIDE)],
)
def test_a_finding_is_near_within_a_quarter_of_the_width_of_its_range(value, said):
    assert verdict(value, 17.0, 21.0) == said


def test_a_range_of_one_number_is_met_by_what_rounds_to_it():
    assert verdict(13773 / 3376, 4.08, 4.08) == INSIDE
    assert verdict(4.09, 4.08, 4.08) == OUTSIDE


@given(some.floats(-1e6, 1e6), some.floats(0.1, 1e6), some.floats(-2e6, 2e6), some.floats(0.0, 1e6))
def test_moving_further_from_a_range_never_betters_the_verdict(low, width, value, further):
    order = [INSIDE, NEAR, OUTSIDE]
    high = low + width
    away = value + further if value >= (low + high) / 2 else value - further
    assert order.index(verdict(away, low, high)) >= order.index(verdict(value, low, high))


def test_a_series_needs_three_points_in_four():
    assert of_series([INSIDE] * 3 + [OUTSIDE]) == INSIDE
    assert of_series([INSIDE, INSIDE, NEAR, OUTSIDE]) == NEAR
    assert of_series([INSIDE, INSIDE, OUTSIDE, OUTSIDE]) == OUTSIDE


def test_what_never_comes_about_in_most_seeds_never_comes_about():
    middle, low, high = middle_and_band(np.array([5.0, np.inf, np.inf]))
    assert (middle, low, high) == (np.inf, 5.0, np.inf)


def test_the_first_month_is_infinite_where_there_is_none():
    assert first_month(np.array([[False, False], [True, False]])).tolist() == [1.0, np.inf]


@given(some.lists(some.floats(0.0, 1e6), min_size=2, max_size=40))
def test_a_mean_of_three_months_stays_within_what_was_made(made):
    calm = smoothed(np.array(made)[:, None])
    assert calm.shape == (len(made), 1)
    assert min(made) * (1 - 1e-9) <= calm.min() <= calm.max() <= max(made) * (1 + 1e-9)


def small_world(scenario, mix, seeds):
    """In place of any world: one nation that makes one thing, which no row asks for."""
    return Outcome([play(one_line(), 3, seeds=list(seeds))])


def test_a_world_runs_once_however_many_rows_ask_for_it():
    ran = []

    def counting(scenario, mix, seeds):
        ran.append(scenario.name)
        return small_world(scenario, mix, seeds)

    scores = scoreboard(["V01", "V02", "V45", "V40", "V88"], Worlds(range(2), counting))
    assert len(scores) == 5
    assert ran == ["ukraine-2022", "strikes-on-iran", "no-strikes"]


def test_a_row_that_cannot_be_computed_is_told_as_such_and_stops_no_other():
    scores = {one.row.id: one for one in scoreboard(["V18", "V88"], Worlds(range(1), small_world))}
    assert (scores["V88"].verdict, scores["V88"].fault != "") == ("", True)
    assert (scores["V18"].verdict, scores["V18"].fault) == (INSIDE, "")


def test_verdicts_of_rows_read_from_the_record_alone_follow_from_value_and_range():
    alone = [one.id for one in ROWS.values() if not one.worlds]
    scores = scoreboard(alone)
    assert len(scores) == len(alone)
    for one in scores:
        (found,) = one.found
        target = load_targets()[one.row.id]
        assert (found.low, found.high) == (target.low, target.high)
        assert one.verdict == verdict(found.value, target.low, target.high)


def test_rows_used_in_calibration_are_told_apart():
    scores = scoreboard(["V18", "V33", "V34"])
    assert share_met(scores, "data") == (3, 3)
    assert share_met(scores, "data", used=True) == (0, 0)


def test_points_after_the_record_ends_are_plans_whatever_they_are_called():
    for series in load_series().values():
        assert not any(point.seen and point.month > AS_OF for point in series.points)
        assert not any(point.seen for point in series.points if point.kind == "plan")


@pytest.mark.parametrize(
    ("name", "find", "put", "said"),
    [
        ("validation", "V01,", "V02,", "V02"),
        ("validation", ",19,17,21,", ",25,17,21,", "its own range"),
        ("validation", ",19,17,21,", ",soon,17,21,", "a number"),
        ("validation_ramps", "2022-09,14400", "2022-02,14400", "a month after"),
        ("validation_ramps", "2022-09,14400", ",14400", "a month as"),
        ("validation_ramps", "L_NDIA22", "L_NDIA99", "L_NDIA99"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_with_its_line(tmp_path, name, find, put, said):
    for table in ("validation", "validation_ramps", "sources"):
        (tmp_path / f"{table}.csv").write_text((DATA / f"{table}.csv").read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / f"{name}.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(find, put, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        (read_targets if name == "validation" else read_series)(tmp_path)
    assert said in str(refused.value)
    assert f"{name}.csv" in str(refused.value)
