"""Write docs/studies from stored studies: a short page and one figure for each, and the list of them.

    python tools/study_reports.py [--from results] [NAME ...]

Every shipped study (or those named) must have run: `surge study run NAME`. Nothing on these pages is written by hand.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from abm.facts.problems import BadInput  # noqa: E402
from experiments import list_studies, load_study, open_study  # noqa: E402
from experiments.analysis.verdicts import overall  # noqa: E402
from experiments.report.brief import brief, shown  # noqa: E402
from experiments.report.contents import Contents, contents_of  # noqa: E402
from experiments.report.figures.drawn import report_style  # noqa: E402
from experiments.report.folder import save_on_white  # noqa: E402
from experiments.report.own import judging_of  # noqa: E402

PAGES = ROOT / "docs" / "studies"
LIST = "README.md"


def contents_from(folder: Path) -> Contents:
    """The report of a study as it is stored; refused where it is not complete or another text of it ran."""
    results = open_study(folder)
    judging = judging_of(results)
    if judging is None:
        raise BadInput("another text of this study ran here: run it anew", folder)
    if not results.standing.complete:
        raise BadInput(f"{results.standing.missing} cases are missing: run the study first", folder)
    return contents_of(results, judging)


def write_pages(pages: Path, name: str, contents: Contents) -> None:
    """The page of one study and its figure."""
    pages.mkdir(parents=True, exist_ok=True)
    (pages / f"{name}.md").write_text(brief(contents), encoding="utf-8", newline="\n")
    section = shown(contents)
    if section is not None and section.figure is not None:
        with report_style():
            save_on_white(section.figure, pages / name)
        (pages / f"{name}.png").unlink()


def list_text(pages: Path, words: dict[str, str]) -> str:
    """The list of all shipped studies, with what came of each."""
    rows = ["| study | asks | came out |", "| --- | --- | --- |"]
    for name in list_studies():
        study = load_study(name)
        link = f"[{study.title}]({name}.md)" if (pages / f"{name}.md").exists() else study.title
        rows.append(f"| {link} | {study.question} | {words.get(name, 'has not run')} |")
    return "\n".join(["# Studies", "", HEAD, "", *rows, "", FOOT, ""])


HEAD = """Written by `python tools/study_reports.py`; do not edit. Each study asks one question and says beforehand what it expects,
as sentences that its numbers can prove wrong. A sentence is *reproduced* when it holds in four fifths of all futures or more,
*not reproduced* in one fifth or fewer, and holds *only if* something is so in between. A prediction that fails stands as it was written."""

FOOT = """Run one with `surge study run NAME`, see it with `surge study report NAME`; at its own size each takes a minute or two
on two cores, and `--samples` and `--seeds` make it larger. How studies are written: [studies.md](../studies.md); how to ask your own
questions of one: [in-python.md](in-python.md)."""


def came_out(pages: Path, name: str) -> str:
    """What the page of a study that is not written anew says of it."""
    page = pages / f"{name}.md"
    if not page.exists():
        return "has not run"
    line = next((line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("**") and ".** Brackets" in line), "")
    return line.partition(".** Brackets")[0].removeprefix("**").lower() or "see there"


def main() -> None:
    """Write the pages asked for, and the list."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("names", nargs="*", metavar="NAME")
    asked.add_argument("--from", dest="folder", type=Path, default=Path("results"))
    told = asked.parse_args()
    for name in told.names or list_studies():
        contents = contents_from(told.folder / name)
        write_pages(PAGES, name, contents)
        print(f"{name}: {overall(contents.verdicts)}")
    words = {name: came_out(PAGES, name) for name in list_studies()}
    (PAGES / LIST).write_text(list_text(PAGES, words), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    try:
        main()
    except BadInput as problem:
        sys.exit(f"study_reports: {problem}")
