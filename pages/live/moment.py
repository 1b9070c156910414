"""One world as it stands at the end of one month: what Live shows of it, and what stands in the way now."""

from __future__ import annotations

from calendar import month_name
from dataclasses import dataclass

import numpy as np

from abm import AllianceModel
from abm.facts.events import Event
from abm.flows.limits import LIMITS, ORDERS, REASONS
from abm.judgement.metrics import Outcome, measure
from pages.live.course import Course
from pages.live.deciding import Decision, Opening, of_lines, of_nations
from pages.live.story import Story

SHOWN = ("surge_ratio", "alliance_surge_ratio", "limit_share", "missing", "active_firms")


@dataclass(frozen=True)
class System:
    """One system (or service) as it stands: what was delivered so far, and what holds it back now."""

    id: str
    name: str
    curve: np.ndarray  # delivered over the peacetime rate, by month
    limit: str  # what binds most of its plant this month, or "" where none work
    part: str  # the part that holds its lines back most, or ""
    lacking: float  # units its magazines lack against their targets
    reason: str  # why most of those are not there, or ""

    @property
    def ratio(self) -> float:
        """Deliveries of the latest month over the peacetime rate."""
        return float(self.curve[-1]) if len(self.curve) else float("nan")


@dataclass(frozen=True)
class Obstacle:
    """A part or material that keeps lines of one product below what they could make."""

    part: str
    product: str
    units: float  # units of the product not made this month for lack of it


@dataclass(frozen=True)
class Happening:
    """One event on the timeline, from its first month to the one after its last; `undo` says how it can be ended now, if it can."""

    place: int
    event: Event
    begin: int
    end: int
    added: int | None  # the month before which it was added on the way
    cut: bool  # whether it was ended before its time
    undo: str


@dataclass(frozen=True)
class Moment:
    """All that the page shows of one world at the end of one month."""

    course: Course
    title: str
    question: str
    start: str
    month: int
    months: int
    wars: tuple[tuple[int, int], ...]
    alliance: np.ndarray
    lines: int
    systems: tuple[System, ...]
    bound: dict[str, int]  # limit: products it binds most this month
    obstacles: tuple[Obstacle, ...]
    nations: tuple[Decision, ...] = ()
    makers: tuple[Decision, ...] = ()
    rules: tuple[tuple[int, str], ...] = ()  # month from which a mix was in force, and its name
    happenings: tuple[Happening, ...] = ()
    story: Story | None = None

    @property
    def ended(self) -> bool:
        """Whether the scenario is over."""
        return self.month >= self.months

    @property
    def at_war(self) -> bool:
        """Whether the month just past was one of war."""
        return any(begin < self.month <= end for begin, end in self.wars)

    def date(self) -> tuple[int, int]:
        """Calendar year and month (1 to 12) of the month just past; of the first, where none is."""
        return self.dated(max(self.month - 1, 0))

    def dated(self, month: int) -> tuple[int, int]:
        """Calendar year and month (1 to 12) of a month counted from 0."""
        year, first = (int(part) for part in self.start.split("-"))
        count = first - 1 + month
        return year + count // 12, count % 12 + 1

    def span(self, first: int, last: int) -> str:
        """From one month of the run to another, both counted from 0, in the calendar's words."""
        words = [f"{month_name[of_year]} {year}" for year, of_year in map(self.dated, (first, last))]
        return words[0] if first == last else " to ".join(words)


def moment_of(model: AllianceModel, course: Course, opening: Opening | None, story: Story | None = None) -> Moment:
    """The world as it stands; `opening` is what the decisions of the month just past could see."""
    scenario = model.run.scenario
    conflicts = [event for event in scenario.events if event.kind == "conflict"]
    opened = [event.opens(scenario.start) for event in conflicts]
    ended = [min(begin + event.months, model.run.months) for begin, event in zip(opened, conflicts, strict=True)]
    begun = _begun(model) if model.month else {}
    rules = course.rules if course.rules and course.rules[0][0] == 0 else ((0, course.mix), *course.rules)
    return Moment(
        course=course,
        title=scenario.title,
        question=scenario.question,
        start=scenario.start,
        month=model.month,
        months=model.run.months,
        wars=tuple(zip(opened, ended, strict=True)),
        alliance=begun.get("alliance", np.empty(0)),
        lines=begun.get("lines", 0),
        systems=begun.get("systems", _untouched(model)),
        bound=begun.get("bound", {}),
        obstacles=begun.get("obstacles", ()),
        nations=of_nations(model, opening) if opening else (),
        makers=of_lines(model, opening) if opening else (),
        rules=rules,
        happenings=happenings(course),
        story=story,
    )


def happenings(course: Course) -> tuple[Happening, ...]:
    """What befalls this world, the scenario's own events and those added, by their first month; what was called off is left out."""
    own, cut, found = len(course.opening.events), {place for _, place in course.ended}, []
    for place, event in enumerate(course.events):
        if event is None:
            continue
        begin, (free, words) = course.opens(place), course.ends(place)
        end, added = min(begin + event.months, course.opening.months), course.added[place - own][0] if place >= own else None
        found.append(Happening(place, event, begin, end, added, place in cut, words if free else ""))
    return tuple(sorted(found, key=lambda one: (one.begin, one.place)))


def _untouched(model: AllianceModel) -> tuple[System, ...]:
    ids = [model.base.products[row] for row in model.base.systems]
    return tuple(System(one, model.base.facts.products[one].name, np.empty(0), "", "", 0.0, "") for one in ids)


def _begun(model: AllianceModel) -> dict:
    """Curves and obstacles of a world that has been stepped at least once."""
    seen = measure([model.run], SHOWN).isel(seed=0)
    limits, products = list(LIMITS), [str(one) for one in seen["product"].values]
    shares = seen["limit_share"].isel(month=-1).values  # [product, limit]
    binding = {one: limits[_main(row)] if row.sum() > 0 else "" for one, row in zip(products, shares, strict=True)}
    obstacles = _obstacles(model)
    worst = {obstacle.product: obstacle.part for obstacle in reversed(obstacles)}
    curves = seen["surge_ratio"].values  # [system, month]
    lacking = seen["missing"].isel(month=-1).values  # [system, reason]
    systems = []
    for row, one in enumerate(str(system) for system in seen["system"].values):
        reason = list(REASONS)[int(lacking[row].argmax())] if lacking[row].sum() > 0 else ""
        part = worst.get(one, "") if binding.get(one) == "input" else ""
        name = model.base.facts.products[one].name
        systems.append(System(one, name, curves[row], binding.get(one, ""), part, float(lacking[row].sum()), reason))
    return {
        "alliance": seen["alliance_surge_ratio"].values,
        "lines": int(seen["active_firms"].values[-1]),
        "systems": tuple(systems),
        "bound": {limit: sum(found == limit for found in binding.values()) for limit in limits},
        "obstacles": obstacles,
    }


def _main(shares: np.ndarray) -> int:
    """The limit that binds most of a product's plant: orders where they bind half of it, else the next."""
    return ORDERS if shares[ORDERS] >= 0.5 else int(np.delete(shares, ORDERS).argmax()) + 1


def _obstacles(model: AllianceModel) -> tuple[Obstacle, ...]:
    """What is not made this month for lack of a part, the dearest first; generated parts are left out."""
    base, figures = model.base, model.base.facts.products
    found = []
    for (product, part), units in zip(base.ingredients, Outcome([model.run]).bound[-1, :, 0], strict=False):
        product, part = base.recorded[product], base.recorded[part]
        if units > 0 and product in figures and part in figures:
            found.append((figures[product].unit_cost.central * units, Obstacle(part, product, float(units))))
    return tuple(obstacle for _, obstacle in sorted(found, key=lambda one: -one[0]))
