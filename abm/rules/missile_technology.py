"""Missile-technology control: which missiles may be sold abroad, to whom, and where the means to make them may go."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import abroad, into_magazines, lines_of, nations_of, new_lines, products_of, send_back
from abm.rules.instrument import Instrument, lever

REGIME = "MTCR"
"""The bloc whose members apply the control, and who count as members when they buy."""


def _approval(meaning: str, source: str) -> Any:
    return lever(1.0, low=0.0, high=1.0, unit="probability", meaning=meaning, source=source)


class MissileTechnologyControl(Instrument):
    """Members of the regime approve only a share of missile exports, fewer for the heaviest missiles and for nations outside it.

    A case that is not approved is filed anew and takes its licence time again; where none is ever approved, the buyer cannot take the
    missile. Nations exempt by name are free for Category I. Where production technology is closed, no new line for a Category I missile can
    be set up outside the legacy nations.
    """

    writes: ClassVar[tuple[str, ...]] = ("links.returned", "links.eligible", "firms.released")

    category_one: tuple[str, ...] = lever(
        ("TLAM",), meaning="missiles treated as Category I: far range with a heavy load", names="system", source="P026, P027"
    )
    category_two: tuple[str, ...] = lever(
        ("SM3_IB", "SM3_IIA", "SM6", "THAAD", "PAC3_MSE", "GEM_T", "LRASM", "JASSM_ER", "PRSM", "NSM", "GPI", "OWA_DRONE"),
        meaning="missiles treated as Category II",
        names="system",
        source="P028; JASSM-ER and LRASM: sources differ between I and II",
    )
    one_members: float = _approval("Category I cases approved for members of the regime", "P027: 0.7 since January 2025; P026: 0.1 before")
    one_others: float = _approval("Category I cases approved for other nations", "P026: 0.1")
    two_members: float = _approval("Category II cases approved for members of the regime", "P028: 0.97")
    two_others: float = _approval("Category II cases approved for other nations", "P028: low end 0.9")
    exempt: tuple[str, ...] = lever(
        ("GBR", "JPN", "AUS", "NLD"), meaning="nations with a standing exception for Category I", names="nation or bloc", source="P026"
    )
    production: bool = lever(True, meaning="whether production technology for Category I may go abroad", source="P027: it still may not")
    legacy: tuple[str, ...] = lever(("USA",), meaning="who may set up such lines in any case", names="nation or bloc", source="P027")

    def write(self, columns: Any, base: Any) -> None:
        """Send back what is not approved, bar what never is, and withhold the technology of new Category I lines."""
        net = base.net
        inside = base.in_bloc(REGIME)
        controlled = inside[net.link_from] & abroad(base) & into_magazines(base)
        member = inside[net.link_to]
        free = nations_of(base, self.exempt)[net.link_to]
        for systems, to_members, to_others, excepted in (
            (self.category_one, self.one_members, self.one_others, free),
            (self.category_two, self.two_members, self.two_others, False),
        ):
            if not systems:
                continue
            cases = controlled & products_of(base, systems)[net.firm_product[net.link_firm]] & ~np.asarray(excepted)
            approved = np.where(member, to_members, to_others)
            send_back(columns, cases & (approved > 0.0), 1.0 - approved[cases & (approved > 0.0)])
            columns.links.eligible[cases & (approved <= 0.0)] = 0.0
        if not self.production and self.category_one:
            makers = products_of(base, self.category_one)[net.firm_product]
            columns.firms.released[makers & new_lines(base) & ~lines_of(base, self.legacy, ())] = 0.0
