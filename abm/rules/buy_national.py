"""Buy-national preference: a mark-up on foreign offers, a floor under home content, and waivers for partners."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import abroad, into_magazines, services
from abm.rules.instrument import Instrument, lever


class BuyNational(Instrument):
    """Buyers add a mark-up to offers from abroad and ask a share of home content; reciprocal agreements waive both.

    Magazines see every unwaived foreign offer at `1 + price_factor` times its price. A line at
    home that makes a system with less home content than the threshold may not take parts from unwaived nations. Services are left alone:
    the preference is for goods (other laws bar yards abroad, P009).
    """

    writes: ClassVar[tuple[str, ...]] = ("links.price_factor", "links.eligible")

    nations: tuple[str, ...] = lever(("USA",), meaning="nations that apply it", names="nation")
    price_factor: float = lever(
        0.0, low=0.0, high=2.0, unit="fraction of price", meaning="mark-up on the price of unwaived foreign offers", source="P004"
    )
    content_threshold: float = lever(
        0.0,
        low=0.0,
        high=1.0,
        unit="share",
        meaning="home share of component cost below which a product counts as foreign",
        source="P001-P003",
    )
    waivers: bool = lever(False, meaning="whether reciprocal procurement agreements (bloc RDP) waive both", source="P005")

    def write(self, columns: Any, base: Any) -> None:
        """Raise the evaluated price of unwaived foreign offers, and bar parts that would break the content threshold."""
        net = base.net
        buyer_applies = np.isin(net.link_to, base.nation_rows(self.nations))
        foreign = abroad(base)
        waived = base.both_in("RDP", net.link_from, net.link_to) & self.waivers
        touched = buyer_applies & foreign & ~waived
        magazine = into_magazines(base) & ~services(base)
        columns.links.price_factor[touched & magazine] *= 1.0 + self.price_factor
        unwaived = base.content_from(touched)
        foreign_line = unwaived > 1.0 - self.content_threshold + 1e-12
        columns.links.eligible[touched & ~magazine & foreign_line[net.store_firm[net.link_store]]] = 0.0
