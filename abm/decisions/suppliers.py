"""How a buyer, nation or line, spreads its orders over the suppliers it may take."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.facts.parameters import P
from abm.flows.limits import INPUT
from abm.state.columns import ACTIVE, TINY
from abm.state.compiled import phase

MOST_PUT_OFF = 50.0
"""How far a queue can put buyers off, as a power of e: beyond it weights would be too small to divide by."""

LEAST_FREE = 0.05
"""Part of its plant that even a full line can free for a new buyer."""


@phase
def attract(
    live, starts, used, firm_product, lead, status, capacity, crew, size, made, limit, audited, owed, backlog, draw, accept, p,
):
    """Each line's order book, its weight in buyers' orders by size and queue, and the share of new orders it takes.

    draw = K / K0 x exp(-a x lateness in years), the queue beyond the quoted lead time at present crews, or where a part holds the line
    back at its present output; a line that stands still draws a tenth. Where lines are audited, buyers see what the order book leaves
    free of K. It takes all orders until its queue nears `accept_wait` years, none at half as much again. Arrays [f, w]; owed [l, w].
    """
    worlds = owed.shape[1]
    for f in range(live.size):
        if not live[f]:
            continue
        quoted = lead[firm_product[f]]
        for w in range(worlds):
            backlog[f, w] = 0.0
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            for w in range(worlds):
                backlog[f, w] += owed[link, w]
        for w in range(worlds):
            pace = made[f, w] if limit[f, w] == INPUT else min(capacity[f, w], crew[f, w])
            wait = backlog[f, w] / max(pace, 0.1 * min(size[f, w], capacity[f, w]), TINY)
            late = max(0.0, wait - quoted) / 12.0
            working = 1.0 if status[f, w] == ACTIVE else 0.1
            free = max(LEAST_FREE * capacity[f, w], capacity[f, w] - backlog[f, w] / quoted)
            seen = capacity[f, w] + audited[f, w] * (free - capacity[f, w])
            draw[f, w] = working * seen / size[f, w] * np.exp(-min(MOST_PUT_OFF, p[P.wait_sensitivity, w] * late))
            most = 12.0 * p[P.accept_wait, w]
            accept[f, w] = min(1.0, max(0.0, (1.5 * most - wait) / (0.5 * most)))


@phase
def choose(
    starts, used, link_store, link_from, link_to, link_pull, quoted, transit, open_stores, appeal, draw, trust, queue, sales_time,
    weight, bid, lead, share, p, dt,
):
    """Shift each store's order pattern towards the suppliers that now offer best: a smooth choice, not winner takes all.

    Weight = pull x appeal under the rules x draw x (1 - b (1 - trust)); the pattern moves a share `reallocation` a month towards the
    normalised weights, so that offers at unchanged terms keep their part; what the rules bar is dropped at once. Also the store's usual
    `lead` over the new pattern: sale, quoted lead, licence and transit, in the same parts of a month in which goods flow.
    open_stores [s]: those whose holder is at work; weight, share, queue [l, w], the last the wait for a licence in months; bid and lead
    [s, w]; trust [n, m, w]; quoted, transit [l] months. Links are passed by supplier, three times, and sums are kept by store.
    """
    stores, worlds = bid.shape[0], bid.shape[1]
    kept, whole = np.zeros((stores, worlds)), np.zeros((stores, worlds))
    for s in range(stores):
        if open_stores[s]:
            for w in range(worlds):
                bid[s, w], lead[s, w] = 0.0, 0.0
    for f in range(starts.size - 1):
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            s, a, b = link_store[link], link_from[link], link_to[link]
            if open_stores[s]:
                for w in range(worlds):
                    believed = 1.0 - p[P.trust_sensitivity, w] * (1.0 - trust[b, a, w]) if a != b else 1.0
                    weight[link, w] = link_pull[link] * appeal[link, w] * draw[f, w] * believed
                    bid[s, w] += weight[link, w]
                    kept[s, w] += share[link, w]
    for s in range(stores):
        for w in range(worlds):
            kept[s, w] = p[P.reallocation, w] if kept[s, w] > 0.0 else 1.0
    for f in range(starts.size - 1):
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            s = link_store[link]
            if open_stores[s]:
                for w in range(worlds):
                    part = weight[link, w] * (1.0 / bid[s, w] if bid[s, w] > 0.0 else 0.0)
                    share[link, w] += (kept[s, w] if part > 0.0 else 1.0) * (part - share[link, w])
                    whole[s, w] += share[link, w]
    for f in range(starts.size - 1):
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            s = link_store[link]
            if open_stores[s]:
                fixed = max(quoted[link], dt) - 2.0 * dt + max(transit[link], dt)
                for w in range(worlds):
                    share[link, w] *= 1.0 / whole[s, w] if whole[s, w] > 0.0 else 0.0
                    lead[s, w] += share[link, w] * (fixed + sales_time[link, w] + queue[link, w])
