"""The `surge` command: what it is asked, in a shell. Exit 0 on success, 1 when a check falls short, 2 on bad input."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from abm.facts.problems import BadInput

SUCCESS, SHORT, BAD_INPUT, UNEXPECTED, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 70, 130, 141


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code; nothing ever prints a traceback at a user."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our signs shows others, and does not fail
    sys.exit(answer(arguments))


def answer(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    try:
        from abm.command.commands import app

        code = app(args=None if arguments is None else list(arguments), prog_name="surge", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else SUCCESS
    except BadInput as problem:
        return _said(str(problem), BAD_INPUT)
    except (BrokenPipeError, SystemExit):
        # The reader (`head`, `less`) has gone: nobody is left to tell, and Python must not try at exit.
        # (The option parser turns this into a SystemExit of its own, and nothing else here does.)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return _said("interrupted", INTERRUPTED)
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Usage errors of the option parser are bad input; anything else is a fault of ours, told in one line."""
    if type(error).__name__ == "Abort":
        return _said("interrupted", INTERRUPTED)
    if hasattr(error, "format_message"):
        return _said(error.format_message(), BAD_INPUT)
    if os.environ.get("SURGE_DEBUG"):
        raise error
    if isinstance(error, MemoryError):
        return _said("not enough memory for this many seeds, months or lines", UNEXPECTED)
    return _said(f"unexpected {type(error).__name__}: {error} (SURGE_DEBUG=1 shows where)", UNEXPECTED)


def _said(message: str, code: int) -> int:
    line = " ".join(message.split())
    print(f"surge: {line}".encode("utf-8", "replace").decode(), file=sys.stderr)
    return code
