"""The panel of Live that tells one story: of a nation, a system, a line or a link, with ways on to others and back."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import solara
from reacton import ipyvuetify as v

from pages.live.moment import Moment
from pages.live.playing import Playback
from pages.live.words import story
from pages.parts import Marked, Pick, Quiet

A_WHILE = 24
"""Months of a story that are shown at first."""


@solara.component
def Stories(now: Moment, playback: Playback, tell: Callable[[Any], None]):
    """Whose story to read, and the one that is read."""
    trail = solara.use_reactive(())
    whole = solara.use_reactive(False)
    read = now.story

    def go_on(subject: str) -> None:
        if subject:
            trail.value = (*trail.value, (read.subject, read.title)) if read else ()
            tell(subject)

    def go_back() -> None:
        subject, _ = trail.value[-1]
        trail.value = trail.value[:-1]
        tell(subject)

    def close() -> None:
        trail.value = ()
        tell("")

    with v.Html(tag="section", class_="card stories"):
        if read:
            title = f'<h2 tabindex="-1" data-arrive>The story of {escape(read.title)}</h2>'
            Marked(html=title).key(read.subject)
        else:
            solara.HTML(tag="div", unsafe_innerHTML=f"<h2>Stories</h2>{HINT}")
        with solara.Div(classes=["choices"]):
            Pick("Whose story", [["", "choose a nation or a system"], *_whose(playback)], read.subject if read else "", go_on)
            if read:
                Pick("Go on to", [["", "lines, links and ends"], *map(list, read.ways)], "", go_on)
                if trail.value:
                    Quiet(f"Back to {trail.value[-1][1]}", go_back)
                Quiet("Close the story", close)
        if read:
            with v.Html(
                tag="div", class_="reading", attributes={"role": "region", "tabindex": "0", "aria-label": f"The story of {read.title}"}
            ):
                solara.HTML(tag="div", unsafe_innerHTML=story(now, len(read.months) if whole.value else A_WHILE))
            if len(read.months) > A_WHILE:
                Quiet(
                    "Show the last two years" if whole.value else f"Show all {len(read.months)} months", lambda: whole.set(not whole.value)
                )


HINT = '<p class="note">What happened to one nation, system, line or link, month by month. Choose one, or press its name below.</p>'


def _whose(playback: Playback) -> list[list[str]]:
    systems = [playback.model.base.products[row] for row in playback.model.base.systems]
    return [
        *([f"nation:{one}", name] for one, name in playback.nations.items()),
        *([f"system:{one}", playback.names[one]] for one in systems),
    ]
