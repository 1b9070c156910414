"""The matrix of pairs: what two instruments bring together beyond each alone, and in what share of futures it goes that way."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.colors import TwoSlopeNorm

from experiments.analysis.contrasts import Interactions
from experiments.report.figures.drawn import INK, Drawn, blank

CLEAR = {"complements": "c", "substitutes": "s"}


def draw(found: Interactions) -> Drawn:
    """Contrasts in per cent of the outcome with every lever off; effects of each alone on the diagonal."""
    names, scale = list(found.levers), 100.0 / found.base
    matrix, words = np.full((len(names), len(names)), np.nan), {}
    for row in found.table.itertuples():
        i, j = sorted((names.index(row.one), names.index(row.other)), reverse=True)
        matrix[i, j] = scale * row.contrast
        words[i, j] = f"{scale * row.contrast:+.2g}\n{100 * row.sign_share:.0f} %{' ' + CLEAR[row.verdict] if row.verdict in CLEAR else ''}"
    for place, row in enumerate(found.alone.itertuples()):
        words[place, place] = f"{scale * row.effect:+.2g}"
    figure = blank(1.1 + 0.56 * len(names))
    axes = figure.subplots()
    most = float(np.nanmax(np.abs(matrix))) or 1.0
    axes.imshow(matrix, cmap="PuOr", norm=TwoSlopeNorm(0.0, -most, most), aspect="auto")
    for (i, j), word in words.items():
        axes.text(
            j, i, word, ha="center", va="center", fontsize=7.5, fontweight="bold" if i == j else "normal", color=_ink(matrix[i, j], most)
        )
    axes.set_xticks(range(len(names)), names, rotation=35, ha="right", fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.grid(visible=False)
    return Drawn(f"interactions_{found.outcome}", f"Pairs of instruments: {found.outcome}", sentence(found), figure, _table(found, scale))


def _ink(value: float, most: float) -> str:
    """Ink that can be read on a cell: the page's where there is none, else black or white."""
    if np.isnan(value):
        return INK
    return "#ffffff" if abs(value) > 0.6 * most else "#101418"


def sentence(found: Interactions) -> str:
    """How many pairs are more, or less, than their parts, and which is the strongest."""
    counts = found.table["verdict"].value_counts()
    told = ", ".join(f"{count} {word}" for word, count in counts.items())
    first = found.table.iloc[found.table["contrast"].abs().argmax()]
    strongest = f"{first['one']} with {first['other']} ({100 * first['contrast'] / found.base:+.2g} %, {first['verdict']})"
    return (
        f"Below the diagonal: what a pair brings beyond its parts, in per cent of the outcome with none of them, and the share of "
        f"futures in which it goes that way; c and s mark clear complements and substitutes on both scales. On the diagonal: each alone. "
        f"Of {len(found.table)} pairs: {told}. The largest: {strongest}."
    )


def _table(found: Interactions, scale: float) -> pd.DataFrame:
    return found.table.assign(contrast_percent=scale * found.table["contrast"])
