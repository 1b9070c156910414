"""What a run writes down each month, and the reason of every unit a nation lacks."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
from collections import namedtuple

import numpy as np

from abm.flows.limits import (
    LIMITS,
    ORDERS,
    R_CONTRACT,
    R_FUNDING,
    R_IN_WORK,
    R_LICENSE,
    R_NO_SOURCE,
    R_PLANNED,
    R_PRIORITY,
    R_TRANSIT,
    REASON_OF_LIMIT,
    REASONS,
)
from abm.state.columns import ACTIVE, in_one_block
from abm.state.compiled import entry, phase

RECORD = {
    "made": ("group",),
    "capacity": ("group",),
    "limit": ("product", "limit"),
    "bound": ("ingredient",),
    "stock": ("magazine",),
    "target": ("magazine",),
    "landed": ("magazine",),
    "used": ("magazine",),
    "missed": ("magazine",),
    "ordered": ("magazine",),
    "want": ("magazine",),
    "on_order": ("magazine",),
    "missing": ("system", "reason"),
    "spent": ("nation",),
    "invested": ("nation",),
    "honour": ("nation",),
    "promised": ("nation",),
    "kept": ("nation",),
    "bought": ("nation",),
    "home": ("nation",),
    "active": (),
    "delivered": (),
}
"""Axes of each monthly record between month and world."""

Record = namedtuple("Record", RECORD)


def blank_record(base, months: int, worlds: int) -> Record:
    """An empty record of a run, each array [month, ..., world]."""
    size = {
        "group": len(base.groups), "product": len(base.recorded), "limit": len(LIMITS),
        "ingredient": max(1, len(base.ingredients)), "magazine": len(base.net.store_nation) - base.net.first, "system": len(base.systems),
        "reason": len(REASONS), "nation": len(base.nations),
    }
    return Record(**in_one_block({name: (months, *(size[a] for a in axes), worlds) for name, axes in RECORD.items()}))


@phase
def begin_lines(made, short, limit_time):
    """Set the month's tallies of lines to nothing."""
    made[:], short[:], limit_time[:] = 0.0, 0.0, 0.0


@phase
def begin_stores(booked, used, missed, landed, forgone):
    """Set the month's tallies of stores to nothing."""
    booked[:], used[:], missed[:], landed[:], forgone[:] = 0.0, 0.0, 0.0, 0.0, 0.0


@phase
def begin_links(used, fell_due, shipped):
    """Set the month's tallies of the links in use to nothing."""
    for link in used:
        for w in range(shipped.shape[1]):
            fell_due[link, w] = 0.0
            shipped[link, w] = 0.0


@phase
def note_lines(month, live, firm_group, firm_product, product_row, firm_nation, status, capacity, made, invested, limit_time,
               made_by, capacity_by, limit_by, invested_by, active):
    """Write down output, plant and what bound it by product and nation, and the lines at work."""
    for f in range(made.shape[0]):
        for w in range(made.shape[1]):
            invested_by[month, firm_nation[f], w] += invested[f, w]
        if not live[f]:
            continue
        g, p = firm_group[f], product_row[firm_product[f]]
        for w in range(made.shape[1]):
            made_by[month, g, w] += made[f, w]
            if status[f, w] == ACTIVE:
                capacity_by[month, g, w] += capacity[f, w]
                active[month, w] += 1.0
        for code in range(limit_time.shape[1]):
            for w in range(made.shape[1]):
                limit_by[month, p, code, w] += limit_time[f, code, w] * capacity[f, w]


@phase
def note_inputs(month, first, store_ingredient, forgone, bound):
    """Write down the output that lines could have made but for want of an input, by product and input: bound [month, ingredient, w]."""
    for s in range(first):
        for w in range(forgone.shape[1]):
            bound[month, store_ingredient[s], w] += forgone[s, w]


@phase
def note_magazines(month, first, store_product, price, quantity, target, landed, used, missed, booked, want, pipeline,
                   stock_by, target_by, landed_by, used_by, missed_by, booked_by, want_by, pipeline_by, delivered):
    """Write down what every magazine holds, plans, orders, gets, uses and misses, and what all they got is worth in USD."""
    for s in range(first, quantity.shape[0]):
        h, dollars = s - first, price[store_product[s]]
        for w in range(quantity.shape[1]):
            stock_by[month, h, w] = quantity[s, w]
            target_by[month, h, w] = target[s, w]
            landed_by[month, h, w] = landed[s, w]
            delivered[month, w] += landed[s, w] * dollars
            used_by[month, h, w] = used[s, w]
            missed_by[month, h, w] = missed[s, w]
            booked_by[month, h, w] = booked[s, w]
            want_by[month, h, w] = want[s, w]
            pipeline_by[month, h, w] = pipeline[s, w]


@phase
def add_waiting(link, f, quoted, signing, queued, owed, shipped, fell_due, made, short, limit, waiting):
    """Add the units that one link is still to send to `waiting` [reason, w]; `f` is its supplier.

    A claim is late by what its line owes beyond the quoted lead time at its present pace; served worse than the line's average, the
    difference is priority.
    """
    for w in range(waiting.shape[1]):
        waiting[R_LICENSE, w] += queued[link, w]
        waiting[R_CONTRACT, w] += signing[link, w]
        code = int(limit[f, w])
        if code == ORDERS or fell_due[link, w] <= 0.0:
            waiting[R_IN_WORK, w] += owed[link, w]
            continue
        timely = min(owed[link, w], quoted[link] * shipped[link, w])
        late = owed[link, w] - timely
        waiting[R_IN_WORK, w] += timely
        average = made[f, w] / (made[f, w] + short[f, w])
        own = shipped[link, w] / fell_due[link, w]
        outranked = (average - own) / (1.0 - own) if own < average else 0.0
        waiting[R_PRIORITY, w] += late * outranked
        waiting[REASON_OF_LIMIT[code], w] += late * (1.0 - outranked)


@entry
def waiting_by_link(filling, link_firm, quoted, signing, queued, owed, shipped, fell_due, made, short, limit, waiting):
    """Where the units are that each of these links is still to send: waiting [link, reason, w], nought before."""
    for link in filling:
        add_waiting(link, link_firm[link], quoted, signing, queued, owed, shipped, fell_due, made, short, limit, waiting[link])


@phase
def note_missing(month, first, store_starts, filling, store_system, link_firm, quoted, service, quantity, target, want, plan, bid, pipeline,
                 signing, queued, owed, shipped, fell_due, made, short, limit, lacking, missing):
    """Where the units are that a magazine lacks against its target; the reasons sum to the lack exactly.

    Counted from the nearest to the furthest: under way, awaiting licence, in work, late (see `add_waiting`), not ordered. Services are
    used as they arrive and lack nothing. lacking [magazine, reason, w] of this month; missing [month, system, reason, w].
    """
    reasons, worlds = lacking.shape[1], lacking.shape[2]
    waiting = np.zeros((reasons, worlds))
    for s in range(first, quantity.shape[0]):
        h = s - first
        for r in range(reasons):
            for w in range(worlds):
                waiting[r, w], lacking[h, r, w] = 0.0, 0.0
        if service[s]:
            continue
        for w in range(worlds):
            waiting[R_TRANSIT, w] = pipeline[s, w]
        for i in range(store_starts[s], store_starts[s + 1]):
            link = filling[i]
            for w in range(worlds):
                waiting[R_TRANSIT, w] -= signing[link, w] + queued[link, w] + owed[link, w]
            add_waiting(link, link_firm[link], quoted, signing, queued, owed, shipped, fell_due, made, short, limit, waiting)
        for w in range(worlds):
            lack = max(0.0, target[s, w] - quantity[s, w])
            for r in range(R_FUNDING):
                part = min(lack, max(0.0, waiting[r, w]))
                lacking[h, r, w] = part
                lack -= part
            if bid[s, w] <= 0.0:
                lacking[h, R_NO_SOURCE, w] = lack
            else:
                funded = plan[s, w] / want[s, w] if want[s, w] > 0.0 else 1.0
                lacking[h, R_PLANNED, w] = lack * funded
                lacking[h, R_FUNDING, w] = lack * (1.0 - funded)
        system = store_system[s]
        for r in range(reasons):
            for w in range(worlds):
                missing[month, system, r, w] += lacking[h, r, w]


@phase
def note_nations(
    month, abroad, first, store_starts, filling, store_nation, link_from, link_to, spent, fell_due, shipped, honour, pact, promise, price,
    firm_product, link_firm, spent_by, honour_by, promised_by, kept_by, bought_by, home_by,
):
    """Write down what nations spent, the share of foreign claims, by value, that they served in their turn, and whose goods they got.

    promised_by and kept_by: value of the foreign claims that fell due on the nation's lines and that it had promised to serve in their turn
    (pact, promise [n, m, w]), and the part of it that it did. bought_by and home_by: value of what was made for a nation's magazines this
    month, by anyone and by its own lines.
    """
    owed = np.zeros(spent.shape)
    for link in abroad:
        n, cost = link_from[link], price[firm_product[link_firm[link]]]
        for w in range(spent.shape[1]):
            owed[n, w] += fell_due[link, w] * cost
            honour_by[month, n, w] += fell_due[link, w] * cost * honour[link, w]
            if pact[n, link_to[link], w] > 0.0:
                said = promise[n, link_to[link], w]
                promised_by[month, n, w] += fell_due[link, w] * cost * said
                kept_by[month, n, w] += fell_due[link, w] * cost * min(said, honour[link, w])
    for n in range(spent.shape[0]):
        for w in range(spent.shape[1]):
            spent_by[month, n, w] = spent[n, w]
            honour_by[month, n, w] = honour_by[month, n, w] / owed[n, w] if owed[n, w] > 0.0 else 1.0
    for s in range(first, store_nation.size):
        n = store_nation[s]
        for i in range(store_starts[s], store_starts[s + 1]):
            link = filling[i]
            cost = price[firm_product[link_firm[link]]]
            for w in range(spent.shape[1]):
                bought_by[month, n, w] += shipped[link, w] * cost
                if link_from[link] == n:
                    home_by[month, n, w] += shipped[link, w] * cost
