"""A study run in a process of its own, so that it can be stopped between two writes; it says how far it is, line by line."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

PATIENCE = 10.0
"""Seconds that a run is given to put down what it has finished."""
ROOT = Path(__file__).resolve().parents[2]


class Carrier:
    """One run under way: `said` is the latest word of it; it ends when it is done, stopped, or when this process is gone."""

    def __init__(self, study: str, folder: Path, samples: int | None, seeds: int, workers: int, text: str | None = None):
        self.said: dict[str, Any] = {}
        command = [sys.executable, "-m", "pages.uncertainty.carrier"]
        asked = json.dumps({"study": study, "out": str(folder), "samples": samples, "seeds": seeds, "workers": workers, "text": text})
        path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path}
        )
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(f"{asked}\n")
            self.process.stdin.flush()
        self._listener = threading.Thread(target=self._listen, daemon=True, name="study")
        self._listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            with contextlib.suppress(ValueError):
                self.said = json.loads(line)

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def wait(self, seconds: float) -> None:
        """Wait so long, or until it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def end(self) -> None:
        """Have it stop, if it still runs, with what is finished stored."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.wait(PATIENCE)
        if self.running:
            self.process.kill()
            self.process.wait()
        self._listener.join(PATIENCE)
        self.process.stdout.close()


def main(asked: dict[str, Any]) -> int:
    """Run what is missing, telling each time something has been stored; stop when nobody holds the other end any more."""
    threading.Thread(target=_until_left, daemon=True).start()
    from abm.facts.problems import BadInput
    from experiments.command.progress import Pace
    from experiments.runner import run_study
    from experiments.trouble import Stopped, Unfinished
    from pages.uncertainty.own import own_study

    pace = Pace()

    def watch(standing: Any) -> None:
        _say({"done": standing.stored + standing.failed, "of": standing.design, "words": pace.told(standing)})

    try:
        study = asked["study"] if asked["text"] is None else own_study(asked["text"], asked["study"])
        run_study(study, asked["out"], samples=asked["samples"], seeds=asked["seeds"], workers=asked["workers"], watch=watch)
    except Stopped:
        return 130
    except BadInput as problem:
        _say({"problem": problem.message})
        return 2
    except Unfinished as problem:
        _say({"problem": str(problem)})
        return problem.code
    return 0


def _until_left() -> None:
    with contextlib.suppress(OSError):
        os.read(0, 1)  # returns when the other end is closed
    os.kill(os.getpid(), signal.SIGTERM)


def _asked() -> str:
    """The first line of standard input, byte by byte: whatever is read ahead would hide that the other end has closed."""
    found = b""
    while (one := os.read(0, 1)) not in (b"", b"\n"):
        found += one
    return found.decode()


def _say(what: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(what), flush=True)


if __name__ == "__main__":
    raise SystemExit(main(json.loads(_asked())))
