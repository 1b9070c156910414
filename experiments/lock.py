"""One writer at a time: a lock that ends with its holder, and says who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from abm.facts.problems import BadInput
from experiments.trouble import DiskTrouble

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

LOCK = ".lock"
SILENT = 180.0
"""Seconds without a sign of life after which a holder on another machine counts as gone."""


def now() -> str:
    """The time as it stands in manifests."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Lock:
    """Holds a study's folder; whoever comes second is told who holds it. The system lets go of it when the holder dies, however it dies."""

    def __init__(self, folder: Path):
        self.path = folder / LOCK
        self.file: IO[str] | None = None

    def __enter__(self) -> Lock:
        """Take it, or refuse."""
        file = open(self.path, "a+", encoding="utf-8")
        held_by = _read(self.path)
        if not _taken(file, held_by):
            file.close()
            who = f"process {held_by.get('pid', '?')} on {held_by.get('host', '?')} since {held_by.get('since', '?')}"
            raise BadInput(f"{self.path.parent}: another run is at work here ({who})")
        try:
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "host": platform.node(), "since": now()}))
            file.flush()
        except OSError as error:
            with contextlib.suppress(OSError):
                file.close()
            raise DiskTrouble(f"{self.path} cannot be written ({error.strerror or error})") from None
        self.file = file
        return self

    def __exit__(self, *_: object) -> None:
        """Let go. The file stays, empty: one that went could be held by two, each in a file of its own under the same name."""
        if self.file is not None:
            with contextlib.suppress(OSError):
                self.file.truncate(0)
            self.file.close()
            self.file = None

    def alive(self) -> None:
        """A sign of life, for machines that share the folder but not its locks."""
        with contextlib.suppress(OSError):
            os.utime(self.path)


def _read(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError):
        return {}


def _taken(file: IO[str], held_by: dict) -> bool:
    """Whether the lock is ours now: nobody on this machine holds it, and no other machine gave a sign of life of late."""
    elsewhere = held_by.get("host") not in (None, platform.node())
    if elsewhere and time.time() - os.fstat(file.fileno()).st_mtime < SILENT:
        return False
    if fcntl is None:
        pid = held_by.get("pid")
        return elsewhere or pid is None or not _lives(pid)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
