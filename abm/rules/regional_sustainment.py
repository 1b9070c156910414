"""Regional sustainment: how much of a fleet's repair may be done in allies' yards and depots, and which of them are certified."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import abroad, into_magazines, nations_of, services
from abm.rules.instrument import Instrument, lever


class RegionalSustainment(Instrument):
    """The law allows a share of a nation's repairs abroad, at yards and depots of the hosts; certified ones may serve it as its own do."""

    writes: ClassVar[tuple[str, ...]] = ("links.eligible", "links.qualified")

    nations: tuple[str, ...] = lever(("USA",), meaning="whose fleets are repaired", names="nation or bloc", source="P009, P062")
    scope: float = lever(
        1.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="share of an overhaul that may be done abroad; 1 means no legal limit",
        source="P009: 21 days, a tenth of the seven months that an overhaul takes",
    )
    hosts: tuple[str, ...] = lever(
        (), meaning="nations or blocs whose yards count, all others barred; empty means all", names="nation or bloc", source="P062"
    )
    certified: tuple[str, ...] = lever(
        (), meaning="nations or blocs whose yards are certified for these fleets", names="nation or bloc", source="P063, P077, P078"
    )

    def write(self, columns: Any, base: Any) -> None:
        """Limit repairs abroad, bar yards outside the hosts, and qualify certified ones."""
        net, links = base.net, columns.links
        repair = abroad(base) & services(base) & into_magazines(base) & nations_of(base, self.nations)[net.link_to]
        links.eligible[repair] *= self.scope
        if self.hosts:
            links.eligible[repair & ~nations_of(base, self.hosts)[net.link_from]] = 0.0
        known = repair & nations_of(base, self.certified)[net.link_from]
        links.qualified[known] = np.maximum(links.qualified[known], 1.0)
