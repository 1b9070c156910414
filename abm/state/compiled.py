"""How a phase is compiled: one decorator, so that every phase shares one cache and releases the interpreter's lock.

Numba looks only at a function's own file when it judges a cached binary fresh, so a change in a phase that another one calls
would go unseen. The cache therefore lies in a folder named after the text of all modules that hold phases.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import numba
from numba.core.cpu import CPUTargetOptions
from numba.core.options import TargetOptions

PACKAGE = Path(__file__).resolve().parents[1]
KEPT_DAYS = 14
"""Caches that no process has opened for so long are removed."""


def _cache_folder() -> Path:
    """Where compiled phases of exactly this code are kept, under the user's cache folder."""
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for floor in ("decisions", "facts", "flows", "judgement", "model", "state"):
        for file in sorted((PACKAGE / floor).glob("*.py")):
            text = file.read_bytes()
            if b"@phase" in text or b"@entry" in text or file.name in ("columns.py", "limits.py", "parameters.py"):
                digest.update(text)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "alliance-surge"
    folder = home / digest.hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.touch()
        for other in home.iterdir():
            if time.time() - other.stat().st_mtime > KEPT_DAYS * 86400:
                shutil.rmtree(other, ignore_errors=True)
    except OSError:
        pass  # numba falls back on its own places
    return folder


if not numba.config.CACHE_DIR:
    numba.config.CACHE_DIR = str(_cache_folder())

# Numba knows how to tell LLVM that columns do not overlap but offers no switch for it; without it every loop over worlds begins by
# comparing all its columns' addresses. It holds as long as no phase is handed the same column twice (tests/model/test_phases.py).
CPUTargetOptions.noalias = TargetOptions.Mapping("noalias")

_OPTIONS = {"noalias": True, "cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": True}

entry = numba.njit(**_OPTIONS)
"""Compiles a phase that Python calls too."""

bridge = numba.njit(**_OPTIONS | {"_nrt": False})
"""Compiles a phase that only hands columns on and makes none: it need not count who holds them, which saves half its compile time."""

phase = numba.njit(**_OPTIONS, no_cpython_wrapper=True)
"""Compiles a phase that only other phases call; the bridge to Python that it goes without takes as long to compile as the phase."""

within = numba.njit(**_OPTIONS, inline="always")
"""Compiles a phase as part of the one that calls it: for prose that only hands many columns on."""

ALONE, AMONG = (0,), ()


def lanes_of(worlds: int) -> tuple[int, ...]:
    """Handed to the phases in which goods flow: alone, the compiler knows that there is one world and needs no loops over them."""
    return ALONE if worlds == 1 else AMONG
