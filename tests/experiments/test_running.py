"""A study as it runs: the same bits however it is run, nothing finished lost, and one bad case costs only itself."""

import errno
import json
import os

import numpy as np
import pandas as pd
import pytest

import experiments.batch
import experiments.store
from abm.facts.problems import BadInput
from experiments import open_study, rerun, run_study
from experiments.engine import InProcess, Lost
from experiments.lock import Lock
from experiments.trouble import EngineGone, Unfinished
from tests.experiments.small_study import CASES, numbers, small


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The small study, run through in this process."""
    return run_study(small(), tmp_path_factory.mktemp("whole") / "small", workers=0)


def same(one, other):
    pd.testing.assert_frame_equal(numbers(one), numbers(other), check_exact=True)
    pd.testing.assert_frame_equal(one.series(), other.series(), check_exact=True)


def test_every_case_of_the_design_is_stored(whole):
    assert whole.standing.design == whole.standing.stored == CASES == len(whole.runs)
    assert whole.standing.code == 0
    assert (whole.runs["status"] == "done").all()
    assert np.isfinite(whole.runs[["landed", "spent"]]).all(axis=None)


def test_luck_and_parameters_and_rules_each_move_something(whole):
    for column in ("seed", "future", "mix"):
        assert whole.runs.groupby(column)["spent"].mean().nunique() > 1


@pytest.mark.slow
def test_parallel_is_serial(whole, tmp_path):
    same(run_study(small(), tmp_path / "x", workers=2), whole)


def test_every_case_alone_is_the_case_in_company(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(experiments.batch, "WORLDS_AT_ONCE", 1)
    same(run_study(small(), tmp_path / "x", workers=0), whole)


def test_a_case_is_what_simulate_says(whole):
    from abm import simulate
    from abm.facts.scenario import load_scenario

    one = whole.runs.iloc[3]
    values = {name: float(one[name]) for name in whole.uncertainties}
    scenario = load_scenario("classroom").varied(12)
    scenario = type(scenario)(**{name: getattr(scenario, name) for name in type(scenario).model_fields} | {"parameters": values})
    told = simulate(scenario, one["mix"], seeds=[one["seed"]])
    assert one["landed"] == pytest.approx(float(told["landed"].sel(system="PAC3_MSE", nation="JPN").sum()), rel=1e-12)
    assert one["spent"] == pytest.approx(float(told["spending"].sum()), rel=1e-12)


class Interrupted(InProcess):
    """An engine that is gone after some batches."""

    def __init__(self, batches):
        super().__init__()
        self.left = batches

    def answers(self, timeout):
        if not self.left:
            raise EngineGone("nobody is left")
        self.left -= 1
        return super().answers(timeout)


@pytest.fixture
def small_batches(monkeypatch):
    """Batches of four cases."""
    monkeypatch.setattr("experiments.cutting.MOST_IN_A_BATCH", 4)


@pytest.mark.usefixtures("small_batches")
def test_resumed_is_uninterrupted(whole, tmp_path):
    for batches in (1, 2):
        with pytest.raises(Unfinished, match=r"nobody is left; .* of 16 cases are stored") as stopped:
            run_study(small(), tmp_path / "x", engine=Interrupted(batches))
        assert stopped.value.code == 4
    begun = open_study(tmp_path / "x")
    assert begun.standing.stored == 12
    assert begun.standing.missing == 4
    assert begun.standing.code == 4
    stored = {path: path.read_bytes() for path in begun.store.parts("runs")}
    same(run_study(small(), tmp_path / "x", workers=0), whole)
    assert all(path.read_bytes() == content for path, content in stored.items()), "what was finished ran again"


@pytest.mark.usefixtures("small_batches")
def test_a_larger_design_adds_to_what_is_there(tmp_path):
    first = run_study(small(), tmp_path / "x", workers=0).runs
    larger = run_study(small(), tmp_path / "x", samples=8, seeds=3, workers=0)
    assert larger.standing.stored == 8 * 2 * 3
    both = first.merge(larger.runs, on="case_id", suffixes=("", "_later"))
    assert len(both) == CASES
    assert both["spent"].equals(both["spent_later"])
    assert both["row"].equals(both["row_later"])


def test_a_smaller_or_another_design_leaves_a_study_as_it_is(whole, tmp_path):
    before = sorted((path, path.read_bytes()) for path in whole.folder.rglob("*") if path.is_file())
    for changes, told in (
        ({"seeds": "1"}, "not in this design"),
        ({"uncertainties": "[overtime]"}, "another study under this name"),
        ({"months": "13"}, "another study under this name"),
        ({"design": "{kind: sobol, samples: 4, seed: 1}"}, "not in this design"),
    ):
        with pytest.raises(BadInput, match=told):
            run_study(small(**changes), whole.folder, workers=0)
    assert before == sorted((path, path.read_bytes()) for path in whole.folder.rglob("*") if path.is_file())


def test_equal_cases_run_once(tmp_path):
    results = run_study(small(mixes="[{name: a, base: none}, {name: b, base: none}]"), tmp_path / "x", workers=0)
    assert results.standing.design == results.standing.stored == CASES / 2
    a, b = (results.runs.loc[results.runs["mix"] == mix, "spent"].to_list() for mix in "ab")
    assert a == b


def failing(monkeypatch, wanted):
    real = experiments.batch.read_block

    def read(batch, block):
        if any(case.case_id == wanted for case in block):
            raise ValueError("this one\nnever works")
        return real(batch, block)

    monkeypatch.setattr(experiments.batch, "read_block", read)


def test_a_failing_case_costs_only_itself_and_says_why(whole, tmp_path, monkeypatch):
    bad = whole.runs["case_id"].iloc[5]
    with monkeypatch.context() as patch:
        failing(patch, bad)
        results = run_study(small(), tmp_path / "x", workers=0)
    assert results.standing.code == 3
    failed = results.runs[results.runs["case_id"] == bad].iloc[0]
    assert failed["status"] == "failed"
    assert failed["reason"] == "ValueError: this one never works"
    assert np.isnan(failed["spent"])
    others = numbers(results)["case_id"] != bad
    pd.testing.assert_frame_equal(numbers(results)[others], numbers(whole)[others], check_exact=True)
    assert list(pd.read_csv(results.folder / "failures.csv")["case_id"]) == [bad]

    mended = run_study(small(), tmp_path / "x", workers=0)
    same(mended, whole)
    assert not (mended.folder / "failures.csv").exists()


class Deadly(InProcess):
    """An engine whose workers die over one case."""

    def __init__(self, wanted, blames):
        super().__init__()
        self.wanted, self.blames, self.places, self.most = wanted, blames, 3, 0

    def answers(self, timeout):
        self.most = max(self.most, len(self.waiting)) if any(self._bad(batch) for batch in self.waiting) else self.most
        waiting, self.waiting = self.waiting, []
        # Where blame is not sure, whatever was under way beside a deadly case is lost with it.
        struck = any(map(self._bad, waiting))
        return [(batch, Lost("died") if self._bad(batch) or (struck and not self.blames) else self.work(batch)) for batch in waiting]

    def _bad(self, batch):
        return any(case.case_id == self.wanted for case in batch.cases)


@pytest.mark.parametrize("blames", [True, False])
@pytest.mark.usefixtures("small_batches")
def test_no_innocent_is_blamed_for_a_case_that_kills_its_worker(whole, tmp_path, blames):
    bad = whole.runs["case_id"].iloc[5]
    results = run_study(small(), tmp_path / "x", engine=Deadly(bad, blames))
    assert results.standing.failed == 1
    assert list(results.runs.loc[results.runs["status"] == "failed", "case_id"]) == [bad]
    assert results.standing.stored == CASES - 1


def test_a_second_run_at_the_same_folder_is_refused_and_told_who_is_there(whole):
    with Lock(whole.folder), pytest.raises(BadInput, match=rf"another run is at work here \(process {os.getpid()} on .* since 20"):
        run_study(small(), whole.folder, workers=0)
    assert run_study(small(), whole.folder, workers=0).standing.code == 0


def test_the_lock_of_a_process_that_is_no_more_is_taken_over(whole):
    import platform

    (whole.folder / ".lock").write_text(json.dumps({"pid": 2**22 + 1, "host": platform.node(), "since": "2026-01-01"}))
    assert run_study(small(), whole.folder, workers=0).standing.code == 0


def test_a_lock_of_another_machine_holds_while_it_gives_signs_of_life(whole):
    lock = whole.folder / ".lock"
    lock.write_text(json.dumps({"pid": 1, "host": "elsewhere", "since": "2026-01-01"}))
    with pytest.raises(BadInput, match="process 1 on elsewhere"):
        run_study(small(), whole.folder, workers=0)
    os.utime(lock, (1, 1))
    assert run_study(small(), whole.folder, workers=0).standing.code == 0


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("table", ["runs", "series"])
def test_a_torn_file_is_set_aside_and_its_cases_run_again(whole, tmp_path, table):
    results = run_study(small(), tmp_path / "x", workers=0)
    torn = results.store.parts(table)[1]
    torn.write_bytes(torn.read_bytes()[:-40])
    if table == "runs":
        assert open_study(tmp_path / "x").standing.missing == 4
    same(run_study(small(), tmp_path / "x", workers=0), whole)
    assert (results.folder / "set-aside" / f"{table}-{torn.name}").exists()
    assert open_study(tmp_path / "x").manifest["history"][-1]["set_aside"] == 1


@pytest.mark.usefixtures("small_batches")
def test_a_flipped_bit_is_noticed(whole, tmp_path):
    results = run_study(small(), tmp_path / "x", workers=0)
    hurt = results.store.parts("runs")[0]
    content = bytearray(hurt.read_bytes())
    content[len(content) // 8] ^= 1
    hurt.write_bytes(content)
    same(run_study(small(), tmp_path / "x", workers=0), whole)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("writes", [0, 1, 4, 8, 11])
def test_a_full_disk_loses_nothing_that_was_stored(whole, tmp_path, monkeypatch, writes):
    left = writes
    real = os.fsync

    def fsync(handle):
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(experiments.store.os, "fsync", fsync)
        with pytest.raises(Unfinished, match=r"No space left on device\); .* the same command goes on from there") as full:
            run_study(small(), tmp_path / "x", workers=0)
    assert full.value.code == 74
    assert not list((tmp_path / "x").rglob(".*.part"))
    same(run_study(small(), tmp_path / "x", workers=0), whole)


def test_what_a_run_leaves_that_was_killed_before_it_began_is_no_stranger(whole, tmp_path):
    (tmp_path / ".lock").write_text("")
    (tmp_path / ".manifest.json.part").write_text("{")
    same(run_study(small(), tmp_path, workers=0), whole)


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="holds no study"):
        run_study(small(), tmp_path, workers=0)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_of_another_layout_or_model_is_left_alone(whole):
    manifest = whole.folder / "manifest.json"
    text = manifest.read_text()
    for change, told in (({"layout": 2}, "layout 2"), ({"model": "0" * 16}, "another version of the model")):
        manifest.write_text(json.dumps(json.loads(text) | change))
        with pytest.raises(BadInput, match=told):
            run_study(small(), whole.folder, workers=0)
    manifest.write_text(text)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(BadInput, match="expected a folder"):
        run_study(small(), tmp_path / "x", workers=0)
    with pytest.raises(BadInput, match="cannot be written in"):
        run_study(small(), tmp_path / "x" / "y", workers=0)


def test_any_case_runs_again_to_the_same_bits(whole):
    again = rerun(whole.folder, 3, seed=1)
    assert again.equal
    assert rerun(whole.folder, again.case_id).equal


def test_a_case_that_comes_out_otherwise_is_told(whole, tmp_path):
    import shutil

    shutil.copytree(whole.folder, tmp_path / "x")
    part = open_study(tmp_path / "x").store.parts("runs")[0]
    table = pd.read_parquet(part)
    table["spent"] = np.nextafter(table["spent"], np.inf)
    table.to_parquet(part)
    row, seed = table[["row", "seed"]].iloc[0]
    assert not rerun(tmp_path / "x", int(row), int(seed)).equal


def test_a_case_runs_again_when_the_files_of_its_study_are_gone(tmp_path):
    from abm.rules.mix import load_mix

    mix = tmp_path / "mine.yaml"
    mix.write_text(load_mix("pipir").to_yaml())
    rows = pd.DataFrame({"overtime": [0.1, 0.2], "CapabilityAudit": [True, False]})
    study = small(mixes=f"[today, {mix}]", levers=f"{{CapabilityAudit: {{from: {mix}}}}}", design="{kind: table}")
    results = run_study(study, tmp_path / "x", table=rows, workers=0)
    mix.unlink()
    assert list(results.runs["mix"].unique()) == ["today", "mine"]
    assert all(rerun(results.folder, row).equal for row in range(4))


def test_a_study_made_in_python_is_a_study_in_a_file(whole, tmp_path):
    made = small().model_copy()
    made._text = None
    results = run_study(made, tmp_path / "x", workers=0)
    same(results, whole)
    assert rerun(results.folder, 0).equal
