"""How fast deliveries answer a war, what is short meanwhile, and how long magazines take to come back."""

from __future__ import annotations

import numpy as np

from abm.judgement.declaring import metric
from abm.judgement.outcome import Outcome, added

YEAR = 12


@metric("month", "system")
def peak_month(o: Outcome) -> np.ndarray:
    """Months from the first month of war (of the run, where nobody fights) to the month of the largest deliveries to all nations."""
    landed = _since_onset(o)
    peak = landed.argmax(axis=1).astype(float)
    return np.where(landed.max(axis=1) > 0.0, peak, np.nan)


@metric("ratio", "system")
def peak_ratio(o: Outcome) -> np.ndarray:
    """Largest deliveries of a month to all nations, from the first month of war on, over the peacetime rate."""
    rate = o.peace_rate[:, None]
    peak = _since_onset(o).max(axis=1)
    return np.divide(peak, rate, out=np.full_like(peak, np.nan), where=rate > 0.0)


@metric("month", "system")
def t50(o: Outcome) -> np.ndarray:
    """Months from the first of war until the nations that fight have been sent half of all that the war asks them to fire."""
    return _months_until(o, 0.5)


@metric("month", "system")
def t100(o: Outcome) -> np.ndarray:
    """Months from the first of war until the nations that fight have been sent as much as the war asks them to fire."""
    return _months_until(o, 1.0)


@metric("unit-month", "system")
def shortfall_area(o: Outcome) -> np.ndarray:
    """Units that magazines lack against their targets, added up over the months from the first of war on; services lack nothing."""
    lack = added(o.missing[_onset(o) :], 0, 2)
    return np.where(o.services[:, None], np.nan, lack)


@metric("month", "system")
def replenishment_lag(o: Outcome) -> np.ndarray:
    """Months from the end of war until the magazines of the nations that fought hold as much again as when it began."""
    nowhere = np.full((len(o.systems), len(o.seeds)), np.nan)
    if o.war is None or o.war.stop >= o.months:
        return nowhere
    stock = o.of_rows(o.stock, o.fighters)
    first = slice(o.war.start, o.war.start + 1)
    # What was held at the opening of a month is what is left at its end, and what went, less what came.
    opening = (stock[:, first] + o.of_rows(o.used[first] - o.landed[first], o.fighters))[:, 0]
    back = stock[:, o.war.stop - 1 :] >= opening[:, None] * (1.0 - 1e-9)
    return np.where(back.any(axis=1) & (opening > 0.0), back.argmax(axis=1), nowhere)


@metric("year", "system")
def years_to_rebuild(o: Outcome) -> np.ndarray:
    """Units that magazines lack against their targets at the end, over the deliveries of the last year; services lack nothing."""
    lack = added(o.missing[-1:], 0, 2)
    last = o.by_system("landed")[-YEAR:]
    yearly = added(last, 0) * YEAR / max(1, len(last))
    years = np.divide(lack, yearly, out=np.where(lack > 0.0, np.nan, 0.0), where=yearly > 0.0)
    return np.where(o.services[:, None], np.nan, years)


def _onset(o: Outcome) -> int:
    return o.war.start if o.war is not None else 0


def _since_onset(o: Outcome) -> np.ndarray:
    """Deliveries from the first month of war on: [system, month, world]."""
    return np.swapaxes(o.by_system("landed")[_onset(o) :], 0, 1)


def _months_until(o: Outcome, share: float) -> np.ndarray:
    nowhere = np.full((len(o.systems), len(o.seeds)), np.nan)
    if o.war is None:
        return nowhere
    sent = np.cumsum(o.of_rows(o.landed, o.fighters)[:, o.war.start :], axis=1)
    reached = sent >= share * o.war_need[:, None, None]
    months = 1.0 + reached.argmax(axis=1)
    return np.where(reached.any(axis=1) & (o.war_need[:, None] > 0.0), months, nowhere)
