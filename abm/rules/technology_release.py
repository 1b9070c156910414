"""Technology release: allies may set up lines for a product, and what they make is qualified for every buyer."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.covered import lines_of, new_lines
from abm.rules.instrument import Instrument, lever


class TechnologyRelease(Instrument):
    """The technology of named products is free for named allies, whose lines become second sources that all buyers may use.

    It opens what missile-technology control closes, for these products and nations only. Papers for a new line take no longer than
    `months`; building and proving it take their time besides. What lines make is qualified from the first month in force, so `start` is
    the month in which lines that work already have been proved.
    """

    writes: ClassVar[tuple[str, ...]] = ("firms.released", "firms.clearance", "links.qualified")
    last: ClassVar[bool] = True

    products: tuple[str, ...] = lever(
        (), meaning="products whose technology is released; empty means none", names="product", source="P030, P070"
    )
    nations: tuple[str, ...] = lever((), meaning="nations or blocs that receive it", names="nation or bloc", source="P030, P031")
    months: float = lever(
        0.0, low=0.0, high=60.0, unit="month", meaning="most time that papers for a new line take", source="P019: 3.3; P024: 1.5 expedited"
    )

    def write(self, columns: Any, base: Any) -> None:
        """Free the technology, shorten the papers of new lines and qualify what these lines make."""
        if not self.products:
            return
        lines = lines_of(base, self.nations, self.products)
        columns.firms.released[lines] = 1.0
        fresh = lines & new_lines(base)
        columns.firms.clearance[fresh] = np.minimum(columns.firms.clearance[fresh], self.months)
        columns.links.qualified[lines[base.net.link_firm]] = 1.0
