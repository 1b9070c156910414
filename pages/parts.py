"""Small parts of pages that are plain elements of the browser, so that keys and screen readers know them."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape
from typing import Any

import solara
from reacton import ipyvuetify as v

from abm.facts.problems import BadInput, shown
from pages import charts


@solara.component_vue(esm_module=charts.MODULE, esm_export="Pick")
def Picked(label: str = "", options: list | None = None, value: str = "", event_chosen: Callable[[Any], None] | None = None):
    """The choice as the browser draws it."""


@solara.component
def Pick(label: str, options: list[list[str]], value: str, on_chosen: Callable[[str], None]):
    """A labelled choice of one: `options` are pairs of a value and its words; nothing else that a browser sends is passed on."""

    def chosen(sent: Any) -> None:
        if any(sent == option for option, _ in options):
            on_chosen(sent)

    return Picked(label=label, options=options, value=value, event_chosen=chosen)


@solara.component_vue(esm_module=charts.MODULE, esm_export="Entry")
def Entered(label: str = "", value: str = "", low: float = 0.0, high: float = 0.0, event_chosen: Callable[[Any], None] | None = None):
    """The number as the browser draws it."""


@solara.component
def Entry(label: str, value: float, low: float, high: float, on_number: Callable[[float], None], whole: bool = False):
    """A labelled number from `low` to `high`; anything else is refused in one line beside it, and changes nothing."""
    problem, say = solara.use_state("")

    def chosen(sent: Any) -> None:
        try:
            number = entered(label, sent, low, high, whole)
        except BadInput as wrong:
            say(wrong.message)
        else:
            say("")
            on_number(number)

    with solara.Div(classes=["entry"]):
        Entered(label=label, value=f"{value:g}", low=low, high=high, event_chosen=chosen)
        solara.HTML(tag="p", classes=["failed"], attributes={"role": "alert"}, unsafe_innerHTML=escape(problem))


def entered(label: str, sent: Any, low: float, high: float, whole: bool = False) -> float:
    """The number that was typed; raises `BadInput`, with the range, where it is none or lies beyond."""
    try:
        number = float(sent)
    except (TypeError, ValueError):
        number = math.nan
    if not low <= number <= high or (whole and number % 1):
        kind = "a whole number" if whole else "a number"
        raise BadInput(f"{label} {shown(sent) if sent else 'empty'}: expected {kind} from {low:g} to {high:g}; {STANDS}")
    return number


STANDS = "it stays as it is"


@solara.component_vue(esm_module=charts.MODULE, esm_export="Pressed")
def Marked(html: str = "", event_pressed: Callable[[Any], None] | None = None):
    """A piece of the page whose elements marked `data-press` can be pressed; what is sent back is checked by whoever asked."""


@solara.component_vue(esm_module=charts.MODULE, esm_export="Arrived")
def Arrived(event_opened: Callable[[Any], None] | None = None):
    """Says once what the page's address holds."""


@solara.component_vue(esm_module=charts.MODULE, esm_export="Followed")
def Followed(query: str = ""):
    """Puts a query into the page's address."""


@solara.component
def Quiet(text: str, on_click: Callable[[], None], pressed: bool | None = None, disabled: bool = False, kind: str = "quiet"):
    """A plain button; one that stays down says so."""
    marks = {"type": "button"}
    if pressed is not None:
        marks["aria-pressed"] = str(pressed).lower()
    if disabled:
        marks["disabled"] = ""
    button = v.Html(tag="button", class_=kind, attributes=marks, children=[text])
    v.use_event(button, "click", lambda *_: None if disabled else on_click())
    return button


def pairs(titles: dict[str, str]) -> list[list[str]]:
    """Titles by name as the options of a choice."""
    return [list(one) for one in titles.items()]
