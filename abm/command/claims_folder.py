"""`surge claims --out`: the claims, every draw and what each claim saw in it, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from abm.command.claims import claims_document
from abm.command.folder import replace_folder
from abm.facts.parameters import PARAMETERS
from abm.judgement.robustness import Trial, median


def write_claims(folder: Path, trials: Sequence[Trial]) -> None:
    """Write the claims (CSV), the draws with every claim's effect (Parquet), and a manifest of what was tried."""

    def fill(beside: Path) -> dict[str, Any]:
        pa.csv.write_csv(_summary(trials), beside / "claims.csv")
        pa.parquet.write_table(_draws(trials), beside / "draws.parquet", compression="zstd")
        return claims_document(trials)

    replace_folder(folder, fill)


def _summary(trials: Sequence[Trial]) -> pa.Table:
    """One row for each claim."""
    columns: dict[str, list] = {
        "claim": [one.claim.name for one in trials],
        "sentence": [one.claim.sentence for one in trials],
        "share": [one.share for one in trials],
        "low": [one.interval[0] for one in trials],
        "high": [one.interval[1] for one in trials],
        "effect": [median(one.seen.effect) for one in trials],
        "unit": [one.claim.unit for one in trials],
        "flips_where": [one.separator.parameter if one.separator else "" for one in trials],
    }
    columns |= {f"holds {title}": [one.share_under(title) for one in trials] for title in trials[0].structures}
    return pa.table({name: _column(values) for name, values in columns.items()})


def _draws(trials: Sequence[Trial]) -> pa.Table:
    """One row for each draw: its parameters, and each claim's effect and whether it holds."""
    drawn = trials[0].parameters
    columns: dict[str, list] = {"seed": list(range(len(drawn)))}
    columns |= {name: [one[name] for one in drawn] for name in PARAMETERS}
    for trial in trials:
        columns[trial.claim.name] = trial.seen.effect.tolist()
        columns[f"{trial.claim.name} holds"] = trial.holding.tolist()
    return pa.table({name: _column(values) for name, values in columns.items()})


def _column(values: list) -> pa.Array:
    return pa.array(values, pa.float64(), from_pandas=True) if isinstance(values[0], float) else pa.array(values)
