"""The commands and their options; the work is done where each one points, and imported only then."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Annotated

import typer

from abm.facts.problems import BadInput

MAX_SEEDS, MAX_MONTHS, MAX_FLOW_STEPS, MAX_LADDER_SEEDS, MAX_ROWS = 10_000, 600, 31, 64, 10_000

ScenarioName = Annotated[str, typer.Argument(help="A scenario's name (see `surge list`) or file.")]
MixName = Annotated[str, typer.Option(help="A policy mix's name or file.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="INSTRUMENT.FIELD=VALUE", help="Move one lever, in every mix; may be repeated."),
]
Folder = Annotated[str | None, typer.Option(metavar="DIR", help="Write tables, and figures where there are any, to this folder.")]
Document = Annotated[str | None, typer.Option(metavar="-|FILE", help="Write all of it as one JSON document; - is standard output.")]

app = typer.Typer(
    name="surge",
    help="What can an alliance actually put in its magazines, by when, and what is in the way?",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from abm.command.document import version

        print(f"surge {version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def surge(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)] = False,
) -> None:
    """Without a command, say what there is."""
    if context.invoked_subcommand is None:
        print(context.get_help())


def _within(name: str, value: int | None, highest: int) -> None:
    if value is not None and not 1 <= value <= highest:
        raise BadInput(f"{name} {value}: expected 1 to {highest}")


@app.command()
def run(
    scenario: ScenarioName,
    policy: MixName = "today",
    setting: Settings = None,
    seeds: Annotated[int, typer.Option(help="How many repetitions, numbered from 0.")] = 32,
    months: Annotated[int | None, typer.Option(help="How long, instead of the scenario's own length.")] = None,
    flow_steps: Annotated[int | None, typer.Option(help="Parts of a month in which goods flow.")] = None,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Run a scenario under a policy mix, and show or write what came of it."""
    _within("--seeds", seeds, MAX_SEEDS)
    _within("--months", months, MAX_MONTHS)
    _within("--flow-steps", flow_steps, MAX_FLOW_STEPS)
    from abm.command.run import Request, carry_out

    carry_out(Request(scenario, policy, tuple(setting or ()), seeds, months, flow_steps, out, json))


@app.command()
def compare(
    scenario: ScenarioName,
    mixes: Annotated[list[str], typer.Argument(metavar="MIX MIX...", help="Policy mixes, by name or file; the first is held against.")],
    setting: Settings = None,
    seeds: Annotated[int, typer.Option(help="How many repetitions, numbered from 0, the same under every mix.")] = 16,
    months: Annotated[int | None, typer.Option(help="How long, instead of the scenario's own length.")] = None,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Run a scenario under several policy mixes with the same luck, and show what each brings over the first."""
    _within("--seeds", seeds, MAX_SEEDS)
    _within("--months", months, MAX_MONTHS)
    from abm.command.compare import Request, carry_out

    carry_out(Request(scenario, tuple(mixes), tuple(setting or ()), seeds, months, out, json))


@app.command()
def ladder(
    scenario: ScenarioName,
    policy: MixName = "today",
    setting: Settings = None,
    seeds: Annotated[int, typer.Option(help="How many repetitions, numbered from 0.")] = 4,
    months: Annotated[
        str | None,
        typer.Option(metavar="A,B,C|all", help="Months to look at, counted from 0; a year after war begins if not said."),
    ] = None,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Show what lines could make by plant, by parts and under the rules, what they do make, and what more of each would be worth."""
    _within("--seeds", seeds, MAX_LADDER_SEEDS)
    from abm.command.ladder import Request, carry_out

    carry_out(Request(scenario, policy, tuple(setting or ()), seeds, months, out, json))


@app.command()
def relief(
    scenario: ScenarioName,
    policy: MixName = "today",
    setting: Settings = None,
    seeds: Annotated[int, typer.Option(help="How many repetitions, numbered from 0, the same for every change.")] = 16,
    months: Annotated[
        str | None, typer.Option(metavar="M,M...", help="Months after onset by which rounds are counted; 12,24,36 if none.")
    ] = None,
    when: Annotated[str, typer.Option(metavar="onset|start|MONTH", help="When the change is made; rounds count from then on.")] = "onset",
    top: Annotated[int, typer.Option(help="How many changes to show.")] = 8,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Try one change at a time (a capacity, a licence, a rule, a grant), and rank what buys most rounds."""
    _within("--seeds", seeds, MAX_SEEDS)
    _within("--top", top, MAX_ROWS)
    from abm.command.relief import Request, carry_out

    carry_out(Request(scenario, policy, tuple(setting or ()), seeds, months, when, top, out, json))


@app.command()
def attribute(
    scenario: ScenarioName,
    mix: Annotated[str, typer.Argument(help="A policy mix's name or file.")],
    over: Annotated[str, typer.Option(metavar="MIX", help="The mix it is held against.")] = "none",
    setting: Settings = None,
    by: Annotated[str, typer.Option(metavar="instruments|nations", help="Who shares the dividend.")] = "instruments",
    nations: Annotated[
        str | None, typer.Option(metavar="N,N...", help="Nations that play, the others as one; the six that make most if none.")
    ] = None,
    seeds: Annotated[int, typer.Option(help="How many repetitions, numbered from 0, the same for every coalition.")] = 32,
    of: Annotated[
        str, typer.Option(metavar="landed_value|landed_in_theatre|SYSTEM", help="What is split: a value, or units of a system.")
    ] = "landed_value",
    months: Annotated[int, typer.Option(help="Months from onset on that count.")] = 24,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Split what a mix, or trade among nations, brings over what is there without it among its parts."""
    _within("--seeds", seeds, MAX_SEEDS)
    _within("--months", months, MAX_MONTHS)
    from abm.command.attribute import Request, carry_out

    carry_out(Request(scenario, mix, over, tuple(setting or ()), by, nations, seeds, of, months, out, json))


@app.command()
def check(
    scenarios: Annotated[list[str] | None, typer.Argument(help="Scenarios to check; all that are shipped if none.")] = None,
    policy: Annotated[
        str,
        typer.Option(metavar="MIX|all", help="A policy mix's name or file; all that are shipped if all. Other mixes get a shorter list."),
    ] = "today",
    validation: Annotated[bool, typer.Option("--validation", help="Hold the model against history instead: the scoreboard.")] = False,
    json: Document = None,
) -> None:
    """Check what must always hold: goods conserved, peace at rest, neutral defaults, ordered directions; or hold it against history."""
    if validation:
        if scenarios or policy != "today":
            raise BadInput("--validation: expected no scenario and no --policy, each row has its own")
        from abm.command.validating import hold_against_history

        raise typer.Exit(0 if hold_against_history(json) else 1)
    from abm.command.checking import check_scenarios

    raise typer.Exit(0 if check_scenarios(scenarios or [], policy, json) else 1)


@app.command()
def claims(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Claims to try; all if none.")] = None,
    draws: Annotated[int, typer.Option(help="How many draws from the ranges of all parameters, each with luck of its own.")] = 200,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Try the model's main claims: in what share of draws each holds, and under which other structures it flips."""
    _within("--draws", draws, MAX_SEEDS)
    from abm.command.claims import Request, carry_out

    carry_out(Request(tuple(names or ()), draws, out, json))


@app.command()
def why(
    scenario: ScenarioName,
    system: Annotated[str | None, typer.Argument(help="One system, with its whole tree of reasons; all in short if none.")] = None,
    policy: MixName = "today",
    setting: Settings = None,
    month: Annotated[int | None, typer.Option(help="At the end of which month; the last of the war if none.")] = None,
    seeds: Annotated[int, typer.Option(help="How many repetitions, numbered from 0.")] = 8,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Say why systems are short, from the magazine through the lines and their parts to what binds."""
    _within("--seeds", seeds, MAX_SEEDS)
    from abm.command.why import Request, carry_out

    carry_out(Request(scenario, system, policy, tuple(setting or ()), month, seeds, out, json))


@app.command()
def fragile(
    scenario: ScenarioName,
    policy: MixName = "today",
    setting: Settings = None,
    seeds: Annotated[int, typer.Option(help="How many repetitions, numbered from 0.")] = 4,
    top: Annotated[int, typer.Option(help="How many rows to show on the screen.")] = 15,
    out: Folder = None,
    json: Document = None,
) -> None:
    """Say what hangs on one maker, and what is lost when a nation's makers of a product stop, or a firm fails, for a year from onset."""
    _within("--seeds", seeds, MAX_SEEDS)
    _within("--top", top, MAX_ROWS)
    from abm.command.fragile import Request, carry_out

    carry_out(Request(scenario, policy, tuple(setting or ()), seeds, top, out, json))


@app.command()
def data(
    table: Annotated[str | None, typer.Argument(help="One table, such as lines or sources; an overview if none.")] = None,
) -> None:
    """List the public record that the model stands on."""
    from abm.command.shelves import data_text

    print(data_text(table))


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="A metric, instrument[.field], parameter, figure, scenario or mix.")],
) -> None:
    """Say what a name means: its unit, range, value and source."""
    from abm.command.shelves import explain_text

    print(explain_text(name))


@app.command("list")
def list_names(
    shelf: Annotated[str | None, typer.Argument(help="scenarios, mixes, instruments or metrics; all in short if none.")] = None,
) -> None:
    """List the scenarios, policy mixes, instruments and metrics."""
    from abm.command.shelves import list_text

    print(list_text(shelf))


@app.command()
def new(
    kind: Annotated[str, typer.Argument(metavar="scenario|mix", help="What to write.")],
    name: Annotated[str, typer.Argument(help="Its name: the file is NAME.yaml in this folder, unless --out says otherwise.")],
    out: Annotated[str | None, typer.Option(metavar="FILE", help="The file to write; nothing is ever overwritten.")] = None,
) -> None:
    """Write a commented scenario or policy mix that runs as it stands, to be changed."""
    from abm.command.new import write_new

    print(f"{write_new(kind, name, out)} is written; surge run takes it as it stands.")


@app.command(hidden=True)
def warm() -> None:
    """Compile the model once, so that the first real run starts at once."""
    from abm.command.run import warm_up

    warm_up()


BESIDE = ("experiments.command", "pages.command")
"""Packages above this one that bring commands of their own; each is taken in where it is installed, and missed nowhere else."""


def _take_in(name: str) -> None:
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        return
    if found is not None:
        importlib.import_module(name).register(app)


for _name in BESIDE:
    _take_in(_name)
