"""The Live page: choose a scenario and its rules, play it month by month, see what was decided and why, and change the rules on the way."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import solara
import solara.lab
from reacton import ipyvuetify as v

from abm.facts.problems import BadInput
from abm.facts.scenario import list_scenarios, load_scenario
from abm.rules.mix import list_mixes, load_mix
from pages.live.course import LARGEST_SEED, Course, from_address, to_address
from pages.live.happening import Timeline
from pages.live.moment import Moment
from pages.live.playing import Playback
from pages.live.stories import Stories
from pages.live.words import by_system, decisions, table, whole_page
from pages.parts import Arrived, Entry, Followed, Marked, Pick, Quiet, pairs

LOOK = (Path(__file__).parent / "look.css").read_text(encoding="utf-8")
PACE, BREATH = 0.08, 0.03
"""Seconds from month to month while playing, and the least of them in which nothing is done: time for clicks to be heard."""
MOST_AT_ONCE = 3
"""Months played between two drawings where drawing is slow."""


@solara.component
def Layout(children=()):
    """The bare page, without Solara's own bar and drawer."""
    solara.Style(LOOK)
    with solara.Div(classes=["surge"]):
        v.Html(tag="main", class_="inner", children=list(children))


@solara.component
def Framed():
    """The page with its look."""
    Layout(children=[Page()])


@solara.component
def Page():
    """One visitor's page; everything it remembers belongs to this visitor alone."""
    begun = solara.use_reactive(Course())
    attempt = solara.use_reactive(0)  # how often a world has been opened anew; none before the address has been read
    problem = solara.use_reactive("")

    def begin(course: Course, wrong: str = "") -> None:
        begun.value, problem.value = course, wrong
        attempt.value += 1

    def read(address: Any) -> None:
        try:
            begin(from_address(str(address)))
        except BadInput as wrong:
            begin(Course(), f"This address could not be followed: {wrong.message}")

    opened = solara.lab.use_task(lambda: _open(begun.value) if attempt.value else None, dependencies=[attempt.value])
    with solara.Div():
        Arrived(event_opened=read)
        solara.HTML(tag="h1", unsafe_innerHTML="One world, month by month")
        solara.HTML(tag="p", classes=["failed"], attributes={"role": "alert"}, unsafe_innerHTML=escape(problem.value))
        if opened.error:
            _Controls(begun.value, begin)
            solara.HTML(tag="p", classes=["failed"], unsafe_innerHTML="This world could not be opened: choose another.")
        elif opened.pending or opened.value is None:
            _Controls(begun.value, begin)
            solara.ProgressLinear(True)
            solara.HTML(tag="p", classes=["note"], unsafe_innerHTML=WAIT)
        else:
            _Player(begin, *opened.value).key(f"{attempt.value}")
        solara.HTML(tag="footer", unsafe_innerHTML=FOOT)


WAIT = "Laying out the industrial base. After a change of the model it is compiled first, which takes about a minute."
WAY_OUT = "Go back to the start with Reset, or choose another scenario."
FOOT = (
    "For exploring and teaching, never a forecast. Public figures only; nations and firms here are rules that a reader "
    "can check, not portraits of governments. One seed is one course of luck: <code>surge run</code> shows the range."
)


def _open(course: Course) -> tuple[Playback, Moment]:
    """Open the world chosen, once the smallest has been played a month: loading the model then holds up no button."""
    Playback(Course("classroom")).advance(1)
    playback = Playback(course)
    return playback, playback.advance(0)


@solara.component
def _Player(begin: Callable[[Course], None], playback: Playback, first: Moment):
    """The buttons and what they have led to."""
    now = solara.use_reactive(first)
    playing = solara.use_reactive(False)
    as_table = solara.use_reactive(False)
    problem = solara.use_reactive("")

    gone = solara.use_memo(threading.Event, [])
    solara.use_effect(lambda: gone.set, [])

    def go(to: Callable[[], Moment]) -> bool:
        """Show where something leads, unless a later month is shown already; what cannot be is said, and the world stays where it is."""
        try:
            then, wrong = to(), ""
        except BadInput as refused:
            then, wrong = None, refused.message
        except Exception as failed:  # whatever goes wrong in a month, the page must stay and say so
            then, wrong = None, f"This could not be run ({type(failed).__name__}: {failed}). {WAY_OUT}"
        if not gone.is_set():
            problem.value = wrong
            if then and then.month >= now.value.month:
                now.value = then
        return then is not None

    def play(cancel: threading.Event) -> None:
        shown = time.monotonic()
        while playing.value and not cancel.is_set():
            late = int((time.monotonic() - shown) / PACE)  # a screen that draws slower than months pass shows every second or third
            months = min(max(late, 1), MOST_AT_ONCE)
            went_on = go(lambda months=months: playback.advance(months))
            if cancel.is_set():
                return
            if not went_on or now.value.ended:
                playing.value = False
            shown = max(shown + months * PACE, time.monotonic() - MOST_AT_ONCE * PACE)
            time.sleep(max(BREATH, shown - time.monotonic()))

    solara.use_thread(play, dependencies=[playing.value])
    ended = now.value.ended
    still = playing.value or ended

    def tell(subject: Any) -> None:
        go(lambda: playback.tell(str(subject)))

    with solara.Div():
        Followed(query=to_address(now.value.course))
        with _Controls(playback.course, begin):
            if playing.value:
                Quiet("Pause", lambda: playing.set(False), kind="quiet main")
            else:
                Quiet("Play", lambda: playing.set(True), disabled=ended, kind="quiet main")
            Quiet("Month", lambda: go(lambda: playback.advance(1)), disabled=still)
            Quiet("Year", lambda: go(lambda: playback.advance(12)), disabled=still)
            Quiet("Reset", lambda: begin(playback.course.afresh()), disabled=now.value.course == now.value.course.afresh())
        solara.HTML(tag="p", classes=["lede"], unsafe_innerHTML=escape(now.value.title))
        Timeline(now.value, playback, _rules(), go, still, problem.value)
        solara.HTML(tag="div", unsafe_innerHTML=whole_page(now.value, playback.names))
        Stories(now.value, playback, tell)
        if now.value.month:
            _Decided(now.value, playback.nations, tell)
        Marked(html=by_system(now.value, playback.names), event_pressed=tell)
        Quiet(
            "Hide the table" if as_table.value else "Show as a table, with what magazines lack and why",
            lambda: as_table.set(not as_table.value),
        )
        if as_table.value:
            solara.HTML(tag="div", unsafe_innerHTML=table(now.value, playback.names))


@solara.component
def _Decided(now: Moment, names: dict[str, str], tell: Callable[[Any], None]):
    """What nations and lines decided this month and why."""
    nation = solara.use_reactive("")

    with v.Html(tag="section", class_="card"):
        with solara.Div(classes=["choices"]):
            Pick("Whose decisions", [["", "all nations"], *pairs(names)], nation.value, nation.set)
        with solara.Div(classes=["pair", "even"]):
            for title, found in (("What nations decided", now.nations), ("What production lines decided", now.makers)):
                Marked(html=f"<h2>{title}</h2>{decisions(found, nation.value)}", event_pressed=tell)


@solara.component
def _Controls(chosen: Course, begin: Callable[[Course], None], children=()):
    """What is played: scenario, rules and luck; beside it the buttons that play it. Other luck leaves the course as it was."""

    def choose(**changes) -> None:
        course = replace(chosen.afresh(), **changes)
        if course != chosen.afresh():
            begin(course)

    with solara.Div(classes=["card", "controls"]):
        Pick("Scenario", pairs(_scenarios()), chosen.scenario, lambda name: choose(scenario=name))
        Pick("Rules", pairs(_rules()), chosen.mix, lambda name: choose(mix=name))
        Entry("Seed", chosen.seed, 0, LARGEST_SEED, lambda seed: chosen.seed == seed or begin(replace(chosen, seed=int(seed))), whole=True)
        solara.Div(classes=["transport"], children=list(children))


@functools.cache
def _scenarios() -> dict[str, str]:
    return {name: load_scenario(name).title or name for name in list_scenarios()}


@functools.cache
def _rules() -> dict[str, str]:
    return {name: load_mix(name).title or name for name in list_mixes()}
