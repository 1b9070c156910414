"""Co-production: an agreement builds a line for a system or part in an ally's land, from kits first and from local parts later."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import lines_of, new_lines
from abm.rules.instrument import Instrument, lever


class CoProduction(Instrument):
    """An agreement builds plant for a product in a host nation, with its technology and for every buyer of the product.

    Kits come from today's makers of the parts. Where parts are local, the host's own lines for those parts are freed and qualified as well;
    an agreement that moves from kits to local parts is two of these, the second starting later. In a host without any line for the product,
    working, planned or possible, an agreement finds nobody to build with, and nothing happens.
    """

    writes: ClassVar[tuple[str, ...]] = ("firms.sponsored", "firms.released", "links.qualified")
    last: ClassVar[bool] = True

    product: str = lever("", meaning="what is made; empty means nothing", names="product", source="P064-P076")
    host: str = lever("", meaning="nation in which it is made; empty means none", names="nation", source="P064-P076")
    rate: float = lever(
        0.0,
        low=0.0,
        high=5_000_000.0,
        unit="unit/year",
        meaning="output that the line is built up to, what stands there already counted in",
        source="P065: 300 to 4,000 GMLRS; P069: 28 to 60 PAC-3; P074: 10,000 to 180,000 drones; P075: 1.5 million charge modules",
    )
    local_parts: bool = lever(False, meaning="whether the host's own makers supply its parts", source="P064, P065: kits at first")

    def write(self, columns: Any, base: Any) -> None:
        """Sponsor the host's first line without plant, or else its first, free its technology and qualify it for all buyers."""
        if not (self.product and self.host and self.rate):
            return
        net, firms = base.net, columns.firms
        able = np.flatnonzero(lines_of(base, (self.host,), (self.product,)))
        line = able[np.argsort(~new_lines(base)[able], kind="stable")][:1]
        firms.sponsored[line] = np.maximum(firms.sponsored[line], self.rate / 12.0)
        firms.released[line] = 1.0
        columns.links.qualified[np.isin(net.link_firm, line)] = 1.0
        if self.local_parts and len(line):
            into_line = net.store_firm[net.link_store] == line[0]
            local = into_line & (net.link_from == net.link_to)
            firms.released[np.unique(net.link_firm[local])] = 1.0
            columns.links.qualified[local] = 1.0
