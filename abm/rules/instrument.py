"""What a policy instrument is: declared levers, a month to start and stop, and the columns it may write."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from abm.facts.problems import nearest, shown
from abm.facts.scenario import FIELDED


def lever(
    default: Any,
    *,
    meaning: str,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    source: str = "",
    names: str = "",
) -> Any:
    """Declare one field of an instrument: its neutral default, unit, range, meaning and source, once for all readers.

    `names` says what the words of the field stand for ("nation", "bloc", "nation or bloc", "product", "system" or "material"), so that
    files can be held to the record.
    """
    return Field(
        default,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "names": names},
        validate_default=True,
    )


class Instrument(BaseModel):
    """One policy instrument. At its default it changes no number; it can write the columns in `writes` and nothing else.

    `write(columns, facts)` receives the rule columns of the tables as arrays `[row, world]`; those not named in
    `writes` are read-only. It sees the network and the public record, never the state of a run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    writes: ClassVar[tuple[str, ...]] = ()
    last: ClassVar[bool] = False
    """Whether it lifts or spreads what other instruments write, and so writes after them wherever it stands in a mix."""

    start: int = lever(0, meaning="first month in force, counted from the scenario's start", unit="month", low=0, high=600)
    stop: int | None = lever(None, meaning="first month no longer in force; empty means never", unit="month", low=1, high=600)

    def in_force(self, month: int) -> bool:
        """Whether the instrument holds in this month (counted from the scenario's start)."""
        return self.start <= month and (self.stop is None or month < self.stop)

    def write(self, columns: Any, network: Any) -> None:
        """Write this instrument's columns for the months it is in force."""
        raise NotImplementedError


def loose_name(instrument: Instrument, facts: Any) -> tuple[str, str] | None:
    """The first field that names what the public record does not know, and what is wrong with it."""
    known = {
        "nation": set(facts.nations),
        "bloc": {bloc for nation in facts.nations.values() for bloc in nation.blocs},
        "product": set(facts.products),
        "system": {name for name, product in facts.products.items() if product.kind in FIELDED},
        "material": {name for name, product in facts.products.items() if product.kind == "material"},
    }
    for field, about in type(instrument).model_fields.items():
        kind = (about.json_schema_extra or {}).get("names", "")
        value = getattr(instrument, field)
        words = [value] if isinstance(value, str) else value or ()
        allowed = set().union(*(known[k] for k in kind.split(" or "))) if kind else set()
        for word in words if kind else ():
            if word and word not in allowed:
                return field, f"unknown {kind} {shown(word)}{nearest(word, allowed)}"
    return None


@functools.cache
def instruments() -> dict[str, type[Instrument]]:
    """Every instrument defined in a module of this package, by class name; a new module is found by itself."""
    package = importlib.import_module("abm.rules")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"abm.rules.{module.name}")
    return {kind.__name__: kind for kind in sorted(_below(Instrument), key=lambda k: k.__name__)}


def _below(kind: type[Instrument]) -> list[type[Instrument]]:
    return [k for sub in kind.__subclasses__() for k in (sub, *_below(sub)) if k.__module__.startswith("abm.rules.")]
