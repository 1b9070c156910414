"""Small parts of pages that are plain elements of the browser, so that keys and screen readers know them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import solara
from reacton import ipyvuetify as v

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
def Entry(label: str, value: float, low: float, high: float, on_number: Callable[[float], None]):
    """A labelled number from `low` to `high`; beyond them it is taken back to the nearer, and what is no number changes nothing."""

    def chosen(sent: Any) -> None:
        try:
            number = float(sent)
        except (TypeError, ValueError):
            return
        if math.isfinite(number):
            on_number(min(max(number, low), high))

    return Entered(label=label, value=f"{value:g}", low=low, high=high, event_chosen=chosen)


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
