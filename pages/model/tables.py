"""The tables of the Model page as pieces of HTML: parameters, the scoreboard, and what cannot be tested."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from abm.command.validating import number, points_met, span, summary
from abm.facts.parameters import PARAMETERS, Parameter
from abm.judgement.validation.declaring import KINDS
from abm.judgement.validation.misses import why_missed
from abm.judgement.validation.scoreboard import Score
from abm.judgement.validation.untested import NOT_TESTED
from abm.judgement.validation.verdicts import INSIDE, NEAR, OUTSIDE

ESTIMATE, FITTED, RECORD = "our estimate", "fitted", "from a source"
BASES = (RECORD, FITTED, ESTIMATE)
MARKS = {INSIDE: "●", NEAR: "◐", OUTSIDE: "✕", "": "!"}


def basis(parameter: Parameter) -> str:
    """What a parameter's value stands on: a source, a fit to history, or our own judgement."""
    if parameter.source.startswith("estimate"):
        return ESTIMATE
    return FITTED if parameter.source.startswith("fitted") else RECORD


def matching(words: str, on: str = "") -> list[Parameter]:
    """Parameters in which every word occurs, on this basis if one is said."""
    wanted = words.lower().split()
    return [one for one in PARAMETERS.values() if on in ("", basis(one)) and all(word in _text(one) for word in wanted)]


def _text(one: Parameter) -> str:
    return " ".join((one.name, one.name.replace("_", " "), one.unit, one.meaning, one.source, basis(one))).lower()


def parameters(found: list[Parameter]) -> str:
    """Parameters with value, range, a place to try another value, unit, meaning and what they stand on."""
    if not found:
        return '<p class="note">No parameter has all of these words.</p>'
    heads = ("parameter", "value", "range", "another value", "unit", "meaning", "basis", "source")
    rows = [
        (f"<code>{one.name}</code>", f"{one.value:g}", f"{one.low:g} to {one.high:g}", _tried(one), escape(one.unit), escape(one.meaning),
         basis(one), escape(one.source))
        for one in found
    ]  # fmt: skip
    return grid("Parameters", heads, rows, numbers=(1, 2))


def _tried(one: Parameter) -> str:
    """A small form that leads to Explore with another value."""
    about = f'type="number" min="{one.low:g}" max="{one.high:g}" step="any" value="{one.value:g}" name="param.{one.name}" required'
    return (
        f'<form class="try" action="/"><input {about} aria-label="Another value of {one.name}, {escape(one.unit)}">'
        f'<button class="quiet" type="submit" aria-label="Try in Explore: {one.name}">Try in Explore</button></form>'
    )


def scores(found: list[Score], misses_only: bool = False) -> str:
    """The scoreboard: how many rows of each kind are met, then every row, or only those that are not met."""
    told = "".join(f"<li>{escape(line)}</li>" for line in summary(found))
    parts = [f'<ul class="counts">{told}</ul>']
    for kind, meaning in KINDS.items():
        rows = [_score(one) for one in found if one.row.kind == kind and (not misses_only or one.verdict in (OUTSIDE, ""))]
        if rows:
            heads = ("verdict", "row", "what", "found, median", "5 to 95 %", "on record", "unit")
            title = f"{kind.capitalize()}: {escape(meaning)}"
            parts.append(f"<h3>{title}</h3>{grid(title, heads, rows, numbers=(3, 4, 5))}")
    return "".join(parts)


def _score(one: Score) -> tuple[str, ...]:
    word = one.verdict or "not computed"
    verdict = f'<span class="verdict {one.verdict or "fault"}"><i aria-hidden="true">{MARKS[one.verdict]}</i> {word}</span>'
    row = one.row.id + (" (fitted)" if one.row.used else "")
    what = escape(one.description) + (f": {escape(one.fault)}" if one.fault else "")
    if one.verdict == OUTSIDE:
        what += f"<small>{escape(why_missed(one.row.id))}</small>"
    cells = (points_met(one), "", "")
    if len(one.found) == 1:
        (found,) = one.found
        cells = (number(found.value, one.unit), span(*found.band, one.unit), span(found.low, found.high, one.unit))
    return (verdict, row, what, *cells, escape(one.unit))


def untested() -> str:
    """Rows of the record that the model cannot be held against, with the reason."""
    return grid("Cannot be tested", ("row", "reason"), [(name, escape(reason)) for name, reason in NOT_TESTED.items()])


def grid(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: tuple[int, ...] = ()) -> str:
    """A table of pieces of HTML that scrolls by itself where it is wider than the page, also by keys."""
    mark = ["number" if place in numbers else "" for place, _ in enumerate(heads)]
    head = "".join(f'<th scope="col" class="{mark[place]}">{word}</th>' for place, word in enumerate(heads))
    body = "".join("<tr>" + "".join(f'<td class="{mark[place]}">{cell}</td>' for place, cell in enumerate(row)) + "</tr>" for row in rows)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
