"""The Mesa model: one world of a scenario, stepped a month at a time by the same compiled month as `simulate`."""

from __future__ import annotations

from collections.abc import Iterable

import mesa
import numpy as np

from abm.facts.scenario import Scenario, load_scenario
from abm.judgement.metrics import METRICS, Outcome, measure
from abm.judgement.record import Record
from abm.model.agents import Firm, Nation
from abm.model.simulate import Run, as_mix
from abm.rules.instrument import Instrument
from abm.rules.mix import Mix

SCALARS = ("alliance_surge_ratio", "active_firms")
"""Metrics with one number a month, which the data collector keeps."""


class AllianceModel(mesa.Model):
    """An alliance's defence-industrial base in one world.

    `step()` is one month; `agents_by_type[Nation]` and `[Firm]` are live views of the tables; `run` holds the state and the record.
    The same scenario, mix and seed give the same numbers here as in `simulate`, bit for bit.
    """

    def __init__(
        self,
        scenario: Scenario | str = "indo-pacific-2026",
        policies: Mix | str | Iterable[Instrument] = "today",
        seed: int | None = 0,
    ):
        seed = seed or 0  # Mesa's own batch runs may hand over nothing
        super().__init__(rng=seed)
        # Not kept as `scenario`: newer Mesa has an attribute of that name for a class of its own. It is `run.scenario`.
        played = load_scenario(scenario) if isinstance(scenario, str) else scenario
        self.mix = as_mix(policies)
        self.run = Run(played, [tuple(self.mix)], [seed])
        self.base, self.last_month = self.run.base, _LastMonth([self.run])
        for row in range(len(self.base.nations)):
            Nation(self, row)
        for row in range(len(self.base.firms)):
            Firm(self, row)
        # Mesa 3.3 keeps every model alive through this class attribute; all agents are made, so it is not needed again.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self.datacollector = mesa.DataCollector(model_reporters={name: _latest(name) for name in SCALARS})

    @property
    def month(self) -> int:
        """Months since the scenario's start."""
        return self.run.month

    def step(self) -> None:
        """Carry the world on by one month; `running` turns false at the scenario's end."""
        self.run.advance(1)
        self.last_month.turn(self.run.month)
        self.datacollector.collect(self)
        self.running = self.run.month < self.run.months

    def results(self):
        """Every metric so far, as `simulate` returns it."""
        return measure([self.run])


def _latest(name: str):
    def value(model: AllianceModel) -> float:
        return float(np.ravel(METRICS[name].of(model.last_month))[0])

    return value


class _LastMonth(Outcome):
    """The outcome of the month just past only, so that collecting costs the same at any length."""

    def __getattr__(self, name: str) -> np.ndarray:
        """A record of the one world by name, as it stands: nothing is kept from month to month."""
        if name not in Record._fields:
            raise AttributeError(name)
        return self.blocks(name)[0]

    def turn(self, month: int) -> None:
        """Look at the month before `month` from now on."""
        self.since, self.months = month - 1, month
