"""The Uncertainty page in Solara: it carries the session, and hands its values to the component that draws."""

from __future__ import annotations

import json
import threading
from typing import Any

import solara

from pages import charts
from pages.uncertainty.session import Session
from pages.uncertainty.shelf import SIZES, shelf


@solara.component_vue(esm_module=charts.MODULE, esm_export="Uncertainty")
def Drawn(
    declared: str = "",
    told: str = "",
    study: str = "",
    progress: str = "",
    found: str = "",
    kept: str = "",
    event_ready: Any = None,
    event_act: Any = None,
    event_drawn: Any = None,
):
    """The page as it is drawn; `told`, `study`, `progress`, `found` and `kept` are written by the session, never by Solara."""


@solara.component
def Page():
    """One visitor's Uncertainty."""
    session = solara.use_memo(lambda: Session(lambda name, value: None), [])
    sizes = [{"name": name, "title": title} for name, title in SIZES.items()]
    drawn = Drawn(
        declared=solara.use_memo(lambda: json.dumps({"studies": shelf(), "sizes": sizes}), []),
        event_ready=lambda address: session.ready(str(address)),
        event_act=session.act,
        event_drawn=session.drawn,
    )

    def live():
        widget = solara.get_widget(drawn)
        session.send = lambda name, value: setattr(widget, name, value)
        threading.Thread(target=session.work, daemon=True, name="uncertainty").start()
        return session.close

    solara.use_effect(live, [])
    return drawn
