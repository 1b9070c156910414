"""What somebody waits for: the default scenario in one world and in 32, the classroom, a new process's first answer."""

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
from abm.model.simulate import Run, as_mix, run_worlds
from abm.rules.instrument import instruments
from abm.rules.mix import Mix, list_mixes, load_mix
from benchmarks.figures import Effort, Figure, benchmark
from benchmarks.timing import Task, interleaved

SEEDS = range(32)
WIDTHS = (1, 2, 4, 8, 16, 32)


@benchmark
def seeds(effort: Effort) -> Iterator[Figure]:
    """The default scenario and the classroom, whole runs after warm-up."""
    default, classroom, today = load_scenario(DEFAULT), load_scenario("classroom"), load_mix("today")
    every = every_instrument()
    timings = interleaved(
        effort.rounds(9),
        {
            "one": Task(lambda: run_worlds(default, today, [0])),
            "one measured": Task(lambda: simulate(default, today, [0])),
            "many": Task(lambda: run_worlds(default, today, SEEDS)),
            "many measured": Task(lambda: simulate(default, today, SEEDS)),
            "one, every rule": Task(lambda: run_worlds(default, every, [0])),
            "many measured, every rule": Task(lambda: simulate(default, every, SEEDS)),
            "classroom": Task(lambda: simulate(classroom, today, SEEDS)),
        },
    )
    alone, among = timings.made["one measured"], timings.made["many measured"].isel(seed=[0])
    assert alone.equals(among), "a seed gives other numbers alone than among others"

    def milliseconds(name: str, what: str, **target) -> Figure:
        return Figure(what=what, unit="ms", **timings.of(name, 1e3), **target)

    size = f"{default.months} months × {default.flow_steps} parts"
    yield milliseconds("one", f"default scenario, {size}, one world", at_most=40)
    yield milliseconds("one measured", "the same with every metric")
    yield milliseconds("many", "default scenario, 32 seeds, runs only")
    yield milliseconds("many measured", "default scenario, 32 seeds, one simulate() call", at_most=300, stretch=150)
    rules = f"with every instrument on, {len(every)}"
    yield milliseconds("one, every rule", f"one world {rules}", at_most=40)
    yield milliseconds("many measured, every rule", f"32 seeds, one simulate() call, {rules}", at_most=300)
    yield milliseconds("classroom", "classroom, 32 seeds, one simulate() call", at_most=50)


def every_instrument() -> Mix:
    """One of each instrument, as a shipped mix has it where one does, in force from the start."""
    found = {kind: kind() for kind in instruments().values()}
    found |= {type(one): one for name in list_mixes() for one in load_mix(name)}
    return as_mix(one.model_copy(update={"start": 0, "stop": None}) for one in found.values())


@benchmark
def layout(effort: Effort) -> Iterator[Figure]:
    """Worlds as the last axis: what one world costs when so many share a block of columns, on one core."""
    scenario, today = load_scenario(DEFAULT), tuple(load_mix("today"))

    def block(width: int) -> Task:
        return Task(lambda run: run.advance(), lambda: Run(scenario, [today] * width, range(width)))

    timings = interleaved(effort.rounds(7), {str(width): block(width) for width in WIDTHS})
    alone = timings.made["1"].record.made[..., 0]
    for width in WIDTHS:
        among = timings.made[str(width)].record.made[..., 0]
        assert np.array_equal(alone, among), f"seed 0 gives other numbers among {width} worlds"
        yield Figure(what=f"a world of {width}, its opening left out", unit="ms", **timings.of(str(width), 1e3 / width))
    for width in WIDTHS[1:]:
        of_one = [ratio / width for ratio in timings.ratio(str(width), "1")]
        yield Figure(what=f"a world of {width} over one alone", unit="×", rounds=of_one)


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
    same = all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))
    assert same, "stepping gives other numbers than running"
    size = f"{len(timings.made['bare'].base.firms)} lines"
    loop = f"AllianceModel.step() loop over the bare run, {size}"
    yield Figure(what=loop, unit="×", rounds=timings.ratio("model", "bare"), at_most=1.6)
    yield Figure(what="the same, both with their opening", unit="×", rounds=timings.ratio("model, opened", "bare, opened"))


@benchmark
def start(effort: Effort) -> Iterator[Figure]:
    """A new process: its first answer from a warm cache, and compiling everything into an empty one."""
    timings = interleaved(effort.rounds(5), {"first": Task(lambda: surge("run", "classroom", "--json", "-"))})
    told = json.loads(timings.made["first"])["metrics"]["made"]["mean"]
    here = simulate("classroom", "today", SEEDS).made.mean("seed").values
    assert np.allclose(told, here, rtol=1e-9, atol=1e-9 * here.max()), "a new process gives other numbers"
    yield Figure(what="surge run classroom --json -, warm cache", unit="s", **timings.of("first"), at_most=3)
    cold = [_cold().timed()[0] for _ in range(1 if effort.quick else 2)]
    yield Figure(
        what="surge warm, empty cache", unit="s",
        rounds=[spent.wall for spent in cold], cpu=[spent.cpu for spent in cold], at_most=25,
    )  # fmt: skip


def surge(*words: str, **environment: str) -> str:
    """What the command prints, run in a new process."""
    return subprocess.run(
        [sys.executable, "-m", "abm.command", *words],
        check=True, capture_output=True, text=True, env=os.environ | environment,
    ).stdout  # fmt: skip


def _cold() -> Task:
    def warmed() -> None:
        with tempfile.TemporaryDirectory() as empty:
            surge("warm", NUMBA_CACHE_DIR=empty)

    return Task(warmed)
