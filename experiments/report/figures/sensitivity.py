"""Bars of what an outcome hangs on: Sobol' total and first indices, or Morris's mean effects, with their intervals."""

from __future__ import annotations

from experiments.analysis.sensitivity import Sensitivity
from experiments.report.figures.drawn import ACCENT, FAINT, OTHER, Drawn, blank

SHOWN = 12


def draw(found: Sensitivity, unit: str) -> Drawn:
    """The inputs that do most, the strongest on top; what does nothing (`dummy`) shows what counts as noise."""
    by, half = ("ST", "ST_conf") if "ST" in found.table else ("mu_star", "mu_star_conf")
    table = found.table.head(SHOWN)
    if "dummy" in set(found.table["input"]) - set(table["input"]):
        table = found.table[(found.table.index < SHOWN - 1) | (found.table["input"] == "dummy")]
    figure = blank(1.0 + 0.27 * len(table))
    axes = figure.subplots()
    places = range(len(table))
    colours = [
        OTHER if name == "dummy" else ACCENT if counts else FAINT
        for name, counts in zip(table["input"], table["beyond_noise"], strict=True)
    ]
    axes.barh(places, table[by], xerr=table[half], color=colours, height=0.62, error_kw={"linewidth": 1})
    if by == "ST":
        axes.plot(table["S1"], places, "|", color=OTHER, markersize=11, markeredgewidth=1.6, label="alone (first index)")
        axes.legend(fontsize=8, loc="lower right")
    axes.set_yticks(places, table["input"], fontsize=8)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    label = "share of variance, with interactions (total index)" if by == "ST" else f"mean elementary effect over its range ({unit})"
    axes.set_xlabel(label, fontsize=8)
    return Drawn(f"sensitivity_{found.outcome}", f"What {found.outcome} hangs on", sentence(found), figure, found.table)


def sentence(found: Sensitivity) -> str:
    """Which inputs count, or why they may not be ranked."""
    if found.refusal:
        return f"Not ranked: {found.refusal}."
    counting = [name for name in found.counting if name != "dummy"]
    if not counting:
        return "No input does more than one that does nothing."
    first = ", ".join(counting[:5])
    return f"{len(counting)} of {len(found.table)} inputs do more than one that does nothing; first come {first}."
