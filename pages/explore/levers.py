"""The levers as a visitor finds them: every instrument with its fields, read from where they are declared."""

from __future__ import annotations

import functools
import re
import types
import typing
from typing import Any

from abm.facts.load import load_facts, load_policies
from abm.facts.parameters import PARAMETERS, Parameter
from abm.facts.scenario import FIELDED, list_scenarios, load_scenario
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import list_mixes, load_mix
from pages.model.tables import basis

FIRST = ("today", "none", "pipir")
"""Presets that stand first; the others follow by name."""

GROUPS = {
    "Money and contracts": ("MultiYearProcurement", "PooledProcurement", "CapacityGrants", "AlliedInvestment", "BuyNational"),
    "Licences and technology": (
        "ExportLicensing", "ReexportConsent", "MissileTechnologyControl", "TechnologyRelease", "Standardisation",
    ),
    "Promises and priorities": ("SecurityOfSupply", "PriorityRatings", "OwnStocksFirst", "CapabilityAudit", "StockpileLending"),
    "Production abroad": ("CoProduction", "RegionalSustainment"),
    "Stocks": ("StockpileTargets", "ForwardStocks", "MaterialReserves"),
}  # fmt: skip
HEADLINE = (
    "MultiYearProcurement[1].funded",
    "CapacityGrants[1].share",
    "StockpileTargets[1].factor",
    "MaterialReserves[1].months",
    "ExportLicensing[1].days",
)
"""Levers that stand first, before the groups."""

OTHERS = "Other instruments"


@functools.cache
def declared() -> dict[str, Any]:
    """Everything the lever panel is made of: presets, scenarios, instruments with their fields, names to choose from, and sources."""
    kinds = {name: _instrument(name, kind) for name, kind in instruments().items()}
    return shelves() | {
        "instruments": sorted(kinds.values(), key=lambda one: one["order"]),
        "headline": list(HEADLINE),
        "parameters": [_parameter(one) for one in PARAMETERS.values()],
        "options": options(),
        "sources": {name: _record(row) for name, row in load_policies().items()},
    }


def shelves() -> dict[str, Any]:
    """The presets and the scenarios to choose from, with their titles and questions."""
    return {
        "presets": [_titled(name, load_mix(name)) for name in sorted(list_mixes(), key=_first)],
        "scenarios": [_titled(name, load_scenario(name)) for name in list_scenarios()],
    }


def _first(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _titled(name: str, one: Any) -> dict[str, str]:
    return {"name": name, "title": one.title or name, "question": one.question}


def options() -> dict[str, list[list[str]]]:
    """What the words of a field may name: for each kind, names and what they mean."""
    facts = load_facts()
    blocs = sorted({bloc for nation in facts.nations.values() for bloc in nation.blocs})
    nations = [[name, nation.name] for name, nation in facts.nations.items()]
    products = [[name, product.name] for name, product in facts.products.items()]
    kinds = {name: product.kind for name, product in facts.products.items()}
    return {
        "nation": nations,
        "bloc": [[bloc, f"all of {bloc}"] for bloc in blocs],
        "product": products,
        "system": [row for row in products if kinds[row[0]] in FIELDED],
        "material": [row for row in products if kinds[row[0]] == "material"],
    }


def _record(row: dict[str, str]) -> str:
    """One row of the public record in a line."""
    span = row["central"] if row["low"] == row["high"] else f"{row['central']} ({row['low']} to {row['high']})"
    return f"{row['instrument']}: {row['parameter']}, {span} {row['unit']}; {row['confidence']} confidence"


def _instrument(name: str, kind: type[Instrument]) -> dict[str, Any]:
    groups = [group for group, names in GROUPS.items() if name in names]
    group = groups[0] if groups else OTHERS
    order = [*GROUPS, OTHERS].index(group) * 100 + (GROUPS[group].index(name) if groups else 0)
    meaning = (kind.__doc__ or "").strip().split("\n")[0]
    fields = [_field(field, about) for field, about in kind.model_fields.items() if field not in Instrument.model_fields]
    months = [_field(field, about) for field, about in Instrument.model_fields.items()]
    return {"name": name, "words": spaced(name), "meaning": meaning, "group": group, "order": order, "fields": fields + months}


def _parameter(one: Parameter) -> dict[str, Any]:
    """One number of behaviour as a lever: what it is set by, means, and stands on."""
    return {
        "name": one.name,
        "words": spaced(one.name),
        "kind": "number",
        "optional": False,
        "low": one.low,
        "high": one.high,
        "unit": one.unit,
        "meaning": one.meaning,
        "source": f"{one.source} ({basis(one)})",
        "default": one.value,
    }


def spaced(name: str) -> str:
    """A class name or a field's name in words."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def _field(name: str, about: Any) -> dict[str, Any]:
    """One lever: how it is set, what it means, its unit, range, default and source."""
    kind, optional = _kind(about.annotation)
    extra = about.json_schema_extra or {}
    limits = {type(one).__name__: one for one in about.metadata}
    default = list(about.default) if isinstance(about.default, tuple) else about.default
    return {
        "name": name,
        "words": spaced(name),
        "kind": kind,
        "optional": optional,
        "low": getattr(limits.get("Ge"), "ge", None),
        "high": getattr(limits.get("Le"), "le", None),
        "unit": extra.get("unit", ""),
        "meaning": about.description,
        "source": extra.get("source", ""),
        "names": extra.get("names", ""),
        "default": default,
    }


def _kind(annotation: Any) -> tuple[str, bool]:
    """How a field of this type is set (number, whole, switch, name, names), and whether it may be empty."""
    parts = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    optional = type(None) in parts
    first = next(part for part in parts if part is not type(None))
    if typing.get_origin(first) is tuple:
        return "names", optional
    return {float: "number", int: "whole", bool: "switch", str: "name"}[first], optional
