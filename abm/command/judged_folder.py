"""`--out` of `surge relief` and `surge attribute`: tables, figures and a manifest, the same bytes for the same question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from abm.command import attribute, relief
from abm.command.attribute_figures import draw_attribution
from abm.command.folder import replace_folder
from abm.command.relief_figures import draw_relief


def write_relief(folder: Path, found: relief.Ranking) -> None:
    """Write every relief by month (CSV), what it adds of each system in every seed (Parquet), two figures, and a manifest."""

    def fill(beside: Path) -> dict[str, Any]:
        whole = ("kind", "of", "words", "dual", "dual_rank")
        parts = ("rank", "mean", "low", "high", "cost", "cost_per_usd", "a_month")
        rounds = {"system": "system", "mean": "rounds", "low": "rounds_low", "high": "rounds_high", "cost_per_round": "cost_per_round"}
        rows = [
            {"month": month}
            | {part: one[part] for part in whole}
            | {part: one[part][place] for part in parts}
            | {name: one["most_rounds"][part][place] for part, name in rounds.items()}
            for one in relief.reliefs_told(found)
            for place, month in enumerate(found.months)
        ]
        pd.DataFrame(rows).to_csv(beside / "relief.csv", index=False)
        words = [one.words for one in found.worth.reliefs]
        axes = {"change": words, "month": found.months, "system": found.worth.systems, "seed": range(found.seeds)}
        _long(found.worth.units, axes, "units").to_parquet(beside / "units.parquet", index=False)
        draw_relief(beside, found)
        return (
            relief.heading(found)
            | {"agreement": relief.agreement_told(found)}
            | {"scenario_file": found.scenario.to_yaml(), "policy_file": found.mix.to_yaml()}
        )

    replace_folder(folder, fill)


def write_attribution(folder: Path, found: attribute.Attribution) -> None:
    """Write the shares and the interactions (CSV), every seed's share (Parquet), figures of both, and a manifest."""

    def fill(beside: Path) -> dict[str, Any]:
        told = attribute.attribution_document(found)
        shares = [{part: one[part] for part in ("player", "mean", "low", "high", "sampling_error")} for one in told["shares"]]
        pd.DataFrame(shares).to_csv(beside / "shares.csv", index=False)
        pairs = [dict(zip(("one", "other"), one["players"], strict=True)) | one for one in told["interaction"]]
        if pairs:
            pd.DataFrame(pairs).drop(columns="players").to_csv(beside / "interaction.csv", index=False)
        axes = {"player": found.split.players, "seed": range(found.seeds)}
        _long(found.split.shares, axes, "share").to_parquet(beside / "shares.parquet", index=False)
        draw_attribution(beside, found)
        summary = {part: told[part] for part in ("apart", "joint", "dividend")}
        files = {"scenario_file": found.scenario.to_yaml(), "policy_file": found.mix.to_yaml(), "over_file": found.over.to_yaml()}
        return attribute.heading(found) | summary | files

    replace_folder(folder, fill)


def _long(values: np.ndarray, axes: dict[str, Any], name: str) -> pd.DataFrame:
    """One row for each number, with a column for each axis."""
    index = pd.MultiIndex.from_product([list(labels) for labels in axes.values()], names=list(axes))
    return pd.Series(values.ravel(), index, name=name).reset_index()
