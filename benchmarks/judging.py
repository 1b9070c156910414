"""What an analyst waits for who asks why, and what it is worth: the ladder of all months, a mix taken apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from abm import ladder
from abm.facts.scenario import DEFAULT, load_scenario
from abm.rules.mix import load_mix
from benchmarks.default_scenario import surge
from benchmarks.figures import Effort, Figure, benchmark
from benchmarks.timing import Task, interleaved

TAKEN_APART = "today"
"""A shipped mix of eight kinds of instrument, the most of which every coalition is run."""


@benchmark
def judging(effort: Effort) -> Iterator[Figure]:
    """The surge ladder of every month of the default scenario, one world, and the split of a mix of eight among its instruments."""
    default, today = load_scenario(DEFAULT), load_mix("today")
    timings = interleaved(
        effort.rounds(5),
        {
            "all": Task(lambda: ladder(default, today)),
            "alliance": Task(lambda: ladder(default, today, systems=False)),
            "command": Task(lambda: surge("ladder", DEFAULT, "--months", "all", "--seeds", "1")),
        },
    )
    whole, alone = timings.made["all"], timings.made["alliance"]
    assert np.array_equal(whole["value"], alone["value"]), "the alliance's ladder is another with its systems' beside it"
    size = f"{whole.sizes['month']} months"
    yield Figure(what=f"ladder(), default scenario, {size}, every system", unit="s", **timings.of("all"), at_most=5)
    yield Figure(what="the same of the alliance alone", unit="s", **timings.of("alliance"))
    yield Figure(what="surge ladder --months all --seeds 1, a new process", unit="s", **timings.of("command"))
    split = Task(lambda: surge("attribute", DEFAULT, TAKEN_APART, "--seeds", "32", "--json", "-"))
    spent = [split.timed()[0] for _ in range(effort.rounds(3))]
    yield Figure(
        what=f"surge attribute {TAKEN_APART} --seeds 32, every coalition of 8, a new process", unit="s",
        rounds=[one.wall for one in spent], cpu=[one.cpu for one in spent], at_most=120,
    )  # fmt: skip
