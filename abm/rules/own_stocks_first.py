"""Own stocks first: a seller fills its own magazines before allies' orders, and sells through a slow government queue."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import abroad, into_magazines, nations_of, services
from abm.rules.instrument import Instrument, lever


class OwnStocksFirst(Instrument):
    """Foreign claims on a nation's lines wait while its own magazines are low, and allies' requests take months to become contracts.

    The wait before a contract holds for goods that foreign magazines ask of these nations' lines; services are left alone.
    """

    writes: ClassVar[tuple[str, ...]] = ("nations.floor", "links.sales_time")

    nations: tuple[str, ...] = lever(("USA",), meaning="nations or blocs that sell so", names="nation or bloc", source="P035, P036, P039")
    floor: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="cover of its own magazine below which foreign claims wait",
        source="estimate: P039 gives the slip of 12 to 24 months, not the floor",
    )
    sales: float = lever(
        0.0,
        low=0.0,
        high=48.0,
        unit="month",
        meaning="mean time from an ally's request to its contract",
        source="P035: 7 to an offer; P036: 14 more to a contract",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Set the floor, and the time that a government sale takes."""
        sells = nations_of(base, self.nations)
        floor = columns.nations.floor
        floor[sells] = np.maximum(floor[sells], self.floor)
        sold = sells[base.net.link_from] & abroad(base) & into_magazines(base) & ~services(base)
        columns.links.sales_time[sold] = np.maximum(columns.links.sales_time[sold], self.sales)
