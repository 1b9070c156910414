"""`surge app` and its options; the screens themselves are imported only when asked for."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from abm.facts.problems import BadInput

ENTRY = Path(__file__).resolve().parents[2] / "app.py"
NEEDED = ("solara", "solara.server", "ipyvuetify")


def app(
    port: Annotated[int | None, typer.Option(help="Port to serve on; a free one if none.")] = None,
    host: Annotated[str, typer.Option(help="Address to serve on; others than this machine can ask only where you name one.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser where there is a screen.")] = True,
    check: Annotated[bool, typer.Option("--check", help="Say whether every file a browser would ask for is there; open nothing.")] = False,
) -> None:
    """Open the screens in a browser, for this machine alone unless told otherwise."""
    if port is not None and not 1 <= port <= 65535:
        raise BadInput(f"--port {port}: expected 1 to 65535")
    if not host.strip():
        raise BadInput("--host: expected an address of this machine")  # an empty one would serve to the whole network
    if not _installed():
        raise BadInput("the screens are not installed: pip install 'alliance-surge[app]'")
    if check:
        raise typer.Exit(0 if _told_missing() else 1)
    from pages import serving

    serving.serve(ENTRY, host, port, browser)


def _installed() -> bool:
    try:
        return ENTRY.is_file() and all(importlib.util.find_spec(name) for name in NEEDED)
    except ModuleNotFoundError:
        return False


def _told_missing() -> bool:
    """Say what is missing, and whether nothing is."""
    import solara

    from pages import assets

    gone = assets.missing()
    for one in gone:
        print(f"missing: {one}")
    if not gone:
        print(f"Every file that Solara {solara.__version__} and the screens have a browser ask for is here;")
        print("nothing is fetched from elsewhere.")
    return not gone
