"""Lean years, new lines and yards: how a base shrinks, and how long it takes to stand something up."""

from __future__ import annotations

import numpy as np

from abm.judgement.validation.declaring import BEHAVIOUR, DATA, STRUCTURE, first_month, row
from abm.judgement.validation.worlds import AGREED, AGREEMENTS, LONG_PEACE, TOMAHAWK, Seen

LEAN = 8 * 12
"""First month of the long peace's last twelve years, 2034 to 2045."""

YARD = "NAV_MRO"
"""Overhauls of ships abroad."""


def months_until_output(seen: Seen, product: str) -> np.ndarray:
    """Months from agreement, in the first month, until the host's line makes something, infinite if it never does [seed]."""
    host, _ = AGREED[product]
    return first_month(seen.made(product, host) > 0.0)


@row("V53", BEHAVIOUR, AGREEMENTS)
def months_to_a_new_line(seen: Seen) -> np.ndarray:
    """Months from agreement to first output of nine new lines for the products of the record, in the median."""
    return np.median([months_until_output(seen, product) for product in AGREED if product != YARD], axis=0)


@row("V54", DATA, AGREEMENTS)
def months_to_a_yard(seen: Seen) -> np.ndarray:
    """Months from agreement to the first overhaul of a new yard."""
    return months_until_output(seen, YARD)


@row("V50", BEHAVIOUR, LONG_PEACE)
def slower_after_the_peace(seen: Seen) -> np.ndarray:
    """Whether plant at the end of a long peace needs longer than at its start to make the same magazines (1 yes, -1 no)."""
    o = seen.outcome
    rows = np.isin(o.base.groups[:, 0], [o.products.index(s) for s, service in zip(o.systems, o.services, strict=True) if not service])
    price = o.base.net.price[o.base.groups[rows, 0]]
    plant = (o.capacity[:, rows] * price[:, None]).sum(axis=1)
    return np.sign(plant[0] - plant[-1])


@row("V61", STRUCTURE, LONG_PEACE)
def lines_lost_a_year(seen: Seen) -> np.ndarray:
    """Share of working lines mothballed or given up a year, over the last twelve years of a long peace."""
    active = seen.outcome.active[LEAN:]
    lost = np.maximum(active[:-1] - active[1:], 0.0).sum(axis=0)
    return lost / active.mean(axis=0) / (len(active) / 12.0)


@row("V67", BEHAVIOUR, TOMAHAWK, used=True)
def what_is_left_of_a_line(seen: Seen) -> np.ndarray:
    """Tomahawk plant after 22 years on the money of 2025, over the plant of 2003."""
    plant = seen.capacity("TLAM", "USA")
    return plant[-1] / plant[0]
