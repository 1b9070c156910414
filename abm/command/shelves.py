"""What the model knows by name (`surge list`, `surge data`, `surge explain`), each told from its one declaration."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import Scenario, list_scenarios, load_scenario
from abm.facts.validation import bounds
from abm.rules.instrument import instruments
from abm.rules.mix import Mix, list_mixes, load_mix

DATA = Path(__file__).resolve().parents[1] / "data"
CELL = 40


def list_text() -> str:
    """The names a user can give to the other commands, each with a line of meaning."""
    shelves = {
        "Scenarios": [(name, load_scenario(name).title) for name in list_scenarios()],
        "Policy mixes": [(name, load_mix(name).title) for name in list_mixes()],
        "Instruments": [(name, _first_line(kind)) for name, kind in instruments().items()],
        "Metrics": [(name, metric.meaning) for name, metric in _metrics().items()],
    }
    parts = []
    for title, rows in shelves.items():
        width = max((len(name) for name, _ in rows), default=0)
        parts.append("\n".join([title, *(f"  {name:<{width}}  {meaning}".rstrip() for name, meaning in rows)]))
    return "\n\n".join(parts)


def data_text(table: str | None) -> str:
    """The public record: an overview, or one of its tables."""
    if table is None:
        from abm.facts.explain import list_data

        return f"{list_data()}\n\nTables: {', '.join(sorted(_tables()))}  (surge data TABLE)"
    if table not in _tables():
        raise BadInput(f"unknown table {shown(table)}{nearest(table, _tables())}")
    with _tables()[table].open(encoding="utf-8", newline="") as file:
        rows = [[cell if len(cell) <= CELL else cell[: CELL - 1] + "…" for cell in row] for row in csv.reader(file)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _tables() -> dict[str, Path]:
    return {path.stem: path for path in DATA.glob("*.csv")}


def explain_text(name: str) -> str:
    """What a name means, wherever in the house it is declared."""
    from abm.facts.parameters import PARAMETERS

    tellers: list[tuple[Iterable[str], Callable[[str], str]]] = [
        (_metrics(), lambda one: _metric_text(_metrics()[one])),
        (list_scenarios(), lambda one: _scenario_text(load_scenario(one))),
        (list_mixes(), lambda one: _mix_text(load_mix(one))),
        (instruments(), lambda one: _instrument_text(instruments()[one])),
        (_levers(), lambda one: _field_text(one, _levers()[one])),
        (PARAMETERS, lambda one: _parameter_text(PARAMETERS[one])),
    ]
    for names, tell in tellers:
        if name in names:
            return tell(name)
    from abm.facts.explain import explain

    try:
        return explain(name)
    except BadInput:
        known = {one for names, _ in tellers for one in names} | set(_figures())
        raise BadInput(f"nothing is called {shown(name)}{nearest(name, known)}") from None


def _metrics() -> dict[str, Any]:
    from abm.judgement.metrics import METRICS

    return {metric.name: metric for metric in (METRICS.values() if isinstance(METRICS, dict) else METRICS)}


def _figures() -> Iterable[str]:
    from abm.facts.load import load_facts, load_figures

    facts = load_facts()
    return [*load_figures(), *facts.products, *facts.nations]


def _levers() -> dict[str, FieldInfo]:
    return {f"{name}.{field}": info for name, kind in instruments().items() for field, info in kind.model_fields.items()}


def _first_line(kind: type[BaseModel]) -> str:
    return next(iter((kind.__doc__ or "").strip().splitlines()), "")


def _metric_text(metric: Any) -> str:
    dims = " by ".join(str(dim) for dim in getattr(metric, "dims", ()) if dim != "seed")
    return _told(f"{metric.name} (metric)", metric.meaning, unit=metric.unit, axes=dims)


def _parameter_text(parameter: Any) -> str:
    return _told(
        f"{parameter.name} (parameter)",
        parameter.meaning,
        value=f"{parameter.value:g} {parameter.unit}",
        range=f"{parameter.low:g} to {parameter.high:g} {parameter.unit}",
        source=parameter.source,
    )


def _instrument_text(kind: type[BaseModel]) -> str:
    levers = "\n".join("  " + line for name, info in kind.model_fields.items() for line in _lever_lines(name, info))
    return f"{kind.__name__} (policy instrument)\n{(kind.__doc__ or '').strip()}\n\n{levers}"


def _lever_lines(name: str, info: FieldInfo) -> list[str]:
    limits = bounds(info)
    return [f"{name} = {_default(info)}" + (f"   ({limits})" if limits else ""), f"    {info.description or ''}"]


def _field_text(name: str, info: FieldInfo) -> str:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return _told(
        f"{name} (lever of a policy instrument)",
        info.description or "",
        default=_default(info),
        range=bounds(info),
        unit=extra.get("unit", ""),
        source=extra.get("source", ""),
    )


def _default(info: FieldInfo) -> str:
    value = info.get_default(call_default_factory=True)
    if isinstance(value, tuple | frozenset | list):
        return "[" + ", ".join(sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return "empty" if value is None else str(value)


def _scenario_text(scenario: Scenario) -> str:
    told = _told(f"{scenario.name} (scenario, {scenario.hash})", scenario.title, question=scenario.question)
    return f"{told}\n\n{scenario.to_yaml().rstrip()}"


def _mix_text(mix: Mix) -> str:
    told = _told(f"{mix.name} (policy mix, {mix.hash})", mix.title, question=mix.question)
    return f"{told}\n\n{mix.to_yaml().rstrip()}"


def _told(title: str, meaning: str, **facts: Any) -> str:
    lines = [title, meaning, *(f"  {name}: {fact}" for name, fact in facts.items() if str(fact).strip())]
    return "\n".join(line for line in lines if line)
