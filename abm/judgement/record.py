"""What a run writes down each month, and the reason of every unit a nation lacks."""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from abm.flows.limits import (
    LIMITS,
    ORDERS,
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
from abm.state.columns import ACTIVE, TIERS
from abm.state.compiled import phase

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
    "use_rate": ("magazine",),
    "ordered": ("magazine",),
    "want": ("magazine",),
    "on_order": ("magazine",),
    "missing": ("magazine", "reason"),
    "spent": ("nation",),
    "invested": ("nation",),
    "honour": ("nation",),
    "active": (),
}
"""Axes of each monthly record between month and world."""

Record = namedtuple("Record", RECORD)


def blank_record(base, months: int, worlds: int) -> Record:
    """An empty record of a run, each array [month, ..., world]."""
    size = {
        "group": len(base.groups), "product": int(base.net.product_row.max()) + 1, "limit": len(LIMITS),
        "ingredient": max(1, len(base.ingredients)), "magazine": len(base.net.store_nation) - base.net.first,
        "reason": len(REASONS), "nation": len(base.nations),
    }
    return Record(**{name: np.zeros((months, *(size[a] for a in axes), worlds)) for name, axes in RECORD.items()})


@phase
def clear(column):
    """Set a tally of the month to nothing."""
    for row in range(column.shape[0]):
        for w in range(column.shape[1]):
            column[row, w] = 0.0


@phase
def note(net, nations, firms, stores, links, due, limit_time, record, month, flow_steps):
    """Write the month into the record, and what bound each line longest into the line itself."""
    _note_lines(net.firm_group, net.firm_product, net.product_row, net.firm_nation, firms.status, firms.capacity, firms.made,
                firms.invested, limit_time, due, firms.limit, firms.due, record.made[month], record.capacity[month],
                record.limit[month], record.invested[month], record.active[month], flow_steps)
    _note_magazines(net.first, stores.quantity, stores.target, stores.landed, stores.used, stores.missed, stores.use_rate,
                    stores.plan, stores.want, stores.pipeline, record.stock[month], record.target[month], record.landed[month],
                    record.used[month], record.missed[month], record.use_rate[month], record.ordered[month],
                    record.want[month], record.on_order[month])
    _note_missing(net.first, net.store_links, net.by_store, net.link_firm, net.firm_product, net.lead, stores.quantity, stores.target,
                  stores.want, stores.plan, stores.bid, links.sailing, links.queued, links.owed, links.shipped,
                  links.fell_due, firms.made, firms.short, firms.limit, record.missing[month])
    _note_nations(net.abroad, net.link_from, nations.spent, links.fell_due, links.honour, net.price, net.firm_product,
                  net.link_firm, record.spent[month], record.honour[month])


@phase
def _note_lines(firm_group, firm_product, product_row, firm_nation, status, capacity, made, invested, limit_time, due, limit, due_rate,
                made_by, capacity_by, limit_by, invested_by, active, flow_steps):
    for f in range(made.shape[0]):
        g, p, n = firm_group[f], product_row[firm_product[f]], firm_nation[f]
        for w in range(made.shape[1]):
            made_by[g, w] += made[f, w]
            invested_by[n, w] += invested[f, w]
            invested[f, w] = 0.0
            if status[f, w] == ACTIVE:
                capacity_by[g, w] += capacity[f, w]
                active[w] += 1.0
            longest = 0.0
            limit[f, w] = ORDERS
            for code in range(limit_time.shape[1]):
                limit_by[p, code, w] += limit_time[f, code, w] * capacity[f, w]
                if limit_time[f, code, w] > longest:
                    longest = limit_time[f, code, w]
                    limit[f, w] = code
            total = 0.0
            for t in range(TIERS):
                total += due[f, t, w]
            due_rate[f, w] = total * flow_steps


@phase
def _note_magazines(first, quantity, target, landed, used, missed, use_rate, plan, want, pipeline,
                    stock_by, target_by, landed_by, used_by, missed_by, use_by, plan_by, want_by, pipeline_by):
    for s in range(first, quantity.shape[0]):
        h = s - first
        for w in range(quantity.shape[1]):
            stock_by[h, w] = quantity[s, w]
            target_by[h, w] = target[s, w]
            landed_by[h, w] = landed[s, w]
            used_by[h, w] = used[s, w]
            missed_by[h, w] = missed[s, w]
            use_by[h, w] = use_rate[s, w]
            plan_by[h, w] = plan[s, w]
            want_by[h, w] = want[s, w]
            pipeline_by[h, w] = pipeline[s, w]


@phase
def _note_missing(first, store_links, by_store, link_firm, firm_product, lead, quantity, target, want, plan, bid, sailing, queued, owed,
                  shipped, fell_due, made, short, limit, missing):
    """Where the units are that a magazine lacks against its target; the reasons sum to the lack exactly.

    Counted from the nearest to the furthest: under way, awaiting licence, in work, late, not ordered. A claim is late by what its line
    owes beyond the quoted lead time at its present pace; served worse than the line's average, the difference is priority.
    """
    waiting = np.zeros(missing.shape[1])
    for s in range(first, quantity.shape[0]):
        h = s - first
        for w in range(quantity.shape[1]):
            lack = target[s, w] - quantity[s, w]
            if lack <= 0.0:
                continue
            for r in range(waiting.size):
                waiting[r] = 0.0
            for i in range(store_links[s], store_links[s + 1]):
                link = by_store[i]
                f = link_firm[link]
                waiting[R_TRANSIT] += sailing[link, w]
                waiting[R_LICENSE] += queued[link, w]
                timely = min(owed[link, w], lead[firm_product[f]] * shipped[link, w])
                late = owed[link, w] - timely
                code = int(limit[f, w])
                if code == ORDERS or fell_due[link, w] <= 0.0:
                    waiting[R_IN_WORK] += owed[link, w]
                    continue
                waiting[R_IN_WORK] += timely
                average = made[f, w] / (made[f, w] + short[f, w])
                own = shipped[link, w] / fell_due[link, w]
                outranked = (average - own) / (1.0 - own) if own < average else 0.0
                waiting[R_PRIORITY] += late * outranked
                waiting[REASON_OF_LIMIT[code]] += late * (1.0 - outranked)
            for r in range(R_FUNDING):
                part = min(lack, waiting[r])
                missing[h, r, w] += part
                lack -= part
            if bid[s, w] <= 0.0:
                missing[h, R_NO_SOURCE, w] += lack
            else:
                funded = plan[s, w] / want[s, w] if want[s, w] > 0.0 else 1.0
                missing[h, R_PLANNED, w] += lack * funded
                missing[h, R_FUNDING, w] += lack * (1.0 - funded)


@phase
def _note_nations(abroad, link_from, spent, fell_due, honour, price, firm_product, link_firm, spent_by, honour_by):
    owed = np.zeros(spent.shape)
    for n in range(spent.shape[0]):
        for w in range(spent.shape[1]):
            spent_by[n, w] = spent[n, w]
    for link in abroad:
        n, cost = link_from[link], price[firm_product[link_firm[link]]]
        for w in range(spent.shape[1]):
            owed[n, w] += fell_due[link, w] * cost
            honour_by[n, w] += fell_due[link, w] * cost * honour[link, w]
    for n in range(spent.shape[0]):
        for w in range(spent.shape[1]):
            honour_by[n, w] = honour_by[n, w] / owed[n, w] if owed[n, w] > 0.0 else 1.0
