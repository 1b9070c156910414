"""`surge study`: the commands of this package, which the `surge` command takes in where the package is installed."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Put `surge study ...` beside the other commands."""
    from experiments.command import report  # noqa: F401  (adds its command to the study's)
    from experiments.command.commands import study

    app.add_typer(study, name="study")
