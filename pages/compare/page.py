"""The Compare page in Solara: it carries the session, and hands its values to the component that draws."""

from __future__ import annotations

import json
import threading
from typing import Any

import solara

from pages import charts
from pages.compare.session import Session
from pages.explore.levers import declared


@solara.component_vue(esm_module=charts.MODULE, esm_export="Compare")
def Drawn(
    declared: str = "",
    told: str = "",
    scene: str = "",
    run: dict | None = None,
    event_ready: Any = None,
    event_act: Any = None,
    event_drawn: Any = None,
):
    """The page as it is drawn; `told`, `scene` and `run` are written by the session, never by Solara."""


@solara.component
def Page():
    """One visitor's Compare."""
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
        threading.Thread(target=session.work, daemon=True, name="compare").start()
        return session.close

    solara.use_effect(live, [])
    return drawn
