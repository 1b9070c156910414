"""`surge why --out`: the chains and the map as tables and pictures, the same bytes for the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv

from abm.command.folder import replace_folder
from abm.command.why import Answer, heading, map_rows
from abm.command.why_figures import draw_answer
from abm.judgement.chain import Cause
from abm.judgement.telling import sentence


def write_answer(folder: Path, answer: Answer) -> None:
    """Write the steps of every chain, the map by year and by month (CSV), figures, and a manifest of what was asked with the sentences."""

    def fill(beside: Path) -> dict[str, Any]:
        steps = [step for system in answer.chains for step in _steps(system, system, ())]
        pa.csv.write_csv(pa.Table.from_pylist(steps, _STEP), beside / "chains.csv")
        for name, found in (("binding", answer.map), ("binding_by_month", answer.by_month)):
            pa.csv.write_csv(pa.Table.from_pylist(list(map_rows(found)), _CELL), beside / f"{name}.csv")
        draw_answer(beside, answer)
        told = heading(answer) | {"systems": {one.name: sentence(one) for one in answer.chains}}
        return told | {"scenario_file": answer.scenario.to_yaml(), "policy_file": answer.mix.to_yaml()}

    replace_folder(folder, fill)


_TEXT, _NUMBER = pa.string(), pa.float64()
_STEP = pa.schema({"system": _TEXT, "depth": pa.int64(), "path": _TEXT, "kind": _TEXT, "name": _TEXT, "units": _NUMBER, "share": _NUMBER})
_CELL = pa.schema({"product": _TEXT, "first_month": pa.int64(), "limit": _TEXT, "part": _TEXT, "share": _NUMBER})


def _steps(cause: Cause, system: Cause, above: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """One row for each step of a chain, with the path to it and its share of the system's lack."""
    path = (*above, cause.name)
    row = {"kind": cause.kind, "name": cause.name, "units": cause.units, "share": cause.share(system)}
    yield {"system": system.name, "depth": len(above), "path": " > ".join(path)} | row
    for one in cause.causes:
        yield from _steps(one, system, path)
