"""Consume: operations, training and age empty a nation's magazines."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
from abm.state.compiled import phase


@phase
def consume(first, store_nation, at_war, use_rate, quantity, used, missed, exhausted_at, now, dt, lanes):
    """Take this part's use from every magazine; what it cannot give is missed.

    first: row of the first magazine. use_rate, quantity, used, missed, exhausted_at [s, w]; at_war [n, w]. now, dt in months.
    `exhausted_at` keeps the first instant at which a fighting nation's magazine ran dry, read inside the part.
    """
    worlds = len(lanes) or quantity.shape[1]
    for s in range(first, quantity.shape[0]):
        for w in range(worlds):
            wanted = use_rate[s, w] * dt
            taken = min(wanted, quantity[s, w])
            if at_war[store_nation[s], w] > 0.0 and taken < wanted and exhausted_at[s, w] == float("inf"):
                exhausted_at[s, w] = now + dt * taken / wanted
            quantity[s, w] -= taken
            used[s, w] += taken
            missed[s, w] += wanted - taken
