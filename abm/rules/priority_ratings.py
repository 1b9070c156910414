"""Priority ratings: a nation's law puts its own defence orders ahead in its own lines, and carries the rating down to their suppliers."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import abroad, into_magazines, nations_of, products_of
from abm.rules.instrument import Instrument, lever
from abm.state.columns import RATED, URGENT


class PriorityRatings(Instrument):
    """A nation's own orders are rated: urgent ones (DX) are served first at home, other rated ones (DO) next, all others after them.

    A rating binds only lines at home. Sales from government to government may carry the rating of the office that places them, so that
    allies stand beside the nation's own magazines. What part of a line's orders is rated, its orders for parts at home are too, as far as
    the rating flows down.
    """

    writes: ClassVar[tuple[str, ...]] = ("links.tier", "links.flow_down")

    nations: tuple[str, ...] = lever(("USA",), meaning="nations whose law rates defence orders", names="nation or bloc", source="P010")
    urgent: tuple[str, ...] = lever((), meaning="systems rated urgent (DX)", names="system", source="P011: five to fifteen programmes")
    rated: bool = lever(False, meaning="whether all their other systems are rated (DO)", source="P010: some 300,000 orders a year")
    sales: bool = lever(False, meaning="whether sales to allies carry the rating too", source="P010; recalled: 15 CFR 700, Schedule I")
    flow_down: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="how far a rating reaches the suppliers of parts at home",
        source="P010: acceptance is mandatory",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Move rated claims of own magazines ahead, and let ratings flow down to parts makers at home."""
        net, links = base.net, columns.links
        own = nations_of(base, self.nations)[net.link_from] & ~abroad(base)
        magazine = into_magazines(base)
        if self.rated:
            carried = nations_of(base, self.nations)[net.link_from] if self.sales else own
            links.tier[carried & magazine] = np.minimum(links.tier[carried & magazine], RATED)
        if self.urgent:
            first = own & magazine & products_of(base, self.urgent)[net.firm_product[net.link_firm]]
            links.tier[first] = URGENT
        links.flow_down[own & ~magazine] = np.maximum(links.flow_down[own & ~magazine], self.flow_down)
