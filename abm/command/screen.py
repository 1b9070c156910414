"""The results of a run on one readable screen."""

from __future__ import annotations

import warnings

import numpy as np
import xarray as xr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.bands import band
from abm.facts.scenario import Scenario
from abm.rules.mix import Mix

NOT_LIMITS = frozenset({"none", "nothing", "unused"})
NEVER = "–"


def show(results: xr.Dataset, scenario: Scenario, mix: Mix, seconds: float, console: Console | None = None) -> None:
    """Print by system: peacetime rate, peak over peace, month of peak, exhaustion day, and what bound longest."""
    console = console or Console()
    console.print(Text(f"{scenario.title}. Policy: {mix.title or mix.name}."), style="bold")
    table = Table(box=None, header_style="dim", pad_edge=False)
    columns = ["system", "peace\na month", "peak x\npeace", "month\nof peak", "empty\non day", "bound\nlongest by"]
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place in (0, 5) else "right", no_wrap=True)
    for row in system_rows(results, onset(scenario)):
        table.add_row(*(Text(word) for word in row))
    console.print(table)
    console.print(Text(alliance_line(results, scenario)))
    seeds = results.sizes.get("seed", 1)
    console.print(Text(f"{seeds} seeds, {scenario.months} months, {seconds:.2f} s"), style="dim")


def onset(scenario: Scenario) -> int:
    """The first month of the first conflict, or the first month of all where there is none."""
    return min((e.opens(scenario.start) for e in scenario.events if e.kind == "conflict"), default=0)


def system_rows(results: xr.Dataset, first: int) -> list[tuple[str, ...]]:
    """One row of words for each system, from `first`, the month of onset."""
    if "surge_ratio" not in results:
        return []
    ratio = results["surge_ratio"]
    mean = xr.DataArray(band(ratio).mean, dims=[d for d in ratio.dims if d != "seed"])
    mean = mean.transpose("system", "month").values
    months = results["month"].values
    rates, exhausted = _peace_rates(results, mean), _by_system(results, "exhaustion_day")
    rows = []
    for place, name in enumerate(str(one) for one in results["system"].values):
        curve = np.where(np.isfinite(mean[place]), mean[place], -np.inf)
        peak = int(np.argmax(curve[first:])) + first if curve[first:].size else 0
        lively = bool(np.isfinite(curve[peak]))
        rows.append(
            (
                name,
                _number(rates[place]),
                f"{curve[peak]:.2f}" if lively else NEVER,
                str(months[peak]) if lively else NEVER,
                _number(exhausted[place], NEVER),
                longest_limit(results, name, first),
            )
        )
    return rows


def longest_limit(results: xr.Dataset, product: str, first: int) -> str:
    """The limit that bound most of a product's output from month `first` on."""
    if "limit_share" not in results or product not in results["product"].values:
        return NEVER
    shares = results["limit_share"].sel(product=product).isel(month=slice(first, None))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a limit that was never defined has no mean
        totals = shares.mean(dim=[dim for dim in shares.dims if dim != "limit"], skipna=True)
    told = {str(limit): float(total) for limit, total in zip(shares["limit"].values, totals.values, strict=True)}
    told = {limit: share for limit, share in told.items() if limit not in NOT_LIMITS and share > 0}
    if not told:
        return NEVER
    limit = max(told, key=lambda one: told[one])
    named = scarcest_input(results, product, first) if limit == "input" else limit
    return f"{named} ({told[limit]:.0%})"


def scarcest_input(results: xr.Dataset, product: str, first: int) -> str:
    """The input whose want cost the product most output from month `first` on."""
    if "forgone" not in results:
        return "input"
    lost = results["forgone"].isel(month=slice(first, None)).sum(dim=["month", "seed"])
    mine = {
        str(pair).split("<")[1]: float(units)
        for pair, units in zip(lost["ingredient"].values, lost.values, strict=True)
        if str(pair).startswith(f"{product}<")
    }
    return max(mine, key=lambda one: mine[one], default="input")


def alliance_line(results: xr.Dataset, scenario: Scenario) -> str:
    """The alliance's own peak, in one sentence."""
    if "alliance_surge_ratio" not in results:
        return ""
    first = onset(scenario)
    summary = band(results["alliance_surge_ratio"])
    curve = np.where(np.isfinite(summary.mean), summary.mean, -np.inf)[first:]
    if not curve.size or not np.isfinite(curve.max()):
        return ""
    peak = int(np.argmax(curve)) + first
    spread = f"{summary.low[peak]:.2f} to {summary.high[peak]:.2f}"
    since = f", {peak - first} months after onset" if first else ""
    return f"Alliance: peak {summary.mean[peak]:.2f} x the peacetime rate ({spread}) in month {peak}{since}."


def _by_system(results: xr.Dataset, name: str) -> np.ndarray:
    if name not in results or "system" not in results[name].dims:
        return np.full(results.sizes["system"], np.nan)
    return band(results[name]).mean


def _peace_rates(results: xr.Dataset, ratio: np.ndarray) -> np.ndarray:
    """Units a month in peace: as the results say, or else what was landed over the surge ratio."""
    if "peace_rate" in results:
        return _by_system(results, "peace_rate")
    if "landed" not in results:
        return np.full(len(ratio), np.nan)
    landed = results["landed"].sum("nation")
    arrived = xr.DataArray(band(landed).mean, dims=[d for d in landed.dims if d != "seed"])
    arrived = arrived.transpose("system", "month").values
    told = np.isfinite(ratio) & (ratio > 0)
    rates = np.divide(arrived, ratio, out=np.full(ratio.shape, np.nan), where=told)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a system never delivered has no rate
        return np.nanmedian(rates, axis=1)


def _number(value: float, otherwise: str = NEVER) -> str:
    if not np.isfinite(value):
        return otherwise
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
