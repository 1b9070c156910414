"""From the metrics of a block of worlds to what a study keeps of each: one number an outcome, one number a month for a series."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from abm.facts.problems import nearest, shown
from abm.facts.scenario import Scenario
from abm.judgement.metrics import METRICS, Metric
from abm.judgement.outcome import Outcome as Records
from abm.judgement.outcome import added
from abm.state.base import Base
from experiments.factors import COMMON
from experiments.study import Outcome, Series, Study

ADDABLE = ("unit", "USD", "line", "availability", "day")
"""Units that may be added over systems or nations without being asked how; a share or a ratio may not."""
EACH_MONTH = "/month"


@dataclass(frozen=True)
class Reading:
    """One outcome or series, looked up: which rows of which metric, which months, and how they are made one number.

    `over`: by axis, the labels that count (none: all). `months`: from the scenario's start; None for a metric without months.
    """

    name: str
    metric: str
    over: tuple[tuple[str, tuple[str, ...]], ...]
    across: str
    months: slice | None
    reduce: str
    unit: str
    meaning: str

    def by_month(self, records: Records) -> np.ndarray:
        """The rows made one: [month, world], or [world] for a metric without months. Each world's numbers are its own alone."""
        metric = METRICS[self.metric]
        values = metric.of(records)
        for axis, dim in reversed(list(enumerate(metric.dims))):
            if dim == "month":
                continue
            labels = [str(label) for label in records.coordinate(dim)]
            chosen = dict(self.over).get(dim)
            rows = [labels.index(one) for one in chosen] if chosen else range(len(labels))
            values = made_one(np.moveaxis(values, axis, 0)[list(rows)], self.across)
        return values

    def of(self, records: Records) -> np.ndarray:
        """One number for each world [world]."""
        values = self.by_month(records)
        return values if self.months is None else made_one(values[self.months], self.reduce)


def made_one(parts: np.ndarray, how: str) -> np.ndarray:
    """Parts [part, ...] made one. Sums are undefined where a part is; means and extremes are over the parts that are defined.

    Parts are added one after the other, so that a world has the same bits in whatever company it runs.
    """
    if len(parts) == 1:
        return parts[0]
    if how == "sum":
        return added(parts, 0)
    if how in ("first", "last"):
        return parts[0 if how == "first" else -1]
    known = ~np.isnan(parts)
    if how == "mean":
        counted = known.sum(axis=0)
        return np.where(counted > 0, added(np.where(known, parts, 0.0), 0) / np.maximum(counted, 1), np.nan)
    return reduce(np.fmax if how == "max" else np.fmin, parts)


def onset_of(scenario: Scenario) -> int | None:
    """First month of war, counted from the scenario's start; None where nobody fights."""
    opens = [max(event.opens(scenario.start), 0) for event in scenario.events if event.kind == "conflict"]
    return min((month for month in opens if month < scenario.months), default=None)


def readings_of(study: Study, scenario: Scenario, base: Base, with_onset: bool = True) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """The outcomes and the series of a study in one scenario, every name looked up; months count from that scenario's own onset."""
    labels = labels_of(base, scenario)
    outcomes = tuple(_outcome(study, one, place, scenario, labels, with_onset) for place, one in enumerate(study.outcomes))
    series = tuple(_series(study, one, ("series", place), labels) for place, one in enumerate(study.series))
    _check_names(study)
    return outcomes, series


def labels_of(base: Base, scenario: Scenario) -> dict[str, list[str]]:
    """Labels along each axis of the metrics, known before anything runs."""
    blank = object.__new__(Records)
    blank.base, blank.months, blank.seeds = base, scenario.months, np.zeros(0, int)
    return {dim: [str(one) for one in blank.coordinate(dim)] for dim in {dim for metric in METRICS.values() for dim in metric.dims}}


def _check_names(study: Study) -> None:
    for where, listed in (("outcomes", study.outcomes), ("series", study.series)):
        names = [one.name for one in listed]
        for place, name in enumerate(names):
            if name in names[:place] or name in COMMON:
                raise study.problem(f"name = {shown(name)}: expected a name of its own", where, place, "name")


def _series(study: Study, one: Series, loc: tuple, labels: dict[str, list[str]]) -> Reading:
    metric = _metric(study, one, loc)
    if "month" not in metric.dims and not isinstance(one, Outcome):
        raise study.problem(f"metric {metric.name} is one number a run: expected one that has months", *loc, "metric")
    across = _rows(study, one, metric, loc, labels)
    over = tuple((dim, tuple(chosen)) for dim, chosen in one.over.items())
    return Reading(one.name, metric.name, over, across, slice(None), "sum", metric.unit, metric.meaning)


def _outcome(study: Study, one: Outcome, place: int, scenario: Scenario, labels: dict[str, list[str]], with_onset: bool) -> Reading:
    loc = ("outcomes", place)
    read, metric = _series(study, one, loc, labels), METRICS[one.metric]
    meaning = one.meaning or read.meaning
    if "month" not in metric.dims:
        for field in ("months", "reduce"):
            if getattr(one, field) is not None:
                raise study.problem(f"metric {metric.name} is one number a run: expected no {field}", *loc, field)
        return Reading(one.name, metric.name, read.over, read.across, None, "", metric.unit, meaning)
    months = _months(study, one, loc, scenario, with_onset)
    how = one.reduce
    if how is None and months.stop - months.start > 1:
        raise study.problem(
            f"outcome {one.name} spans {months.stop - months.start} months: expected reduce: sum, mean, max, min, ...", *loc
        )
    unit = metric.unit.removesuffix(EACH_MONTH) if how == "sum" else metric.unit
    return Reading(one.name, metric.name, read.over, read.across, months, how or "sum", unit, meaning)


def _metric(study: Study, one: Series, loc: tuple) -> Metric:
    if one.metric not in METRICS:
        raise study.problem(f"unknown metric {shown(one.metric)}{nearest(one.metric, METRICS)}", *loc, "metric")
    return METRICS[one.metric]


def _rows(study: Study, one: Series, metric: Metric, loc: tuple, labels: dict[str, list[str]]) -> str:
    """How the rows of a metric are made one, once every name in `over` leads somewhere."""
    own = [dim for dim in metric.dims if dim != "month"]
    for dim, chosen in one.over.items():
        if dim not in own:
            raise study.problem(f"metric {metric.name} has no axis {shown(dim)}{nearest(dim, own)}", *loc, "over", dim, at_key=True)
        for name in chosen:
            if name not in labels[dim]:
                raise study.problem(f"unknown {dim} {shown(name)}{nearest(name, labels[dim])}", *loc, "over", dim)
        if len(set(chosen)) < len(chosen):
            raise study.problem(f"over {dim}: expected each name once", *loc, "over", dim)
    wide = [dim for dim in own if len(one.over.get(dim, labels[dim])) > 1]
    if wide and one.across is None and not metric.unit.startswith(ADDABLE):
        told = f"metric {metric.name} ({metric.unit}) spans {' and '.join(wide)}"
        raise study.problem(f"{told}: expected one of them in over, or across: sum, mean, max or min", *loc)
    return one.across or "sum"


def _months(study: Study, one: Outcome, loc: tuple, scenario: Scenario, with_onset: bool) -> slice:
    onset = onset_of(scenario)
    if one.since == "onset" and onset is None and with_onset:
        raise study.problem(f"outcome {one.name}: nobody fights in {scenario.name}: expected since: start", *loc)
    begin = 0 if one.since == "start" or onset is None else onset
    if one.months is None:
        return slice(begin, scenario.months)
    first, last = one.months
    if not 0 <= first <= last or begin + last >= scenario.months:
        most = scenario.months - 1 - begin
        raise study.problem(f"months = [{first}, {last}]: expected the first and the last month, within 0 to {most}", *loc, "months")
    return slice(begin + first, begin + last + 1)
