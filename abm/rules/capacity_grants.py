"""Capacity grants: a government pays part of the new plant of its own lines, or has plant built to a plan of its own."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import lines_of
from abm.rules.instrument import Instrument, lever


class CapacityGrants(Instrument):
    """Each nation that gives grants pays a share of what its own lines invest in plant for the products it names.

    With a plan, it also has its working lines built up to so many times their opening rate, at its own cost, whatever they reckon.
    """

    writes: ClassVar[tuple[str, ...]] = ("firms.grant", "firms.directed")

    nations: tuple[str, ...] = lever(("USA",), meaning="who gives grants at home", names="nation or bloc", source="P047-P056")
    products: tuple[str, ...] = lever((), meaning="what grants are for; empty means all", names="product", source="P047-P056")
    share: float = lever(
        0.0,
        low=0.0,
        high=0.9,
        unit="share",
        meaning="share of a line's investment in plant that is paid",
        source="estimate: P052-P056 give sums, not shares",
    )
    plan: float = lever(
        0.0,
        low=0.0,
        high=20.0,
        unit="ratio",
        meaning="announced output over that of the opening for which plant is built; 0 where nothing is announced",
        source="PLAN_155_US: 2.5 (2022), 4.5 (2023) and 6.9 (2024) times the shells of February 2022",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Raise the grant of the lines concerned, and what is built of them."""
        lines = lines_of(base, self.nations, self.products)
        columns.firms.grant[lines] = np.maximum(columns.firms.grant[lines], self.share)
        planned = self.plan * base.capacity[lines][:, None]
        columns.firms.directed[lines] = np.maximum(columns.firms.directed[lines], planned)
