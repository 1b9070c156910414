"""How the events of a scenario become the months of a run."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from abm.facts import events
from abm.facts.scenario import Scenario
from abm.model.month import Schedule
from abm.state.base import Base


def schedule_of(base: Base, scenario: Scenario, months: int) -> Schedule:
    """What happens in each month, the same in every world; money in units of what today's rates cost each nation."""
    n = len(base.nations)
    today = np.zeros(n)
    net = base.net
    magazines = slice(net.first, None)
    np.add.at(today, net.store_nation[magazines], base.holdings["order_rate"] * net.price[net.store_product[magazines]])
    schedule = Schedule(
        at_war=np.zeros((months, n)),
        danger=np.zeros((months, n)),
        crisis=np.zeros((months, n)),
        budget=np.tile(today, (months, 1)),
        output=np.ones((months, len(base.groups))),
        credible=np.ones((months, n)),
        lost=np.zeros((months, n)),
        lift=np.zeros((months, n)),
    )
    for event in scenario.events:
        befall(event, base, scenario, schedule)
    np.clip(schedule.crisis, 0.0, 1.0, out=schedule.crisis)
    return schedule


@singledispatch
def befall(event: events.Event, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    """Write one event into the months it covers."""
    raise NotImplementedError(type(event).__name__)


def _months(event: events.Event, scenario: Scenario, lag: int = 0) -> slice:
    start = event.opens(scenario.start) + lag
    return slice(max(start, 0), max(start + event.months, 0))


@befall.register
def _conflict(event: events.Conflict, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    """Fighting nations use rounds and get money after a lag; danger reaches whoever lives in the theatre, by its standing threat."""
    war = _months(event, scenario)
    for row, name in enumerate(base.nations):
        share = event.nations.get(name, 0.0) * event.intensity
        nation = base.facts.nations[name]
        near = nation.threat.central * min(1.0, event.intensity) if nation.theatre == event.theatre else 0.0
        danger = max(near, min(1.0, share) * (0.5 + 0.5 * nation.threat.central))
        schedule.at_war[war, row] += share
        schedule.danger[war, row] = np.maximum(schedule.danger[war, row], danger)
        schedule.crisis[war, row] = np.maximum(schedule.crisis[war, row], max(min(1.0, share), near))
        if share > 0.0:
            schedule.budget[_months(event, scenario, event.budget_lag), row] *= event.budget_factor


@befall.register
def _budget(event: events.Budget, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    rows = slice(None) if event.nations == "all" else np.isin(base.nations, event.nations)
    schedule.budget[_months(event, scenario), rows] *= event.factor


@befall.register
def _disruption(event: events.Disruption, base: Base, scenario: Scenario, schedule: Schedule) -> None:
    hit = [
        g
        for g, (product, nation) in enumerate(base.groups)
        if base.recorded[product] == event.product and base.nations[nation] == event.nation
    ]
    schedule.output[_months(event, scenario), hit] *= 1.0 - event.share
