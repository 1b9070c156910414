"""Consume: operations, training and age empty a nation's magazines."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
from abm.state.compiled import phase


@phase
def consume(
    first, store_nation, service, at_war, lift, lost, use_rate, forward, quantity, used, missed, exhausted_at, now, dt, lanes,
):
    """Take this part's use from every magazine; what it cannot give is missed.

    A nation that fights far from home reaches only what lies `forward`; the rest follows by sea at the rate (S - F) / `lift`. Of what lies
    forward the share `lost` goes in a month. first: row of the first magazine; use_rate, forward, quantity, used, missed, exhausted_at
    [s, w]; at_war, lift (months), lost [n, w]; now, dt in months. `exhausted_at` keeps the first instant at which a fighting nation's
    magazine ran dry, read inside the part.
    """
    worlds = len(lanes) or quantity.shape[1]
    for s in range(first, quantity.shape[0]):
        n = store_nation[s]
        for w in range(worlds):
            wanted = use_rate[s, w] * dt
            far = lift[n, w] > 0.0 and not service[s]
            gone = min(forward[s, w], quantity[s, w]) * lost[n, w] * dt
            reached = min(forward[s, w], quantity[s, w]) - gone if far else quantity[s, w] - gone
            taken = min(wanted, reached)
            if at_war[n, w] > 0.0 and taken < wanted and exhausted_at[s, w] == float("inf"):
                exhausted_at[s, w] = now + dt * taken / wanted
            quantity[s, w] -= taken + gone
            used[s, w] += taken + gone
            missed[s, w] += wanted - taken
            if far:
                forward[s, w] -= taken + gone
                forward[s, w] += (quantity[s, w] - forward[s, w]) * min(1.0, dt / lift[n, w])
