"""`surge study ...` and its options; the work is done where each one points, and imported only then."""

from __future__ import annotations

from typing import Annotated

import typer

study = typer.Typer(help="Sweeps: one question, many runs; nothing finished is ever lost.", no_args_is_help=True)

StudyName = Annotated[str, typer.Argument(help="A study's name (see `surge study list`) or file.")]
StudyFolder = Annotated[str, typer.Argument(metavar="DIR|NAME", help="The folder of a study that has run, or its name for results/NAME.")]


@study.command("list")
def list_them() -> None:
    """List the shipped studies with their questions."""
    from experiments.command.show import list_text

    print(list_text())


@study.command()
def show(name: StudyName) -> None:
    """Show what a study asks, predicts and varies, and how large it is."""
    from experiments.command.show import study_text

    print(study_text(name))


@study.command()
def run(
    name: StudyName,
    out: Annotated[str | None, typer.Option(metavar="DIR", help="Where it is stored; results/NAME if none.")] = None,
    samples: Annotated[int | None, typer.Option(help="Points of the sample (trajectories, for morris) instead of the study's own.")] = None,
    seeds: Annotated[int | None, typer.Option(help="Repetitions of each row instead of the study's own.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes on this machine; one a core if none.")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on a Dask scheduler, such as tcp://head:8786.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many cases, how long and how much disk; run nothing.")] = False,
) -> None:
    """Run what is missing of a study. The same command goes on where it was stopped; a larger size adds to what is there.

    Leaves with 0 when complete, 3 when some cases failed, 4 when cases are missing, 74 when the disk is full, 130 when stopped.
    """
    from experiments.command.run import Request, carry_out

    raise typer.Exit(carry_out(Request(name, out, samples, seeds, workers, scheduler, dry_run)))


@study.command()
def status(folder: StudyFolder) -> None:
    """Say how far a study is, what failed, and who ran it; leaves with 0, 3 or 4 as `run` does."""
    from experiments.command.show import tell_status

    raise typer.Exit(tell_status(folder))


@study.command()
def rerun(
    folder: StudyFolder,
    row: Annotated[str, typer.Argument(metavar="ROW|CASE", help="The number of a row of the design, or a case's id.")],
    seed: Annotated[int, typer.Option(help="Which repetition of the row.")] = 0,
) -> None:
    """Run one case again, alone, and hold it against what is stored; leaves with 1 where they differ."""
    from experiments.command.show import tell_rerun

    raise typer.Exit(tell_rerun(folder, row, seed))
