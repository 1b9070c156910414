"""Settle: at the month's end, lines and nations keep what the next month's decisions look back on."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
from abm.flows.limits import ORDERS
from abm.state.columns import ORDINARY, TIERS
from abm.state.compiled import phase


@phase
def settle(
    live, first, store_nation, store_product, price, booked, aided, granted, due, limit_time, limit, due_rate, rated, spent, dt,
):
    """Keep what bound each line longest, how fast and in which tiers its orders last fell due, and what nations spent.

    due [f, tier, w] units of the last part; limit_time [f, limit, w] months; limit, due_rate [f, w]; rated [f, tier, w];
    booked [s, w] units a month; aided, granted, spent [n, w] USD.
    """
    worlds = limit.shape[1]
    for f in range(live.size):
        if not live[f]:
            continue
        for w in range(worlds):
            longest = 0.0
            limit[f, w] = ORDERS
            for code in range(limit_time.shape[1]):
                if limit_time[f, code, w] > longest:
                    longest = limit_time[f, code, w]
                    limit[f, w] = code
            total = 0.0
            for t in range(TIERS):
                total += due[f, t, w]
            due_rate[f, w] = total / dt
            for t in range(TIERS):
                rated[f, t, w] = due[f, t, w] / total if total > 0.0 else (1.0 if t == ORDINARY else 0.0)
    for n in range(spent.shape[0]):
        for w in range(worlds):
            spent[n, w] = aided[n, w] + granted[n, w]
    for s in range(first, booked.shape[0]):
        for w in range(worlds):
            spent[store_nation[s], w] += booked[s, w] * price[store_product[s]]
