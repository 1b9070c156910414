"""Material reserves: lines keep months of the materials that few nations make."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import nations_of, products_of
from abm.rules.instrument import Instrument, lever


class MaterialReserves(Instrument):
    """Lines in these nations hold months of use of critical materials on top of their usual shelf."""

    writes: ClassVar[tuple[str, ...]] = ("stores.reserve",)

    nations: tuple[str, ...] = lever(("USA",), meaning="nations or blocs that keep reserves", names="nation or bloc", source="P059")
    materials: tuple[str, ...] = lever((), meaning="materials kept; empty means all", names="material", source="P008, P055")
    months: float = lever(
        0.0,
        low=0.0,
        high=36.0,
        unit="month",
        meaning="use kept in reserve",
        source="estimate: P055 puts 48 months on a new source",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Raise the reserve of the lines' stores of these materials."""
        net = base.net
        material = np.array([base.facts.products[name].kind == "material" for name in base.products])
        kept = (material & products_of(base, self.materials))[net.store_product] & nations_of(base, self.nations)[net.store_nation]
        columns.stores.reserve[kept] = np.maximum(columns.stores.reserve[kept], self.months)
