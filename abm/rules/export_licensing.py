"""Export licensing: time, office throughput, returned cases, refusals and exemptions."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import nations_of, new_lines, send_back
from abm.rules.instrument import Instrument, lever
from abm.state.base import DAYS

REFERENCE = "USA"
"""The nation whose licence time `days` describes; others take longer or shorter by their own consent friction."""


class ExportLicensing(Instrument):
    """Goods that cross a border wait for a licence, each case in its mean time, all of them no faster than the office works.

    A nation's mean time is `days` x its consent friction over that of the USA. Pairs in an exempt bloc wait only for the share of
    their trade that the exemption leaves out, and free pairs do not wait at all. Services are left alone, and goods for which the
    record names no law on exports (minerals, forgings). Several laws in force together each ask their own time, and each sends back its
    own cases. A new line abroad waits for the technology of what the USA makes.
    """

    writes: ClassVar[tuple[str, ...]] = (
        "links.license_time",
        "links.returned",
        "links.eligible",
        "nations.license_office",
        "firms.clearance",
    )

    days: float = lever(0.0, low=0.0, high=720.0, unit="day", meaning="mean time of a licence case in the USA", source="P018, P019")
    returned: float = lever(0.0, low=0.0, high=0.9, unit="share", meaning="share of cases sent back and filed anew", source="P020")
    throughput: float | None = lever(
        None,
        low=0.1,
        high=100.0,
        unit="ratio",
        meaning="value an office clears over its exports at the start; empty means no bound",
        source="estimate: offices are staffed for today's load",
    )
    exempt: tuple[str, ...] = lever((), meaning="blocs whose members trade without licence", source="P022-P025", names="bloc")
    exempt_share: float = lever(0.72, low=0.0, high=1.0, unit="share", meaning="share of exempt pairs' trade covered", source="P022")
    free: tuple[str, ...] = lever(
        (),
        meaning="nations or blocs that need no licence of each other",
        names="nation or bloc",
        source="nations.csv: Canada's exemption (126.5) is long-standing, its arms industry one with America's",
    )
    technology_days: float = lever(
        0.0,
        low=0.0,
        high=720.0,
        unit="day",
        meaning="time of the technology licence that a new line outside the USA needs for a product the USA makes",
        source="P019",
    )
    refused: tuple[str, ...] = lever((), meaning="nations or blocs that get no licence", source="P026", names="nation or bloc")

    def write(self, columns: Any, base: Any) -> None:
        """Set licence times and offices, and bar what is refused."""
        net = base.net
        foreign = base.under_export_law
        friction = np.array([base.facts.nations[n].friction.central for n in base.nations])
        reference = base.facts.nations[REFERENCE].friction.central
        months = self.days / DAYS * friction / reference
        time = months[net.link_from] * foreign
        for bloc in self.exempt:
            time = np.where(base.both_in(bloc, net.link_from, net.link_to), time * (1.0 - self.exempt_share), time)
        free = nations_of(base, self.free)
        time = np.where(free[net.link_from] & free[net.link_to], 0.0, time)
        columns.links.license_time[:] += time[:, None]
        send_back(columns, foreign, self.returned)
        columns.links.eligible[foreign & nations_of(base, self.refused)[net.link_to]] = 0.0
        self._license_technology(columns, base)
        if self.throughput is not None and self.days > 0.0:
            office = self.throughput * base.export_value
            columns.nations.license_office[:] = np.minimum(columns.nations.license_office, office[:, None])

    def _license_technology(self, columns: Any, base: Any) -> None:
        """Let new lines outside the USA wait for what they are to make, as far as the USA makes it now."""
        home = base.nation_rows((REFERENCE,))
        firm_nation, firm_product = base.net.firm_nation, base.net.firm_product
        american = np.isin(firm_nation, home)
        known = np.isin(firm_product, firm_product[american & (base.capacity > 0.0)])
        months = np.full(len(base.nations), self.technology_days / DAYS)
        for bloc in self.exempt:
            if base.in_bloc(bloc)[home].any():
                months = np.where(base.in_bloc(bloc), months * (1.0 - self.exempt_share), months)
        waits = new_lines(base) & ~american & known
        clearance = columns.firms.clearance
        clearance[waits] = np.maximum(clearance[waits], months[firm_nation[waits], None])
