"""Curves as inline SVG: the picture stretches to any width, and its words stay text beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np

TICKS = ((1.5, 0.25), (3.0, 0.5), (6.0, 1.0), (12.0, 2.0), (30.0, 5.0))
"""Distance between the scale's lines, for scales that reach up to so much."""


def scale(values: Iterable[float], least: float = 1.5) -> tuple[float, list[float]]:
    """A scale from 0 that holds all values: where it ends, and the lines on it."""
    known = [value for value in values if np.isfinite(value)]
    high = max([least, *known])
    step = next((step for reach, step in TICKS if high <= reach), 10.0 ** np.floor(np.log10(high)))
    count = int(np.ceil(high / step - 1e-9))
    return count * step, [step * place for place in range(count + 1)]


def trace(values: Sequence[float], top: float) -> str:
    """The path of a monthly curve in a picture 1 wide a month and 100 high; a month without a value leaves a gap."""
    words, pen_down = [], False
    for month, value in enumerate(values):
        if np.isfinite(value):
            words.append(f"{'L' if pen_down else 'M'}{month + 0.5:g},{100 - 100 * min(value, top) / top:.2f}")
        pen_down = bool(np.isfinite(value))
    return "".join(words)


def picture(
    values: Sequence[float],
    months: int,
    top: float,
    ticks: Iterable[float],
    wars: Iterable[tuple[int, int]],
    described: str,
) -> str:
    """A curve over the months of a scenario, wars shaded, with its scale's lines and a dot at its end."""
    shaded = "".join(f'<rect class="war" x="{begin}" y="0" width="{end - begin}" height="100"/>' for begin, end in wars)
    lines = "".join(f'<line class="grid" x1="0" x2="{months}" y1="{_y(tick, top)}" y2="{_y(tick, top)}"/>' for tick in ticks)
    peace = f'<line class="peace" x1="0" x2="{months}" y1="{_y(1.0, top)}" y2="{_y(1.0, top)}"/>'
    curve = f'<path class="curve" d="{trace(values, top)}"/>'
    dot = ""
    if len(values) and np.isfinite(values[-1]):
        left, height = 100 * (len(values) - 0.5) / months, _y(min(values[-1], top), top)
        dot = f'<i class="dot" style="left:{left:.2f}%;top:{height}%"></i>'
    return (
        f'<svg viewBox="0 0 {months} 100" preserveAspectRatio="none" role="img" aria-label="{escape(described)}">'
        f"{shaded}{lines}{peace}{curve}</svg>{dot}"
    )


def tick_words(ticks: Iterable[float], top: float) -> str:
    """The numbers beside the scale's lines."""
    return "".join(f'<span class="tick" style="top:{_y(tick, top)}%">{tick:g}×</span>' for tick in ticks)


def year_words(start: str, months: int) -> str:
    """The years under a picture, each where its January stands; not so many that they touch."""
    year, first = (int(part) for part in start.split("-"))
    januaries = [(year + n, 12 * n - (first - 1)) for n in range(months // 12 + 2)]
    inside = [(name, month) for name, month in januaries if 0 <= month < months]
    every = max(1, -(-len(inside) // 12))
    return "".join(f'<span class="year" style="left:{100 * month / months:.2f}%">{name}</span>' for name, month in inside[::every])


def _y(value: float, top: float) -> str:
    return f"{100 - 100 * value / top:.2f}"
