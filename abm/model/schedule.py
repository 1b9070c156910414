"""How the events of a scenario become the months of a run."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from abm.facts import events
from abm.facts.scenario import Scenario
from abm.model.month import Schedule
from abm.state.base import DAYS, ROW, Base

LEVELS = (events.Conflict, events.Embargo)
"""Events that set a level; they are written before those that scale it, so that the order of a file changes nothing."""


def schedule_of(base: Base, scenario: Scenario, months: int) -> Schedule:
    """What happens in each month, the same in every world; money in units of what today's rates cost each nation.

    Several events at once: a nation fires for all its wars together and is in the danger of the worst; the largest vote of war money
    counts, not their product, and of a vote for named products only what goes beyond a vote for anything is tied to them (to those of all
    such votes together); lean years, doubts and losses of output or stocks compound; the longer voyage holds.
    """
    n = len(base.nations)
    loans = sorted({_ends(event, base) for event in scenario.events if isinstance(event, events.Loan)})
    schedule = Schedule(
        at_war=np.zeros((months, n)),
        danger=np.zeros((months, n)),
        crisis=np.zeros((months, n)),
        budget=np.tile(_peace_money(base), (months, 1)),
        output=np.ones((months, len(base.groups))),
        credible=np.ones((months, n)),
        lost=np.zeros((months, n)),
        lift=np.zeros((months, n)),
        voyage=np.ones((months, n)),
        tied=np.zeros((months, n)),
        named=np.zeros((months, n, len(base.recorded)), bool),
        loan=np.array(loans, ROW).reshape(-1, 2),
        lent=np.zeros((months, len(loans))),
    )
    for event in sorted(scenario.events, key=_turn):
        befall(event, base, scenario, schedule)
    np.clip(schedule.crisis, 0.0, 1.0, out=schedule.crisis)
    return schedule


def _turn(event: events.Event) -> int:
    """Votes for anything are written before votes for named products, which count beyond them, and levels before what scales them."""
    if not isinstance(event, LEVELS):
        return 2
    return int(getattr(event, "budget_products", "all") != "all")


def _peace_money(base: Base) -> np.ndarray:
    """USD a month that today's rates cost each nation [n]."""
    net, money = base.net, np.zeros(len(base.nations))
    magazines = slice(net.first, None)
    np.add.at(money, net.store_nation[magazines], base.holdings["order_rate"] * net.price[net.store_product[magazines]])
    return money


def voyages(base: Base, schedule: Schedule, month: int) -> np.ndarray:
    """Months under way over each link in this month [link]: a voyage abroad takes as long as the worse of its two ends makes it."""
    origin, destination = base.net.link_from, base.net.link_to
    factor = np.maximum(schedule.voyage[month, origin], schedule.voyage[month, destination])
    return base.transit * np.where(origin == destination, 1.0, factor)


def route_changes(schedule: Schedule) -> set[int]:
    """Months from which voyages take longer or shorter than in the month before."""
    before = np.vstack([np.ones((1, schedule.voyage.shape[1])), schedule.voyage[:-1]])
    return {int(month) for month in np.flatnonzero((schedule.voyage != before).any(axis=1))}


def longest_voyage(base: Base, schedule: Schedule) -> float:
    """Months under way of the longest voyage of the run."""
    return max(voyages(base, schedule, month).max(initial=0.0) for month in {0, *route_changes(schedule)})


@singledispatch
def befall(event: events.Event, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    """Write one event into the months it covers."""
    raise NotImplementedError(type(event).__name__)


def _months(event: events.Event, scenario: Scenario, lag: int = 0) -> slice:
    start = event.opens(scenario.start) + lag
    return slice(max(start, 0), max(start + event.months, 0))


def _rows(nations: events.Names, base: Base) -> np.ndarray:
    return np.arange(len(base.nations)) if nations == "all" else base.nation_rows(nations)


@befall.register
def _conflict(event: events.Conflict, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    """Fighting nations use rounds and get money after a lag; danger reaches whoever lives in the theatre, by its standing threat."""
    war, paid = _months(event, scenario), _months(event, scenario, event.budget_lag)
    voted = event.budget_factor * _peace_money(base)
    for row, name in enumerate(base.nations):
        share = event.nations.get(name, 0.0) * event.intensity
        nation = base.facts.nations[name]
        near = nation.threat.central * min(1.0, event.intensity) if nation.theatre == event.theatre else 0.0
        danger = max(near, min(1.0, share) * (0.5 + 0.5 * nation.threat.central))
        schedule.at_war[war, row] += share
        schedule.danger[war, row] = np.maximum(schedule.danger[war, row], danger)
        schedule.crisis[war, row] = np.maximum(schedule.crisis[war, row], max(min(1.0, share), near))
        if share > 0.0:
            schedule.lift[war, row] = np.maximum(schedule.lift[war, row], _sealift(base, name, event.theatre))
            if event.budget_products == "all":
                schedule.budget[paid, row] = np.maximum(schedule.budget[paid, row], voted[row])
            else:
                beyond = voted[row] - (schedule.budget[paid, row] - schedule.tied[paid, row])
                schedule.tied[paid, row] = np.maximum(schedule.tied[paid, row], beyond)
                schedule.budget[paid, row] = np.maximum(schedule.budget[paid, row], voted[row])
                schedule.named[paid, row] |= _goes_into(event.budget_products, base)


def _sealift(base: Base, name: str, theatre: str) -> float:
    """Months from a nation to the nearest ally in the theatre where it fights; 0 where it lies there itself."""
    facts = base.facts
    if facts.nations[name].theatre == theatre:
        return 0.0
    there = [one.id for one in facts.nations.values() if one.theatre == theatre and one.role != "adversary"]
    return min((facts.passages[name, one].central for one in there if (name, one) in facts.passages), default=0.0) / DAYS


@befall.register
def _budget(event: events.Budget, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    months, rows = _months(event, scenario), _rows(event.nations, base)
    if event.products == "all":
        schedule.tied[months, rows] *= event.factor
    else:
        schedule.tied[months, rows] += (event.factor - 1.0) * schedule.budget[months, rows]
        schedule.named[months, rows] |= _goes_into(event.products, base)
    schedule.budget[months, rows] *= event.factor


def _goes_into(named: tuple[str, ...], base: Base) -> np.ndarray:
    """Whether each recorded product is one of those named, or goes into one of them [recorded product]."""
    wanted, more = set(), {row for row, name in enumerate(base.recorded) if name in named}
    while more:
        wanted |= more
        more = {part for product, part in base.ingredients.tolist() if product in wanted} - wanted
    return np.isin(np.arange(len(base.recorded)), sorted(wanted))


@befall.register
def _disruption(event: events.Disruption, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    hit = [
        g
        for g, (product, nation) in enumerate(base.groups)
        if base.recorded[product] == event.product and base.nations[nation] == event.nation
    ]
    schedule.output[_months(event, scenario), hit] *= 1.0 - event.share


@befall.register
def _embargo(event: events.Embargo, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    """Makers keep the part of their output that their own nation took at the opening, and no more."""
    closed, at_home = set(_rows(event.nations, base)), _home_share(base)
    for group, (product, nation) in enumerate(base.groups):
        if nation in closed and _covers(event.products, base.recorded[product], base):
            hit = schedule.output[_months(event, scenario), group]
            np.minimum(hit, at_home[group], out=hit)


def _covers(products: events.Goods, name: str, base: Base) -> bool:
    if products == events.MATERIALS:
        return name in base.facts.products and base.facts.products[name].kind == "material"
    return products == "all" or name in products


def _home_share(base: Base) -> np.ndarray:
    """Share of a (product, nation) group's opening output that stays at home; nought where it makes nothing yet [group]."""
    net = base.net
    flow = base.need[net.link_store] * base.share
    home, whole = np.zeros(len(base.groups)), np.zeros(len(base.groups))
    group = net.firm_group[net.link_firm]
    np.add.at(whole, group, flow)
    np.add.at(home, group, np.where(net.link_from == net.link_to, flow, 0.0))
    return np.divide(home, whole, out=np.zeros(len(whole)), where=whole > 0.0)


@befall.register
def _blockade(event: events.Blockade, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    rows = [row for row, name in enumerate(base.nations) if base.facts.nations[name].theatre == event.theatre]
    longer = schedule.voyage[_months(event, scenario)]
    longer[:, rows] = np.maximum(longer[:, rows], event.factor)


@befall.register
def _mind_change(event: events.MindChange, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    schedule.credible[_months(event, scenario), _rows(event.nations, base)] *= event.factor


@befall.register
def _loss(event: events.Loss, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    """The same part of what is left goes in each month, so that the whole share is gone by the end."""
    months, rows = _months(event, scenario), _rows(event.nations, base)
    kept = (1.0 - event.share) ** (1.0 / event.months)
    schedule.lost[months, rows] = 1.0 - (1.0 - schedule.lost[months, rows]) * kept


@befall.register
def _loan(event: events.Loan, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    agreed = (schedule.loan == _ends(event, base)).all(axis=1)
    schedule.lent[_months(event, scenario), agreed] += event.units / event.months


def _ends(event: events.Loan, base: Base) -> tuple[int, int]:
    """Magazines of the lender and of the borrower."""
    net = base.net
    of_it = np.array([base.recorded[row] == event.product for row in net.product_row])[net.store_product]
    held = of_it & (np.arange(len(of_it)) >= net.first)
    rows = [np.flatnonzero(held & (net.store_nation == base.nations.index(nation))) for nation in (event.lender, event.borrower)]
    return int(rows[0][0]), int(rows[1][0])
