"""`surge study report`: one page that opens anywhere, with every figure and its numbers beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.command.commands import StudyFolder, study


@study.command()
def report(
    folder: StudyFolder,
    out: Annotated[str | None, typer.Option(metavar="DIR", help="Where the report goes; `report` in the study's folder if none.")] = None,
    judging: Annotated[
        str | None, typer.Option(metavar="FILE", help="What was expected and what is shown; the shipped one if none.")
    ] = None,
) -> None:
    """Write what a study found as one HTML page, with each figure as SVG and PNG and its numbers as CSV."""
    raise typer.Exit(tell_report(folder, out, judging))


def tell_report(folder: str, out: str | None, judging: str | None) -> int:
    """Write the report and print where it is and what came out; returns the exit code that says how far the study is."""
    from abm.command.folder import check_target
    from experiments.analysis.verdicts import overall
    from experiments.command.show import opened
    from experiments.report.contents import contents_of
    from experiments.report.folder import PAGE, write_report
    from experiments.report.own import judging_of

    results = opened(folder)
    target = check_target(str(results.folder / "report") if out is None else out)
    contents = contents_of(results, judging_of(results, judging))
    write_report(target, contents)
    print(f"{results.manifest['title']}\n  {_seen(target / PAGE)}")
    for one in contents.verdicts:
        print(f"  {one.word:<16} {one.expected.says}")
    if contents.verdicts:
        print(f"  {overall(contents.verdicts)}")
    return results.standing.code


def _seen(path: Path) -> Path:
    """The path as it is seen from here, where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
