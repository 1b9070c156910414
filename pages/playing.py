"""One world as a visitor plays it: what was chosen, how far it has come, and what stands in the way now."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from abm import AllianceModel
from abm.flows.limits import LIMITS, ORDERS, REASONS
from abm.judgement.metrics import Outcome, measure
from abm.rules.mix import load_mix
from pages.deciding import Decision, Opening, of_lines, of_nations

SHOWN = ("surge_ratio", "alliance_surge_ratio", "limit_share", "missing", "active_firms")
LARGEST_SEED = 9999


@dataclass(frozen=True)
class Choice:
    """What the visitor plays: a scenario, the rules in force, and the luck of one seed."""

    scenario: str = "indo-pacific-2026"
    mix: str = "today"
    seed: int = 0


def within_reach(seed: int | None) -> int:
    """The seed meant by what was typed: none is the first, and there are only so many."""
    return min(max(seed or 0, 0), LARGEST_SEED)


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
class Moment:
    """All that the page shows of one world at the end of one month."""

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


class Playback:
    """One world of one scenario under one mix, stepped as the visitor likes."""

    def __init__(self, choice: Choice):
        """Open the world; nothing has moved yet."""
        self.model = AllianceModel(choice.scenario, choice.mix, choice.seed)
        self.names = {one: figure.name for one, figure in self.model.base.facts.products.items()}
        self.nations = {one: self.model.base.facts.nations[one].name for one in self.model.base.nations}
        self.rules = [(0, choice.mix)]
        self._lock, self._opening = threading.Lock(), None

    def take_up(self, mix: str) -> Moment:
        """Put other rules in force from the coming month on; what is under way stays under way."""
        with self._lock:
            month = self.model.month
            if mix != self.rules[-1][1]:
                self.model.mix = load_mix(mix)
                self.model.run.take_up([tuple(self.model.mix)])
                self.rules = [*(one for one in self.rules if one[0] < month), (month, mix)]
            return self._now()

    def advance(self, months: int) -> Moment:
        """Play so many months, or to the end, and say where the world then stands."""
        with self._lock:
            for _ in range(min(months, self.model.run.months - self.model.month)):
                self._opening = Opening.of(self.model)
                self.model.step()
            return self._now()

    def _now(self) -> Moment:
        model, scenario = self.model, self.model.run.scenario
        conflicts = [event for event in scenario.events if event.kind == "conflict"]
        opened = [event.opens(scenario.start) for event in conflicts]
        ended = [min(begin + event.months, model.run.months) for begin, event in zip(opened, conflicts, strict=True)]
        begun = _begun(model) if model.month else {}
        return Moment(
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
            nations=of_nations(model, self._opening) if self._opening else (),
            makers=of_lines(model, self._opening) if self._opening else (),
            rules=tuple(self.rules),
        )


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
