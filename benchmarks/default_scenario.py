"""What somebody waits for: the default scenario in one world and in 32, the classroom, and a new process's first answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import numpy as np

from abm import AllianceModel, simulate
from abm.facts.scenario import DEFAULT, load_scenario
from abm.model.simulate import Run, run_worlds
from abm.rules.mix import load_mix
from benchmarks.figures import Effort, Figure, benchmark, figure
from benchmarks.timing import Task, interleaved

SEEDS = range(32)


@benchmark
def seeds(effort: Effort) -> Iterator[Figure]:
    """The default scenario and the classroom, whole runs after warm-up."""
    default, classroom, today = load_scenario(DEFAULT), load_scenario("classroom"), load_mix("today")
    timings = interleaved(
        effort.rounds(9),
        {
            "one": Task(lambda: run_worlds(default, today, [0])),
            "one measured": Task(lambda: simulate(default, today, [0])),
            "many": Task(lambda: run_worlds(default, today, SEEDS)),
            "many measured": Task(lambda: simulate(default, today, SEEDS)),
            "classroom": Task(lambda: simulate(classroom, today, SEEDS)),
        },
    )
    alone, among = timings.made["one measured"], timings.made["many measured"].isel(seed=[0])
    assert alone.equals(among), "a seed gives other numbers alone than among others"
    size = f"{default.months} months × {default.flow_steps} parts"
    yield figure(f"default, one world, {size}", "ms", timings.milliseconds("one"), at_most=40)
    yield figure("default, one world, with all metrics", "ms", timings.milliseconds("one measured"))
    yield figure("default, 32 seeds, runs only", "ms", timings.milliseconds("many"))
    yield figure(
        "default, 32 seeds, one simulate() call", "ms", timings.milliseconds("many measured"), at_most=300, stretch=150
    )
    yield figure("classroom, 32 seeds, one simulate() call", "ms", timings.milliseconds("classroom"), at_most=50)


@benchmark
def layout(effort: Effort) -> Iterator[Figure]:
    """Worlds as the last axis: what one world costs when so many share a block of columns, on one core."""
    scenario, today = load_scenario(DEFAULT), tuple(load_mix("today"))
    widths = (1, 2, 4, 8, 16, 32)

    def opened(width: int) -> Task:
        return Task(lambda run: run.advance(), lambda: Run(scenario, [today] * width, range(width)))

    timings = interleaved(effort.rounds(7), {str(width): opened(width) for width in widths})
    alone = timings.made["1"].record.made[..., 0]
    for width in widths:
        among = timings.made[str(width)].record.made[..., 0]
        assert np.array_equal(alone, among), f"seed 0 gives other numbers among {width} worlds"
        yield figure(
            f"one world of {width} in a block, without its opening", "ms",
            timings.per(str(width), width, 1e-3), note=_share_of_one(timings, width),
        )  # fmt: skip


def _share_of_one(timings, width: int) -> str:
    one, many = timings.per("1", 1), timings.per(str(width), width)
    return (
        "" if width == 1 else f"{sorted(m / o for m, o in zip(many, one, strict=True))[len(one) // 2]:.2f} of one alone"
    )


@benchmark
def stepping(effort: Effort) -> Iterator[Figure]:
    """The Mesa model, a month at a time, against the bare run of the same world."""
    scenario, today = load_scenario(DEFAULT), load_mix("today")

    def stepped(model: AllianceModel) -> AllianceModel:
        while model.running:
            model.step()
        return model

    timings = interleaved(
        effort.rounds(9),
        {
            "bare": Task(lambda run: run.advance(), lambda: Run(scenario, [tuple(today)], [0])),
            "model": Task(stepped, lambda: AllianceModel(scenario, today, seed=0)),
            "bare, opened": Task(lambda: run_worlds(scenario, today, [0])),
            "model, opened": Task(lambda: stepped(AllianceModel(scenario, today, seed=0))),
        },
    )
    ours, theirs = timings.made["bare"].record, timings.made["model"].run.record
    assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True)), (
        "stepping gives other numbers than running"
    )
    size = f"{len(timings.made['bare'].base.firms)} lines"
    yield figure(f"AllianceModel.step() loop over bare run, {size}", "×", timings.ratio("model", "bare"), at_most=1.6)
    yield figure("the same, both with their opening", "×", timings.ratio("model, opened", "bare, opened"))


@benchmark
def start(effort: Effort) -> Iterator[Figure]:
    """A new process: its first answer from a warm cache, and compiling everything into an empty one."""
    first = interleaved(effort.rounds(5), {"first": Task(lambda: _surge("run", "classroom", "--json", "-"))})
    answered = json.loads(first.made["first"])["metrics"]["made"]["mean"]
    here = simulate("classroom", "today", SEEDS).made.mean("seed").values
    assert np.allclose(np.array(answered), here, rtol=1e-9), "a new process gives other numbers"
    yield figure("first answer of a new process: surge run classroom --json -", "s", first.seconds["first"], at_most=3)
    cold = [_cold() for _ in range(effort.rounds(1 if effort.quick else 2))]
    yield figure("cold compile: surge warm with an empty cache", "s", cold, at_most=25)


def _surge(*words: str, **environment: str) -> str:
    """What the command prints, run in a new process."""
    return subprocess.run(
        [sys.executable, "-m", "abm.command", *words],
        check=True, capture_output=True, text=True, env=os.environ | environment,
    ).stdout  # fmt: skip


def _cold() -> float:
    with tempfile.TemporaryDirectory() as empty:
        return Task(lambda: _surge("warm", NUMBA_CACHE_DIR=empty)).timed()[0]
