"""A report as one HTML file: everything it shows is in it, so that it opens anywhere, offline, light or dark, on a desk or a phone."""

from __future__ import annotations

import io
import re
from pathlib import Path

from matplotlib.backends.backend_svg import FigureCanvasSVG

from abm.facts.problems import BadInput
from experiments.analysis.verdicts import NOT, ONLY_IF, REPRODUCED, UNDEFINED, overall
from experiments.report import words
from experiments.report.contents import Contents
from experiments.report.figures.drawn import INK, Drawn, report_style
from experiments.report.made import made_lines

TEMPLATE = Path(__file__).with_name("page.html")
MARK = {REPRODUCED: "yes", ONLY_IF: "partly", NOT: "no", UNDEFINED: "no"}


def page(contents: Contents) -> str:
    """The report's HTML; the same text for the same store."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ModuleNotFoundError:
        raise BadInput("a report needs Jinja2: pip install 'alliance-surge[study]'") from None

    made = Environment(
        loader=FileSystemLoader(TEMPLATE.parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    told = contents.results.manifest
    with report_style():
        sections = [
            {
                "title": one.title,
                "sentences": one.sentences,
                "svg": inline(one.figure) if one.figure else "",
                "files": one.figure and one.figure.name,
            }
            | {"table": cells(one.table)}
            for one in contents.sections
        ]
    return made.get_template(TEMPLATE.name).render(
        title=told["title"], question=told["question"], prediction=told["prediction"], leaves_out=contents.judging.leaves_out,
        overall=overall(contents.verdicts) if contents.verdicts else "", rows=verdict_rows(contents), sections=sections,
        made=made_lines(contents.results), standing=contents.results.standing,
    )  # fmt: skip


def verdict_rows(contents: Contents) -> list[dict[str, str]]:
    """Each sentence of the prediction: what was expected, what came out, where it holds, and what it hangs on."""
    return [
        {
            "says": one.expected.says, "expected": words.bounds(one.expected, one.effect.pairs.unit),
            "found": words.found(one), "share": words.share(one),
            "word": one.word, "mark": MARK[one.word], "only_if": words.only_if(one), "matters": words.matters(one).replace("`", ""),
        }
        for one in contents.verdicts
    ]  # fmt: skip


def cells(table) -> dict | None:
    """A table as words, a dash where a number is missing; None where there is nothing in it."""
    if table is None or table.empty:
        return None
    return {"head": list(table.columns), "rows": table.astype(str).where(table.notna(), "–").values.tolist()}


def inline(drawn: Drawn) -> str:
    """A figure as SVG within a page: its ink is the page's, its width the column's, and its ids are its own."""
    held = io.StringIO()
    FigureCanvasSVG(drawn.figure).print_svg(held, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = held.getvalue()
    svg = svg[svg.index("<svg") :].replace(INK, "currentColor")
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', rf'\1 role="img" aria-label="{drawn.title}"', svg, count=1)
    return re.sub(r'(id="|#)([A-Za-z])', rf"\1{drawn.name}-\2", _without_colours(svg))


def _without_colours(svg: str) -> str:
    """Hexadecimal colours in a form that is not taken for the name of a part."""
    return re.sub(r"#([0-9a-f]{6})\b", lambda found: "rgb({},{},{})".format(*bytes.fromhex(found[1])), svg)
