"""`surge study run --dry-run`: how many cases, how long, how much disk, from a block of them that is really run and thrown away."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from itertools import islice
from pathlib import Path

from abm.model.simulate import WORLDS_AT_ONCE
from experiments.batch import read_block
from experiments.command.progress import in_words
from experiments.cutting import batches_of
from experiments.plan import Plan
from experiments.results import cases_of
from experiments.store import Store, rows_of, series_of


def estimate_text(plan: Plan, folder: Path, workers: int | None) -> str:
    """The size of a study, the time by a block that was timed here, and the disk by what that block would take."""
    cases = cases_of(plan.design, range(plan.study.seeds)).drop_duplicates("case_id", ignore_index=True)
    count, places = len(cases), max(1, (os.cpu_count() or 1) if workers is None else workers)
    sample, seconds, size = tried(plan, cases)
    already = _stored(folder)
    left = count - already
    standing = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    free = shutil.disk_usage(standing).free
    rows = len(plan.design)
    lines = [
        f"{plan.study.title}",
        f"  rows     {rows:,}: {_crossed(plan)}",
        f"  cases    {count:,}, {plan.study.seeds} seeds a row" + (f"; {already:,} are stored in {folder}" if already else ""),
        f"  time     about {in_words(left * seconds / places)} on {places} workers here ({1e3 * seconds:.0f} ms a case, timed on {sample})",
        f"  disk     about {_size(count * size)} in {folder}; {_size(free)} are free",
        "Nothing was run or written.",
    ]
    return "\n".join(lines)


def _crossed(plan: Plan) -> str:
    """What the rows are made of."""
    parts = {"event sets": len(plan.scenarios), "mixes": len(plan.mixes), "points": plan.design["point"].nunique()}
    return " × ".join(f"{count:,} {what}" for what, count in parts.items() if count > 1) or "one"


def tried(plan: Plan, cases) -> tuple[int, float, float]:
    """Cases timed, seconds a case, and bytes a case."""
    batch = next(iter(islice(batches_of(plan, cases, 1), 1)))
    block = batch.cases[:WORLDS_AT_ONCE]
    read_block(batch, block[:2])  # so that what is done once does not count
    began = time.perf_counter()
    outcomes, series, spent = read_block(batch, block)
    seconds = (time.perf_counter() - began) / len(block)
    from experiments.batch import Answer

    answer = Answer(tuple(case.case_id for case in block), outcomes, series, spent)
    with tempfile.TemporaryDirectory() as held:
        store = Store(held)
        rows = rows_of(answer, cases.set_index("case_id"), [one.name for one in plan.outcomes])
        store.write_answer(rows, series_of(answer, [one.name for one in plan.series]))
        size = sum(path.stat().st_size for path in Path(held).rglob("*") if path.is_file())
    return len(block), seconds, size / len(block)


def _stored(folder: Path) -> int:
    store = Store(folder)
    return store.runs()["case_id"].nunique() if store.check_ours() else 0


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"
