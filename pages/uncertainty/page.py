"""The Uncertainty page in Solara: it carries the session, and hands its values to the component that draws."""

from __future__ import annotations

from typing import Any

import solara

from pages import charts
from pages.uncertainty.session import Session
from pages.uncertainty.shelf import SIZES, shelf
from pages.visiting import use_visit


@solara.component_vue(esm_module=charts.MODULE, esm_export="Uncertainty")
def Drawn(
    declared: str = "",
    told: str = "",
    study: str = "",
    progress: str = "",
    seen: str = "",
    listed: str = "",
    found: str = "",
    kept: str = "",
    event_ready: Any = None,
    event_act: Any = None,
    event_drawn: Any = None,
):
    """The page as it is drawn; what follows `declared` is written by the session, never by Solara."""


def offered() -> dict[str, Any]:
    """The studies and the sizes there are."""
    return {"studies": shelf(), "sizes": [{"name": name, "title": title} for name, title in SIZES.items()]}


@solara.component
def Page():
    """One visitor's Uncertainty."""
    drawn = use_visit(Drawn, Session, offered, "uncertainty")
    return drawn
