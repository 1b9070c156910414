"""What two policy mixes are compared by: each measure one number a system, a nation or the alliance, read from the metrics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from abm.facts.scenario import Scenario


@dataclass(frozen=True)
class Span:
    """The months of a scenario: from the first of war to the last, those that come after, both together, and all."""

    war: slice
    after: slice
    since: slice
    run: slice


def span_of(scenario: Scenario) -> Span:
    """When the wars of a scenario begin and end; where there is none, all its months come after."""
    wars = [(event.opens(scenario.start), event.months) for event in scenario.events if event.kind == "conflict"]
    begin = max(0, min((opens for opens, _ in wars), default=0))
    end = min(scenario.months, max((opens + months for opens, months in wars), default=0))
    return Span(slice(begin, end), slice(end, scenario.months), slice(begin, scenario.months), slice(0, scenario.months))


Reading = Callable[[xr.DataArray], xr.DataArray]


@dataclass(frozen=True)
class Measure:
    """One number to compare mixes by, for each system or nation (`by`) or for the alliance.

    `of` makes it from the metric in those months of the `Span`; where results lack the metric, there is no such measure. With
    `relative` the screen shows the difference as a share of the first mix's mean; without a title it stands in documents only.
    """

    name: str
    by: str
    title: str
    unit: str
    meaning: str
    metric: str
    months: str
    of: Reading
    relative: bool = False

    def values(self, results: xr.Dataset, span: Span) -> np.ndarray:
        """The measure as [system or nation, seed], or [seed] for the alliance."""
        seen = results[self.metric]
        if "month" in seen.dims:
            seen = seen.isel(month=getattr(span, self.months))
        return self.of(seen).transpose(*([self.by] if self.by else []), "seed").values.astype(float)


def _total(*over: str) -> Reading:
    """The sum over months, and over what else is named; undefined where there are no such months."""

    def of(seen: xr.DataArray) -> xr.DataArray:
        summed = seen.sum([*over, "month"], skipna=False)
        return summed if seen.sizes["month"] else summed * np.nan

    return of


def _mean(seen: xr.DataArray) -> xr.DataArray:
    """The mean over the months in which the metric is defined."""
    told = seen.notnull().sum("month")
    return seen.sum("month") / told.where(told > 0)


def _largest(seen: xr.DataArray) -> xr.DataArray:
    return seen.max("month")


def _as_it_is(seen: xr.DataArray) -> xr.DataArray:
    return seen


MEASURES = (
    Measure(
        "peak_ratio", "system", "peak x\npeace", "ratio", "largest month's deliveries from onset on, over the peacetime rate",
        "peak_ratio", "since", _as_it_is,
    ),
    Measure(
        "landed_at_war", "system", "landed\nat war", "unit", "units that reached all nations' magazines while the war lasts",
        "landed", "war", _total("nation"), relative=True,
    ),
    Measure(
        "landed_after", "system", "landed\nafter", "unit", "units that reached all nations' magazines after the war",
        "landed", "after", _total("nation"), relative=True,
    ),
    Measure(
        "days_of_supply", "system", "days of\nsupply", "day", "mean days of supply of all holders from onset on",
        "days_of_supply", "since", _mean,
    ),
    Measure(
        "exhaustion_day", "system", "empty\non day", "day", "days of war by which the magazines that carry half of all war use are dry",
        "exhaustion_day", "since", _as_it_is,
    ),
    Measure(
        "met_at_war", "system", "", "share", "mean share of the use of all holders that magazines can meet while the war lasts",
        "fill_rate", "war", _mean,
    ),
    Measure(
        "days_lost", "system", "days\nlost", "day", "days that ships and aircraft wait for a repair or overhaul, over the whole run",
        "days_lost", "run", _as_it_is, relative=True,
    ),
    Measure(
        "nation_landed_at_war", "nation", "landed\nat war", "USD", "value that reached the nation's magazines while the war lasts",
        "landed_value", "war", _total(), relative=True,
    ),
    Measure(
        "nation_landed_after", "nation", "landed\nafter", "USD", "value that reached the nation's magazines after the war",
        "landed_value", "after", _total(), relative=True,
    ),
    Measure(
        "slip", "nation", "slip,\nmonths", "month", "mean months by which the nation's orders arrive late, weighed by value",
        "mean_slip", "run", _as_it_is,
    ),
    Measure(
        "home_share", "nation", "home\nshare", "share", "mean share of what is made for the nation's magazines that its own lines make",
        "home_share", "run", _mean,
    ),
    Measure(
        "autonomy", "nation", "autonomy", "share", "mean share of what reaches the nation that its own lines and parts could make alone",
        "autonomy", "run", _mean,
    ),
    Measure(
        "spending", "nation", "spent", "USD", "value of the orders the nation placed and the grants it gave, over the whole run",
        "spending", "run", _total(), relative=True,
    ),
    Measure(
        "alliance_peak", "", "peak over the peacetime rate", "ratio", "largest value delivered in a month, from onset on, over peacetime's",
        "alliance_surge_ratio", "since", _largest,
    ),
    Measure(
        "alliance_landed_at_war", "", "value landed at war", "USD", "value that reached all magazines while the war lasts",
        "landed_value", "war", _total("nation"), relative=True,
    ),
    Measure(
        "alliance_landed_after", "", "value landed after", "USD", "value that reached all magazines after the war",
        "landed_value", "after", _total("nation"), relative=True,
    ),
    Measure(
        "theatre_landed_at_war", "", "value landed in theatre at war", "USD", "value that reached magazines in the theatre during the war",
        "landed_in_theatre", "war", _total(), relative=True,
    ),
    Measure(
        "alliance_spending", "", "spent", "USD", "value of all orders placed and grants given, over the whole run",
        "spending", "run", _total("nation"), relative=True,
    ),
)  # fmt: skip


def measures_in(results: xr.Dataset) -> tuple[Measure, ...]:
    """The measures that these results can tell."""
    return tuple(one for one in MEASURES if one.metric in results)
