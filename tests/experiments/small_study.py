"""A study small enough to run in a moment: the classroom for a year, a few parameters, two mixes."""

from __future__ import annotations

import os
import signal

from experiments.batch import Answer, Batch, run_batch
from experiments.study import Study, parse_study

TEXT = """
title: A small study
question: Does anything move in a year?
scenario: classroom
months: 12
mixes: [none, today]
uncertainties: [overtime, hire_rate, war_noise]
design: {kind: sobol, samples: 4}
seeds: 2
outcomes:
  - {name: landed, metric: landed, over: {system: PAC3_MSE, nation: JPN}, since: start, reduce: sum}
  - {name: spent, metric: spending, since: start, reduce: sum}
series: [active_firms]
"""
CASES = 16


def small(**changes: str) -> Study:
    """The small study with some keys said otherwise, each as the text that follows its colon; empty leaves the key out."""
    lines = TEXT.strip().split("\n")
    for key, value in changes.items():
        start = next((i for i, line in enumerate(lines) if line.startswith(f"{key}:")), len(lines))
        stop = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")), len(lines))
        lines[start:stop] = [f"{key}: {value}"] if value else []
    return parse_study("\n".join(lines) + "\n", "small")


def numbers(results):
    """Everything of a study but how long it took."""
    return results.runs.drop(columns="seconds")


def deadly(batch: Batch) -> Answer:
    """Work in which one luck kills whoever runs it."""
    if any(case.seed == 1 and case.parameters[0] > 0 and _chosen(batch, case) for case in batch.cases):
        os.kill(os.getpid(), signal.SIGKILL)
    return run_batch(batch)


def _chosen(batch: Batch, case) -> bool:
    return case.case_id == os.environ.get("DEADLY_CASE")
