"""The worlds that rows of the record are read in: shipped scenarios and mixes, and small variations of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from abm.facts.events import Budget, Conflict, month_number
from abm.facts.fixed import Fixed
from abm.facts.load import load_alternatives, load_facts
from abm.facts.record_of_history import load_series
from abm.facts.scenario import Scenario, load_scenario
from abm.judgement.outcome import Outcome
from abm.rules.capacity_grants import CapacityGrants
from abm.rules.co_production import CoProduction
from abm.rules.mix import Mix, load_mix
from abm.state.base import DAYS

SEEDS = range(32)
YEAR = 12


@dataclass(frozen=True)
class World:
    """One scenario under one mix, in which rows of the record are read."""

    name: str
    meaning: str
    scenario: Callable[[], Scenario]
    mix: Callable[[], Mix]


def varied(scenario: Scenario, name: str, **changes: object) -> Scenario:
    """The same future, with these fields changed, under a name of its own."""
    content = {field: getattr(scenario, field) for field in Scenario.model_fields}
    return Scenario(**content | {"name": name} | changes)


def war_at_once() -> Scenario:
    """The default war from the second month on: stocks are moved forward in a month of peace, so there must be one."""
    scenario = load_scenario("indo-pacific-2026")
    (war,) = scenario.events
    return varied(scenario, "war-at-once", months=36, events=(war.model_copy(update={"start": 1}),))


MOBILISED = 10.0
"""Money and plant of nations that mobilise, over those of peace: the most an event may carry (recalled: both rose by more in that war)."""


def mobilisation() -> Scenario:
    """The default war, begun after a year and lasting for eight, with money that is no limit."""
    scenario = load_scenario("indo-pacific-2026")
    (war,) = scenario.events
    changes = {"start": YEAR, "months": 8 * YEAR, "budget_factor": MOBILISED}
    return varied(scenario, "mobilisation", events=(war.model_copy(update=changes),))


def mobilised() -> Mix:
    """Today's rules, and from the first month of war plant that governments of those who fight have built, for all they make."""
    mix = load_mix("today")
    (war,) = load_scenario("indo-pacific-2026").events
    plant = CapacityGrants(nations=tuple(war.nations), plan=MOBILISED, start=YEAR)
    return replace(mix, name="today and plant built by order", instruments=(*mix.instruments, plant))


def strikes_on_iran() -> Scenario:
    """What America is held to have fired in 2026 (`expended_2026` in figures.csv), in two months, and nothing else happens."""
    scenario, months = load_scenario("indo-pacific-2026"), 2
    fired = {name.rpartition(".")[0]: rows[0].central for name, rows in load_alternatives().items() if name.endswith(".expended_2026")}
    held = {holding.product for holding in load_facts().holdings if holding.nation == "USA"}
    uses = {product: Fixed({"USA": fired.get(product, 0.0) / (months * DAYS)}) for product in sorted(held)}
    war = Conflict(theatre="middle_east", nations=Fixed({"USA": 1.0}), start="2026-03", months=months)
    return varied(scenario, "strikes-on-iran", uses=Fixed(uses), events=(war,))


REQUESTED = 2.5
"""American munitions money as requested for the fiscal year 2027 over that of the year before (P044)."""


def strikes_and_a_larger_vote() -> Scenario:
    """The same strikes, and from October 2026 to the end of the announced ramps the money requested for the first of those years (P044)."""
    strikes = strikes_on_iran()
    vote = Budget(nations=("USA",), factor=REQUESTED, start="2026-10", months=75)
    return varied(strikes, "strikes-and-a-larger-vote", events=(*strikes.events, vote))


def no_strikes() -> Scenario:
    """The same years in which nothing is fired."""
    return varied(load_scenario("indo-pacific-2026"), "no-strikes", events=())


def tomahawks_of_2003() -> Scenario:
    """The Tomahawk line as busy as in 2003, and after a year money for as few as were bought in 2025, for 22 years."""
    once, now = (load_series()["RAMP_TLAM"].at(month).central for month in ("2003-04", "2025-12"))
    bought = {h.nation: h.order_rate.central for h in load_facts().holdings if h.product == "TLAM"}
    orders = {nation: rate * once / sum(bought.values()) for nation, rate in bought.items()}
    lean = Budget(factor=now / once, start=12, months=264 - 12)
    return varied(
        load_scenario("long-peace"), "tomahawks-of-2003", months=264, products=("TLAM",), events=(lean,),
        rates=Fixed({"TLAM": Fixed({"USA": once})}), orders=Fixed({"TLAM": Fixed(orders)}),
    )  # fmt: skip


AGREED = {
    "GMLRS": ("JPN", 300.0), "NSM": ("JPN", 100.0), "GEM_T": ("JPN", 120.0), "SEEK_PAC3": ("JPN", 200.0), "JASSM_ER": ("JPN", 200.0),
    "EXP_TNT": ("DEU", 1e6), "SHELL_BODY": ("JPN", 100_000.0), "PROP_CHG": ("GBR", 100_000.0), "PAC3_MSE": ("NOR", 60.0),
    "NAV_MRO": ("AUS", 6.0),
}  # fmt: skip
"""Lines for the products of V53, and a yard, each with an ally that has none on record but could, and units a year."""


def agreed_on() -> Mix:
    """Today's rules, and in the first month an agreement on each of those lines."""
    mix = load_mix("today")
    lines = (CoProduction(product=product, host=host, rate=rate) for product, (host, rate) in AGREED.items())
    return replace(mix, name="today and lines agreed on", instruments=(*mix.instruments, *lines))


def promised_to_japan() -> Mix:
    """What was done from 2022 on, and plant for PAC-3 (at once) and AMRAAM (from July 2024) in Japan, paid by agreement."""
    mix = load_mix("history-2022")
    lines = (CoProduction(product="PAC3_MSE", host="JPN", rate=60.0), CoProduction(product="AMRAAM", host="JPN", rate=100.0, start=29))
    return replace(mix, name="history-2022 and lines in Japan", instruments=(*mix.instruments, *lines))


def _named(scenario: str, mix: str) -> tuple[Callable[[], Scenario], Callable[[], Mix]]:
    return lambda: load_scenario(scenario), lambda: load_mix(mix)


def _under_today(scenario: Callable[[], Scenario]) -> tuple[Callable[[], Scenario], Callable[[], Mix]]:
    return scenario, lambda: load_mix("today")


HISTORY = World("history", "the war in Ukraine under the rules of its time", *_named("ukraine-2022", "history-2022"))
JAPAN = World(
    "lines in Japan", "history, with lines in Japan agreed on", lambda: load_scenario("ukraine-2022").varied(months=54), promised_to_japan
)
DEFAULT = World("default", "the default war under today's rules", *_named("indo-pacific-2026", "today"))
AT_ONCE = World("war at once", "the default war, begun in February 2026", *_under_today(war_at_once))
MOBILISATION = World("mobilisation", "a war of eight years, with money and plant for ten times as much", mobilisation, mobilised)
IRAN = World("strikes on Iran", "what was fired in 2026, and no other war", *_under_today(strikes_on_iran))
RAMP = World(
    "announced ramps", "what was fired in 2026, and the ramps and the money announced after it",
    strikes_and_a_larger_vote, lambda: load_mix("announced-2026"),
)  # fmt: skip
CALM = World("no strikes", "the same years in which nothing is fired", *_under_today(no_strikes))
LONG_PEACE = World("long peace", "twenty lean years under today's rules", *_named("long-peace", "today"))
TOMAHAWK = World("Tomahawks of 2003", "the Tomahawk line of 2003 on the money of 2025", *_under_today(tomahawks_of_2003))
AGREEMENTS = World(
    "lines agreed on", "the default future, with new lines agreed on abroad", lambda: load_scenario("indo-pacific-2026"), agreed_on
)


class Seen:
    """What a world showed: output, plant and magazines by name, month by month, with seeds last."""

    def __init__(self, outcome: Outcome):
        self.outcome = outcome

    def made(self, product: str, *nations: str) -> np.ndarray:
        """Units a month that lines of these nations make of a product [month, seed]."""
        return self._grouped(self._made, product, nations)

    def capacity(self, product: str, *nations: str) -> np.ndarray:
        """Plant for a product in these nations, in units a month [month, seed]."""
        return self._grouped(self._capacity, product, nations)

    def magazine(self, record: str, system: str, *nations: str) -> np.ndarray:
        """A record of magazines, such as landed or stock, summed over these nations, or over all if none is named [month, seed]."""
        o = self.outcome
        place, nation = o.magazine
        rows = (place == o.systems.index(system)) & np.isin(np.array(o.base.nations)[nation], nations or o.base.nations)
        return getattr(o, record)[:, rows].sum(axis=1)

    def month(self, month: str) -> int:
        """Row of a calendar month; negative where it lies before the start."""
        return month_number(month) - month_number(self.outcome.scenario.start)

    @property
    def war(self) -> slice:
        """Months from the first in which anybody fights to the last."""
        if self.outcome.war is None:
            raise ValueError(f"nobody fights in {self.outcome.scenario.name}")
        return self.outcome.war

    @cached_property
    def _made(self) -> np.ndarray:
        return self.outcome.laid_out("made")

    @cached_property
    def _capacity(self) -> np.ndarray:
        return self.outcome.laid_out("capacity")

    def _grouped(self, laid_out: np.ndarray, product: str, nations: tuple[str, ...]) -> np.ndarray:
        rows = [self.outcome.base.nations.index(nation) for nation in nations]
        return laid_out[self.outcome.products.index(product)][rows].sum(axis=0)


class Worlds:
    """Each world run once, when a row first asks for it, and shared by all rows that do."""

    def __init__(self, seeds: range = SEEDS, run: Callable[[Scenario, Mix, range], Outcome] | None = None):
        self.seeds, self.run, self.seen = seeds, run or run_all, {}

    def __getitem__(self, world: World) -> Seen:
        """What this world showed."""
        if world.name not in self.seen:
            self.seen[world.name] = Seen(self.run(world.scenario(), world.mix(), self.seeds))
        return self.seen[world.name]


def run_all(scenario: Scenario, mix: Mix, seeds: range) -> Outcome:
    """Run a scenario under a mix and open its records."""
    from abm.model.simulate import run_worlds

    return Outcome(run_worlds(scenario, mix, seeds))
