"""Against other ways of writing the same flows: an object for everything in Mesa, and whole arrays in plain NumPy."""

from __future__ import annotations

from collections.abc import Iterator

from abm.facts.scenario import DEFAULT
from abm.state.opening import State
from benchmarks.figures import Effort, Figure, benchmark
from benchmarks.flows_only import Frozen, check_same
from benchmarks.mesa_twin import Twin
from benchmarks.timing import Task, interleaved
from tests.reference import one_set, one_world, run_parts

WAR = 54
"""Months into the default scenario at which its war is at its height: every limit, tier and queue is at work."""


@benchmark
def objects(effort: Effort) -> Iterator[Figure]:
    """The compiled flows against a Mesa twin with an object for everything, and the same totals."""
    frozen = Frozen(DEFAULT, WAR)
    yield from _against_objects(frozen, 12 if effort.quick else 120, effort.rounds(7), at_least=100)
    grown = Frozen(f"scale-{2_000 if effort.quick else 20_000}")
    yield from _against_objects(grown, 4, effort.rounds(3), at_least=150)


@benchmark
def reference(effort: Effort) -> Iterator[Figure]:
    """The compiled flows against the readable NumPy of the tests."""
    frozen, parts = Frozen(DEFAULT, WAR), 12 if effort.quick else 120

    def readable(world):
        p, dt = one_set(frozen.parameters), 1.0 / frozen.flow_steps
        return world, run_parts(frozen.base.net, world, p, parts, frozen.begin, dt)

    timings = interleaved(
        effort.rounds(9),
        {
            "compiled": Task(lambda state: frozen.flowed(state, parts), frozen.copied),
            "readable": Task(readable, lambda: one_world(frozen.state)),
        },
    )
    ours = frozen.totals(timings.made["compiled"])
    world, tally = timings.made["readable"]
    theirs = {
        "made by lines": tally.made, "due and not made": tally.short, "used from stores": tally.used,
        "held": world.stores.quantity, "owed": world.links.owed, "awaiting licence": world.links.queued,
    }  # fmt: skip
    check_same({name: ours[name] for name in theirs}, theirs)
    what = f"readable NumPy over compiled flows, {len(frozen.base.firms)} lines"
    yield Figure(what=what, unit="×", rounds=timings.ratio("readable", "compiled"), at_least=8)


def _against_objects(frozen: Frozen, parts: int, rounds: int, at_least: float) -> Iterator[Figure]:
    def stepped(twin: Twin) -> Twin:
        for _ in range(parts):
            twin.step()
        return twin

    def compiled(state: State) -> State:
        return frozen.flowed(state, parts)

    timings = interleaved(
        rounds,
        {"compiled": Task(compiled, frozen.copied), "objects": Task(stepped, lambda: Twin(frozen))},
    )
    twin = timings.made["objects"]
    check_same(frozen.totals(timings.made["compiled"]), twin.totals())
    size = f"{len(frozen.base.firms):,} lines"
    note = f"{len(twin.lines):,} at work, {len(twin.claims):,} claims, {parts} parts, same totals"
    ratio = timings.ratio("objects", "compiled")
    yield Figure(what=f"Mesa objects over compiled flows, {size}", unit="×", rounds=ratio, at_least=at_least, note=note)
    yield Figure(what=f"compiled flows, one part, {size}", unit="µs", **timings.of("compiled", 1e6 / parts))
