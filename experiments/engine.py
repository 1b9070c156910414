"""Who runs the batches: this process, processes beside it, or (in `cluster`) workers elsewhere; all give the same bits."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Protocol

from experiments.batch import Answer, Batch, run_batch
from experiments.trouble import EngineGone

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("NUMBA", "OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")}
FALSE_STARTS = 3
"""Workers that may die in a row before any has come to life."""

Work = Callable[[Batch], Answer]


@dataclass(frozen=True)
class Lost:
    """A batch whose worker died."""

    reason: str


class Engine(Protocol):
    """Runs batches. `places`: how many it pays to have under way; `blames`: whether a lost batch surely is what its worker died over."""

    places: int
    blames: bool

    def start(self, batch: Batch) -> None:
        """Take a batch on."""

    def answers(self, timeout: float) -> list[tuple[Batch, Answer | Lost]]:
        """What has come of batches since last asked, waiting at most so many seconds for the first."""

    def close(self) -> None:
        """Stop at once, whatever is under way."""


class InProcess:
    """Runs batches here, one at a time."""

    places, blames = 1, True

    def __init__(self, work: Work = run_batch):
        self.work, self.waiting = work, []

    def start(self, batch: Batch) -> None:
        """Take a batch on."""
        self.waiting.append(batch)

    def answers(self, timeout: float) -> list[tuple[Batch, Answer | Lost]]:
        """Run what waits."""
        waiting, self.waiting = self.waiting, []
        return [(batch, self.work(batch)) for batch in waiting]

    def close(self) -> None:
        """Nothing is under way between calls."""


@dataclass
class _Worker:
    process: subprocess.Popen
    said: IO[bytes]
    batch: Batch | None = None
    inbox: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)


class LocalProcesses:
    """Runs batches on processes of their own, one each, which end with this one; a worker that dies costs only its own batch.

    Each is a plain interpreter that reads batches from its standard input: nothing listens on any port, and the script that
    called needs no guard. They stand in a session of their own, so that Ctrl-C reaches only the runner.
    """

    blames = True

    def __init__(self, workers: int, work: Work = run_batch):
        self.places, self.work = workers, work
        self.told: queue.Queue = queue.Queue()
        self.workers: list[_Worker] = []
        self.alive = False
        self.false_starts = 0

    def start(self, batch: Batch) -> None:
        """Give a batch to a worker that has none, or to a new one."""
        worker = next((one for one in self.workers if one.batch is None), None) or self._hired()
        worker.batch = batch
        worker.inbox.put(batch)

    def answers(self, timeout: float) -> list[tuple[Batch, Answer | Lost]]:
        """What workers have answered, and the batches of those that died."""
        found: list[tuple[Batch, Answer | Lost]] = []
        wait = timeout
        while True:
            try:
                worker, answer = self.told.get(timeout=wait) if wait else self.told.get_nowait()
            except queue.Empty:
                return found
            wait = 0.0
            if worker not in self.workers:
                continue
            if answer is None:
                answer = self._buried(worker)
            else:
                self.alive, self.false_starts = True, 0
            batch, worker.batch = worker.batch, None
            if isinstance(answer, BaseException):
                raise answer
            if batch is not None:
                found.append((batch, answer))

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.inbox.put(None)
            worker.process.kill()
        for worker in self.workers:
            worker.process.wait()
            _shut(worker)
        self.workers = []

    def _hired(self) -> _Worker:
        said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the worker
        process = subprocess.Popen(
            [sys.executable, "-m", "experiments.worker", f"{self.work.__module__}:{self.work.__qualname__}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, start_new_session=True,
            env=os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )  # fmt: skip
        worker = _Worker(process, said)
        self.workers.append(worker)
        threading.Thread(target=self._talk, args=(worker,), daemon=True).start()
        return worker

    def _talk(self, worker: _Worker) -> None:
        """Hand batches to a worker and its answers on; None when it has gone. A thread for each, because a pipe holds little."""
        while (batch := worker.inbox.get()) is not None:
            try:
                pickle.dump(batch, worker.process.stdin, pickle.HIGHEST_PROTOCOL)
                worker.process.stdin.flush()
                self.told.put((worker, pickle.load(worker.process.stdout)))
            except Exception:
                self.told.put((worker, None))
                return

    def _buried(self, worker: _Worker) -> Lost:
        """Let a dead worker go, and say how it died."""
        self.workers.remove(worker)
        worker.process.kill()
        code = worker.process.wait()
        worker.said.seek(0)
        lines = worker.said.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
        _shut(worker)
        reason = f"its worker died of signal {-code}" if code < 0 else f"its worker ended with code {code}"
        if code >= 0 and lines:
            reason += f": {lines[-1]}"
        if not self.alive:
            self.false_starts += 1
            if self.false_starts >= FALSE_STARTS:
                raise EngineGone(f"workers do not start ({reason})")
        return Lost(reason)


def _shut(worker: _Worker) -> None:
    for stream in (worker.process.stdin, worker.process.stdout, worker.said):
        with contextlib.suppress(OSError):
            stream.close()
