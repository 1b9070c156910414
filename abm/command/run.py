"""`surge run`: load what is asked, run it, and show or write what came of it."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from abm.facts.problems import BadInput
from abm.facts.scenario import Scenario, load_scenario
from abm.rules.mix import Mix, apply_setting, load_mix


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    scenario: str
    policy: str
    settings: tuple[str, ...] = ()
    seeds: int = 32
    months: int | None = None
    flow_steps: int | None = None
    out: str | None = None
    json: str | None = None


def carry_out(request: Request) -> None:
    """Run what was asked; everything is looked at before anything runs, and runs before anything is written."""
    scenario, mix = prepare(request)
    folder = _target_folder(request.out)
    _check_file(request.json)
    began = time.perf_counter()
    with _spinner(f"Running {scenario.name} under {mix.name}, {request.seeds} seeds ..."):
        results = _simulate()(scenario, mix, seeds=range(request.seeds))
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.folder import write_folder

        with _spinner(f"Writing {folder} ..."):
            write_folder(folder, results, scenario, mix)
        print(f"Tables, figures and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        _write_json(request.json, results, scenario, mix)
    else:
        from abm.command.screen import show

        show(results, scenario, mix, seconds)


def prepare(request: Request) -> tuple[Scenario, Mix]:
    """The scenario and the mix that were meant, checked against the public record."""
    from abm.facts.load import load_facts
    from abm.facts.parameters import PARAMETERS

    scenario = load_scenario(request.scenario).check(load_facts(), PARAMETERS)
    mix = load_mix(request.policy)
    for setting in request.settings:
        mix = apply_setting(mix, setting)
    return scenario.varied(request.months, request.flow_steps), mix


def warm_up() -> None:
    """Compile the model, so that it is at hand for every later run."""
    began = time.perf_counter()
    print("Compiling the model (once; up to half a minute) ...", file=sys.stderr, flush=True)
    from abm.model.warm import compile_all

    compile_all()
    print(f"Ready after {time.perf_counter() - began:.0f} s.", file=sys.stderr)


def _simulate() -> Any:
    from abm import simulate

    return simulate


def _spinner(message: str) -> AbstractContextManager:
    """A sign of life on the terminal; silent when standard error goes elsewhere."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(message)


def _target_folder(out: str | None) -> Path | None:
    if out is None:
        return None
    from abm.command.folder import check_target

    return check_target(out)


def _check_file(target: str | None) -> None:
    if target is None or target == "-":
        return
    try:
        path = Path(target)
        if not target or "\0" in target or path.is_dir():
            raise BadInput(f"--json {target or 'nothing'}: expected - or a file")
        if not path.absolute().parent.is_dir():
            raise BadInput(f"--json {target}: there is no folder {path.parent}")
    except (OSError, ValueError):
        raise BadInput(f"--json {target}: not a usable path") from None


def _write_json(target: str, results: Any, scenario: Scenario, mix: Mix) -> None:
    from abm.command.document import as_json, document

    text = as_json(document(results, scenario, mix)).encode()
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
        return
    path = Path(target).absolute()
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
            os.chmod(beside, 0o644)
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadInput(f"--json {target}: cannot be written ({error.strerror})") from None
