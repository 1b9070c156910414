"""What commands write besides the screen: signs of life, and one file replaced whole."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from abm.facts.problems import BadInput


def spinner(message: str) -> AbstractContextManager:
    """A sign of life on the terminal; silent when standard error goes elsewhere."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(message)


def target_folder(out: str | None) -> Path | None:
    """The folder that `--out` names, refused before anything runs if it is not ours to write."""
    if out is None:
        return None
    from abm.command.folder import check_target

    return check_target(out)


def check_file(target: str | None) -> None:
    """Refuse, before anything runs, a `--json` that cannot be written."""
    if target is None or target == "-":
        return
    try:
        path = Path(target)
        if not target or "\0" in target or path.is_dir():
            raise BadInput(f"--json {target or 'nothing'}: expected - or a file")
        if not path.absolute().parent.is_dir():
            raise BadInput(f"--json {target}: there is no folder {path.parent}")
    except BadInput:
        raise
    except (OSError, ValueError):
        raise BadInput(f"--json {target}: not a usable path") from None


def write_json(target: str, content: dict[str, Any]) -> None:
    """Write one JSON document to standard output (`-`) or to a file, replaced whole.

    What is there and no ordinary file (a pipe, a device) is written to, never replaced; a link stays a link.
    """
    from abm.command.document import as_json

    text = as_json(content).encode()
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
        return
    path = Path(target).absolute()
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(text)
        else:
            _replace(Path(os.path.realpath(path)), text)
    except OSError as error:
        raise BadInput(f"--json {target}: cannot be written ({error.strerror})") from None


def _replace(path: Path, text: bytes) -> None:
    """Put a file in place whole: whoever reads it finds the old one or the new."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
