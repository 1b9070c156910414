"""The compiled flows alone: goods move part by part, while every decision stays as it was last taken."""

from __future__ import annotations

import numpy as np

from abm.facts.scenario import Scenario, load_scenario
from abm.model import month as one_month
from abm.model.simulate import Run
from abm.rules.mix import load_mix
from abm.state.compiled import ALONE
from abm.state.opening import State

TALLIES = {
    "firms": ("made", "short"),
    "stores": ("used", "missed", "landed", "booked"),
    "links": ("fell_due", "shipped"),
}
"""Columns that count what flowed; here over the whole time, not by the month."""


class Frozen:
    """One world of a scenario, its decisions as they were taken in the last of its first `months`."""

    def __init__(self, scenario: Scenario | str, months: int = 1):
        scenario = load_scenario(scenario) if isinstance(scenario, str) else scenario
        run = Run(scenario, [tuple(load_mix("today"))], [0]).advance(months)
        self.base, self.parameters, self.flow_steps, self.state = run.base, run.parameters, run.flow_steps, run.state
        self.begin = months * run.flow_steps
        for table, names in TALLIES.items():
            for name in names:
                getattr(getattr(self.state, table), name)[:] = 0.0
        self.at_work = run.find_work()

    def copied(self) -> State:
        """The frozen state, to be moved on."""
        return State(*(type(table)(*(column.copy() for column in table)) for table in self.state))

    def flowed(self, state: State, parts: int) -> State:
        """The state after so many parts of a month."""
        lines = len(self.base.firms)
        one_month.let_flow(
            self.base.net, *state, self.parameters, self.at_work,
            one_month.blank_part(lines, 0, len(self.base.nations), 1),
            self.begin, self.begin + parts, 1.0 / self.flow_steps, ALONE,
        )  # fmt: skip
        return state

    def totals(self, state: State) -> dict[str, np.ndarray]:
        """What flowed, and where goods and orders are, row by row."""
        firms, stores, links = state.firms, state.stores, state.links
        magazines = slice(self.base.net.first, None)
        return {
            "made by lines": firms.made[:, 0], "due and not made": firms.short[:, 0],
            "used from stores": stores.used[:, 0], "use missed": stores.missed[:, 0],
            "landed in magazines": stores.landed[magazines, 0],
            "held": stores.quantity[:, 0], "on order": stores.pipeline[:, 0],
            "requested": links.signing[:, 0],
            "owed": links.owed[:, 0], "awaiting licence": links.queued[:, 0], "under way": links.ring.sum(axis=0)[:, 0],
        }  # fmt: skip


def check_same(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray], tolerance: float = 1e-9) -> None:
    """Refuse totals that differ in any row by more than `tolerance` of the largest value of their kind."""
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        scale = max(float(np.abs(ours[name]).max(initial=0.0)), 1e-300)
        worst = float(np.abs(ours[name] - values).max(initial=0.0)) / scale
        assert worst <= tolerance, f"{name}: a row differs by {worst:.1e} of the largest value"
