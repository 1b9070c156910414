"""The Live page: choose a scenario and its rules, play it month by month, see what was decided and why, and change the rules on the way."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import solara
import solara.lab
from reacton import ipyvuetify as v

from abm.facts.scenario import list_scenarios, load_scenario
from abm.rules.mix import list_mixes, load_mix
from pages.parts import Pick, Quiet
from pages.playing import Choice, Moment, Playback, within_reach
from pages.words import by_system, decisions, in_force, table, whole_page

LOOK = (Path(__file__).parent / "look.css").read_text(encoding="utf-8")
PAUSE = 0.08
"""Seconds between two months while playing: time for the screen to draw and for clicks to be heard."""


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
    choice = solara.use_reactive(Choice())
    attempt = solara.use_reactive(0)  # how often the visitor has gone back to the start
    opened = solara.lab.use_task(lambda: _open(choice.value), dependencies=[choice.value, attempt.value])
    with solara.Div():
        solara.HTML(tag="h1", unsafe_innerHTML="One world, month by month")
        if opened.error:
            _Controls(choice)
            solara.HTML(tag="p", classes=["failed"], unsafe_innerHTML="This world could not be opened: choose another.")
        elif opened.pending or opened.value is None:
            _Controls(choice)
            solara.ProgressLinear(True)
            solara.HTML(tag="p", classes=["note"], unsafe_innerHTML=WAIT)
        else:
            player = _Player(choice, *opened.value, back=lambda: attempt.set(attempt.value + 1))
            player.key(f"{choice.value} {attempt.value}")
        solara.HTML(tag="footer", unsafe_innerHTML=FOOT)


WAIT = "Laying out the industrial base. After a change of the model it is compiled first, which takes about a minute."
FOOT = (
    "For exploring and teaching, never a forecast. Public figures only; nations and firms here are rules that a reader "
    "can check, not portraits of governments. One seed is one course of luck: <code>surge run</code> shows the range."
)


def _open(choice: Choice) -> tuple[Playback, Moment]:
    """Open the world chosen, once the smallest has been played a month: loading the model then holds up no button."""
    Playback(Choice("classroom")).advance(1)
    playback = Playback(choice)
    return playback, playback.advance(0)


@solara.component
def _Player(choice: solara.Reactive[Choice], playback: Playback, first: Moment, back: Callable[[], None]):
    """The buttons and what they have led to."""
    now = solara.use_reactive(first)
    playing = solara.use_reactive(False)
    as_table = solara.use_reactive(False)

    def play(cancel: threading.Event) -> None:
        while playing.value and not cancel.is_set():
            then = playback.advance(1)
            if cancel.is_set():
                return
            now.value = then
            if then.ended:
                playing.value = False
            time.sleep(PAUSE)

    solara.use_thread(play, dependencies=[playing.value])
    ended = now.value.ended
    still = playing.value or ended

    def go(months: int) -> None:
        now.value = playback.advance(months)

    with solara.Div():
        with _Controls(choice):
            if playing.value:
                Quiet("Pause", lambda: playing.set(False), kind="quiet main")
            else:
                Quiet("Play", lambda: playing.set(True), disabled=ended, kind="quiet main")
            Quiet("Month", lambda: go(1), disabled=still)
            Quiet("Year", lambda: go(12), disabled=still)
            Quiet("Reset", back, disabled=not now.value.month)
        solara.HTML(tag="p", classes=["lede"], unsafe_innerHTML=escape(now.value.title))
        solara.HTML(tag="div", unsafe_innerHTML=in_force(now.value, _rules()))
        solara.HTML(tag="div", unsafe_innerHTML=whole_page(now.value, playback.names))
        if now.value.month:
            _Decided(now.value, playback.nations, lambda mix: now.set(playback.take_up(mix)), still)
        solara.HTML(tag="div", unsafe_innerHTML=by_system(now.value, playback.names))
        Quiet(
            "Hide the table" if as_table.value else "Show as a table, with what magazines lack and why",
            lambda: as_table.set(not as_table.value),
        )
        if as_table.value:
            solara.HTML(tag="div", unsafe_innerHTML=table(now.value, playback.names))


@solara.component
def _Decided(now: Moment, names: dict[str, str], take_up: Callable[[str], None], still: bool):
    """What nations and lines decided this month and why, and other rules from here on."""
    nation = solara.use_reactive("")

    with v.Html(tag="section", class_="card"):
        with solara.Div(classes=["choices"]):
            Pick("Whose decisions", [["", "all nations"], *_pairs(names)], nation.value, nation.set)
            if not still:
                Pick("Rules from the coming month on", _pairs(_rules()), now.rules[-1][1], take_up)
        with solara.Div(classes=["pair", "even"]):
            for title, found in (("What nations decided", now.nations), ("What production lines decided", now.makers)):
                solara.HTML(tag="div", unsafe_innerHTML=f"<h2>{title}</h2>{decisions(found, nation.value)}")


@solara.component
def _Controls(choice: solara.Reactive[Choice], children=()):
    """What is played: scenario, rules and luck; beside it the buttons that play it."""

    def choose(**changes) -> None:
        choice.value = replace(choice.value, **changes)

    chosen = choice.value
    with solara.Div(classes=["card", "controls"]):
        Pick("Scenario", _pairs(_scenarios()), chosen.scenario, lambda name: choose(scenario=name))
        Pick("Rules", _pairs(_rules()), chosen.mix, lambda name: choose(mix=name))
        with solara.Div(classes=["choice", "short"]):
            solara.InputInt("Seed", chosen.seed, lambda seed: choose(seed=within_reach(seed)), dense=True)
        solara.Div(classes=["transport"], children=list(children))


@functools.cache
def _scenarios() -> dict[str, str]:
    return {name: load_scenario(name).title or name for name in list_scenarios()}


@functools.cache
def _rules() -> dict[str, str]:
    return {name: load_mix(name).title or name for name in list_mixes()}


def _pairs(titles: dict[str, str]) -> list[list[str]]:
    return [list(one) for one in titles.items()]
