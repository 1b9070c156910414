"""What a study's folder says of itself: its manifest, and a codebook of every column."""

from __future__ import annotations

import os
import sys
from typing import Any

import pandas as pd

from abm.facts.parameters import PARAMETERS
from abm.facts.validation import bounds, digest
from abm.rules.instrument import instruments
from experiments.factors import LEVER
from experiments.lock import now
from experiments.plan import Plan
from experiments.store import KIND, LAYOUT, WRITER
from experiments.version import git_commit, machine, model_hash, versions

COLUMNS = {
    "case_id": "name of the case: everything in it that can change a number; equal cases have equal names",
    "row": "place of the row in the design",
    "row_id": "name of the row: everything in it but its seed",
    "point": "place in the sample of levers and uncertainties, in the sampler's order",
    "future": "cases with the same future, events and seed differ only in what was chosen, and may be paired",
    "mix": "policy mix",
    "events": "events added to the scenario's own",
    "seed": "repetition; the same seed means the same luck in every row",
    "status": "done, failed (reason in failures.csv) or missing",
    "seconds": "time the case took, its share of a block of worlds",
    "month": "month of the run, counted from the scenario's start",
    "dummy": "an input that nothing reads",
}


def design_digest(design: pd.DataFrame) -> str:
    """A short name for all rows of a design, in their order."""
    return digest(list(design["row_id"]))


def manifest_of(plan: Plan, design: pd.DataFrame) -> dict[str, Any]:
    """How the numbers came about: enough to make any of them again."""
    study = plan.study
    return {
        "written_by": WRITER,
        "kind": KIND,
        "layout": LAYOUT,
        "study": study.name,
        "title": study.title,
        "question": study.question,
        "prediction": study.prediction,
        "identity": plan.identity,
        "model": model_hash(),
        "commit": git_commit(),
        "versions": versions(),
        "machine": machine(),
        "scenarios": {name: {"name": one.name, "hash": one.hash, "text": one.to_yaml()} for name, one in plan.scenarios.items()},
        "mixes": {name: {"hash": mix.hash, "text": mix.to_yaml()} for name, mix in plan.mixes.items()},
        "sources": _sources(plan),
        "levers": plan.levers,
        "uncertainties": plan.uncertainties,
        "ranges": {f.name: [f.low, f.high] if f.values is None else [f.cell(value) for value in f.values] for f in plan.factors},
        "design": study.design.model_dump(mode="json", exclude_none=True) | {"rows": len(design), "digest": design_digest(design)},
        "seeds": study.seeds,
        "months": next(iter(plan.scenarios.values())).months,
        "outcomes": [_told(one) for one in plan.outcomes],
        "series": [_told(one) for one in plan.series],
        "made": now(),
        "history": [],
    }


def _sources(plan: Plan) -> dict[str, dict[str, str]]:
    """By the name the study calls it: each mix from which a lever takes an instrument."""
    of = {factor.name: factor.of for factor in plan.factors if factor.of is not None}
    named = {lever.of: of[name] for name, lever in plan.study.levers.items() if lever.of is not None}
    return {str(name): {"name": mix.name, "hash": mix.hash, "text": mix.to_yaml()} for name, mix in named.items()}


def _told(reading: Any) -> dict[str, str]:
    return {"name": reading.name, "unit": reading.unit, "metric": reading.metric, "meaning": reading.meaning}


def visit(engine: str, stored: int, set_aside: int) -> dict[str, Any]:
    """One run at the folder, as it begins."""
    host = machine()["host"]
    return {
        "began": now(),
        "host": host,
        "pid": os.getpid(),
        "command": " ".join(sys.argv)[:500],
        "engine": engine,
        "stored_before": stored,
        "set_aside": set_aside,
    }


def codebook(plan: Plan) -> pd.DataFrame:
    """Every column of the tables: what it is, its unit, meaning, range and source."""
    rows = [{"column": name, "role": "key", "meaning": meaning} for name, meaning in COLUMNS.items()]
    for factor in plan.factors:
        about = _of_lever(factor.name) if factor.kind == LEVER else _of_parameter(factor.name)
        between = f"{factor.low:g} to {factor.high:g}" if factor.values is None else ", ".join(str(factor.cell(v)) for v in factor.values)
        rows.append({"column": factor.name, "role": factor.kind, "range": between, **about})
    for role, readings in (("outcome", plan.outcomes), ("series", plan.series)):
        rows += [{"column": r.name, "role": role, "unit": r.unit, "meaning": r.meaning, "source": _source(r)} for r in readings]
    return pd.DataFrame(rows, columns=["column", "role", "unit", "meaning", "range", "source"]).fillna("")


def _of_parameter(name: str) -> dict[str, str]:
    p = PARAMETERS[name]
    return {"unit": p.unit, "meaning": p.meaning, "source": p.source}


def _of_lever(name: str) -> dict[str, str]:
    kind, _, field = name.partition(".")
    instrument = instruments()[kind.partition("[")[0]]
    if not field:
        return {"meaning": f"whether {kind} is in force: {' '.join((instrument.__doc__ or '').split()).split('. ')[0]}"}
    info = instrument.model_fields[field]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    own = f" (own range {bounds(info)})" if bounds(info) else ""
    return {"unit": str(extra.get("unit", "")), "meaning": f"{info.description}{own}", "source": str(extra.get("source", ""))}


def _source(reading: Any) -> str:
    rows = "; ".join(f"{dim} {', '.join(labels)}" for dim, labels in reading.over) or "all rows"
    when = "" if reading.months is None else f"; months {reading.months.start or 0} to {(reading.months.stop or 0) - 1}, {reading.reduce}"
    return f"metric {reading.metric}; {rows}{when if reading.months != slice(None) else '; by month'}"
