"""`surge app`: the command of this package, which the `surge` command takes in where the package is installed."""

from __future__ import annotations

import typer


def register(surge: typer.Typer) -> None:
    """Put `surge app` beside the other commands."""
    from pages.command.app import app

    surge.command("app")(app)
