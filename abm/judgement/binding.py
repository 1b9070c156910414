"""Which limit binds each product, month by month or year by year: the bottleneck map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from abm.flows.limits import INPUT, LIMITS
from abm.judgement.outcome import Outcome, added

NO_PLANT = -1
"""Stands for the limit of a product that no line makes."""


@dataclass(frozen=True)
class Binding:
    """The limit that bound the lines of each product longest in each span of months, weighed by plant, mean over the seeds.

    limit [product, span] is a row of `LIMITS` (`NO_PLANT` where nobody makes it), share [product, span] the part of the time in which it
    bound, part [product, span] the input that cost most output where the limit is an input, else empty.
    """

    products: tuple[str, ...]
    months: tuple[slice, ...]
    limit: np.ndarray
    share: np.ndarray
    part: np.ndarray

    def name(self, product: int, span: int) -> str:
        """The limit's name, or the input's where that binds; empty where nobody makes the product."""
        code = int(self.limit[product, span])
        return str(self.part[product, span]) or list(LIMITS)[code] if code != NO_PLANT else ""


def binding(outcome: Outcome, span: int = 1) -> Binding:
    """The map of binding limits, in spans of so many months."""
    months = tuple(slice(m, min(m + span, outcome.months)) for m in range(0, outcome.months, span))
    products = tuple(outcome.products)
    shape = (len(products), len(months))
    limit, share, part = np.full(shape, NO_PLANT), np.zeros(shape), np.full(shape, "", object)
    for place, seen in enumerate(months):
        bound = added(outcome.limit[seen], 0, 3)  # [product, limit]
        total = bound.sum(axis=1)
        works = total > 0.0
        limit[works, place] = bound[works].argmax(axis=1)
        share[works, place] = bound[works].max(axis=1) / total[works]
        dearest = _dearest_inputs(outcome, seen)
        for product in np.flatnonzero(limit[:, place] == INPUT):
            part[product, place] = dearest.get(int(product), "")
    return Binding(products, months, limit, share, part)


def _dearest_inputs(outcome: Outcome, seen: slice) -> dict[int, str]:
    """The input for want of which each product's lines forwent most output in these months."""
    forgone = added(outcome.bound[seen], 0, 2)
    found: dict[int, tuple[float, str]] = {}
    for row, (product, part) in enumerate(outcome.base.ingredients):
        if forgone[row] > found.get(int(product), (0.0, ""))[0]:
            found[int(product)] = float(forgone[row]), outcome.products[part]
    return {product: name for product, (_, name) in found.items()}
