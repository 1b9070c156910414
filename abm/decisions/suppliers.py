"""How a buyer, nation or line, spreads its orders over the suppliers it may take."""

from __future__ import annotations

from abm.state.columns import ACTIVE
from abm.state.compiled import phase


@phase
def attract(live, firm_links, firm_product, lead, status, capacity, crew, size, owed, wait_sensitivity, accept_wait, backlog, draw, accept):
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
            queue = 0.0
            for link in range(firm_links[f], firm_links[f + 1]):
                queue += owed[link, w]
            backlog[f, w] = queue
            able = max(min(capacity[f, w], crew[f, w]), 0.1 * size[f, w])
            wait = queue / able
            late = max(0.0, wait - quoted) / 12.0
            working = 1.0 if status[f, w] == ACTIVE else 0.1
            draw[f, w] = working * capacity[f, w] / size[f, w] * decay(wait_sensitivity[w] * late)
            limit = 12.0 * accept_wait[w]
            accept[f, w] = min(1.0, max(0.0, (1.5 * limit - wait) / (0.5 * limit)))


@phase
def choose(
    store_links, by_store, link_firm, link_from, link_to, link_pull, live, product_lead, firm_product,
    appeal, draw, trust, of_trust, pace, release, transit, bid, lead, share, dt,
):
    """Shift each store's order pattern towards the suppliers that now offer best: a smooth choice, not winner takes all.

    Weight = pull x appeal under the rules x draw x (1 - b (1 - trust)); the pattern moves a share `pace` a month towards the
    normalised weights, so that offers at unchanged terms keep their part. Also the store's usual `lead`, over the new pattern:
    quoted lead, licence and transit, in the same parts of a month in which goods flow. Arrays [l, w], bid and lead [s, w].
    """
    worlds = share.shape[1]
    for s in range(store_links.size - 1):
        begin, end = store_links[s], store_links[s + 1]
        for w in range(worlds):
            total = 0.0
            for i in range(begin, end):
                link = by_store[i]
                f = link_firm[link]
                if live[f]:
                    believed = 1.0 - of_trust[w] * (1.0 - trust[link_to[link], link_from[link], w]) if link_from[link] != link_to[link] else 1.0
                    total += link_pull[link] * appeal[link, w] * draw[f, w] * believed
            bid[s, w] = total
            lead[s, w] = 0.0
            kept = 0.0
            for i in range(begin, end):
                kept += share[by_store[i], w]
            for i in range(begin, end):
                link = by_store[i]
                f = link_firm[link]
                if not live[f]:
                    continue
                if total > 0.0:
                    believed = 1.0 - of_trust[w] * (1.0 - trust[link_to[link], link_from[link], w]) if link_from[link] != link_to[link] else 1.0
                    weight = link_pull[link] * appeal[link, w] * draw[f, w] * believed / total
                    step = pace[w] if kept > 0.0 else 1.0
                    if appeal[link, w] <= 0.0:
                        step = 1.0
                    share[link, w] += step * (weight - share[link, w])
                else:
                    share[link, w] = 0.0
            whole = 0.0
            for i in range(begin, end):
                whole += share[by_store[i], w]
            for i in range(begin, end):
                link = by_store[i]
                if whole > 0.0:
                    share[link, w] /= whole
                cleared = release[link, w]
                months = product_lead[firm_product[link_firm[link]]] - 2.0 * dt + dt * (1.0 - cleared) / cleared + max(transit[link, w], dt)
                lead[s, w] += share[link, w] * months


@phase
def decay(x):
    """1 / (1 + x + x^2 / 2): close to exp(-x), without its cost."""
    return 1.0 / (1.0 + x + 0.5 * x * x)
