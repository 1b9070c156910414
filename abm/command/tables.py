"""The results as tidy tables: one for each set of axes, in Parquet (every seed) and CSV (mean and band)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import xarray as xr

from abm.command.bands import band


def write_tables(folder: Path, results: xr.Dataset) -> None:
    """Write every metric: those that share their axes share a table, named after the axes."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, metric in results.data_vars.items():
        groups.setdefault(tuple(str(dim) for dim in metric.dims), []).append(str(name))
    for dims, names in groups.items():
        axes = tuple(dim for dim in dims if dim != "seed")
        stem = folder / ("_by_".join(["metrics", "_".join(axes)]) if axes else "metrics")
        table = pa.table(_index(results, dims) | {name: _flat(results[name].values) for name in names})
        pa.parquet.write_table(table, stem.with_suffix(".parquet"), compression="zstd")
        pa.csv.write_csv(_summary(results, axes, names), stem.with_suffix(".csv"))


def _summary(results: xr.Dataset, axes: tuple[str, ...], names: list[str]) -> pa.Table:
    """Mean and 5-95 % band of each metric; rows where every number is nought or undefined are left out."""
    columns: dict[str, np.ndarray] = {}
    for name in names:
        summary = band(results[name])
        columns |= {
            name: summary.mean.ravel(),
            f"{name}_low": summary.low.ravel(),
            f"{name}_high": summary.high.ravel(),
        }
    told = np.logical_or.reduce([np.nan_to_num(column) != 0 for column in columns.values()])
    if not axes:
        told[:] = True
    table = pa.table(_index(results, axes) | {name: _flat(column) for name, column in columns.items()})
    return table.filter(pa.array(told))


def _flat(values: np.ndarray) -> pa.Array:
    flat = np.ascontiguousarray(values).ravel()
    if flat.dtype.kind == "f":
        return pa.array(flat, mask=~np.isfinite(flat))
    return pa.array(flat)


def _index(results: xr.Dataset, dims: tuple[str, ...]) -> dict[str, pa.Array]:
    """One column for each axis, repeated as the long table needs; names are stored once."""
    sizes = [results.sizes[dim] for dim in dims]
    columns: dict[str, pa.Array] = {}
    for place, dim in enumerate(dims):
        inner, outer = int(np.prod(sizes[place + 1 :])), int(np.prod(sizes[:place]))
        codes = np.tile(np.repeat(np.arange(sizes[place], dtype=np.int32), inner), outer)
        labels = results[dim].values
        if labels.dtype.kind in "iu":
            columns[dim] = pa.array(labels[codes])
        else:
            columns[dim] = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(labels.astype(str).tolist()))
    return columns
