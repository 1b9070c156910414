"""A sweep as an analyst runs it, with its storage: how fast, how much beside the simulation, how soon it goes on, and beside Mesa's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from abm.facts.scenario import DEFAULT
from benchmarks.figures import Effort, Figure, benchmark
from experiments import open_study

WORKERS = 2
CASES, FEW, BESIDE = 10_000, 200, 200
"""Cases of a full sweep, of a quick one, and of the one beside Mesa's batch runner."""

STUDY = f"""
title: How fast a sweep is
scenario: {DEFAULT}
mixes: [today]
design: {{kind: latin-hypercube, samples: 100}}
seeds: 1
outcomes:
  - {{name: landed_war_usd, metric: landed_value, months: [0, 23], reduce: sum}}
  - {{name: peak_ratio, metric: alliance_surge_ratio, reduce: max}}
  - {{name: slip_jpn, metric: mean_slip, over: {{nation: JPN}}}}
"""

RUN = """
import resource, sys
from abm.command import answer
code = answer(sys.argv[1:])
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(f"peak {peak * 1024} code {code}")
"""

MESA = """
import sys, time
from mesa.batchrunner import batch_run
from abm import AllianceModel

if __name__ == "__main__":
    began = time.perf_counter()
    rows = batch_run(AllianceModel, {"scenario": [sys.argv[1]], "policies": ["today"], "seed": range(int(sys.argv[2]))},
                     number_processes=int(sys.argv[3]), max_steps=1000, display_progress=False)
    assert len(rows) == int(sys.argv[2])
    print(time.perf_counter() - began)
"""


@benchmark
def sweeps(effort: Effort) -> Iterator[Figure]:
    """`surge study run` on two workers, in a process of its own as a user starts it."""
    cases = FEW if effort.quick else CASES
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        (here / "speed.yaml").write_text(STUDY, encoding="utf-8")
        _swept(here, "warm", 16)
        _, small_peak = _swept(here, "few", FEW)
        wall, peak = _swept(here, "many", cases)
        yield from _of_whole(here / "many", cases, wall)
        yield Figure(what=f"memory of the largest process, {cases:,} cases over {FEW}", unit="×", rounds=[peak / small_peak], at_most=1.5)
        yield from _resumed(here, cases)
        yield from _beside_mesa(here, effort)


def _of_whole(folder: Path, cases: int, wall: float) -> Iterator[Figure]:
    results = open_study(folder)
    assert results.standing.code == 0, "the sweep is not complete"
    simulated = float(results.runs["seconds"].sum())
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    yield Figure(what=f"{cases:,} default runs, stored, start to end", unit="s", rounds=[wall], at_most=120 if cases == CASES else None)
    if cases < CASES:
        yield Figure(what=f"the same rate for {CASES:,}, start-up once", unit="s", rounds=[_extrapolated(results, cases, wall)])
    note = "two workers' time from start to end over the time in which they simulated; start-up, sending and storing are the rest"
    yield Figure(what="overhead beyond simulation", unit="%", rounds=[100 * (WORKERS * wall / simulated - 1)], at_most=15, note=note)
    yield Figure(what="disk a case", unit="kB", rounds=[size / cases / 1e3])


def _extrapolated(results, cases: int, wall: float) -> float:
    """Seconds for all cases at the rate at which these were simulated, and the rest of the time as it was."""
    simulating = float(results.runs["seconds"].sum()) / WORKERS
    return wall + simulating * (CASES / cases - 1)


def _resumed(here: Path, cases: int) -> Iterator[Figure]:
    """Kill a run that has almost finished, and see how long the same command takes until it would start the first case."""
    parts = sorted((here / "many" / "runs").glob("part-*.parquet"))
    parts[0].unlink()
    runner = subprocess.Popen(_command(here, "many", cases), env=_surroundings(), stdout=subprocess.DEVNULL, start_new_session=True)
    lock = here / "many" / ".lock"
    while not lock.stat().st_size and runner.poll() is None:
        time.sleep(0.01)
    os.killpg(runner.pid, signal.SIGKILL)
    runner.wait()
    again, _ = _swept(here, "many", cases)
    assert open_study(here / "many").standing.code == 0, "what was killed does not complete"
    whole, _ = _swept(here, "many", cases)
    yield Figure(what=f"{cases:,} finished cases taken up again, nothing left to run", unit="s", rounds=[whole], at_most=5)
    yield Figure(what="the same after a kill, with one batch left to run on new workers", unit="s", rounds=[again])


def _beside_mesa(here: Path, effort: Effort) -> Iterator[Figure]:
    script = here / "beside.py"
    script.write_text(MESA, encoding="utf-8")
    ours, theirs = [], []
    for _ in range(effort.rounds(3)):
        ours.append(_swept(here, f"beside-{len(ours)}", BESIDE)[0])
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, str(script), DEFAULT, str(BESIDE), str(WORKERS)], env=_surroundings(), check=True, capture_output=True
        )
        theirs.append(time.perf_counter() - began)
    yield Figure(what=f"{BESIDE} default runs, stored, start to end", unit="s", rounds=ours)
    yield Figure(what=f"mesa.batch_run, the same model, {BESIDE} runs, nothing stored", unit="s", rounds=theirs)
    yield Figure(what="mesa.batch_run over ours", unit="×", rounds=[b / a for a, b in zip(ours, theirs, strict=True)])


def _command(here: Path, name: str, cases: int) -> list[str]:
    words = ["study", "run", str(here / "speed.yaml"), "--samples", str(cases), "--workers", str(WORKERS), "--out", str(here / name)]
    return [sys.executable, "-c", RUN, *words]


def _surroundings() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}


def _swept(here: Path, name: str, cases: int) -> tuple[float, float]:
    """Seconds from start to end of the command, and bytes of its largest process."""
    began = time.perf_counter()
    done = subprocess.run(_command(here, name, cases), env=_surroundings(), capture_output=True, text=True, check=False)
    wall = time.perf_counter() - began
    told = done.stdout.strip().splitlines()[-1:] or [""]
    assert told[0].endswith("code 0"), f"the sweep failed: {told[0]} {done.stderr[-500:]}"
    return wall, float(told[0].split()[1])
