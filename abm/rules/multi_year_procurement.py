"""Multi-year procurement: a buyer signs for several years at once, with money behind all or part of it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import magazines_of
from abm.rules.instrument import Instrument, lever


class MultiYearProcurement(Instrument):
    """Magazines put a larger share of their planned orders under contracts that run for years.

    What is funded counts as signed. The rest is a plan on paper: firms take it at its word as far as the buyer is believed. A buyer that
    chooses signs only while that serves it.
    """

    writes: ClassVar[tuple[str, ...]] = ("stores.contract_share", "stores.contract_years", "stores.sign_choice")

    nations: tuple[str, ...] = lever(("USA",), meaning="nations or blocs that sign", names="nation or bloc", source="P041")
    systems: tuple[str, ...] = lever((), meaning="systems they sign for; empty means all", names="system", source="P041-P043")
    funded: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="share of planned orders signed and funded",
        source="P042: 0.06 of what was asked",
    )
    credibility: float = lever(
        0.0,
        low=0.0,
        high=0.5,
        unit="share",
        meaning="part of the unfunded rest that counts as signed because the buyer is believed",
        source="P046: 0.1 to 0.5",
    )
    term: float = lever(0.0, low=0.0, high=15.0, unit="year", meaning="years that contracts run at least", source="P043: 7; P057: 15")
    chosen: bool = lever(False, meaning="whether the buyer decides itself whether to sign", source="P041: six of seven were funded")

    def write(self, columns: Any, base: Any) -> None:
        """Raise the share under contract and the years it runs."""
        signs, stores = magazines_of(base, self.nations, self.systems), columns.stores
        share = self.funded + (1.0 - self.funded) * self.credibility
        stores.contract_share[signs] = np.maximum(stores.contract_share[signs], share)
        stores.contract_years[signs] = np.maximum(stores.contract_years[signs], self.term)
        if self.chosen:
            stores.sign_choice[signs] = 1.0
