"""Re-export consent: goods with parts from abroad need the leave of the nation the parts came from before they go on to a third."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import into_magazines, nations_of, send_back
from abm.rules.instrument import Instrument, lever
from abm.state.base import DAYS


class ReexportConsent(Instrument):
    """A finished system that took parts from the nation of origin waits for its consent before a third nation may have it.

    The consent is a case of its own, so its time comes on top of the seller's licence. Nations that hold a veto over the onward use of what
    they sold refuse a share of cases, which are filed anew. What a line took is what it takes at the opening.
    """

    writes: ClassVar[tuple[str, ...]] = ("links.license_time", "links.returned")

    origin: str = lever("USA", meaning="nation whose consent is needed", names="nation", source="P029")
    days: float = lever(0.0, low=0.0, high=720.0, unit="day", meaning="mean time of a consent", source="P029: 30 to 270, 90 central")
    content: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="share of component cost from the nation of origin above which its consent is needed",
        source="P029: any part of US origin counts",
    )
    veto: float = lever(
        0.0, low=0.0, high=0.95, unit="share", meaning="share of cases that nations with a veto refuse", source="P034: 0.1 to 0.9 in war"
    )
    holders: tuple[str, ...] = lever(("CHE", "DEU"), meaning="nations that use such a veto", names="nation or bloc", source="P034")

    def write(self, columns: Any, base: Any) -> None:
        """Lengthen licences on goods that carry the origin's parts to a third nation; send back what veto holders refuse."""
        net = base.net
        origin = np.isin(np.arange(len(base.nations)), base.nation_rows((self.origin,)))
        goods = base.under_export_law
        carries = base.content_from(origin[net.link_from]) > self.content
        third = goods & into_magazines(base) & ~origin[net.link_from] & ~origin[net.link_to] & carries[net.link_firm]
        columns.links.license_time[third] += self.days / DAYS
        send_back(columns, goods & nations_of(base, self.holders)[net.link_from], self.veto)
