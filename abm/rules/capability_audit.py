"""Capability audit: allies count what each line could still take, and tell each other."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import lines_of
from abm.rules.instrument import Instrument, lever


class CapabilityAudit(Instrument):
    """Buyers see what lines of the members can still take beyond the orders they have, instead of their nameplate alone."""

    writes: ClassVar[tuple[str, ...]] = ("firms.audited",)

    members: str = lever("", meaning="bloc whose lines are audited; empty means none", names="bloc", source="P058, P059")
    products: tuple[str, ...] = lever((), meaning="products whose lines are audited; empty means all", names="product", source="P059")
    seen: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="how far buyers go by what is left instead of by the nameplate",
        source="estimate: no audit has been published",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Mark the members' lines as audited."""
        lines = lines_of(base, (self.members,), self.products)
        columns.firms.audited[lines] = np.maximum(columns.firms.audited[lines], self.seen)
