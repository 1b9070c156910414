"""Capacity grants: a government pays part of the new plant of its own lines."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import lines_of
from abm.rules.instrument import Instrument, lever


class CapacityGrants(Instrument):
    """Each nation that gives grants pays a share of what its own lines invest in plant for the products it names."""

    writes: ClassVar[tuple[str, ...]] = ("firms.grant",)

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

    def write(self, columns: Any, base: Any) -> None:
        """Raise the grant of the lines concerned."""
        lines = lines_of(base, self.nations, self.products)
        columns.firms.grant[lines] = np.maximum(columns.firms.grant[lines], self.share)
