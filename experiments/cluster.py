"""Workers elsewhere: the same batches, sent to a Dask scheduler that already runs."""

from __future__ import annotations

import pickle
import queue
import time
from collections.abc import Callable
from typing import Any

from abm.facts.problems import BadInput
from experiments.batch import Answer, Batch, OtherModel, run_batch
from experiments.engine import Lost, Work
from experiments.trouble import EngineGone
from experiments.version import model_hash

PATIENCE = 60.0
"""Seconds to wait for a scheduler without workers before saying so."""
FETCH = 5.0
"""Seconds to wait for an answer that is said to be there: it is small, and lost if the worker that holds it has gone since."""
BATCHES_AHEAD = 2
"""Batches under way for each place of a worker: one at work and one on its way."""


def _by_name() -> Callable[[str, bytes], bytes]:
    """Work that a scheduler can pass on without holding this package itself: it is sent by its text, and knows everything else by name."""

    def run(work: str, content: bytes) -> bytes:
        import importlib
        import pickle

        module, name = work.split(":")
        return pickle.dumps(getattr(importlib.import_module(module), name)(pickle.loads(content)))

    return run


class Cluster:
    """Runs batches on the workers of a Dask scheduler; the scheduler replaces workers, and tries a lost batch elsewhere by itself."""

    blames = False

    def __init__(self, address: str, work: Work = run_batch, patience: float = PATIENCE):
        try:
            import dask
            from distributed import Client
        except ModuleNotFoundError:
            raise BadInput("--scheduler needs Dask: pip install 'alliance-surge[study]'") from None
        self.address, self.work, self.patience = address, work, patience
        self.told: queue.Queue = queue.Queue()
        self.under_way: dict[Any, Batch] = {}
        self.seen = time.monotonic()
        try:
            with dask.config.set({"distributed.comm.timeouts.connect": "10s"}):
                self.client = Client(address, timeout=10, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise BadInput(f"--scheduler {address}: no scheduler answers ({' '.join(str(error).split())[:200]})") from None
        try:
            self._wait_for_workers()
            self._check_model()
        except BaseException:
            self.close()
            raise

    @property
    def places(self) -> int:
        """Batches that keep all its workers busy."""
        return max(1, BATCHES_AHEAD * sum(self._threads().values()))

    def start(self, batch: Batch) -> None:
        """Send a batch."""
        content = pickle.dumps(batch, pickle.HIGHEST_PROTOCOL)
        future = self.client.submit(_by_name(), f"{self.work.__module__}:{self.work.__qualname__}", content, pure=False, retries=0)
        self.under_way[future] = batch
        future.add_done_callback(self.told.put)

    def answers(self, timeout: float) -> list[tuple[Batch, Answer | Lost]]:
        """What has come back; says so when nobody has been there to work for too long."""
        self._watch()
        found: list[tuple[Batch, Answer | Lost]] = []
        wait = timeout
        while True:
            try:
                future = self.told.get(timeout=wait) if wait else self.told.get_nowait()
            except queue.Empty:
                return found
            wait = 0.0
            batch = self.under_way.pop(future, None)
            if batch is not None:
                found.append((batch, self._answer_of(future)))

    def close(self) -> None:
        """Take back what is under way, and leave the cluster as it was."""
        for future in list(self.under_way):
            future.release()
        self.under_way.clear()
        self.client.close(timeout=5)

    def _answer_of(self, future: Any) -> Answer | Lost:
        if future.status == "finished":
            try:
                return pickle.loads(future.result(timeout=FETCH))
            except (OSError, TimeoutError) as error:
                return Lost(f"its answer was lost ({error})")
        if future.status == "error":
            error = future.exception(timeout=FETCH)
            if type(error).__name__ == "KilledWorker":
                return Lost(f"workers died over it ({getattr(getattr(error, 'last_worker', None), 'address', 'unknown')} last)")
            raise error
        return Lost(f"the scheduler let go of it ({future.status})")

    def _threads(self) -> dict[str, int]:
        """Threads by worker; none where the scheduler cannot be asked."""
        try:
            return dict(self.client.nthreads()) if self.client.status == "running" else {}
        except (OSError, TimeoutError):
            return {}

    def _watch(self) -> None:
        if self._threads():
            self.seen = time.monotonic()
        elif time.monotonic() - self.seen > self.patience:
            raise EngineGone(f"no workers at {self.address} for {self.patience:.0f} s")

    def _wait_for_workers(self) -> None:
        while not self._threads():
            self._watch()
            time.sleep(0.2)

    def _check_model(self) -> None:
        try:
            found = set(self.client.run(model_hash).values())
        except Exception as error:
            raise BadInput(
                f"--scheduler {self.address}: its workers cannot use this package ({' '.join(str(error).split())[:200]})"
            ) from None
        if others := found - {model_hash()}:
            raise OtherModel(f"workers at {self.address} have version {', '.join(sorted(others))} of the model: expected {model_hash()}")
