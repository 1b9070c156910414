"""Rules that no government has: what judgement asks the model so as to tell what something is worth."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import abroad, nations_of, products_of
from abm.rules.instrument import Instrument, lever


class HalvedLicences(Instrument):
    """Licences for what these nations send abroad, and for these products, take half the time that all other rules make them take."""

    writes: ClassVar[tuple[str, ...]] = ("links.license_time",)
    last: ClassVar[bool] = True

    nations: tuple[str, ...] = lever((), meaning="exporting nations; empty means all", names="nation")
    products: tuple[str, ...] = lever((), meaning="products; empty means all", names="product")

    def write(self, columns: Any, base: Any) -> None:
        """Halve the licence time of the links concerned."""
        net = base.net
        products = products_of(base, self.products)[net.firm_product[net.link_firm]]
        nations = nations_of(base, self.nations)[net.link_from] if self.nations else True
        columns.links.license_time[abroad(base) & products & nations] *= 0.5


class TradeAmong(Instrument):
    """Allies outside a coalition stand alone: none of them buys, lends or pays for plant across its border, nor does the coalition with it.

    Members of the coalition deal with each other as the other rules let them, and everybody with nations that are no allies. What was
    ordered before is still delivered.
    """

    writes: ClassVar[tuple[str, ...]] = ("links.eligible", "nations.lends", "firms.ally_grant", "firms.sponsored")
    last: ClassVar[bool] = True

    allies: tuple[str, ...] = lever((), meaning="nations that may stand alone or together", names="nation")
    members: tuple[str, ...] = lever((), meaning="those of them that stand together", names="nation")

    def write(self, columns: Any, base: Any) -> None:
        """Bar what would cross a closed border."""
        ally, member = nations_of(base, self.allies), nations_of(base, self.members)
        closed = ally[:, None] & ally[None, :] & ~(member[:, None] & member[None, :]) & ~np.eye(len(ally), dtype=bool)
        net, firms = base.net, columns.firms
        columns.links.eligible[closed[net.link_from, net.link_to]] = 0.0
        columns.nations.lends[closed] = 0.0
        investor = firms.investor.astype(int)
        barred = (investor >= 0) & closed[np.maximum(investor, 0), net.firm_nation[:, None]]
        firms.ally_grant[barred] = 0.0
        firms.sponsored[barred] = 0.0
