"""What can bind a line, and what can stand between a nation and a unit it lacks."""

from __future__ import annotations

ORDERS, CAPACITY, LABOUR, INPUT, STOPPAGE = range(5)

LIMITS = {
    "orders": "nothing but its orders",
    "capacity": "its plant",
    "labour": "its trained crews",
    "input": "a part or material",
    "stoppage": "a stoppage or disruption",
}

REASONS = {
    "transit": "made and under way",
    "licence": "made and waiting for an export licence",
    "contract": "requested and not yet under contract",
    "in_work": "on order and not yet due",
    "capacity": "late: the line's plant is full",
    "labour": "late: the line lacks trained crews",
    "input": "late: the line lacks a part or material",
    "stoppage": "late: the line is stopped or disrupted",
    "priority": "late: others are served first",
    "funding": "not ordered: the money does not reach",
    "planned": "not ordered yet: its turn comes within the rebuilding plan",
    "no_source": "not ordered: no line is open, eligible and qualified, or takes the order",
}

R_TRANSIT, R_LICENSE, R_CONTRACT, R_IN_WORK, R_CAPACITY, R_LABOUR, R_INPUT, R_STOPPAGE, R_PRIORITY = range(9)
R_FUNDING, R_PLANNED, R_NO_SOURCE = range(9, 12)

REASON_OF_LIMIT = (R_IN_WORK, R_CAPACITY, R_LABOUR, R_INPUT, R_STOPPAGE)
"""Why a unit is late, by what bound its line."""
