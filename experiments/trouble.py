"""Why a run of a study ends before it is done; whatever had finished by then is stored."""

from __future__ import annotations


class Stopped(Exception):
    """The user stopped it."""


class DiskTrouble(Exception):
    """The folder can no longer be written."""


class EngineGone(Exception):
    """Nobody is left to run anything."""


class Unfinished(Exception):
    """The run cannot go on; `code` is what the command leaves with."""

    def __init__(self, message: str, code: int):
        super().__init__(message)
        self.code = code
