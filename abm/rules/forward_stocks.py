"""Forward stocks: part of a nation's magazines lies near the theatre in peace."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import magazines_of
from abm.rules.instrument import Instrument, lever


class ForwardStocks(Instrument):
    """A share of the stock is kept within reach of the theatre, ready at once and exposed to the first strike."""

    writes: ClassVar[tuple[str, ...]] = ("stores.forward_share",)

    nations: tuple[str, ...] = lever(("USA",), meaning="nations or blocs that keep it there", names="nation or bloc", source="estimate")
    systems: tuple[str, ...] = lever((), meaning="systems kept there; empty means all", names="system", source="estimate")
    share: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="part of the stock kept near the theatre; 0 leaves it to usual practice",
        source="estimate: forward stocks are not published",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Set the share kept forward; where several rules hold, the largest."""
        kept = magazines_of(base, self.nations, self.systems, services=False)
        columns.stores.forward_share[kept] = np.maximum(columns.stores.forward_share[kept], self.share)
