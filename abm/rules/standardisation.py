"""Standardisation: what one member makes to the common standard, the others may use."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import abroad, products_of
from abm.rules.instrument import Instrument, lever


class Standardisation(Instrument):
    """Members clear each other's variants of a product, so that a share of what a foreign maker offers can replace their own."""

    writes: ClassVar[tuple[str, ...]] = ("links.qualified",)

    members: str = lever("", meaning="bloc whose members standardise; empty means nobody", names="bloc", source="P060")
    products: tuple[str, ...] = lever(
        ("PROP_CHG", "SHELL_BODY", "LAP155", "SHELL155"),
        meaning="products they standardise",
        names="product",
        source="P061: 155 mm and others",
    )
    share: float = lever(
        0.0, low=0.0, high=1.0, unit="share", meaning="share of combinations that are cleared", source="P061: 0.2 to 0.8, 0.5 central"
    )

    def write(self, columns: Any, base: Any) -> None:
        """Qualify members' lines for members' lines and magazines, up to the share."""
        net = base.net
        common = products_of(base, self.products)[net.firm_product[net.link_firm]] if self.products else False
        cleared = base.both_in(self.members, net.link_from, net.link_to) & abroad(base) & common
        columns.links.qualified[cleared] = np.maximum(columns.links.qualified[cleared], self.share)
