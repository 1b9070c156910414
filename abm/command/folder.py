"""`--out`: a folder of tables, figures and a manifest, written beside and put in place whole."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xarray as xr

from abm.command.document import identity
from abm.command.figures import draw_figures
from abm.command.tables import write_tables
from abm.facts.problems import BadInput
from abm.facts.scenario import Scenario
from abm.rules.mix import Mix

MANIFEST = "manifest.json"
WRITER = "alliance-surge"
AT_WORKING_FOLDER, EXCHANGE = -100, 2


def check_target(out: str) -> Path:
    """The folder to write, refused before the run if something there is not ours to replace."""
    try:
        path = Path(out).absolute()
        if not out.strip() or "\0" in out or path == path.parent:
            raise BadInput(f"--out {out or 'nothing'}: expected the name of a folder")
        if path.is_symlink():
            path = path.resolve()
        if path.exists() and not path.is_dir():
            raise BadInput(f"--out {out}: this is a file: expected a folder")
        if path.is_dir() and any(path.iterdir()) and not _is_ours(path):
            raise BadInput(f"--out {out}: the folder holds other things: expected a new, empty or earlier results folder")
        standing = next(parent for parent in path.parents if parent.exists())
        if not standing.is_dir() or not os.access(standing, os.W_OK):
            raise BadInput(f"--out {out}: {standing} cannot be written in")
        return path
    except (OSError, ValueError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"--out {out}: {getattr(error, 'strerror', None) or 'not a usable path'}") from None


def _is_ours(folder: Path) -> bool:
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("written_by") == WRITER
    except (OSError, ValueError, AttributeError):
        return False


def write_folder(folder: Path, results: xr.Dataset, scenario: Scenario, mix: Mix) -> None:
    """Write what came of one run: its tables, its figures, and a manifest of what was run."""

    def fill(beside: Path) -> dict[str, Any]:
        write_tables(beside, results)
        draw_figures(beside, results)
        metrics = {
            str(name): {"unit": metric.attrs.get("unit", ""), "meaning": metric.attrs.get("meaning", "")}
            for name, metric in results.data_vars.items()
        }
        return identity(results, scenario, mix) | {
            "metrics": metrics,
            "scenario_file": scenario.to_yaml(),
            "policy_file": mix.to_yaml(),
        }

    replace_folder(folder, fill)


def replace_folder(folder: Path, fill: Callable[[Path], dict[str, Any]]) -> None:
    """Let `fill` write to a folder beside, then put it in place: an interrupted run leaves the old or the new.

    What `fill` returns stands in the manifest, with the name, size and hash of every file it wrote.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
        try:
            beside.chmod(0o755)
            _write_manifest(beside, fill(beside))
            check_target(str(folder))
            _put_in_place(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise BadInput(f"--out {folder}: cannot be written ({error.strerror or error})") from None


def _write_manifest(folder: Path, told: dict[str, Any]) -> None:
    """What was run and what each file holds, so that the folder explains and proves itself."""
    files = {
        path.name: {
            "bytes": path.stat().st_size,
            "blake2b": hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest(),
        }
        for path in sorted(folder.iterdir())
    }
    text = json.dumps({"written_by": WRITER} | told | {"files": files}, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _put_in_place(beside: Path, folder: Path) -> None:
    """Swap the new folder for the old in one step where the system can, else in two renames."""
    if not folder.exists():
        beside.rename(folder)
        return
    if _exchange(beside, folder):
        return
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".old"))
    folder.rename(old / folder.name)
    try:
        beside.rename(folder)
    except BaseException:
        (old / folder.name).rename(folder)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically (Linux); False where that is not to be had."""
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return swap(AT_WORKING_FOLDER, os.fsencode(one), AT_WORKING_FOLDER, os.fsencode(other), EXCHANGE) == 0
