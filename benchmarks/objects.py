"""Against other ways of writing the same flows: an object for everything in Mesa, and whole arrays in plain NumPy."""

from __future__ import annotations

from collections.abc import Iterator

from abm.state.opening import State
from benchmarks.figures import Effort, Figure, benchmark, figure
from benchmarks.flows_only import Frozen, check_same
from benchmarks.mesa_twin import Twin
from benchmarks.timing import Task, interleaved
from tests.reference import one_set, one_world, run_parts

WAR = 54
"""A month of the default scenario at the height of its war, when every limit, tier and queue is at work."""


@benchmark
def objects(effort: Effort) -> Iterator[Figure]:
    """The compiled flows against an object-per-agent Mesa twin with the same totals."""
    yield from _against_objects(
        "indo-pacific-2026", WAR, parts=12 if effort.quick else 120, rounds=effort.rounds(5), at_least=100
    )
    lines = 2_000 if effort.quick else 20_000
    yield from _against_objects(f"scale-{lines}", 1, parts=4, rounds=effort.rounds(3), at_least=150)


@benchmark
def reference(effort: Effort) -> Iterator[Figure]:
    """The compiled flows against the readable NumPy reference of the tests."""
    frozen, parts = Frozen("indo-pacific-2026", WAR), 120

    def readable(world):
        return world, run_parts(
            frozen.base.net, world, one_set(frozen.parameters), parts, frozen.begin, 1.0 / frozen.flow_steps
        )

    timings = interleaved(
        effort.rounds(7),
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
    size = f"{len(frozen.base.firms)} lines"
    yield figure(f"readable NumPy over compiled flows, {size}", "×", timings.ratio("readable", "compiled"), at_least=8)


def _against_objects(scenario: str, months: int, parts: int, rounds: int, at_least: float) -> Iterator[Figure]:
    frozen = Frozen(scenario, months)

    def stepped(twin: Twin) -> Twin:
        for _ in range(parts):
            twin.step()
        return twin

    def compiled(state: State) -> State:
        return frozen.flowed(state, parts)

    timings = interleaved(
        rounds, {"compiled": Task(compiled, frozen.copied), "objects": Task(stepped, lambda: Twin(frozen))}
    )
    check_same(frozen.totals(timings.made["compiled"]), timings.made["objects"].totals())
    twin = timings.made["objects"]
    size = f"{len(frozen.base.firms):,} lines"
    note = f"{len(twin.lines):,} at work, {len(twin.claims):,} claims, {parts} parts, same totals"
    yield figure(
        f"Mesa objects over compiled flows, {size}",
        "×",
        timings.ratio("objects", "compiled"),
        at_least=at_least,
        note=note,
    )
    yield figure(f"compiled flows, one part, {size}", "µs", timings.per("compiled", parts, 1e-6))
