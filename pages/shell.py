"""The shell of every page: its name, where one can go, and light or dark."""

from __future__ import annotations

from pathlib import Path

import solara
from reacton import ipyvuetify as v

from pages import charts

LOOK = (Path(__file__).parent / "charts" / "look.css").read_text(encoding="utf-8")


@solara.component_vue(esm_module=charts.MODULE, esm_export="Theme")
def Theme():
    """The button that turns the light on and off."""


@solara.component
def Layout(children=()):
    """The bar on top, and below it the page."""
    route, routes = solara.use_route()
    font = charts.address("vendor/inter-latin-wght-normal.woff2")
    face = f"@font-face{{font-family:Inter;font-weight:100 900;font-display:swap;src:url({font})}}"
    solara.Style(face + LOOK)
    with solara.Div(classes=["app"]):
        with v.Html(tag="header", class_="bar"):
            solara.HTML(tag="div", classes=["brand"], unsafe_innerHTML="Alliance Surge")
            with v.Html(tag="nav", class_="pages", attributes={"aria-label": "Pages"}):
                for one in routes:
                    with solara.Link(solara.resolve_path(one)):
                        solara.HTML(tag="span", classes=["here"] if one is route else [], unsafe_innerHTML=one.label)
            Theme()
        solara.Div(classes=["page"], children=list(children))
