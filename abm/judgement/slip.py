"""How late orders arrive, read from what was ordered and what landed."""

from __future__ import annotations

import numpy as np

from abm.state.compiled import entry


@entry
def months_late(ordered, landed, on_order, quoted):
    """Mean lateness of a magazine's orders, each served in the order in which it was placed.

    ordered, landed [month, h, w] units a month; on_order [month, h, w] at the month's end; quoted [h] months. An order placed in month m
    has arrived when landings add up to all that was ordered until then. Only orders promised within the run count; one still out at the
    end counts with the delay it has by then. Returns [h, w] months, NaN where nothing was ordered.
    """
    months, magazines, worlds = ordered.shape
    late = np.full((magazines, worlds), np.nan)
    for h in range(magazines):
        for w in range(worlds):
            due = on_order[0, h, w] + landed[0, h, w] - ordered[0, h, w]
            arrived, t, total, weighted = landed[0, h, w], 0, 0.0, 0.0
            for m in range(months):
                due += ordered[m, h, w]
                while t < months - 1 and arrived < due * (1.0 - 1e-9):
                    t += 1
                    arrived += landed[t, h, w]
                if m + quoted[h] < months and ordered[m, h, w] > 0.0:
                    total += ordered[m, h, w]
                    weighted += ordered[m, h, w] * max(0.0, t - m - quoted[h])
            if total > 0.0:
                late[h, w] = weighted / total
    return late
