"""Running a scenario in many worlds at once: `simulate` and the `Run` it and the Mesa model share."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np

from abm.facts.catalogue import Facts
from abm.facts.generate import grow
from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS, Parameters, parameter_table, parameter_values
from abm.facts.scenario import Scenario, load_scenario
from abm.facts.variants import Change
from abm.judgement.record import Record, blank_record
from abm.model import month as one_month
from abm.model.rulebook import Rulebook
from abm.model.schedule import longest_voyage, route_changes, schedule_of, voyages
from abm.rules.instrument import Instrument
from abm.rules.mix import Mix, load_mix
from abm.state.base import Base
from abm.state.compiled import lanes_of
from abm.state.network import build_base
from abm.state.opening import fill_transit, open_state, place_stocks, plan_voyages

WORLDS_AT_ONCE = 16
"""Worlds that share one block of columns: enough to fill vector registers, few enough to stay in cache."""


@lru_cache(maxsize=8)
def base_of(scenario: Scenario) -> Base:
    """The industrial base of a scenario on the public record, laid out once."""
    return lay_out(scenario, load_facts())


def lay_out(scenario: Scenario, facts: Facts, changes: Iterable[Change] = ()) -> Base:
    """The industrial base of a scenario on these facts; changes come after what the scenario itself says of the past."""
    scenario.check(facts, PARAMETERS)
    followed = scenario.followed(facts)
    for change in changes:
        followed = change(followed)
    if scenario.lines is not None:
        followed = grow(followed, scenario.lines)
    nations = None if scenario.nations == "all" else tuple(scenario.nations)
    systems = None if scenario.products == "all" else tuple(scenario.products)
    return build_base(followed, nations, systems, scenario.stocks == "sustained", scenario.start)


class Run:
    """A block of worlds of one scenario, from its opening on; `advance` carries it forward in place."""

    def __init__(
        self,
        scenario: Scenario,
        mixes: Sequence[tuple[Instrument, ...]],
        seeds: Sequence[int],
        parameters: Sequence[dict[str, float]] | None = None,
        base: Base | None = None,
    ):
        self.scenario, self.base = scenario, base or base_of(scenario)
        self.seeds = np.array(seeds, np.int64)
        values = parameters or [parameter_values(dict(scenario.parameters))] * len(self.seeds)
        self.parameters = parameter_table(list(values))
        named = Parameters(*self.parameters)
        self.flow_steps, self.months, self.month = scenario.flow_steps, scenario.months, 0
        sustained = scenario.stocks == "sustained"
        self.schedule = schedule_of(self.base, scenario, self.months)
        self.routes = route_changes(self.schedule)
        self.state = open_state(self.base, named, self.flow_steps, sustained, longest_voyage(self.base, self.schedule))
        self.rulebook = Rulebook(self.base, self.state, list(mixes), named, self.flow_steps)
        self.rulebook.write(0)
        fill_transit(self.base, self.state, self.flow_steps)
        place_stocks(self.base, self.state, named)
        if 0 in self.routes:
            self._reroute(0)
        of = self.base.shape
        self.part = one_month.blank_part(of["firms"], of["stores"] - self.base.net.first, of["nations"], len(self.seeds))
        self.at_work = self.find_work()
        self.record: Record = blank_record(self.base, self.months, len(self.seeds))

    def advance(self, months: int | None = None) -> Run:
        """Carry the worlds on by so many months, or to the end of the scenario."""
        end = self.months if months is None else min(self.months, self.month + months)
        ruled = self.rulebook.changes()
        breaks = sorted(m for m in ruled | self.routes if self.month <= m < end and m > 0)
        for stop in [*breaks, end]:
            while self.month < stop:
                self.month = one_month.run(
                    self.base.net,
                    *self.state,
                    self.parameters,
                    self.seeds,
                    self.schedule,
                    self.at_work,
                    self.part,
                    self.record,
                    self.month,
                    stop,
                    self.flow_steps,
                    lanes_of(len(self.seeds)),
                )
                if self.month < stop:
                    self.at_work = self.find_work()
            if stop in breaks and stop in ruled:
                self.rulebook.write(stop)
                self.at_work = self.find_work()
            if stop in breaks and stop in self.routes:
                self._reroute(stop)
        return self

    def take_up(self, mixes: Sequence[tuple[Instrument, ...]]) -> None:
        """Put other rules in force from the month now reached on, one mix for each world; what is under way stays under way."""
        self.rulebook.mixes = list(mixes)
        self.rulebook.write(self.month)
        self.at_work = self.find_work()

    def branch(self, scenario: Scenario) -> Run:
        """The same worlds as they stand, to go on under another course of events that differs from this one only in months to come.

        Voyages must take as long in both: what is under way has room for no longer ones. Raises `ValueError` where they do not.
        """
        shared = (self.base, self.scenario, self.schedule, self.rulebook.mixes)
        other = copy.deepcopy(self, {id(one): one for one in shared})
        other.scenario, other.schedule = scenario, schedule_of(self.base, scenario, self.months)
        if not np.array_equal(other.schedule.voyage, self.schedule.voyage):
            raise ValueError(f"voyages differ between {self.scenario.name} and {scenario.name}: run the second from its start")
        return other

    def _reroute(self, month: int) -> None:
        """Goods sail as long from now on as routes take in this month; what is under way keeps its arrival."""
        self.state.links.transit[:] = voyages(self.base, self.schedule, month)
        plan_voyages(self.state, self.flow_steps)

    def find_work(self) -> one_month.AtWork:
        """What is at work in any of these worlds now."""
        firms, links = self.state.firms, self.state.links
        return one_month.find_work(self.base.net, firms.status, firms.building, links.offered)


def run_worlds(scenario: Scenario, mix: Mix, seeds: Sequence[int], months: int | None = None) -> list[Run]:
    """Run a scenario under a mix for many seeds, in blocks of worlds, one thread a core; to its end, or for so many months."""
    seeds = list(seeds)
    cores = os.cpu_count() or 1
    size = max(1, min(WORLDS_AT_ONCE, -(-len(seeds) // cores)))
    blocks = [seeds[i : i + size] for i in range(0, len(seeds), size)]
    base_of(scenario)

    def one(block: list[int]) -> Run:
        return Run(scenario, [tuple(mix)] * len(block), block).advance(months)

    if len(blocks) == 1:
        return [one(blocks[0])]
    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(one, blocks))


def simulate(
    scenario: Scenario | str,
    policies: Mix | str | Iterable[Instrument] = "today",
    seeds: Iterable[int] = range(1),
    months: int | None = None,
    flow_steps: int | None = None,
):
    """Run a scenario under a policy mix for each seed; returns every metric as a labelled `xarray.Dataset` with a `seed` axis."""
    from abm.judgement.metrics import measure

    scenario = load_scenario(scenario) if isinstance(scenario, str) else scenario
    if months is not None or flow_steps is not None:
        scenario = scenario.varied(months, flow_steps)
    runs = run_worlds(scenario, as_mix(policies), list(seeds))
    return measure(runs)


def as_mix(policies: Mix | str | Iterable[Instrument]) -> Mix:
    """A mix by name or file, as it is, or made of instruments."""
    if isinstance(policies, Mix):
        return policies
    if isinstance(policies, str):
        return load_mix(policies)
    return Mix("custom", "", "", tuple(policies))
