"""What an outcome hangs on, held against functions whose indices are known; and SALib reads our tables as they are."""

import numpy as np
import pytest

from abm.facts.problems import BadInput
from experiments.analysis.exchange import for_salib
from experiments.analysis.sensitivity import morris_effects, sobol_indices
from tests.experiments.made_up import made_up

AXES = ("x", "y", "z")
ARM = {"mix": "a"}


def ishigami(row, luck):
    """Ishigami and Homma's function: first indices 0.314, 0.442 and 0; total 0.558, 0.442 and 0.244."""
    x, y, z = (np.pi * (2 * row[axis] - 1) for axis in AXES)
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def linear(row, luck):
    return 4 * row["x"] + row["y"]


def saltelli(of, samples, **more):
    return made_up({"out": of}, seeds=1, mixes=("a",), unknowns=AXES, kind="saltelli", samples=samples, **more)


def test_sobol_indices_are_those_of_a_known_function():
    found = sobol_indices(saltelli(ishigami, 2048), "out", ARM)
    assert not found.refusal
    by = found.table.set_index("input")
    assert by.loc[list(AXES), "ST"].to_list() == pytest.approx([0.558, 0.442, 0.244], abs=0.04)
    assert by.loc[list(AXES), "S1"].to_list() == pytest.approx([0.314, 0.442, 0.0], abs=0.05)


def test_a_sample_that_is_too_small_ranks_nothing():
    found = sobol_indices(saltelli(ishigami, 32), "out", ARM)
    assert "expected a larger sample" in found.refusal
    assert found.counting == []


def test_an_input_that_does_nothing_is_not_among_those_that_count():
    found = sobol_indices(saltelli(linear, 1024, dummy=True), "out", ARM)
    assert found.counting == ["x", "y"]
    walks = made_up({"out": linear}, seeds=1, mixes=("a",), unknowns=AXES, kind="morris", trajectories=8, dummy=True)
    assert morris_effects(walks, "out", ARM).counting == ["x", "y"]


def test_elementary_effects_of_a_straight_line_are_its_slopes():
    walks = made_up({"out": linear}, seeds=1, mixes=("a",), unknowns=AXES, kind="morris", trajectories=6)
    table = morris_effects(walks, "out", ARM).table.set_index("input")
    assert table.loc[list(AXES), "mu_star"].to_list() == pytest.approx([4.0, 1.0, 0.0])
    assert table["sigma"].to_list() == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


def test_one_number_that_is_none_is_refused_and_does_not_make_all_nought():
    results = saltelli(linear, 16)
    results.runs.loc[3, "out"] = np.nan
    with pytest.raises(BadInput, match="undefined at 1 of 80 points"):
        sobol_indices(results, "out", ARM)


def test_a_point_that_has_not_run_is_refused():
    results = saltelli(linear, 16)
    results.runs.loc[3, "status"] = "missing"
    with pytest.raises(BadInput, match="1 of 80 points are missing"):
        sobol_indices(results, "out", ARM)


def test_two_mixes_are_not_taken_for_one():
    results = made_up({"out": linear}, seeds=1, unknowns=AXES, kind="saltelli", samples=4)
    with pytest.raises(BadInput, match="expected one mix"):
        sobol_indices(results, "out", {})


def test_a_design_that_was_not_made_for_it_is_refused():
    with pytest.raises(BadInput, match="need design"):
        sobol_indices(made_up({"out": linear}, unknowns=AXES), "out", ARM)
    with pytest.raises(BadInput, match="expected one that varies"):
        sobol_indices(saltelli(lambda row, luck: 1.0, 16), "out", ARM)


def test_salib_reads_our_tables_as_they_are():
    from SALib.analyze import pawn, sobol

    results = saltelli(ishigami, 512)
    problem, inputs, outcome = for_salib(results, "out", ARM)
    assert problem["names"] == list(AXES)
    theirs = sobol.analyze(problem, outcome, calc_second_order=False, seed=1)
    ours = sobol_indices(results, "out", ARM).table.set_index("input").loc[list(AXES)]
    assert ours["ST"].to_numpy() == pytest.approx(theirs["ST"])
    assert pawn.analyze(problem, inputs, outcome, S=8, seed=0)["median"].shape == (3,)


def test_the_same_numbers_have_the_same_intervals_every_time():
    results = saltelli(ishigami, 64)
    first, second = (sobol_indices(results, "out", ARM).table for _ in range(2))
    assert first.equals(second)
    walks = made_up({"out": ishigami}, seeds=1, mixes=("a",), unknowns=AXES, kind="morris", trajectories=6)
    first, second = (morris_effects(walks, "out", ARM).table for _ in range(2))
    assert first.equals(second)
