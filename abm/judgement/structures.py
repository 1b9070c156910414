"""Other structures the model could have had: how parts stop output, who is served first, and when lines invest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from abm.facts.variants import Change, CostShares, Criticality
from abm.rules.instrument import Instrument
from abm.state.columns import ORDINARY


class OneQueue(Instrument):
    """All claims that keep their turn stand in one tier, whoever makes them, so that scarce output is shared in proportion.

    No policy but another model: it stands outside the rules, so that no mix can hold it.
    """

    writes: ClassVar[tuple[str, ...]] = ("links.tier", "links.flow_down")
    last: ClassVar[bool] = True

    def write(self, columns: Any, base: Any) -> None:
        """Put every claim in the ordinary tier, and let no rating flow down."""
        columns.links.tier[:] = ORDINARY
        columns.links.flow_down[:] = 0.0


class FirstCome(OneQueue):
    """Besides, no nation serves its own stocks before foreign orders. No policy either."""

    writes: ClassVar[tuple[str, ...]] = (*OneQueue.writes, "nations.floor")

    def write(self, columns: Any, base: Any) -> None:
        """Take away what a rule lets go before others."""
        super().write(columns, base)
        columns.nations.floor[:] = 0.0


@dataclass(frozen=True)
class Structure:
    """The model with one of its rules replaced, told through what goes into it: the record, the rules, or parameters beyond their range."""

    title: str
    about: str
    changes: tuple[Change, ...] = ()
    rules: tuple[Instrument, ...] = ()
    parameters: dict[str, float] = field(default_factory=dict)


AS_IT_IS = Structure("as it is", "parts stop output as far as the record says; tiers in order; lines invest as value clears the hurdle")

STRUCTURES = (
    AS_IT_IS,
    Structure("Leontief", "production: every part stops output altogether (criticality 1)", (Criticality(1.0),)),
    Structure("half-binding", "production: the lack of any part stops half of output (criticality 1/2)", (Criticality(0.5),)),
    Structure("free parts", "production: no part ever stops output (criticality 0)", (Criticality(0.0),)),
    Structure("linear", "production: the lack of a part costs its share in the cost of all parts; of several, the worst", (CostShares(),)),
    Structure("one queue", "rationing: no ratings and no tiers, scarce output is shared in proportion", rules=(OneQueue(),)),
    Structure(
        "first come", "rationing: nobody overtakes: no ratings, no own stocks first, no choice in a crisis, no haste for those at war",
        rules=(FirstCome(),), parameters={"honour_base": 1e3, "expedite": 1.0},
    ),
    Structure(
        "gap closing", "investment: lines build at once for all the demand they expect, whatever it pays",
        parameters={"margin": 1e3, "credibility": 1.0},
    ),
    Structure(
        "no investment", "investment: no line builds or enters on its own account; plant that is under way or agreed on opens",
        parameters={"margin": 1e-9},
    ),
)  # fmt: skip
"""The model as it is, and each variant; the first is what the others are held against."""
