"""The machine a figure was measured on: its description, and how fast its memory moves."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import numba
import numpy as np

from benchmarks.timing import Task, interleaved

LARGE = 2**25
"""Numbers in each array of the memory test: 268 MB, far beyond any cache."""


def describe() -> str:
    """Processor, cores, memory and load, and the versions that matter."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    versions = ", ".join(f"{name} {version(name)}" for name in ("mesa", "numpy", "numba"))
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, load {load}; "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {versions}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


@numba.njit(nogil=True)
def _copy(a, b):
    for i in range(a.size):
        b[i] = a[i]


@numba.njit(nogil=True)
def _triad(a, b, c):
    for i in range(a.size):
        c[i] = a[i] + 3.0 * b[i]


def memory_rates(rounds: int) -> dict[str, list[float]]:
    """Bytes a second that one core moves, by round, as STREAM counts them (McCalpin 1995)."""
    a, b, c = np.ones(LARGE), np.full(LARGE, 2.0), np.zeros(LARGE)
    timings = interleaved(rounds, {"copy": Task(lambda: _copy(a, b)), "triad": Task(lambda: _triad(a, b, c))})
    moved = {"copy": 16 * LARGE, "triad": 24 * LARGE}
    return {name: [size / spent.wall for spent in timings.spent[name]] for name, size in moved.items()}
