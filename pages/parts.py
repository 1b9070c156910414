"""Small parts of pages that are plain elements of the browser, so that keys and screen readers know them."""

from __future__ import annotations

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
