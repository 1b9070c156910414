"""The Explore page in Solara: it carries the session, and hands its values to the component that draws."""

from __future__ import annotations

import threading
from typing import Any

import solara

from abm.facts.scenario import load_scenario
from pages import charts
from pages.explore.chosen import Chosen
from pages.explore.levers import declared
from pages.explore.running import SEEDS, look
from pages.explore.session import Session
from pages.visiting import use_visit


@solara.component_vue(esm_module=charts.MODULE, esm_export="Explore")
def Drawn(
    declared: str = "",
    told: str = "",
    scene: str = "",
    baseline: dict | None = None,
    run: dict | None = None,
    trade: dict | None = None,
    file: dict | None = None,
    event_ready: Any = None,
    event_act: Any = None,
    event_drawn: Any = None,
):
    """The page as it is drawn; `told`, `scene`, `baseline`, `run`, `trade` and `file` are written by the session, never by Solara."""


def open_early() -> None:
    """Run the opening choice before anyone asks for it, so that the first visitor finds it done."""
    scenario, mix = load_scenario(Chosen().scenario), Chosen().mix()
    threading.Thread(target=look, args=(scenario, mix, SEEDS, lambda: False), daemon=True, name="opening").start()


@solara.component
def Page():
    """One visitor's Explore."""
    drawn = use_visit(Drawn, Session, declared, "explore")
    return drawn
