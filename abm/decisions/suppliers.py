"""How a buyer, nation or line, spreads its orders over the suppliers it may take."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.facts.parameters import P
from abm.state.columns import ACTIVE
from abm.state.compiled import phase


@phase
def attract(live, firm_links, reach, firm_product, lead, status, capacity, crew, size, owed, backlog, draw, accept, p):
    """Each line's order book, its weight in buyers' orders by size and queue, and the share of new orders it takes.

    draw = K / K0 x exp(-a x lateness in years), the queue beyond the quoted lead time at present crews; a line that stands still draws
    a tenth. It takes all orders until its queue nears `accept_wait` years, none at half as much again. Arrays [f, w]; owed [l, w].
    """
    worlds = owed.shape[1]
    for f in range(live.size):
        if not live[f]:
            continue
        quoted = lead[firm_product[f]]
        for w in range(worlds):
            backlog[f, w] = 0.0
        for link in range(firm_links[f], reach[f]):
            for w in range(worlds):
                backlog[f, w] += owed[link, w]
        for w in range(worlds):
            wait = backlog[f, w] / max(min(capacity[f, w], crew[f, w]), 0.1 * size[f, w])
            late = max(0.0, wait - quoted) / 12.0
            working = 1.0 if status[f, w] == ACTIVE else 0.1
            draw[f, w] = working * capacity[f, w] / size[f, w] * np.exp(-p[P.wait_sensitivity, w] * late)
            limit = 12.0 * p[P.accept_wait, w]
            accept[f, w] = min(1.0, max(0.0, (1.5 * limit - wait) / (0.5 * limit)))


@phase
def choose(
    live, store_firm, in_use, used_links, link_firm, link_from, link_to, link_pull, quoted, transit, appeal, draw, trust, queue, bid,
    lead, share, p, dt,
):
    """Shift each store's order pattern towards the suppliers that now offer best: a smooth choice, not winner takes all.

    Weight = pull x appeal under the rules x draw x (1 - b (1 - trust)); the pattern moves a share `pace` a month towards the
    normalised weights, so that offers at unchanged terms keep their part; what the rules bar is dropped at once. Also the store's usual
    `lead` over the new pattern: quoted lead, licence and transit, in the same parts of a month in which goods flow.
    in_use [s+1] and used_links: the links in use by store; arrays [l, w], bid and lead [s, w]; trust [n, m, w]; quoted, transit [l] and
    queue [l, w], the wait for a licence, in months.
    """
    worlds = share.shape[1]
    most = 0
    for s in range(in_use.size - 1):
        most = max(most, in_use[s + 1] - in_use[s])
    weight = np.empty((most, worlds))
    kept, whole, scale = np.empty(worlds), np.empty(worlds), np.empty(worlds)
    for s in range(in_use.size - 1):
        if store_firm[s] >= 0 and not live[store_firm[s]]:
            continue
        for w in range(worlds):
            bid[s, w], lead[s, w], kept[w], whole[w] = 0.0, 0.0, 0.0, 0.0
        begin, end = in_use[s], in_use[s + 1]
        for i in range(begin, end):
            link = used_links[i]
            f, a, b = link_firm[link], link_from[link], link_to[link]
            if a == b:
                for w in range(worlds):
                    weight[i - begin, w] = link_pull[link] * appeal[link, w] * draw[f, w]
            else:
                for w in range(worlds):
                    believed = 1.0 - p[P.trust_sensitivity, w] * (1.0 - trust[b, a, w])
                    weight[i - begin, w] = link_pull[link] * appeal[link, w] * draw[f, w] * believed
            for w in range(worlds):
                bid[s, w] += weight[i - begin, w]
                kept[w] += share[link, w]
        for w in range(worlds):
            scale[w] = 1.0 / bid[s, w] if bid[s, w] > 0.0 else 0.0
            kept[w] = p[P.reallocation, w] if kept[w] > 0.0 else 1.0
        for i in range(begin, end):
            link = used_links[i]
            for w in range(worlds):
                part = weight[i - begin, w] * scale[w]
                step = kept[w] if part > 0.0 else 1.0
                share[link, w] += step * (part - share[link, w])
                whole[w] += share[link, w]
        for w in range(worlds):
            scale[w] = 1.0 / whole[w] if whole[w] > 0.0 else 0.0
        for i in range(begin, end):
            link = used_links[i]
            fixed = max(quoted[link], dt) - 2.0 * dt + max(transit[link], dt)
            for w in range(worlds):
                share[link, w] *= scale[w]
                lead[s, w] += share[link, w] * (fixed + queue[link, w])
