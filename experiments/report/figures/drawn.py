"""A figure with its title, its sentence and its numbers; narrow enough for a phone, and of colours that light and dark pages share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from abm.command.figures import house_style

INK, FAINT = "#20262c", "#8c969f"
"""Ink of words and axes, which a page turns with its own; grid lines, which stand on both."""
ACCENT, OTHER, GOOD, BAD = "#2f7fd1", "#d9772f", "#2f9e63", "#d1495b"
COLOURS = (ACCENT, OTHER, GOOD, "#9467bd", "#a8841f", FAINT, BAD, "#17a2b8")
WIDTH = 5.2


@dataclass(frozen=True)
class Drawn:
    """One figure: `name` for its files, what it shows, one sentence of what it says, and what is drawn as a table."""

    name: str
    title: str
    sentence: str
    figure: Figure
    table: pd.DataFrame


@contextmanager
def report_style() -> Iterator[None]:
    """The house's style with ink that can be turned, on no ground of its own."""
    ink = ("text.color", "axes.labelcolor", "xtick.color", "ytick.color", "axes.edgecolor", "axes.titlecolor")
    with house_style():
        mpl.rcParams.update(dict.fromkeys(ink, INK) | {"grid.color": FAINT, "grid.linewidth": 0.3, "figure.facecolor": "none"})
        mpl.rcParams.update({"axes.facecolor": "none", "savefig.facecolor": "none", "legend.frameon": False, "axes.titlesize": 9})
        yield


def blank(height: float) -> Figure:
    """A figure of the usual width."""
    return Figure(figsize=(WIDTH, height), layout="constrained")


def wrapped(text: str, width: int = 62) -> str:
    """Words in lines that fit over an axis."""
    import textwrap

    return "\n".join(textwrap.wrap(text, width))
