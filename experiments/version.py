"""Which model made a number: a hash of everything in the package that can change one, and the versions it stood on."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import subprocess
from functools import lru_cache
from pathlib import Path

import abm

PACKAGE = Path(abm.__file__).resolve().parent
FLOORS = ("facts", "state", "flows", "decisions", "rules", "judgement", "model")
LIBRARIES = ("alliance-surge", "numpy", "numba", "llvmlite", "scipy", "pandas", "pyarrow", "SALib", "distributed")


@lru_cache(maxsize=1)
def model_hash() -> str:
    """A short name for the model's code and public record, the same in every copy of them and on every machine."""
    digest = hashlib.blake2b(digest_size=8)
    files = [file for floor in FLOORS for file in (PACKAGE / floor).rglob("*.py")] + list((PACKAGE / "data").glob("*.csv"))
    for file in sorted(files):
        digest.update(file.relative_to(PACKAGE).as_posix().encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that numbers pass through."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, str | int]:
    """The machine this runs on."""
    return {
        "host": platform.node(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count() or 1,
    }


def git_commit() -> str:
    """The commit the package is a working copy of, marked where files differ from it; empty outside a repository."""

    def ask(*words: str) -> str:
        try:
            told = subprocess.run(["git", "-C", str(PACKAGE), *words], capture_output=True, text=True, timeout=10, check=True)
        except (OSError, subprocess.SubprocessError):
            return ""
        return told.stdout.strip()

    commit = ask("rev-parse", "HEAD")
    return f"{commit} with changes" if commit and ask("status", "--porcelain", "--", str(PACKAGE)) else commit
