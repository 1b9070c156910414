"""`surge study run`: everything is looked at before anything runs; progress on standard error, what came of it on the screen."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from abm.facts.problems import BadInput
from experiments.plan import plan_study
from experiments.runner import Runner, hired
from experiments.store import Store
from experiments.study import load_study
from experiments.trouble import Stopped, Unfinished

MAX_WORKERS = 1024


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    study: str
    out: str | None = None
    samples: int | None = None
    seeds: int | None = None
    workers: int | None = None
    scheduler: str | None = None
    dry_run: bool = False


def carry_out(request: Request) -> int:
    """Run what was asked, and return the exit code."""
    if request.workers is not None and not 0 <= request.workers <= MAX_WORKERS:
        raise BadInput(f"--workers {request.workers}: expected 0 to {MAX_WORKERS}")
    if request.workers is not None and request.scheduler is not None:
        raise BadInput("--workers: expected without --scheduler, whose workers are its own")
    plan = plan_study(load_study(request.study).resized(request.samples, request.seeds))
    folder = _folder(request.out, plan.study.name)
    if request.dry_run:
        from experiments.command.estimate import estimate_text

        print(estimate_text(plan, folder, request.workers))
        return 0
    from experiments.command.progress import progress
    from experiments.command.show import results_text

    began = time.perf_counter()
    try:
        with progress(plan.study.name) as watch:
            results = Runner(plan, Store(folder), watch).run(lambda: hired(request.workers, request.scheduler))
    except Stopped as stopped:
        return _said(stopped, 130)
    except Unfinished as unfinished:
        return _said(unfinished, unfinished.code)
    print(results_text(results, time.perf_counter() - began))
    return results.standing.code


def _folder(out: str | None, name: str) -> Path:
    if out is None:
        return Path("results") / name
    if not out.strip() or "\0" in out:
        raise BadInput("--out nothing: expected the name of a folder")
    return Path(out)


def _said(problem: Exception, code: int) -> int:
    print(f"surge: {problem}", file=sys.stderr)
    return code
