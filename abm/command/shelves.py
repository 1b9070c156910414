"""What the model knows by name (`surge list`, `surge data`, `surge explain`), each told from its one declaration."""

from __future__ import annotations

import csv
import inspect
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import Scenario, list_scenarios, load_scenario
from abm.facts.validation import bounds
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import Mix, list_mixes, load_mix
from abm.state.columns import rule_columns

DATA = Path(__file__).resolve().parents[1] / "data"
CELL = 40

Told = tuple[str, tuple[str, ...]]
"""A name, and what is told of it, line by line."""


def list_text(shelf: str | None = None) -> str:
    """The names a user can give to the other commands, each with a line of meaning; one shelf of them tells more."""
    if shelf is None:
        parts = [_listed(title, [(name, told[0]) for name, told in rows()]) for title, rows in SHELVES.values()]
        return "\n\n".join([*parts, f"More about one kind: surge list {'|'.join(SHELVES)}"])
    if shelf not in SHELVES:
        raise BadInput(f"nothing to list is called {shown(shelf)}{nearest(shelf, SHELVES)}")
    title, rows = SHELVES[shelf]
    return _listed(title, [(name, "\n".join(line for line in told if line)) for name, told in rows()])


def _listed(title: str, rows: list[tuple[str, str]]) -> str:
    """Names in a column, and beside each what is told of it, line under line."""
    width = max((len(name) for name, _ in rows), default=0)
    lines = []
    for name, told in rows:
        first, *more = told.splitlines() or [""]
        lines.append(f"  {name:<{width}}  {first}".rstrip())
        lines += [f"  {'':<{width}}  {line}" for line in more]
    return "\n".join([title, *lines])


def _scenarios() -> list[Told]:
    found = [(name, load_scenario(name)) for name in list_scenarios()]
    return [(name, (one.title, one.question, _extent(one))) for name, one in found]


def _extent(scenario: Scenario) -> str:
    events = len(scenario.events)
    return f"{scenario.start}, {scenario.months} months, {events} event{'' if events == 1 else 's'}"


def _mixes() -> list[Told]:
    found = [(name, load_mix(name)) for name in list_mixes()]
    return [(name, (one.title, one.question, _held(one))) for name, one in found]


def _held(mix: Mix) -> str:
    counted = Counter(type(part).__name__ for part in mix)
    return ", ".join(name if number == 1 else f"{name} x{number}" for name, number in counted.items())


def _instruments() -> list[Told]:
    return [
        (name, (_first_line(kind), f"writes {', '.join(kind.writes)}", f"levers {', '.join(own_levers(kind))}"))
        for name, kind in instruments().items()
    ]


def _metric_rows() -> list[Told]:
    found = _metrics().items()
    return [(name, (metric.meaning, f"{metric.unit}; {_axes(metric) or 'one number a run'}")) for name, metric in found]


SHELVES: dict[str, tuple[str, Callable[[], list[Told]]]] = {
    "scenarios": ("Scenarios", _scenarios),
    "mixes": ("Policy mixes", _mixes),
    "instruments": ("Instruments", _instruments),
    "metrics": ("Metrics", _metric_rows),
}
"""What can be listed: a title, and for each name what is told of it, the most important first."""


def own_levers(kind: type[Instrument]) -> dict[str, FieldInfo]:
    """The levers that an instrument has besides the months in which it starts and stops."""
    return {name: info for name, info in kind.model_fields.items() if name not in Instrument.model_fields}


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
    return _told(f"{metric.name} (metric)", metric.meaning, unit=metric.unit, axes=_axes(metric))


def _axes(metric: Any) -> str:
    return " by ".join(str(dim) for dim in getattr(metric, "dims", ()) if dim != "seed")


def _parameter_text(parameter: Any) -> str:
    return _told(
        f"{parameter.name} (parameter)",
        parameter.meaning,
        value=f"{parameter.value:g} {parameter.unit}",
        range=f"{parameter.low:g} to {parameter.high:g} {parameter.unit}",
        source=parameter.source,
    )


def _instrument_text(kind: type[Instrument]) -> str:
    columns = rule_columns()
    writes = "\n".join(f"  {name} ({columns[name].unit}): {columns[name].meaning}" for name in kind.writes)
    levers = "\n".join("  " + line for name, info in kind.model_fields.items() for line in _lever_lines(name, info))
    meaning = inspect.cleandoc(kind.__doc__ or "")
    return f"{kind.__name__} (policy instrument)\n{meaning}\n\nLevers\n{levers}\n\nWrites\n{writes}"


def _lever_lines(name: str, info: FieldInfo) -> list[str]:
    about = " ".join(f"({word})" for word in (lever_range(info), told_source(info)) if word)
    return [f"{name} = {default_text(info)}   {about}".rstrip(), f"    {info.description or ''}"]


def lever_range(info: FieldInfo) -> str:
    """The range of a lever with its unit, or its unit where it has no range, or what its words name."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return bounds(info) or str(extra.get("unit") or extra.get("names") or "")


def told_source(info: FieldInfo) -> str:
    """Where the numbers of a lever come from."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return str(extra.get("source") or "")


def _field_text(name: str, info: FieldInfo) -> str:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return _told(
        f"{name} (lever of a policy instrument)",
        info.description or "",
        default=default_text(info),
        range=bounds(info),
        unit=extra.get("unit", ""),
        names=extra.get("names", ""),
        source=told_source(info),
    )


def default_text(info: FieldInfo) -> str:
    """The value of a lever that nobody moved, as it would stand in a file."""
    value = info.get_default(call_default_factory=True)
    if isinstance(value, tuple | frozenset | list):
        return "[" + ", ".join(sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return '""' if value == "" else "empty" if value is None else str(value)


def _scenario_text(scenario: Scenario) -> str:
    told = _told(f"{scenario.name} (scenario, {scenario.hash})", scenario.title, question=scenario.question)
    return f"{told}\n\n{scenario.to_yaml().rstrip()}"


def _mix_text(mix: Mix) -> str:
    told = _told(f"{mix.name} (policy mix, {mix.hash})", mix.title, question=mix.question)
    return f"{told}\n\n{mix.to_yaml().rstrip()}"


def _told(title: str, meaning: str, **facts: Any) -> str:
    lines = [title, meaning, *(f"  {name}: {fact}" for name, fact in facts.items() if str(fact).strip())]
    return "\n".join(line for line in lines if line)
