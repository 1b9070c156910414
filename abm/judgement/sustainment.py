"""How ready sustainment keeps ships and aircraft: what waits for a yard or a depot, and the days that costs."""

from __future__ import annotations

import numpy as np

from abm.judgement.declaring import metric
from abm.judgement.outcome import Outcome, added
from abm.state.base import DAYS


@metric("availability", "system month")
def availabilities_waiting(o: Outcome) -> np.ndarray:
    """Repairs and overhauls that fell due and have not been done: all that were due so far, less all that were served (services only)."""
    due = np.cumsum(o.used + o.missed, axis=0)
    done = np.cumsum(o.landed, axis=0)
    waiting = o.of_rows(np.maximum(due - done, 0.0))
    return np.where(o.services[:, None, None], waiting, np.nan)


@metric("day", "system")
def days_lost(o: Outcome) -> np.ndarray:
    """Days that ships and aircraft wait for a repair or overhaul, all of them together, over the whole run (services only)."""
    return added(availabilities_waiting(o), 1) * DAYS
