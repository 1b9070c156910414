"""A report as one page of Markdown with one figure: what a reader of the repository sees of a study."""

from __future__ import annotations

from experiments.analysis.verdicts import overall
from experiments.report import words
from experiments.report.contents import Contents, Section
from experiments.report.made import made_lines

NOTE = "<!-- Written by `python tools/study_reports.py` from the stored study; do not edit. -->"
BRACKETS = "Brackets hold 95 % intervals of means and shares; what nine of ten futures hold does not shrink with more runs."
ROWS = 16
"""Rows of a table that a page shows; the rest stands in the report."""


def brief(contents: Contents) -> str:
    """Question, prediction, what came out, a figure, what would change it, what it leaves out, and the command."""
    told, section = contents.results.manifest, shown(contents)
    name = told["study"]
    parts = [
        f"# {told['title']}", NOTE, f"**{told['question']}**",
        "## What was predicted", told["prediction"],
        "## What came out", _headline(contents), _table(contents),
        *(one for one in _where(contents) if one),
        *_figure(name, section),
        "## What would change it", _changes(contents),
        "## What it leaves out", contents.judging.leaves_out or "Nothing was written down.",
        "## How it was made", "\n".join(f"- {line}" for line in made_lines(contents.results)[:-1]),
        f"```\nsurge study run {name} && surge study report {name}\n```",
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def shown(contents: Contents) -> Section | None:
    """The part whose figure stands on the page."""
    return contents.first(contents.judging.figure) or next((one for one in contents.sections if one.figure), None)


def _headline(contents: Contents) -> str:
    word = overall(contents.verdicts) if contents.verdicts else ""
    told = f"**{word[:1].upper()}{word[1:]}.**" if word else ""
    return f"{told} {BRACKETS}".strip()


def _table(contents: Contents) -> str:
    rows = ["| predicted | expected | came out | holds in | |", "| --- | --- | --- | --- | --- |"]
    for one in contents.verdicts:
        cells = (
            one.expected.says,
            words.bounds(one.expected, one.effect.pairs.unit),
            words.found(one),
            words.share(one),
            f"**{one.word}**",
        )
        rows.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(rows)


def _where(contents: Contents) -> list[str]:
    return [f"*{one.expected.says}*: {words.only_if(one)}" for one in contents.verdicts if one.word == "only if"]


def _figure(name: str, section: Section | None) -> list[str]:
    if section is None or section.figure is None:
        return []
    table = [] if section.table is None or section.kind == "boxes" else [_shown(section.table)]
    return [f"![{section.figure.title}]({name}.svg)", " ".join(section.sentences) or section.figure.sentence, *table]


def _shown(table) -> str:
    head = [str(name) for name in table.columns]
    rows = [head, ["---"] * len(head), *table.head(ROWS).astype(str).values.tolist()]
    more = f"\n\n{len(table) - ROWS} more rows stand in the report." if len(table) > ROWS else ""
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows) + more


def _changes(contents: Contents) -> str:
    """Which unknowns each number hangs on; sentences that hang on the same are told together."""
    told: dict[str, list[str]] = {}
    for place, one in enumerate(contents.verdicts, 1):
        told.setdefault(words.matters(one), []).append(str(place))
    return "\n".join(f"- Sentence{'s' if len(of) > 1 else ''} {', '.join(of)}: {matters}" for matters, of in told.items())
