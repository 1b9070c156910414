"""What a stored study is told as: its report's own words, tables and figures, and where its arms are found in Explore."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import urlencode

from abm.facts.problems import BadInput
from abm.facts.scenario import list_scenarios
from abm.rules.mix import list_mixes
from experiments.analysis.verdicts import overall
from experiments.report.contents import Contents, contents_of
from experiments.report.figures.drawn import report_style
from experiments.report.made import made_lines
from experiments.report.own import judging_of
from experiments.report.page import cells, inline, page, verdict_rows
from experiments.results import Results
from pages.explore.chosen import Chosen, to_address

DRAWING = threading.Lock()
"""Figures are drawn one report at a time: their style is the whole process's."""
APART = ("verdicts",)
"""Parts of a report that are told by the table of predictions."""


def gathered(results: Results) -> Contents:
    """The report's contents, judged as `surge study report` judges them."""
    with DRAWING:
        return contents_of(results, judging_of(results))


def told(contents: Contents) -> dict[str, Any]:
    """The report as the browser is told it."""
    results = contents.results
    standing = results.standing
    with DRAWING, report_style():
        sections = [
            {
                "kind": one.kind,
                "title": one.title,
                "sentences": list(one.sentences),
                "svg": inline(one.figure) if one.figure else "",
                "table": cells(one.table),
                "numbers": cells(one.figure.table) if one.figure else None,
                "file": one.figure.name if one.figure else one.kind,
            }
            for one in contents.sections
            if one.kind not in APART
        ]
    return {
        "title": results.manifest["title"],
        "overall": overall(contents.verdicts) if contents.verdicts else "",
        "rows": verdict_rows(contents),
        "leaves_out": contents.judging.leaves_out,
        "sections": sections,
        "made": made_lines(results),
        "stored": standing.stored,
        "failed": standing.failed,
        "of": standing.design,
        "arms": arms(results),
    }


def arms(results: Results) -> list[dict[str, str]]:
    """The mixes of a study that Explore can show, each with its address there."""
    study = results.study
    if study.scenario not in list_scenarios():
        return []
    found = []
    for arm in study.mixes:
        chosen = Chosen(study.scenario, arm.base, arm.set)
        try:
            same = arm.base in list_mixes() and chosen.mix()
        except BadInput:
            continue
        if same:
            query = to_address(chosen, Chosen(study.scenario)) or urlencode({"scenario": study.scenario})
            found.append({"name": arm.name, "address": f"/?{query}"})
    return found


def whole_page(contents: Contents) -> str:
    """The whole report as one HTML file."""
    with DRAWING:
        return page(contents)
