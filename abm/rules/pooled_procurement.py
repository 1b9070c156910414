"""Pooled procurement: members buy under one contract, and may agree who makes what."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import magazines_of
from abm.rules.instrument import Instrument, lever


class PooledProcurement(Instrument):
    """Members sign together: every member's magazine for a system gets the best contract that any of them has for it.

    With a division of labour they also lean to one maker: offers of the largest line among members look cheaper to all of them.
    """

    writes: ClassVar[tuple[str, ...]] = ("stores.contract_share", "stores.contract_years", "links.price_factor")
    last: ClassVar[bool] = True

    members: str = lever("", meaning="bloc whose members buy together; empty means nobody", names="bloc", source="P060")
    systems: tuple[str, ...] = lever((), meaning="systems bought together; empty means all", names="system", source="P060: GEM-T, Stinger")
    term: float = lever(0.0, low=0.0, high=15.0, unit="year", meaning="years that joint contracts run at least", source="P043: 7; P057: 15")
    division: float = lever(
        0.0,
        low=0.0,
        high=0.5,
        unit="fraction of price",
        meaning="how much cheaper the largest member's line looks to members",
        source="P040: 0.05 to 0.12 saved by buying in quantity",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Spread the best contract over members, system by system, and favour the largest maker."""
        net, stores = base.net, columns.stores
        joint = magazines_of(base, (self.members,), self.systems)
        for product in np.unique(net.store_product[joint]):
            pool = np.flatnonzero(joint & (net.store_product == product))
            stores.contract_share[pool] = stores.contract_share[pool].max(axis=0)
            stores.contract_years[pool] = np.maximum(stores.contract_years[pool].max(axis=0), self.term)
        favoured = np.isin(net.link_firm, self._largest(base)) & joint[net.link_store]
        columns.links.price_factor[favoured] *= 1.0 - self.division

    def _largest(self, base: Any) -> np.ndarray:
        """The members' largest line for each system they make [system]."""
        inside = np.flatnonzero(base.in_bloc(self.members)[base.net.firm_nation] & (base.capacity > 0.0))
        by_size = inside[np.argsort(-base.capacity[inside], kind="stable")]
        return by_size[np.unique(base.net.firm_product[by_size], return_index=True)[1]]
