"""Produce: output is the least of orders due, plant, crews and inputs, and what bound it is written down."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.facts.parameters import P
from abm.flows.limits import CAPACITY, INPUT, LABOUR, ORDERS, STOPPAGE
from abm.state.columns import ACTIVE, TIERS
from abm.state.compiled import phase


@phase
def produce(
    live, firm_stores, store_recipe, store_critical, status, capacity, crew, running, due, quantity, used, made,
    output, limit_time, forgone, short, p, dt, lanes,
):
    """Output of every line in this part, and the limit that bound it.

    x = min(orders due, K (1+o) dt, H (1+o) dt, input bounds), with plant K and crews H in units a month, overtime o.
    An input of criticality c with S on the shelf and A a unit bounds x by c S/A + (1-c) x0, x0 the least of the other limits:
    Leontief at c = 1, the half-binding form of Pichler et al. (2022, eq. 10-12) at c = 1/2, no bound at 0.
    due [f, tier, w]; output [f, w] units; limit_time [f, limit, w] months for which each limit bound; forgone [s, w] output
    not made for want of an input; short [f, w] units due and not made.
    """
    worlds = len(lanes) or made.shape[1]
    demand = np.empty(worlds)
    least = np.empty(worlds)
    ceiling = np.empty(worlds)
    what = np.empty(worlds, np.int64)
    which = np.empty(worlds, np.int64)
    for f in range(live.size):
        if not live[f]:
            continue
        demand[:] = 0.0
        for t in range(TIERS):
            for w in range(worlds):
                demand[w] += due[f, t, w]
        for w in range(worlds):
            plant = capacity[f, w] * (1.0 + p[P.overtime, w]) * dt * running[f, w] if status[f, w] == ACTIVE else 0.0
            crews = crew[f, w] * (1.0 + p[P.overtime, w]) * dt * running[f, w]
            x, code = demand[w], ORDERS
            if plant < x:
                x, code = plant, CAPACITY if running[f, w] >= 1.0 else STOPPAGE
            if crews < x:
                x, code = crews, LABOUR if running[f, w] >= 1.0 else STOPPAGE
            ceiling[w], least[w], what[w], which[w] = x, x, code, -1
        for s in range(firm_stores[f], firm_stores[f + 1]):
            per_unit = 1.0 / store_recipe[s]
            critical = store_critical[s]
            for w in range(worlds):
                x = critical * quantity[s, w] * per_unit + (1.0 - critical) * ceiling[w]
                if x < least[w]:
                    least[w], which[w] = x, s
        for w in range(worlds):
            made[f, w] += least[w]
            output[f, w] = least[w]
            short[f, w] += demand[w] - least[w]
        for w in range(worlds):
            if which[w] < 0:
                limit_time[f, what[w], w] += dt
            else:
                limit_time[f, INPUT, w] += dt
                forgone[which[w], w] += ceiling[w] - least[w]
        for s in range(firm_stores[f], firm_stores[f + 1]):
            for w in range(worlds):
                taken = min(store_recipe[s] * least[w], quantity[s, w])
                quantity[s, w] -= taken
                used[s, w] += taken
