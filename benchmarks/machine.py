"""The machine a figure was measured on: its description, and how fast its memory moves."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

import numba
import numpy as np

from benchmarks.timing import Task

LARGE = 2**24
"""Numbers in each array of the memory test: 134 MB, far beyond any cache."""


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


class Memory:
    """Large arrays, and how fast one core moves them as STREAM counts it: bytes read and written (McCalpin 1995)."""

    def __init__(self):
        self.arrays = np.ones(LARGE), np.full(LARGE, 2.0), np.zeros(LARGE)
        self.rates()  # warms up

    def rates(self) -> dict[str, float]:
        """Bytes a second of processor time, by the way they are moved."""
        a, b, c = self.arrays
        copying, _ = Task(lambda: _copy(a, b)).timed()
        adding, _ = Task(lambda: _triad(a, b, c)).timed()
        return {"copy": 16 * LARGE / copying.cpu, "triad": 24 * LARGE / adding.cpu}
