"""The Why? page in Solara: it carries the session, and hands its values to the component that draws."""

from __future__ import annotations

import json
import threading
from typing import Any

import solara

from pages import charts
from pages.explore.levers import declared
from pages.why.session import Session


@solara.component_vue(esm_module=charts.MODULE, esm_export="Why")
def Drawn(
    declared: str = "",
    told: str = "",
    scene: str = "",
    run: dict | None = None,
    relief: str = "",
    event_ready: Any = None,
    event_act: Any = None,
    event_drawn: Any = None,
):
    """The page as it is drawn; `told`, `scene`, `run` and `relief` are written by the session, never by Solara."""


@solara.component
def Page():
    """One visitor's Why?."""
    session = solara.use_memo(lambda: Session(lambda name, value: None), [])
    drawn = Drawn(
        declared=solara.use_memo(lambda: json.dumps({name: declared()[name] for name in ("presets", "scenarios")}), []),
        event_ready=lambda address: session.ready(str(address)),
        event_act=session.act,
        event_drawn=session.drawn,
    )

    def live():
        widget = solara.get_widget(drawn)
        session.send = lambda name, value: setattr(widget, name, value)
        threading.Thread(target=session.work, daemon=True, name="why").start()
        return session.close

    solara.use_effect(live, [])
    return drawn
