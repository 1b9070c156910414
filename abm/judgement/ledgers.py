"""The books: what nations promised each other and kept, what a surge cost for what it added, and what plant stood idle afterwards."""

from __future__ import annotations

import numpy as np

from abm.judgement.declaring import metric
from abm.judgement.outcome import Outcome, added

AFTERMATH = 24
"""Months after the last of war in which idle plant is counted."""


@metric("USD/month", "nation month")
def promised(o: Outcome) -> np.ndarray:
    """Value of partners' claims that fell due on a nation's lines and that it had promised to serve in their turn, come what may."""
    return np.swapaxes(o.promised, 0, 1)


@metric("USD/month", "nation month")
def promises_kept(o: Outcome) -> np.ndarray:
    """Part of the promised value that the nation let its lines serve in its turn, whether or not they could make it."""
    return np.swapaxes(o.kept, 0, 1)


@metric("USD/month", "nation month")
def promises_broken(o: Outcome) -> np.ndarray:
    """Part of the promised value that the nation put behind its own claims."""
    return np.swapaxes(o.promised - o.kept, 0, 1)


@metric("USD/month", "nation month")
def ordered_value(o: Outcome) -> np.ndarray:
    """Value of the orders that lines took from a nation, services included: its spending without what it gave for plant."""
    return o.of_nations(o.ordered)


@metric("USD/month", "nation month")
def plant_support(o: Outcome) -> np.ndarray:
    """What a nation gave for plant, at home and abroad: its spending without its orders."""
    return np.maximum(np.swapaxes(o.spent, 0, 1) - ordered_value(o), 0.0)


@metric("USD", "system")
def cost_per_added(o: Outcome) -> np.ndarray:
    """Value ordered above the peacetime rate for each unit landed above it, from the first month of war on; plant is not counted."""
    since = _since(o)
    months, rate = o.months - since.start, o.peace_rate[:, None]
    more_ordered = (added(o.by_system("ordered")[since], 0) - months * rate) * o.price[:, None]
    return _per(more_ordered, added(o.by_system("landed")[since], 0) - months * rate)


@metric("ratio", "")
def cost_of_added(o: Outcome) -> np.ndarray:
    """All nations' spending (orders and plant) above peacetime's, for each USD of goods landed above peacetime's, from onset on."""
    since = _since(o)
    peace = (o.months - since.start) * (o.peace_rate @ o.price)
    return _per(added(o.spent[since], 0, 1) - peace, added(o.delivered[since], 0) - peace)


@metric("share", "product")
def idle_after_war(o: Outcome) -> np.ndarray:
    """Share of the plant of working lines that stands unused in the two years after the last month of war."""
    whole = np.zeros((len(o.products), len(o.seeds)))
    if o.war is None or o.war.stop >= o.months:
        return np.full_like(whole, np.nan)
    after, unused = slice(o.war.stop, min(o.months, o.war.stop + AFTERMATH)), np.zeros_like(whole)
    plant = o.capacity[after]
    np.add.at(whole, o.base.groups[:, 0], added(plant, 0))
    np.add.at(unused, o.base.groups[:, 0], added(np.maximum(plant - o.made[after], 0.0), 0))
    return np.divide(unused, whole, out=np.full_like(whole, np.nan), where=whole > 0.0)


def _since(o: Outcome) -> slice:
    """Months from the first of war on; all of them where nobody fights."""
    return slice(o.war.start if o.war is not None else 0, o.months)


def _per(cost: np.ndarray, more: np.ndarray) -> np.ndarray:
    """Cost of each unit more; undefined where nothing was added."""
    return np.divide(cost, more, out=np.full_like(more, np.nan), where=more > 0.0)
