"""The timeline of Live in Solara: what befalls the world and which rules hold, with what can be changed from the coming month on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape

import solara
from reacton import ipyvuetify as v

from pages.live.kinds import KINDS, event_from, options, settled
from pages.live.moment import Moment
from pages.live.playing import Playback
from pages.live.timeline import row_words, strip
from pages.parts import Entry, Pick, Quiet, pairs

Go = Callable[[Callable[[], Moment]], None]
"""Does something to the world and shows what came of it, or says in one line why it cannot be."""


@dataclass(frozen=True)
class Draft:
    """An event as far as it has been filled in."""

    kind: str = "conflict"
    picks: dict[str, str] = field(default_factory=dict)
    after: int = 0
    months: int = 12
    strength: float = KINDS["conflict"].usual


@solara.component
def Timeline(now: Moment, playback: Playback, titles: dict[str, str], go: Go, still: bool, problem: str):
    """The strip, the events under it, and the form that adds one; nothing can be changed while the world is playing or over."""
    adding = solara.use_reactive(False)
    base = playback.model.base
    with v.Html(tag="section", class_="card timeline"):
        solara.HTML(tag="div", unsafe_innerHTML=f"<h2>What befalls this world</h2>{strip(now, base, titles)}")
        with v.Html(tag="ul", class_="happenings"):
            for one in now.happenings:
                with v.Html(tag="li"):
                    solara.HTML(tag="span", unsafe_innerHTML=row_words(one, now, base))
                    if one.undo and not still:
                        Quiet(one.undo, lambda place=one.place: go(lambda: playback.end(place)))
        solara.HTML(tag="p", classes=["failed"], attributes={"role": "alert"}, unsafe_innerHTML=escape(problem))
        if not still:
            with solara.Div(classes=["choices"]):
                Pick("Rules from the coming month on", pairs(titles), now.rules[-1][1], lambda mix: go(lambda: playback.take_up(mix)))
                Quiet("Add an event", lambda: adding.set(not adding.value), pressed=adding.value)
            if adding.value:
                Adding(now, playback, go)


@solara.component
def Adding(now: Moment, playback: Playback, go: Go):
    """The form for one event more, from the coming month on."""
    draft, set_draft = solara.use_state(Draft())
    base, kind = playback.model.base, KINDS[draft.kind]
    picks = settled(draft.kind, base, draft.picks)
    left = now.months - now.month
    after, months = min(draft.after, left - 1), min(draft.months, left)

    def change(**changes) -> None:
        set_draft(replace(draft, **changes))

    def choose(name: str) -> None:
        set_draft(replace(draft, kind=name, picks={}, strength=KINDS[name].usual))

    def add() -> None:
        go(lambda: playback.befall(event_from(draft.kind, base, picks, now.month + after, months, draft.strength)))

    with solara.Div(classes=["choices", "adding"]):
        Pick("Kind of event", [[name, one.title] for name, one in KINDS.items()], draft.kind, choose)
        for asked, known in options(draft.kind, base, picks).items():
            Pick(kind.asks[asked], known, picks[asked], lambda value, asked=asked: change(picks=picks | {asked: value}))
        if kind.field:
            Entry(kind.strength, draft.strength, kind.low, kind.high, lambda number: change(strength=number))
        Entry("Lasts, months", months, 1, left, lambda number: change(months=int(number)), whole=True)
        Entry("Begins after, months", after, 0, left - 1, lambda number: change(after=int(number)), whole=True)
        Quiet("Add", add, kind="quiet main")
