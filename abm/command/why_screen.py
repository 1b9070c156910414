"""Why systems are short, on one readable screen."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.why import Answer
from abm.flows.limits import ORDERS
from abm.judgement.binding import Binding
from abm.judgement.chain import Cause
from abm.judgement.telling import place_words, reason_words, sentence

WORTH_A_LINE = 0.02
"""Share of the step before, below which a branch is left out on the screen."""

NOTHING_BINDS = "·"


def show_answer(answer: Answer, one_system: bool, seconds: float, console: Console | None = None) -> None:
    """Print a sentence for each system and its reasons; the tree for one; then the map of binding limits, by year."""
    console = console or Console()
    when = f"End of month {answer.month} from {answer.scenario.start}."
    console.print(Text(f"{answer.scenario.title}. Policy: {answer.mix.title or answer.mix.name}. {when}"), style="bold")
    for system in answer.chains:
        console.print()
        console.print(Text(sentence(system)))
        if one_system:
            _show_tree(system, system, console)
        elif system.causes:
            console.print(Text("  " + reasons_line(system)), style="dim")
    shown = needed(answer) if one_system else {system.name for system in answer.chains}
    console.print()
    _show_map(answer.map, shown, console)
    console.print(
        Text(
            f"Shares are of the step before. In the map, what bound longest, weighed by plant: {NOTHING_BINDS} only orders, P plant, "
            f"C crews, S a stoppage, a number an input. {answer.seeds} seeds, {seconds:.1f} s"
        ),
        style="dim",
    )


def reasons_line(system: Cause) -> str:
    """The reasons of a lack with their shares, the heaviest first."""
    told = [f"{one.name} {one.share(system):.0%}" for one in system.causes if one.share(system) >= 0.005]
    return ", ".join(told)


def _show_tree(cause: Cause, system: Cause, console: Console, depth: int = 1) -> None:
    for one in cause.causes:
        if one.share(cause) < WORTH_A_LINE:
            continue
        words = step_words(one, of_part=cause.kind == "part")
        console.print(Text(f"{'  ' * depth}{one.share(cause):4.0%} {words}"), style="" if depth < 3 else "dim")
        _show_tree(one, system, console, depth + 1)


def step_words(cause: Cause, of_part: bool) -> str:
    """One step of a chain by itself; `of_part` where it is a reason why a part, rather than a magazine, is short."""
    if cause.kind == "reason":
        return reason_words(cause, cause.causes[0] if cause.causes else None, of_part)
    return f"where {cause.name} is short" if cause.kind == "part" else place_words(cause)


def needed(answer: Answer) -> set[str]:
    """The systems asked for and every product that stands in their chains."""
    found: set[str] = set()

    def look(cause: Cause) -> None:
        found.add(cause.product)
        for one in cause.causes:
            look(one)

    for system in answer.chains:
        look(system)
    return found


def _show_map(found: Binding, shown: set[str], console: Console) -> None:
    """Products whose lines are bound by more than their orders in some year, one column a year; inputs by number."""
    numbers: dict[str, int] = {}
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("bound in year", no_wrap=True)
    for place in range(len(found.months)):
        table.add_column(str(place + 1), no_wrap=True)
    for row, product in enumerate(found.products):
        if product not in shown or (found.limit[row] <= ORDERS).all():
            continue
        words = [_cell(found, row, place, numbers) for place in range(len(found.months))]
        table.add_row(Text(product), *(Text(word) for word in words))
    if not table.row_count:
        console.print(Text("Nothing but orders binds anybody longest, in any year."))
        return
    console.print(table)
    if numbers:
        console.print(Text("Inputs: " + ", ".join(f"{number} {name}" for name, number in numbers.items())))


BOUND = {"orders": NOTHING_BINDS, "capacity": "P", "labour": "C", "stoppage": "S"}


def _cell(found: Binding, row: int, place: int, numbers: dict[str, int]) -> str:
    name = found.name(row, place)
    return str(numbers.setdefault(name, len(numbers) + 1)) if found.part[row, place] else BOUND.get(name, name)
