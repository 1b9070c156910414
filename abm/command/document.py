"""The results of a run as one JSON document."""

from __future__ import annotations

import importlib.metadata
import json
from typing import Any

import numpy as np
import xarray as xr

from abm.command.bands import band
from abm.facts.scenario import Scenario
from abm.rules.mix import Mix


def version() -> str:
    """The version of Alliance Surge that is installed."""
    try:
        return importlib.metadata.version("alliance-surge")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def identity(results: xr.Dataset, scenario: Scenario, mix: Mix) -> dict[str, Any]:
    """What was run: enough to run it again and get the same numbers."""
    return {
        "scenario": named(scenario),
        "policy": named(mix),
        "seeds": plain(results["seed"].values) if "seed" in results.coords else [],
        "months": scenario.months,
        "version": version(),
    }


def named(one: Scenario | Mix) -> dict[str, str]:
    """A scenario or mix by its name, and by the hash of everything in it that can change a number."""
    return {"name": one.name, "hash": one.hash}


def document(results: xr.Dataset, scenario: Scenario, mix: Mix) -> dict[str, Any]:
    """Every metric with its unit, meaning, axes, mean and 5-95 % band over the seeds; what is undefined is null."""
    return identity(results, scenario, mix) | {"metrics": {str(name): _metric(metric) for name, metric in results.data_vars.items()}}


def as_json(content: dict[str, Any]) -> str:
    """The document as text: strict JSON, one line at the end."""
    return json.dumps(content, allow_nan=False, separators=(",", ":"), ensure_ascii=False) + "\n"


def plain(values: np.ndarray) -> list[Any]:
    """Nested lists of plain values; NaN and infinity become None, which JSON writes as null."""
    if np.issubdtype(values.dtype, np.floating):
        return np.where(np.isfinite(values), values.astype(object), None).tolist()
    return values.astype(str).tolist() if values.dtype.kind in "mM" else values.tolist()


def _metric(metric: xr.DataArray) -> dict[str, Any]:
    dims = [str(dim) for dim in metric.dims if dim != "seed"]
    summary = band(metric)
    return {
        "unit": str(metric.attrs.get("unit", "")),
        "meaning": str(metric.attrs.get("meaning", "")),
        "dims": dims,
        "coords": {dim: plain(metric[dim].values) for dim in dims},
        "mean": plain(summary.mean),
        "low": plain(summary.low),
        "high": plain(summary.high),
    }
