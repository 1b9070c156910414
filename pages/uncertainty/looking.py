"""Which cases of a study are looked at, and over which of its inputs."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from abm.facts.problems import BadInput, nearest, shown
from experiments.results import Results
from experiments.store import DONE

MOST_NAMES = 24
"""Different values of an input that are still told one by one."""
FEW_VALUES = 8
"""Up to so many different numbers stand for themselves; more are put in bins."""
LONGEST_NAME = 200


@dataclass(frozen=True)
class Look:
    """Which cases are looked at, and the one picked out of them; what is empty is chosen by what matters most.

    Cases of one mix and set of events (of all, if empty), each held against the same future and luck under the mix `against`, if named.
    """

    outcome: str = ""
    across: str = ""
    up: str = ""
    mix: str = ""
    events: str = ""
    against: str = ""
    row: int = -1
    seed: int = 0

    def parts(self) -> dict[str, str]:
        """What an address says of it."""
        return {one.name: str(getattr(self, one.name)) for one in fields(self) if getattr(self, one.name) != one.default}


def look_of(said: dict[str, Any]) -> Look:
    """The look that the parts of an address mean, or an act of the browser; names are looked up once the study is known."""
    found: dict[str, Any] = {}
    for one in fields(Look):
        if one.name not in said:
            continue
        value = str(said[one.name])[:LONGEST_NAME]
        if one.name in ("row", "seed"):
            if not value.removeprefix("-").isdecimal() or not value.isascii() or len(value) > 9:
                raise BadInput(f"{one.name} = {shown(value)}: expected a number")
            found[one.name] = int(value)
        else:
            found[one.name] = value
    return Look(**found)


def inputs(results: Results) -> list[str]:
    """What the study varies: mixes, sets of events, levers and unknowns that take more than one value."""
    design = results.design
    found = []
    for name in ("mix", "events", *results.levers, *results.uncertainties):
        many = design[name].nunique()
        if many > 1 and (is_range(results, name) or many <= MOST_NAMES):
            found.append(name)
    return found


def checked(results: Results, look: Look) -> Look:
    """The look with each name looked up in the study; raises `BadInput` where one is not there."""
    offered = inputs(results)
    events = list(results.manifest["scenarios"])
    known = {
        "outcome": results.outcomes,
        "across": offered,
        "up": offered,
        "mix": results.mixes,
        "events": events,
        "against": results.mixes,
    }
    for field, names in known.items():
        name = getattr(look, field)
        if name and name not in names:
            raise BadInput(f"{field} = {shown(name)}: unknown in this study{nearest(name, names)}")
    return look


def settled(results: Results, look: Look) -> Look:
    """The look with every gap filled: the first outcome and mix, and the two inputs that the outcome follows most closely."""
    look = replace(look, outcome=look.outcome or results.outcomes[0])
    if not look.mix and "mix" not in (look.across, look.up) and len(results.mixes) > 1:
        look = replace(look, mix=results.mixes[0])
    ranked = _by_weight(results, look)
    across = look.across or next((name for name in ranked if name != look.up), "")
    up = look.up or next((name for name in ranked if name != across), across)
    return replace(look, across=across, up=up)


def _by_weight(results: Results, look: Look) -> list[str]:
    """Inputs by how closely the outcome follows each in rank, closest first."""
    seen = cases_seen(results, replace(look, across="", up=""))
    offered = [name for name in inputs(results) if name not in ("mix", "events")] or inputs(results)
    if len(seen) < 4:
        return offered
    ranks = seen["value"].rank()
    weight = {name: abs(np.nan_to_num(places_of(results, name, seen[name]).rank().corr(ranks))) for name in offered}
    return sorted(offered, key=lambda name: -weight[name])


def cases_seen(results: Results, look: Look) -> pd.DataFrame:
    """Cases that have run and are looked at, with their `value`: of the outcome, or what it is beyond the mix held against."""
    runs = results.runs
    kept = (runs["status"] == DONE) & np.isfinite(runs[look.outcome].to_numpy(float))
    axes = (look.across, look.up)
    for column, wanted in (("mix", look.mix), ("events", look.events)):
        if wanted and column not in axes:
            kept &= runs[column] == wanted
    seen = runs[kept].assign(value=lambda found: found[look.outcome].astype(float))
    if look.against:
        keys = [*results.keys, *results.levers]
        base = runs[(runs["mix"] == look.against) & (runs["status"] == DONE)].drop_duplicates(keys)
        seen = seen.merge(base[[*keys, look.outcome]].rename(columns={look.outcome: "base"}), on=keys)
        seen = seen.assign(value=seen["value"] - seen["base"].astype(float))
        seen = seen[np.isfinite(seen["value"])]
    return seen.reset_index(drop=True)


def is_range(results: Results, name: str) -> bool:
    """Whether an input takes numbers over a range, rather than a few values that each stand for themselves."""
    column = results.design[name]
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return False
    many = column.nunique()
    drawn = name in results.uncertainties and 3 * many > results.design["point"].nunique()
    return many > FEW_VALUES or drawn


def values_of(column: pd.Series) -> list[Any]:
    """Different values of a column: numbers in order, the rest as they first stand there."""
    found = list(dict.fromkeys(column))
    return sorted(found) if pd.api.types.is_numeric_dtype(column) else found


def places_of(results: Results, name: str, column: pd.Series) -> pd.Series:
    """Where cases stand along an input: its number, or the place of its name among all of the design."""
    if is_range(results, name):
        return column.astype(float)
    order = {value: place for place, value in enumerate(values_of(results.design[name]))}
    return column.map(order).astype(float)
