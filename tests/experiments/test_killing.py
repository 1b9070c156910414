"""What happens to a study when processes die: the runner, a worker, a case that kills whoever runs it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments import open_study, run_study
from experiments.engine import LocalProcesses
from experiments.trouble import Unfinished
from tests.experiments.small_study import TEXT, deadly, numbers, small

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
SIZE = "512"
"""Points at which the small study takes two workers some seconds."""


@pytest.fixture
def start(tmp_path):
    """Start `surge study run` on the small study in a process and session of its own."""
    (tmp_path / "small.yaml").write_text(TEXT)
    started = []

    def run(*options):
        words = ["study", "run", str(tmp_path / "small.yaml"), "--samples", SIZE, "--out", str(tmp_path / "x"), "--workers", "2", *options]
        process = subprocess.Popen(
            [sys.executable, "-m", "abm.command", *words], cwd=ROOT, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def parts(tmp_path):
    return len(list((tmp_path / "x" / "runs").glob("part-*.parquet")))


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def children(process):
    """Workers of a runner, by their process ids."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(one) for one in found]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The study as it comes out when nothing happens to it."""
    return run_study(small(), tmp_path_factory.mktemp("whole") / "small", samples=int(SIZE), workers=2)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)])
def test_a_runner_that_is_stopped_loses_nothing_finished_and_goes_on(start, whole, tmp_path, number, code):
    runner = start()
    until(lambda: parts(tmp_path) >= 2)
    workers = children(runner)
    runner.send_signal(number)
    assert runner.wait(10) == code
    if number != signal.SIGKILL:
        said = runner.stderr.read()
        assert "the same command goes on from there" in said
        assert said.count("\n") == 1
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 10)
    before = open_study(tmp_path / "x").standing
    assert 0 < before.stored < before.design
    again = start()
    assert again.wait(120) == 0
    history = open_study(tmp_path / "x").manifest["history"]
    assert history[-1]["stored_before"] == before.stored
    assert numbers(open_study(tmp_path / "x")).equals(numbers(whole))


def test_a_worker_that_vanishes_costs_nothing(start, whole, tmp_path):
    runner = start()
    until(lambda: parts(tmp_path) >= 1)
    os.kill(children(runner)[0], signal.SIGKILL)
    assert runner.wait(120) == 0
    assert numbers(open_study(tmp_path / "x")).equals(numbers(whole))


def test_a_case_that_always_kills_its_worker_is_the_only_one_that_fails(whole, tmp_path, monkeypatch):
    bad = whole.runs.loc[whole.runs["seed"] == 1, "case_id"].iloc[100]
    monkeypatch.setenv("DEADLY_CASE", bad)
    results = run_study(small(), tmp_path / "x", samples=int(SIZE), engine=LocalProcesses(2, deadly))
    assert results.standing.code == 3
    failed = results.runs[results.runs["status"] == "failed"]
    assert list(failed["case_id"]) == [bad]
    assert "signal 9" in failed["reason"].iloc[0]
    mended = run_study(small(), tmp_path / "x", samples=int(SIZE), workers=1)
    assert numbers(mended).equals(numbers(whole))


def test_workers_that_do_not_start_are_told_of(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Unfinished, match="workers do not start") as gone:
        run_study(small(), tmp_path / "x", workers=1)
    assert gone.value.code == 4


def test_of_two_runs_at_once_the_second_is_refused(start, tmp_path):
    first = start("--seeds", "16")
    until(lambda: parts(tmp_path) >= 1)
    second = start("--seeds", "16")
    assert second.wait(30) == 2
    assert f"process {first.pid} on" in second.stderr.read()
    first.send_signal(signal.SIGINT)
    assert first.wait(30) == 130
