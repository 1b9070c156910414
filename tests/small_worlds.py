"""Worlds small enough to reason about: facts made up by hand, and a way to let months pass in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from abm.facts.catalogue import Facts, Figure, Holding, Ingredient, Line, Nation, Product
from abm.facts.events import Event
from abm.facts.parameters import parameter_values
from abm.facts.scenario import Scenario
from abm.model.simulate import Run
from abm.rules.instrument import Instrument
from abm.state.base import DAYS
from abm.state.network import build_base

CALM = {"stoppage_rate": 0.0, "war_noise": 0.0, "build_noise": 0.0}
"""No luck: the same thing happens whatever the seed, but for lines that enter or are given up."""


def figure(value: float, unit: str = "") -> Figure:
    """A number without doubt."""
    return Figure(value, value, value, unit)


def nation(name: str, threat: float = 0.5, friction: float = 0.5, blocs: Sequence[str] = (), theatre: str = "here") -> Nation:
    """An ally that may make, buy and fight."""
    return Nation(name, name, "ally", theatre, frozenset(blocs), figure(1e9), figure(threat), figure(friction))


def product(name: str, kind: str = "system", cost: float = 1e6, lead: float = 6.0, build: float = 12.0,
            substitute: float = 0.0, surge: float | None = None, craft: str = "craft") -> Product:  # fmt: skip
    """A thing to make; `surge` is what today's plant can make over today's rate (systems only)."""
    peace, most = (figure(1.0), figure(surge)) if surge else (None, None)
    return Product(name, name, kind, craft, "unit", figure(cost), figure(lead), figure(build), figure(substitute), peace, most)


def part(name: str, kind: str = "component", **of: float) -> Product:
    """A component of something else."""
    return product(name, kind=kind, **{"cost": 1e5, **of})


def needs(made: str, of: str, units: float = 1.0, criticality: float = 1.0) -> Ingredient:
    """One row of a bill of materials."""
    return Ingredient(made, of, figure(units), criticality)


def line(name: str, where: str, makes: str, a_month: float, opens: str = "", planned: float = 0.0) -> Line:
    """A production line with today's crews; `planned` units a month once what is under way has opened."""
    plan = figure(12.0 * planned) if planned else None
    return Line(name, f"maker of {name}", where, makes, figure(12.0 * a_month), False, opens=opens, planned=plan)


def holding(where: str, what: str, buys: float, stock: float = 0.0, wants: float = 0.0, fires: float = 0.0) -> Holding:
    """A magazine: units bought a month in peace, held, wanted, and fired a month in a full war."""
    return Holding(where, what, figure(stock), figure(wants), figure(12.0 * buys), figure(fires / DAYS))


def facts_of(
    nations: Iterable[Nation], products: Iterable[Product], lines: Iterable[Line], holdings: Iterable[Holding],
    recipes: Iterable[Ingredient] = (), days: dict[tuple[str, str], float] | None = None,
) -> Facts:  # fmt: skip
    """A public record of one's own making; `days` in transit between nations.

    The USA is always on record, because licence times are told in its terms; it takes part only where it has a line or
    a magazine.
    """
    passages = {pair: figure(value, "day") for pair, value in (days or {}).items()}
    named = ({one.id: one for one in rows} for rows in ([nation("USA"), *nations], products))
    return Facts(*named, tuple(recipes), tuple(lines), tuple(holdings), passages)


def begin(
    facts: Facts,
    months: int,
    *,
    events: Iterable[Event] = (),
    mix: Iterable[Instrument] = (),
    seeds: Sequence[int] = (0,),
    flow_steps: int = 4,
    stocks: str = "public",
    **parameters: float,
) -> Run:
    """A world at the opening of its first month; parameters not named stand at their defaults, without luck."""
    scenario = Scenario(name="small", title="small", months=months, flow_steps=flow_steps, stocks=stocks, events=tuple(events))
    base = build_base(facts, sustained=stocks == "sustained", start=scenario.start)
    values = parameter_values() | CALM | parameters
    return Run(scenario, [tuple(mix)] * len(seeds), seeds, [values] * len(seeds), base=base)


def play(facts: Facts, months: int, **how) -> Run:
    """A world at the end of its last month."""
    return begin(facts, months, **how).advance()


def one_line(buys: float = 10.0, able: float | None = None, **magazine: float) -> Facts:
    """One nation, one line, one magazine."""
    return facts_of(
        [nation("HOME")], [product("ROUND")], [line("MAKER", "HOME", "ROUND", able or buys)],
        [holding("HOME", "ROUND", buys, **magazine)],
    )  # fmt: skip


def chain(buys: float = 10.0, able: Sequence[float] = (), depth: int = 2, **magazine: float) -> Facts:
    """One nation whose line takes a part, whose maker takes a part, and so on; `able` from the top down."""
    names = ["ROUND", *(f"PART{i}" for i in range(1, depth))]
    rates = [*able, *[buys] * depth][:depth]
    return facts_of(
        [nation("HOME")], [product("ROUND"), *(part(name) for name in names[1:])],
        [line(f"MAKER_{name}", "HOME", name, rate) for name, rate in zip(names, rates, strict=True)],
        [holding("HOME", "ROUND", buys, **magazine)],
        [needs(above, below) for above, below in pairwise(names)],
    )  # fmt: skip


def two_nations(home: float = 10.0, abroad: float = 10.0, buys: Sequence[float] = (5.0, 5.0), **facts: object) -> Facts:
    """HOME and ALLY each hold rounds; lines at HOME and, where `abroad` is above nought, at ALLY make them."""
    lines = [line("AT_HOME", "HOME", "ROUND", home)] + ([line("ABROAD", "ALLY", "ROUND", abroad)] if abroad else [])
    nations = facts.pop("nations", [nation("HOME"), nation("ALLY")])
    held = facts.pop("magazine", {})
    return facts_of(
        nations, [facts.pop("product", product("ROUND"))], lines,
        [holding("HOME", "ROUND", buys[0], **held), holding("ALLY", "ROUND", buys[1], **held)], **facts,
    )  # fmt: skip
