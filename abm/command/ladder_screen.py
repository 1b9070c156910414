"""The surge ladder on one readable screen: the four rungs of each system, what most is lost to, and what more would be worth."""

from __future__ import annotations

import numpy as np
import xarray as xr
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.command.screen import NEVER
from abm.facts.scenario import Scenario
from abm.judgement.ladder import largest_gap, usual_month
from abm.rules.mix import Mix

WORTH = {
    "system line": ("Plant of a line that makes a system", 5),
    "part line": ("Plant of a line that makes a part", 5),
    "part": ("A part, on the shelf of a line that lacks it", 5),
    "licence": ("A part, let out of a licence queue", 3),
    "office": ("Throughput of a licensing office, in USD", 3),
}


SMALL = 0.01
"""Share of the alliance's plant below which a nation is not shown."""


def show_ladder(rungs: xr.Dataset, scenario: Scenario, mix: Mix, seconds: float, console: Console | None = None) -> None:
    """Print the ladder of the month looked at, or of the usual one where there are several."""
    console = console or Console()
    month = shown_month(rungs, scenario)
    now = rungs.sel(month=month).mean("seed")
    named = f"{mix.name} ({mix.title})" if mix.title not in ("", mix.name) else mix.name
    console.print(Text(f"{scenario.title}. {named}. Month {month}."), style="bold")
    console.print(_ladder(now))
    _show_nations(now, console)
    for kind, (title, most) in WORTH.items():
        _show_worth(now, kind, title, most, console)
    several = f" Of {rungs.sizes['month']} months." if rungs.sizes["month"] > 1 else ""
    console.print(
        Text(
            f"Units a month, and % of what a month of the war asks for; mean of {rungs.sizes['seed']} seeds. Each system as if all lines "
            "worked for it alone; the alliance in USD at unit cost, all together. Lost most to: bottlenecks (parts, stoppages), rules, "
            f"or uncoordinated decisions (orders, money, crews, whom to serve).{several} {seconds:.1f} s"
        ),
        style="dim",
    )


def shown_month(rungs: xr.Dataset, scenario: Scenario) -> int:
    """The usual month where it is among those looked at, else the first."""
    months = rungs["month"].values
    return int(usual_month(scenario) if usual_month(scenario) in months else months[0])


def _ladder(now: xr.Dataset) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 0, 0, 1))
    table.add_column("system", no_wrap=True)
    for rung in now["rung"].values:
        table.add_column(str(rung), justify="right", no_wrap=True)
    table.add_column("lost most to", no_wrap=True)
    for system in now["system"].values:
        units, share = (now[name].sel(system=system).values for name in ("output", "output_share"))
        table.add_row(Text(str(system)), *(_cell(*one) for one in zip(units, share, strict=True)), _lost(units))
    value, share = now["value"].values, now["value_share"].values
    dollars = (_cell(*one, "bn") for one in zip(value / 1e9, share, strict=True))
    table.add_row(Text("alliance"), *dollars, _lost(value), style="bold")
    return table


def plant_by_nation(now: xr.Dataset) -> list[int]:
    """Rows of the nations with a hundredth of the alliance's plant or more, the largest first."""
    plant = now["by_nation"].sel(rung="nameplate").values
    return [int(row) for row in np.argsort(-plant, kind="stable") if plant[row] > 0.0 and plant[row] >= SMALL * plant.sum()]


def _show_nations(now: xr.Dataset, console: Console) -> None:
    """Print what lines in each nation make of the alliance's value, the largest plant first; the smallest are counted."""
    rows = plant_by_nation(now)
    if len(rows) < 2:
        return
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 0, 0, 1))
    table.add_column("of it in, m USD", no_wrap=True)
    for rung in now["rung"].values:
        table.add_column(str(rung), justify="right", no_wrap=True, min_width=11)
    for row in rows:
        table.add_row(Text(str(now["nation"].values[row])), *(_number(one / 1e6) for one in now["by_nation"].values[:, row]))
    console.print()
    console.print(table)
    more = int((now["by_nation"].sel(rung="nameplate") > 0.0).sum()) - len(rows)
    others = f"{more} more have less than {SMALL:.0%} of plant each. " if more else ""
    plan = "The plan is the alliance's: what one nation makes need not fall from rung to rung."
    console.print(Text(f"{others}Systems where they are finished. {plan}", style="dim"))


def _lost(rungs: np.ndarray) -> str:
    if not rungs[0] > 0.0:
        return "no plant"
    return (largest_gap(rungs) or "full plant").removeprefix("uncoordinated ")


def _cell(amount: float, share: float, unit: str = "") -> str:
    told = f"{share:.0%}" if np.isfinite(share) else NEVER
    return f"{_number(amount)}{unit} {told:>3}"


def _number(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100.0 else f"{amount:.3g}"


def _show_worth(now: xr.Dataset, kind: str, title: str, most: int, console: Console) -> None:
    """Print what one more of each is worth, the largest gains first."""
    mine = now.isel(thing=np.flatnonzero(now["kind"].values == kind))
    largest = np.argsort(-mine["gain"].values, kind="stable")[:most]
    largest = [one for one in largest if mine["gain"].values[one] > 0.0]
    if not largest:
        return
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 0, 0, 1))
    table.add_column(title, no_wrap=True, min_width=46)
    table.add_column("one more, USD", justify="right", no_wrap=True)
    table.add_column("a tenth more, m USD", justify="right", no_wrap=True)
    for one in largest:
        name = str(mine["thing"].values[one]).partition(" ")[2]
        table.add_row(Text(name), _number(mine["worth"].values[one]), _number(mine["gain"].values[one] / 1e6))
    console.print()
    console.print(table)
