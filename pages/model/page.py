"""The Model page in Solara."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import solara
from reacton import ipyvuetify as v

from abm.facts.parameters import PARAMETERS
from abm.judgement.validation.scoreboard import Score
from abm.judgement.validation.worlds import SEEDS
from pages.model import tables, words
from pages.model.history import HISTORY, History
from pages.parts import Quiet

LOOK = (Path(__file__).parent / "look.css").read_text(encoding="utf-8")


@solara.component
def Page(history: History = HISTORY):
    """What the model is, its numbers, its record against history, and its limits."""
    solara.Style(LOOK)
    with v.Html(tag="main", class_="model"):
        _html("h1", "The model")
        _html("p", words.RULES_NOT_PORTRAITS, "lede")
        with _card("In short"):
            _html("div", "".join(f"<section><h3>{title}</h3><p>{text}</p></section>" for title, text in words.IN_SHORT), "short")
            _html("p", words.MORE, "note")
        with _card("What this model cannot tell"):
            _html("div", "<ul>" + "".join(f"<li>{one}</li>" for one in words.CANNOT_TELL) + "</ul>")
        _Against(history)
        _Parameters()


def _html(tag: str, inner: str, *classes: str):
    return solara.HTML(tag=tag, unsafe_innerHTML=inner, classes=list(classes))


def _card(title: str):
    card = v.Html(tag="section", class_="card")
    with card:
        _html("h2", title)
    return card


@solara.component
def _Parameters():
    """Every parameter, by the words and the basis asked for."""
    asked, on = solara.use_reactive(""), solara.use_reactive("")
    found = tables.matching(asked.value, on.value)
    with _card("Parameters"):
        told = ", ".join(f"{len(tables.matching('', one))} {one}" for one in tables.BASES)
        _html(
            "p",
            f"Every behavioural number, and the range over which studies vary it: {told}. <b>Try in Explore</b> runs the "
            "default scenario with another value; <code>parameters:</code> in a scenario file keeps it, and a study varies it.",
            "note",
        )
        with solara.Div(classes=["filters"]):
            solara.InputText("Words to find", asked, continuous_update=True, dense=True)
            for one in ("", *tables.BASES):
                Quiet(one.capitalize() or "All", lambda one=one: on.set(one), pressed=on.value == one)
            solara.HTML(tag="span", classes=["count"], attributes={"role": "status"}, unsafe_innerHTML=f"{len(found)} of {len(PARAMETERS)}")
        _html("div", tables.parameters(found))


@dataclass(frozen=True)
class _Progress:
    done: int = 0
    of: int = 0


@solara.component
def _Against(history: History):
    """The scoreboard: asked for, watched, given up or read."""
    wanted, misses_only = solara.use_reactive(False), solara.use_reactive(False)
    scores: solara.Reactive[list[Score] | None] = solara.use_reactive(history.kept)
    progress, problem = solara.use_reactive(_Progress()), solara.use_reactive("")

    def work(cancel: threading.Event) -> None:
        if not wanted.value:
            return
        try:
            found = history.scores(cancel.is_set, lambda done, of: progress.set(_Progress(done, of)))
        except Exception as fault:  # whatever goes wrong, the page must stay and say so
            problem.value, wanted.value = f"This could not be worked out ({type(fault).__name__}: {fault}).", False
            return
        if not cancel.is_set():
            scores.value, wanted.value = found, False

    def ask() -> None:
        problem.value, progress.value, wanted.value = "", _Progress(), True

    solara.use_thread(work, dependencies=[wanted.value])
    with _card("Held against history"):
        _html("p", HELD, "note")
        if scores.value is not None:
            with solara.Div(classes=["filters"]):
                Quiet("All rows", lambda: misses_only.set(False), pressed=not misses_only.value)
                Quiet("Misses only", lambda: misses_only.set(True), pressed=misses_only.value)
            _html("div", tables.scores(scores.value, misses_only.value))
        elif wanted.value:
            _html("p", _waiting(progress.value), "wait")
            Quiet("Cancel", lambda: wanted.set(False))
        else:
            Quiet("Hold it against history now (about a minute)", ask)
        if problem.value:
            solara.HTML(tag="p", classes=["problem"], attributes={"role": "alert"}, unsafe_innerHTML=problem.value)
        with v.Html(tag="details"):
            _html("summary", "What cannot be tested, and why")
            _html("div", tables.untested())


HELD = (
    "What is on record of the past (ramps, delays, losses of lines, depleted stocks), and what the model finds for the same, over "
    f"{len(SEEDS)} seeds. <b>Inside</b>: the median lies in the record's range. <b>Near</b>: outside it by at most a quarter of its "
    "width. <b>Outside</b>: a miss, which stays on the board. Rows marked <i>fitted</i> were used in calibration and prove little."
)


def _waiting(progress: _Progress) -> str:
    bar = f'<progress max="{progress.of or 1}" value="{progress.done}" aria-label="Rows held against history"></progress>'
    return f"{bar} <span role='status'>{progress.done} of {progress.of or '…'} rows</span>"
