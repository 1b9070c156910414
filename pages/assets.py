"""Whether every file that the installed Solara has a browser ask for is in this package, and every file of our own beside it."""

from __future__ import annotations

import re
from pathlib import Path

import solara.server

from pages import charts, serving

WIDGETS = "8"  # of ipywidgets, by which Solara names its files
ELSEWHERE = ("vuetify3", "app8.js")
"""Files of the other line of widgets, and of the mode that is never served."""


def missing() -> list[str]:
    """What a page would ask for and not find, each with who asks for it; empty where all is there."""
    gone = [f"{one} (asked for by Solara {solara.__version__})" for one in of_solara() if not (serving.ASSETS / one).is_file()]
    for sheet in sorted(serving.ASSETS.glob("**/*.css")):
        fonts = sorted(set(re.findall(r"url\(([\w.]+\.woff2)", sheet.read_text(encoding="utf-8"))))
        gone += [f"{font} (asked for by {sheet.name})" for font in fonts if not (sheet.parent / font).is_file()]
    for module in sorted(charts.FOLDER.glob("*.mjs")):
        text = module.read_text(encoding="utf-8")
        asked = re.findall(r'from "([^"]+)"', text) + re.findall(r'new URL\("([^"]+)"', text)
        gone += [f"{one} (asked for by {module.name})" for one in asked if not (module.parent / one).is_file()]
    return gone


def of_solara() -> list[str]:
    """Files that the installed Solara's own page asks for, as this package serves it."""
    template = (Path(solara.server.__file__).parent / "templates" / "solara.html.j2").read_text(encoding="utf-8")
    asked = {one.replace("{{ipywidget_major_version}}", WIDGETS) for one in re.findall(r"\{\{cdn\}\}/([^\"]+)", template)}
    return sorted(one for one in asked if not any(part in one for part in ELSEWHERE))
