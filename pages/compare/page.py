"""The Compare page in Solara: it carries the session, and hands its values to the component that draws."""

from __future__ import annotations

from typing import Any

import solara

from pages import charts
from pages.compare.session import Session
from pages.explore.levers import shelves
from pages.visiting import use_visit


@solara.component_vue(esm_module=charts.MODULE, esm_export="Compare")
def Drawn(
    declared: str = "",
    told: str = "",
    scene: str = "",
    run: dict | None = None,
    worth: str = "",
    event_ready: Any = None,
    event_act: Any = None,
    event_drawn: Any = None,
):
    """The page as it is drawn; `told`, `scene`, `run` and `worth` are written by the session, never by Solara."""


@solara.component
def Page():
    """One visitor's Compare."""
    drawn = use_visit(Drawn, Session, shelves, "compare")
    return drawn
