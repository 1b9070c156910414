"""The same study on a Dask scheduler with real worker processes: the same bits, and troubles told."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from abm.facts.problems import BadInput
from experiments import run_study
from experiments.cluster import Cluster
from experiments.trouble import Unfinished
from tests.experiments.small_study import deadly, numbers, small

ROOT = Path(__file__).resolve().parents[2]
# Dask leaves sockets and loops to the collector of garbage when a cluster dies under it; that is what is tested here.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed.*"),
]


class Made:
    """A scheduler and its workers, as somebody else would have started them."""

    def __init__(self, place):
        self.place, self.processes = place, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", known=False)

    def worker(self, **surroundings):
        """One more worker, with a nanny that starts it anew when it dies."""
        return self.start("worker", self.address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.place), **surroundings)

    def start(self, *words, known=True, **surroundings):
        """Only workers know this package; the scheduler stands in a folder where it is not."""
        env = os.environ | {"PYTHONPATH": str(ROOT) if known else ""} | surroundings
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words], cwd=self.place, env=env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.processes.append(process)
        return process


@pytest.fixture
def made(tmp_path):
    """A scheduler that ends with the test, and all its workers with it."""
    cluster = Made(tmp_path)
    yield cluster
    for process in reversed(cluster.processes):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The study as it comes out here."""
    return run_study(small(), tmp_path_factory.mktemp("whole") / "small", samples=64, workers=0)


def test_distributed_is_serial(made, whole, tmp_path):
    made.worker()
    made.worker()
    results = run_study(small(), tmp_path / "x", samples=64, scheduler=made.address)
    assert results.standing.code == 0
    assert numbers(results).equals(numbers(whole))
    assert results.series().equals(whole.series())
    assert results.manifest["history"][0]["engine"] == "Cluster"


def test_a_case_that_kills_workers_is_the_only_one_that_fails(made, whole, tmp_path):
    bad = whole.runs.loc[whole.runs["seed"] == 1, "case_id"].iloc[10]
    for _ in range(2):
        made.worker(DEADLY_CASE=bad, DASK_DISTRIBUTED__WORKER__DAEMON="False")
    results = run_study(small(), tmp_path / "x", samples=64, engine=Cluster(made.address, deadly))
    assert list(results.runs.loc[results.runs["status"] == "failed", "case_id"]) == [bad]
    assert results.standing.stored == results.standing.design - 1


def test_a_cluster_without_workers_is_told_of(made):
    with pytest.raises(Exception, match="no workers at tcp://") as gone:
        Cluster(made.address, patience=2.0)
    assert type(gone.value).__name__ == "EngineGone"


def test_workers_that_leave_for_good_are_told_of(made, tmp_path):
    worker = made.worker()
    engine = Cluster(made.address, patience=3.0)
    told = []

    def watch(standing):
        told.append(standing)
        if standing.stored and worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)

    with pytest.raises(Unfinished, match="no workers at tcp://") as gone:
        run_study(small(), tmp_path / "x", samples=1024, engine=engine, watch=watch)
    assert gone.value.code == 4
    assert 0 < told[-1].stored < told[-1].design


def test_a_scheduler_that_does_not_answer_is_refused():
    began = time.monotonic()
    with pytest.raises(BadInput, match="no scheduler answers"):
        Cluster("tcp://127.0.0.1:9")
    assert time.monotonic() - began < 30
