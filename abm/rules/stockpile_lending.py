"""Stockpile lending: nations with rounds to spare lend to those who fight and lack them."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import nations_of
from abm.rules.instrument import Instrument, lever


class StockpileLending(Instrument):
    """Lenders give borrowers who fight and run short part of what they hold above half their target, month by month."""

    writes: ClassVar[tuple[str, ...]] = ("nations.lends",)

    lenders: tuple[str, ...] = lever((), meaning="nations or blocs that lend", names="nation or bloc", source="P033")
    borrowers: tuple[str, ...] = lever((), meaning="nations or blocs that may borrow", names="nation or bloc", source="P033")
    rate: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="1/month",
        meaning="share of the stock to spare that is lent in a month",
        source="estimate: P033 gives 330,000 shells moved in 41 days",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Let each lender lend to each borrower but itself."""
        pair = nations_of(base, self.lenders)[:, None] & nations_of(base, self.borrowers)[None, :]
        np.fill_diagonal(pair, False)
        columns.nations.lends[pair] = np.maximum(columns.nations.lends[pair], self.rate)
