"""Allied investment: one nation pays for plant in another's land, as far as its politics allow."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import lines_of, nations_of
from abm.rules.instrument import Instrument, lever

MILLION = 1e6


class AlliedInvestment(Instrument):
    """A nation pays a share of what lines in allied nations invest in plant, up to what it may send abroad in a year.

    Where two allies offer to pay for the same line, the larger share is taken. Of several ceilings on one investor the lowest holds.
    """

    writes: ClassVar[tuple[str, ...]] = ("firms.ally_grant", "firms.investor", "nations.abroad_ceiling")

    investor: str = lever("USA", meaning="nation that pays", names="nation", source="P057")
    hosts: tuple[str, ...] = lever((), meaning="nations or blocs whose lines it pays for", names="nation or bloc", source="P057")
    products: tuple[str, ...] = lever((), meaning="products whose lines it pays for; empty means all", names="product", source="P057")
    share: float = lever(
        0.0, low=0.0, high=0.9, unit="share", meaning="share of a line's investment that is paid", source="estimate: P057 gives a sum"
    )
    ceiling: float | None = lever(
        None,
        low=0.0,
        high=100_000.0,
        unit="USD million/year",
        meaning="most that may go abroad in a year; empty means no ceiling",
        source="P057: NOK 1,000 million once; P052: USD 500 million a year at home",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Offer the share to lines of the hosts, and set the ceiling."""
        row = base.nation_rows((self.investor,))
        if not len(row):
            return
        if self.ceiling is not None:
            most = columns.nations.abroad_ceiling
            most[row] = np.minimum(most[row], self.ceiling * MILLION / 12.0)
        if self.share <= 0.0 or not nations_of(base, self.hosts).any():
            return
        firms = columns.firms
        lines = lines_of(base, self.hosts, self.products) & (base.net.firm_nation != row[0])
        # Equal offers go to the lower row, so that the order of instruments does not matter.
        better = (self.share > firms.ally_grant) | ((self.share == firms.ally_grant) & (row[0] < firms.investor))
        taken = lines[:, None] & better
        firms.ally_grant[taken] = self.share
        firms.investor[taken] = row[0]
