"""Ship: output goes to claims by tier, waits for its licence, sails and arrives."""

from __future__ import annotations

import numpy as np

from abm.state.columns import PARTNER, TIERS
from abm.state.compiled import phase


@phase
def arrive(live, firm_links, link_store, slot, ring, sailing, quantity, pipeline, landed):
    """Goods whose time under way is over enter their stores. ring [slot, l, w]; sailing [l, w]; the rest [s, w]."""
    worlds = sailing.shape[1]
    for f in range(live.size):
        if live[f]:
            for link in range(firm_links[f], firm_links[f + 1]):
                s = link_store[link]
                for w in range(worlds):
                    units = ring[slot, link, w]
                    ring[slot, link, w] = 0.0
                    sailing[link, w] -= units
                    quantity[s, w] += units
                    pipeline[s, w] -= units
                    landed[s, w] += units


@phase
def ration(live, due, output, pledge, fill):
    """Share of each tier's due claims that a line serves: tiers in order, partners' pledge first, even within a tier.

    due [f, tier, w]; output, pledge [f, w]; fill [f, tier, w] in 0..1. Serving all claims in one tier alike is proportional rationing;
    the order of tiers is the priority system (field.md 5.4).
    """
    worlds = output.shape[1]
    for f in range(live.size):
        if live[f]:
            for w in range(worlds):
                held = min(due[f, PARTNER, w], pledge[f, w] * output[f, w])
                left = output[f, w] - held
                for tier in range(TIERS):
                    owed = due[f, tier, w]
                    given = held if tier == PARTNER else 0.0
                    more = min(left, owed - given)
                    left -= more
                    fill[f, tier, w] = min(1.0, (given + more) / owed) if owed > 0.0 else 0.0


@phase
def ship(
    live, firm_links, firm_product, product_lead, release, transit,
    fill, claim, hurry, owed, shipped, queued, sailing, ring, now, dt,
):
    """Hand each line's output to its claims; what needs no licence sails at once, the rest joins the queue.

    fill [f, tier, w]; claim [l, tier, w]; the other link columns [l, w]. `now` counts parts since the start.
    """
    worlds = owed.shape[1]
    slots = ring.shape[0]
    for f in range(live.size):
        if not live[f]:
            continue
        pace = dt / product_lead[firm_product[f]]
        for link in range(firm_links[f], firm_links[f + 1]):
            for w in range(worlds):
                served = 0.0
                for tier in range(TIERS):
                    served += claim[link, tier, w] * fill[f, tier, w]
                units = owed[link, w] * min(1.0, hurry[link, w] * pace) * served
                owed[link, w] -= units
                shipped[link, w] += units
                if release[link, w] < 1.0:
                    queued[link, w] += units
                else:
                    depart(ring, sailing, link, w, units, transit[link, w] / dt, now, slots)


@phase
def depart(ring, sailing, link, w, units, parts, now, slots):
    """Put goods under way for `parts` parts of a month, at least one; a fraction is split over two arrivals."""
    parts = min(max(parts, 1.0), slots - 2.0)
    whole = int(parts)
    later = (parts - whole) * units
    ring[(now + whole) % slots, link, w] += units - later
    if later > 0.0:
        ring[(now + whole + 1) % slots, link, w] += later
    sailing[link, w] += units


@phase
def license(live, abroad, link_firm, link_from, price, firm_product, license_office, release, transit, queued, sailing, ring, now, dt):
    """Clear licence queues: each case in its mean time, all of a nation's cases no faster than its office works.

    abroad: links that cross a border. A queue Q clears r Q in a part, r = 1 - exp(-dt / T); where the value of all that would
    clear exceeds the office's throughput, every case waits in proportion. license_office [n, w] USD/month.
    """
    worlds = queued.shape[1]
    wanted = np.zeros(license_office.shape)
    for link in abroad:
        f = link_firm[link]
        if live[f]:
            n = link_from[link]
            for w in range(worlds):
                wanted[n, w] += queued[link, w] * release[link, w] * price[firm_product[f]]
    slots = ring.shape[0]
    for link in abroad:
        f = link_firm[link]
        if live[f]:
            n = link_from[link]
            for w in range(worlds):
                if queued[link, w] > 0.0:
                    pace = 1.0
                    if wanted[n, w] > license_office[n, w] * dt:
                        pace = license_office[n, w] * dt / wanted[n, w]
                    units = queued[link, w] * release[link, w] * pace
                    queued[link, w] -= units
                    depart(ring, sailing, link, w, units, transit[link, w] / dt, now, slots)
