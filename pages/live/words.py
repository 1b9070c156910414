"""What the page says: the figures of one moment, and what stands in the way now, as pieces of HTML."""

from __future__ import annotations

from calendar import month_name
from html import escape
from itertools import groupby

import numpy as np

from abm.flows.limits import REASONS
from pages.live.curves import picture, scale, tick_words, year_words
from pages.live.deciding import Decision
from pages.live.moment import Moment, Obstacle, System

WORST = 6
"""How many of the parts most in the way are named."""

DECIDED = 6
"""How many decisions of nations, and of lines, are told."""

MARKS = {"orders": "●", "capacity": "■", "labour": "▲", "input": "◆", "stoppage": "✕"}
"""A sign for each limit, so that nothing is told by colour alone."""

HELD_BY = {
    "orders": "waits for orders",
    "capacity": "plant full",
    "labour": "too few crews",
    "input": "short of parts",
    "stoppage": "stopped",
}
COUNTED = {
    "orders": "have plant to spare and wait for orders",
    "capacity": "are at the limit of their plant",
    "labour": "lack trained crews",
    "input": "lack a part or material",
    "stoppage": "are stopped or disrupted",
}
NOTES = {
    "Alliance surge": "Value delivered each month to all nations, over its peacetime rate",
    "Parts most in the way": "Output forgone this month for lack of a part, the dearest first",
    "By system": "Units delivered over the peacetime rate; the dotted line is 1×, each scale starts at 0",
}
UNKNOWN = "–"


def whole_page(now: Moment, names: dict[str, str]) -> str:
    """The figures, curve and obstacles of one moment; `names` are the products' full names."""
    return "".join(
        (
            f'<section class="figures">{_figures(now)}</section>',
            f"<section>{_card('Alliance surge', _alliance(now) + _told(now, names))}</section>",
            f'<section class="pair">{_card("What binds now", _binding(now))}',
            f"{_card('Parts most in the way', _obstacles(now.obstacles, names))}</section>",
        )
    )


def by_system(now: Moment, names: dict[str, str]) -> str:
    """Each system's curve so far, and what holds it back."""
    tiles = "".join(_tile(system, now, names) for system in now.systems)
    return f"<section>{_card('By system', f'<div class=tiles>{tiles}</div>')}</section>"


def sentence(now: Moment, names: dict[str, str]) -> str:
    """Where the world stands, in two or three plain sentences."""
    if not now.month:
        return f"{escape(now.question)} Press <b>Play</b>, or go a month or a year at a time."
    year, month = now.date()
    held = sum(count for limit, count in now.bound.items() if limit != "orders")
    told = (
        f"{month_name[month]} {year}, {_state(now)}: the alliance receives <b>{now.alliance[-1]:.2f} times</b> its "
        f"peacetime value a month. {held} of {sum(now.bound.values())} products are held back by something other "
        "than their orders."
    )
    if now.obstacles:
        worst = now.obstacles[0]
        told += f" Dearest for lack of a part: <b>{escape(names[worst.part])}</b>, wanted for {escape(_short(worst.product))}."
    return told


def _state(now: Moment) -> str:
    if now.at_war:
        return "at war"
    return "after the war" if any(end <= now.month for _, end in now.wars) else "at peace"


def _card(title: str, body: str) -> str:
    note = f'<p class="note">{NOTES[title]}</p>' if title in NOTES else ""
    return f'<div class="card"><h2>{title}</h2>{note}{body}</div>'


def _told(now: Moment, names: dict[str, str]) -> str:
    return f'<p class="now">{sentence(now, names)}</p>'


def _figures(now: Moment) -> str:
    year, month = now.date()
    began = now.month > 0
    date = f"{month_name[month]} {year}" + (" · war" if now.at_war else "")
    peak = int(np.nanargmax(now.alliance)) if began else 0
    return "".join(
        f'<div class="card figure"><h2>{name}</h2><b>{value}</b><span>{more}</span></div>'
        for name, value, more in (
            ("Month", f"{now.month}<small> of {now.months}</small>", date),
            (
                "Delivered over peacetime",
                f"{now.alliance[-1]:.2f}×" if began else UNKNOWN,
                "whole alliance, by value",
            ),
            (
                "Highest so far",
                f"{now.alliance[peak]:.2f}×" if began else UNKNOWN,
                f"in month {peak + 1}" if began else "whole alliance, by value",
            ),
            ("Lines at work", f"{now.lines}" if began else UNKNOWN, "production lines, all tiers"),
        )
    )


def _alliance(now: Moment) -> str:
    top, ticks = scale(now.alliance)
    state = f"now {now.alliance[-1]:.2f} times peacetime" if now.month else "not started"
    drawn = picture(now.alliance, now.months, top, ticks, now.wars, f"Alliance surge by month, {state}")
    wars = "".join(f'<span class="warword" style="left:{100 * begin / now.months:.2f}%">war</span>' for begin, _ in now.wars)
    words = tick_words(ticks, top) + year_words(now.start, now.months)
    return f'<div class="plot main"><div class="frame">{drawn}{wars}{words}</div></div>'


def _tile(system: System, now: Moment, names: dict[str, str]) -> str:
    top = scale(system.curve, least=2.0)[0]
    ratio = f"{system.ratio:.2f}×" if np.isfinite(system.ratio) else UNKNOWN
    held = HELD_BY.get(system.limit, "no line at work" if now.month else "")
    if system.part:
        held = f"short of {escape(_short(system.part))}"
    drawn = picture(system.curve, now.months, top, (top,), now.wars, f"{system.name}: {ratio} of peacetime, {held}")
    title = escape(f"{system.name}. {names.get(system.part, '')}".strip())
    return (
        f'<div class="tile" title="{title}">'
        f'<div class="head">{pressed(f"system:{system.id}", _short(system.id), system.name)}<b>{ratio}</b></div>'
        f'<div class="plot small"><div class="frame">{drawn}<span class="top">{top:g}×</span></div></div>'
        f'<div class="held">{_mark(system.limit)}{held}</div></div>'
    )


def _mark(limit: str) -> str:
    return f'<i class="mark {limit}">{MARKS[limit]}</i> ' if limit else ""


def _binding(now: Moment) -> str:
    if not now.month:
        return '<p class="note">Nothing has moved yet.</p>'
    found = {limit: count for limit, count in now.bound.items() if count}
    total = sum(found.values())
    bar = "".join(f'<i class="{one}" style="width:{100 * count / total:.2f}%"></i>' for one, count in found.items())
    rows = "".join(f"<li>{_mark(one)}<b>{count}</b> {COUNTED[one]}</li>" for one, count in found.items())
    return (
        f'<p class="note">Of {total} products, by what binds most of their plant this month</p>'
        f'<div class="shares">{bar}</div><ul class="limits">{rows}</ul>'
    )


def _obstacles(obstacles: tuple[Obstacle, ...], names: dict[str, str]) -> str:
    if not obstacles:
        return "<p>No part or material holds a line back.</p>"
    rows = [(names[one.part], _short(one.product), _amount(one.units)) for one in obstacles[:WORST]]
    return _grid("Parts most in the way", ("part", "holds back", "units"), rows)


def decisions(found: tuple[Decision, ...], nation: str = "", most: int = DECIDED) -> str:
    """What was decided in the month shown, and why; of one nation where one is named."""
    of = [one for one in found if nation in ("", one.nation)]
    if not of:
        return '<p class="note">Nothing that changes anything this month.</p>'
    rows = "".join(
        f"<li><b>{pressed(one.subject, one.who)}</b> {escape(one.did)}. <span>Why: {escape(one.because)}.</span></li>" for one in of[:most]
    )
    rest = f'<p class="note">And {len(of) - most} smaller ones.</p>' if len(of) > most else ""
    return f'<ul class="decided">{rows}</ul>{rest}'


def pressed(subject: str, words: str, whose: str = "") -> str:
    """A name that opens its story where it is pressed."""
    label = f' aria-label="{escape(words)}: the story of {escape(whose)}"' if whose else ""
    return f'<button type="button" class="named" data-press="{escape(subject)}"{label}>{escape(words)}</button>'


def story(now: Moment, most: int) -> str:
    """A story month by month, the newest first, as far back as `most` months; months of which the same is told stand together."""
    if not now.story.months:
        return '<p class="note">Nothing has happened yet: play a month.</p>'
    rows = []
    for said, same in groupby(now.story.months[:most], key=lambda one: one.said):
        months = [one.month for one in same]
        when = now.span(months[-1], months[0])
        rows.append(f"<li><h3>{when}</h3>{''.join(f'<p>{escape(one)}</p>' for one in said)}</li>")
    return f'<ol class="told">{"".join(rows)}</ol>'


def table(now: Moment, names: dict[str, str]) -> str:
    """The systems as a table of numbers, with what their magazines lack and why."""
    rows = []
    for system in now.systems:
        held = HELD_BY.get(system.limit, UNKNOWN) + (f": {names[system.part]}" if system.part else "")
        ratio = f"{system.ratio:.2f}" if np.isfinite(system.ratio) else UNKNOWN
        rows.append((system.name, ratio, held, _amount(system.lacking), REASONS.get(system.reason, UNKNOWN)))
    grid = _grid("Systems", ("system", "× peace", "its lines", "units lacking", "most of them are"), rows)
    return f'<section><div class="card">{grid}</div></section>'


def _grid(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{word}</th>' for word in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(word)}</td>" for word in row) + "</tr>" for row in rows)
    shell = f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">'
    return f"{shell}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _short(product: str) -> str:
    return product.replace("_", " ")


def _amount(units: float) -> str:
    return f"{units:,.0f}" if units >= 10 else f"{units:.1f}"
