"""A chain of reasons in words that can be read aloud."""

from __future__ import annotations

from itertools import pairwise

from abm.flows.limits import R_CAPACITY, R_INPUT, REASONS
from abm.judgement.chain import LATE, REASON_NAMES, Cause, late, steps

NAMED = 2
"""Makers that are named; more are counted."""

LATE_BECAUSE = {
    "capacity": "the plant is full",
    "labour": "trained crews are lacking",
    "input": "a part or material is lacking",
    "stoppage": "the line is stopped or disrupted",
    "priority": "others are served first",
}
PART_BECAUSE = LATE_BECAUSE | {
    "transit": "it is under way",
    "licence": "it waits for an export licence",
    "contract": "it is not yet under contract",
    "in_work": "it is on order and not yet due",
    "funding": "the money does not reach",
    "planned": "its users ordered too little in time",
    "no_source": "no line is open, eligible and qualified, or takes the order",
}
IDLE_PLANT = "the plant there does not work"


def sentence(system: Cause) -> str:
    """The chain as one sentence: the heaviest reason of all, and what is late, step by step, each with its share of the step before."""
    if not system.units > 0.0:
        return f"{system.name} lacks nothing."
    first, owed = system.causes[0], late(system)
    if first.name in LATE:
        return f"{system.name} lacks {_units(system.units)}, most of it late: {path(owed)}."
    told = f"{system.name} lacks {_units(system.units)}, {_percent(first.share(system))} of it {REASONS[first.name]}"
    return f"{told}; {_percent(owed.share(system))} is late: {path(owed)}." if owed.units > 0.0 else f"{told}; nothing is late."


def path(owed: Cause) -> str:
    """The dominant path of what is late: each step with its share of the one before."""
    way, told = list(steps(owed)), []
    for place, (before, step) in enumerate(pairwise(way)):
        after = way[place + 2] if place + 2 < len(way) else None
        share = _percent(step.share(before))
        if step.kind == "part":
            told.append(f"where {step.name} is short ({share})")
        elif step.kind == "reason" and step.name == REASON_NAMES[R_INPUT] and after is not None:
            told.append(f"for want of parts ({share})")
        elif step.kind == "reason":
            told.append(f"because {reason_words(step, after, bool(place))} ({share})")
        else:
            told.append(f"{place_words(step)} ({share})")
    return ", ".join(told)


def reason_words(reason: Cause, whose: Cause | None, of_part: bool) -> str:
    """A reason in words; a line that does not work at all has plant that is empty, not full."""
    if reason.name == REASON_NAMES[R_CAPACITY] and whose is not None and whose.stopped:
        return IDLE_PLANT
    if of_part or reason.name in LATE_BECAUSE:
        return PART_BECAUSE[reason.name]
    return REASONS[reason.name]


def place_words(step: Cause) -> str:
    """Whose lines, or whose orders, in words."""
    if step.kind == "holder":
        return f"in {step.name}"
    if len(step.makers) > NAMED:
        return f"at {len(step.makers)} makers in {step.name}"
    makers = " and ".join(step.makers)
    return f"at its only maker, {makers} in {step.name}" if step.only and len(step.makers) == 1 else f"at {makers} in {step.name}"


def _units(units: float) -> str:
    return f"{units:,.0f}" if units >= 10.0 else f"{units:.1f}"


def _percent(share: float) -> str:
    if 0.0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1.0 else f"{share:.0%}"
