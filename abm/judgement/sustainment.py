"""How ready sustainment keeps ships and aircraft: what waits for a yard or a depot, and the days that costs."""

from __future__ import annotations

import numpy as np

from abm.judgement.declaring import metric
from abm.judgement.outcome import Outcome, added
from abm.state.base import DAYS


@metric("availability", "system month")
def availabilities_waiting(o: Outcome) -> np.ndarray:
    """Repairs and overhauls that fell due and have not been done: all that were due so far, less all that were served (services only)."""
    waiting = np.full((len(o.systems), o.months, len(o.seeds)), np.nan)
    waiting[o.services] = 0.0
    for h in np.flatnonzero(o.services[o.magazine[0]]):
        due, done = (np.cumsum(record, axis=0) for record in (o.used[:, h] + o.missed[:, h], o.landed[:, h]))
        waiting[o.magazine[0][h]] += np.maximum(due - done, 0.0)
    return waiting


@metric("day", "system")
def days_lost(o: Outcome) -> np.ndarray:
    """Days that ships and aircraft wait for a repair or overhaul, all of them together, over the whole run (services only)."""
    return added(availabilities_waiting(o), 1) * DAYS
