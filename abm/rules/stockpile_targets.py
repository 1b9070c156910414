"""Stockpile targets: nations mean to hold more than the requirement they have published."""

from __future__ import annotations

from typing import Any, ClassVar

from abm.rules.covered import magazines_of
from abm.rules.instrument import Instrument, lever


class StockpileTargets(Instrument):
    """Magazines aim at a multiple of their requirement; where several targets hold, they multiply."""

    writes: ClassVar[tuple[str, ...]] = ("stores.aim",)

    nations: tuple[str, ...] = lever((), meaning="nations or blocs that set the target", names="nation or bloc", source="P060")
    systems: tuple[str, ...] = lever((), meaning="systems it holds for; empty means all", names="system", source="P044, P045")
    factor: float = lever(
        1.0, low=0.1, high=5.0, unit="ratio", meaning="stock meant to be held over the requirement", source="estimate: P044 asks +150 %"
    )

    def write(self, columns: Any, base: Any) -> None:
        """Raise or lower what magazines aim at; a service is left alone, for nothing of it can be stored."""
        columns.stores.aim[magazines_of(base, self.nations, self.systems, services=False)] *= self.factor
