"""A series month by month: the mean of each mix, and the band that holds nine of ten cases."""

from __future__ import annotations

import pandas as pd

from abm.facts.problems import BadInput
from experiments.analysis.choices import unit_of_series
from experiments.readings import onset_of
from experiments.report.figures.drawn import COLOURS, FAINT, Drawn, blank
from experiments.results import Results


def draw(results: Results, name: str, events: str) -> Drawn:
    """One curve for each mix under one set of events, months counted from the first of war."""
    told = results.series([name], events=events)
    if told.empty:
        raise BadInput(f"series {name} is empty", results.folder)
    onset = _onset(results, events)
    parts = told.groupby(["mix", "month"], sort=False)[name]
    table = pd.DataFrame({"mean": parts.mean(), "low": parts.quantile(0.05), "high": parts.quantile(0.95)}).reset_index()
    table["month"] = table["month"].astype(int) - onset
    figure = blank(3.2)
    axes = figure.subplots()
    for colour, mix in zip(COLOURS, results.mixes, strict=False):
        rows = table[table["mix"] == mix]
        axes.fill_between(rows["month"], rows["low"], rows["high"], color=colour, alpha=0.15, linewidth=0)
        axes.plot(rows["month"], rows["mean"], color=colour, linewidth=1.6, label=mix)
    axes.axvline(0, color=FAINT, linewidth=0.8, linestyle=":")
    axes.set(xlabel="month of war" if onset else "month", ylabel=f"{name} ({unit_of_series(results, name)})")
    axes.legend(fontsize=8, loc="best")
    peak = table.loc[table["mean"].idxmax()]
    when = f"month {peak['month']:.0f} {'of war' if onset else 'of the run'}"
    under = f" ({events})" if len(results.manifest["scenarios"]) > 1 else ""
    words = f"Means, with bands that hold nine of ten cases. The highest mean is {peak['mean']:.3g} ({peak['mix']}, {when})."
    return Drawn(f"series_{name}", f"{name}, month by month{under}", words, figure, table)


def _onset(results: Results, events: str) -> int:
    from abm.facts.scenario import parse_scenario

    one = results.manifest["scenarios"][events]
    return onset_of(parse_scenario(one["text"], one["name"])) or 0
