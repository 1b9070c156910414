"""The timeline of a run: events as bars, changes of rules as marks, and the month reached, above the curve and in its scale."""

from __future__ import annotations

from html import escape

from abm.state.base import Base
from pages.live.curves import year_words
from pages.live.kinds import told
from pages.live.moment import Happening, Moment


def strip(now: Moment, base: Base, titles: dict[str, str]) -> str:
    """The picture: one row for each event and for each change of rules, and a line at the end of the month reached."""
    rows = "".join(_bar(one, now, base) for one in now.happenings)
    changes = "".join(_rule(month, titles.get(mix, mix), now) for month, mix in now.rules)
    line = f'<i class="reached" style="left:{_share(now.month, now)}"></i>'
    words = year_words(now.start, now.months)
    return (
        f'<p class="note">{escape(sentence(now, base, titles))}</p>'
        f'<div class="strip" role="img" aria-label="{escape(sentence(now, base, titles))}">'
        f'<div class="rows">{rows}{changes}{line}<div class="years">{words}</div></div></div>'
    )


def sentence(now: Moment, base: Base, titles: dict[str, str]) -> str:
    """The whole timeline in a sentence or two."""
    said = [f"{told(one.event, base)[0]}, {now.span(one.begin, one.end - 1)}" for one in now.happenings]
    events = "; ".join(said) + "." if said else "Nothing befalls this world."
    rules = ", then ".join(titles.get(mix, mix) + (f" from {now.span(month, month)}" if month else "") for month, mix in now.rules)
    return f"{events} Rules in force: {rules}."


def row_words(one: Happening, now: Moment, base: Base) -> str:
    """One event for the list under the strip, with its place in time and whether it was added or cut short."""
    short, more = told(one.event, base)
    added = f" Added in month {one.added}." if one.added is not None else ""
    cut = " Ended before its time." if one.cut else ""
    return f"<b>{escape(short)}</b>, {now.span(one.begin, one.end - 1)}: {escape(more)}.{added}{cut}"


def _bar(one: Happening, now: Moment, base: Base) -> str:
    kind = "conflict" if one.event.kind == "conflict" else "other"
    added = " added" if one.added is not None else ""
    at = f"left:{_share(one.begin, now)};width:{_share(one.end - one.begin, now)}"
    return f'<div class="lane"><i class="bar-of {kind}{added}" style="{at}"></i>{_word(one.begin, told(one.event, base)[0], now)}</div>'


def _rule(month: int, title: str, now: Moment) -> str:
    return f'<div class="lane"><i class="change" style="left:{_share(month, now)}"></i>{_word(month, title, now)}</div>'


def _word(begin: int, words: str, now: Moment) -> str:
    """Words that start where their month stands, or end there where more room is on that side."""
    here, rest = _share(begin, now), _share(now.months - begin, now)
    at = f"left:{here};max-width:{rest}" if 2 * begin <= now.months else f"right:{rest};max-width:{here}"
    return f'<span class="word" style="{at}">{escape(words)}</span>'


def _share(month: int, now: Moment) -> str:
    return f"{100 * month / now.months:.2f}%"
