"""How far a study is, how fast it goes and how long it will take, on standard error while it runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from experiments.runner import Watch
from experiments.store import Standing

PLAIN_EVERY = 30.0
"""Seconds between lines where standard error is no terminal (a log, a batch system)."""


@contextmanager
def progress(name: str) -> Iterator[Watch]:
    """What to tell the standing to while a study runs."""
    with _bar(name) if sys.stderr.isatty() else _lines(name) as watch:
        yield watch


@contextmanager
def _bar(name: str) -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    pace = Pace()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(name, total=None, told="")

        def watch(standing: Standing) -> None:
            done = standing.stored + standing.failed
            shown.update(task, total=standing.design, completed=done, told=pace.told(standing))

        yield watch


@contextmanager
def _lines(name: str) -> Iterator[Watch]:
    pace, last = Pace(), time.monotonic()

    def watch(standing: Standing) -> None:
        nonlocal last
        told = pace.told(standing)
        if time.monotonic() - last >= PLAIN_EVERY:
            last = time.monotonic()
            done = standing.stored + standing.failed
            print(f"{name}: {done:,} of {standing.design:,} cases, {told}", file=sys.stderr, flush=True)

    yield watch


class Pace:
    """Cases a second since this run began, and the time left at that rate."""

    def __init__(self) -> None:
        self.first: Standing | None = None
        self.began = time.monotonic()

    def told(self, standing: Standing) -> str:
        """Rate, time left and failures, in words."""
        if self.first is None:
            self.first = standing
        failed = f", {standing.failed:,} failed" if standing.failed else ""
        done = standing.stored - self.first.stored
        if not done:
            return f"starting{failed}"
        rate = done / max(time.monotonic() - self.began, 1e-9)
        return f"{rate:,.0f} a second, {in_words(standing.missing / rate)} left{failed}"


def in_words(seconds: float) -> str:
    """A span of time for people."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
