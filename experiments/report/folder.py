"""A report's folder: the page, each figure as SVG and PNG with its numbers as CSV beside, the same bytes for the same store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from abm.command.figures import save
from abm.command.folder import replace_folder
from experiments.report.contents import Contents
from experiments.report.figures.drawn import Drawn, report_style
from experiments.report.page import page

PAGE = "report.html"


def save_on_white(drawn: Drawn, stem: Path) -> None:
    """Write a figure as SVG and PNG on a ground of its own, so that it can be read wherever it is pasted."""
    drawn.figure.set_facecolor("white")
    save(drawn.figure, stem)
    drawn.figure.set_facecolor("none")


def write_report(folder: Path, contents: Contents) -> None:
    """Write the page, the figures and their numbers, and a manifest of them."""

    def fill(beside: Path) -> dict[str, Any]:
        with report_style():
            for section in contents.sections:
                if section.figure is not None:
                    stem = beside / section.figure.name
                    save_on_white(section.figure, stem)
                    section.figure.table.to_csv(stem.with_suffix(".csv"), index=False, lineterminator="\n")
        (beside / PAGE).write_text(page(contents), encoding="utf-8", newline="\n")
        told = contents.results.manifest
        return {
            "kind": "study report",
            "study": told["study"],
            "model": told["model"],
            "identity": told["identity"],
            "design": told["design"],
        }

    replace_folder(folder, fill)
