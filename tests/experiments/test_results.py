"""What a study's folder says to pandas, xarray and people."""

import json

import numpy as np
import pandas as pd
import pytest

from abm.facts.problems import BadInput
from abm.facts.scenario import load_scenario
from experiments import open_study, run_study
from experiments.readings import made_one, onset_of
from experiments.store import Standing
from tests.experiments.small_study import CASES, small


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The small study with a lever, run through in this process."""
    study = small(levers="{BuyNational.price_factor: [0, 1]}", design="{kind: factorial, samples: 4}")
    return run_study(study, tmp_path_factory.mktemp("whole") / "small", workers=0)


def test_tables_open_with_pandas_alone(whole):
    runs = pd.read_parquet(whole.folder / "runs")
    assert len(runs) == 2 * CASES
    assert {"case_id", "row", "seed", "mix", "overtime", "BuyNational.price_factor", "landed", "seconds"} <= set(runs)
    series = pd.read_parquet(whole.folder / "series")
    assert len(series) == 2 * CASES * 12
    assert series["active_firms"].dtype == np.float32
    csv = pd.read_csv(whole.folder / "tables" / "runs.csv")
    assert csv["spent"].to_numpy() == pytest.approx(whole.runs["spent"].to_numpy(), rel=1e-15)


def test_every_column_is_explained_with_its_unit(whole):
    book = pd.read_csv(whole.folder / "codebook.csv", keep_default_na=False).set_index("column")
    assert set(whole.runs.columns) - {"reason"} <= set(book.index)
    assert set(whole.series().columns) <= set(book.index)
    assert book.loc["landed", "unit"] == "unit"
    assert book.loc["spent", "unit"] == "USD"
    assert book.loc["overtime", "role"] == "uncertainty"
    assert book.loc["BuyNational.price_factor", "role"] == "lever"
    assert (book["meaning"] != "").all()


def test_the_manifest_says_how_it_came_about(whole):
    told = json.loads((whole.folder / "manifest.json").read_text())
    assert told["study"] == "small"
    assert told["scenarios"]["none"]["hash"] == load_scenario("classroom").varied(12).hash
    assert set(told["mixes"]) == {"none", "today"}
    assert told["versions"]["numpy"] == np.__version__
    assert told["history"][0]["stored_after"] == 2 * CASES
    assert (whole.folder / "study.yaml").read_text() == small(
        levers="{BuyNational.price_factor: [0, 1]}", design="{kind: factorial, samples: 4}"
    ).text


def test_arrays_have_an_axis_for_everything_that_is_crossed(whole):
    told = whole.to_xarray()
    assert dict(told.sizes) == {"mix": 2, "BuyNational.price_factor": 2, "future": 4, "seed": 2}
    assert told["spent"].attrs["unit"] == "USD"
    assert told["overtime"].dims == ("future",)
    one = whole.runs.iloc[9]
    at = {"mix": one["mix"], "BuyNational.price_factor": one["BuyNational.price_factor"], "future": one["future"], "seed": one["seed"]}
    assert float(told["spent"].sel(at)) == one["spent"]
    assert float(told["overtime"].sel(future=one["future"])) == one["overtime"]


def test_a_sample_of_levers_is_told_by_row(tmp_path):
    study = small(levers="{BuyNational.price_factor: {low: 0, high: 1}}")
    told = run_study(study, tmp_path / "x", workers=0).to_xarray()
    assert dict(told.sizes) == {"row": 8, "seed": 2}
    assert told["BuyNational.price_factor"].dims == ("row",)
    assert set(told["mix"].values) == {"none", "today"}


def test_series_are_picked_by_what_the_case_is(whole):
    some = whole.series(["active_firms"], mix="today", seed=[1])
    assert set(some["mix"]) == {"today"}
    assert set(some["seed"]) == {1}
    assert len(some) == CASES / 2 * 12
    with pytest.raises(BadInput, match="did you mean active_firms"):
        whole.series(["active_firm"])
    with pytest.raises(BadInput, match="no column"):
        whole.series(mixx="today")


def test_what_is_no_study_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no study here"):
        open_study(tmp_path / "nowhere")
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="holds no study"):
        open_study(tmp_path)


@pytest.mark.parametrize(("counted", "code"), [((5, 5, 0), 0), ((5, 3, 2), 3), ((5, 3, 1), 4), ((5, 0, 0), 4)])
def test_the_exit_code_follows_from_what_is_stored(counted, code):
    assert Standing(*counted).code == code


def test_months_count_from_the_first_of_war():
    assert onset_of(load_scenario("indo-pacific-2026")) == 48
    assert onset_of(load_scenario("peacetime")) is None
    assert onset_of(load_scenario("classroom").varied(48)) is None


def test_months_made_one_leave_out_what_is_undefined_but_in_sums():
    parts = np.array([[1.0, 1.0, np.nan], [2.0, np.nan, np.nan], [6.0, 3.0, np.nan]])
    np.testing.assert_array_equal(made_one(parts, "mean"), [3.0, 2.0, np.nan])
    np.testing.assert_array_equal(made_one(parts, "max"), [6.0, 3.0, np.nan])
    np.testing.assert_array_equal(made_one(parts, "min"), [1.0, 1.0, np.nan])
    np.testing.assert_array_equal(made_one(parts, "sum"), [9.0, np.nan, np.nan])
    np.testing.assert_array_equal(made_one(parts, "first"), [1.0, 1.0, np.nan])
    np.testing.assert_array_equal(made_one(parts, "last"), [6.0, 3.0, np.nan])


def test_months_count_from_war_in_the_outcome_itself(tmp_path):
    at_war = "[{name: war, metric: landed, over: {system: PAC3_MSE}, months: [0, 1], reduce: sum}]"
    by_start = at_war.replace("months: [0, 1]", "months: [48, 49], since: start")
    size = {"months": "52", "mixes": "[today]", "seeds": "1", "design": "{kind: factorial}", "series": ""}
    one = run_study(small(outcomes=at_war, **size), tmp_path / "a", workers=0)
    other = run_study(small(outcomes=by_start, **size), tmp_path / "b", workers=0)
    assert one.runs["war"].iloc[0] == other.runs["war"].iloc[0] > 0
