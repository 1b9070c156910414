"""Ship: output goes to claims by tier, waits for its licence, sails and arrives."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.state.columns import PARTNER, TIERS
from abm.state.compiled import phase


@phase
def arrive(firm_links, reach, link_store, first, slot, ring, quantity, pipeline, landed):
    """Goods whose time under way is over enter their stores. ring [slot, l, w]; the rest [s, w]; landed is kept for magazines."""
    worlds = quantity.shape[1]
    for f in range(reach.size):
        for link in range(firm_links[f], reach[f]):
            s = link_store[link]
            for w in range(worlds):
                quantity[s, w] += ring[slot, link, w]
                pipeline[s, w] -= ring[slot, link, w]
            if s >= first:
                for w in range(worlds):
                    landed[s, w] += ring[slot, link, w]
            for w in range(worlds):
                ring[slot, link, w] = 0.0


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
    firm_links, reach, firm_product, product_lead, link_to, licensed, whole, later,
    fill, claim, tier_of, hurry, owed, shipped, queued, ring, now, dt,
):
    """Hand each line's output to its claims; what needs no licence sails at once, the rest joins the queue.

    Goods sail for `whole` [l] parts of a month, the share `later` [l] of them for one more. fill [f, tier, w]; claim [l, tier, w],
    tier_of [l]
    as in `book`; licensed [l]; the other link columns [l, w]; ring [slot, l, w]. `now` counts parts since the start.
    """
    worlds = owed.shape[1]
    units = np.empty(worlds)
    for f in range(reach.size):
        pace = dt / product_lead[firm_product[f]]
        for link in range(firm_links[f], reach[f]):
            to, tier = link_to[link], tier_of[link]
            if tier >= 0:
                for w in range(worlds):
                    units[w] = owed[link, w] * min(1.0, hurry[to, w] * pace) * fill[f, tier, w]
            else:
                for w in range(worlds):
                    units[w] = 0.0
                for t in range(TIERS):
                    for w in range(worlds):
                        units[w] += claim[link, t, w] * fill[f, t, w]
                for w in range(worlds):
                    units[w] = owed[link, w] * min(1.0, hurry[to, w] * pace) * units[w]
            for w in range(worlds):
                owed[link, w] -= units[w]
                shipped[link, w] += units[w]
            if licensed[link]:
                for w in range(worlds):
                    queued[link, w] += units[w]
            else:
                depart(ring, link, units, whole, later, now)


@phase
def depart(ring, link, units, whole, later, now):
    """Put goods [w] under way: they arrive `whole` parts of a month from now, the share `later` of them one part after that."""
    slots = ring.shape[0]
    slot = (now + whole[link]) % slots
    after = slot + 1 if slot + 1 < slots else 0
    part = later[link]
    for w in range(units.size):
        ring[slot, link, w] += units[w] * (1.0 - part)
        ring[after, link, w] += units[w] * part


@phase
def license(cases, link_firm, link_from, price, firm_product, license_office, release, whole, later, queued, ring, now, dt):
    """Clear licence queues: each case in its mean time, all of a nation's cases no faster than its office works.

    cases: links that need a licence. A queue Q clears r Q in a part, r = 1 - exp(-dt / T); where the value of all that would
    clear exceeds the office's throughput, every case waits in proportion. license_office [n, w] USD/month; release, queued [l, w].
    """
    worlds = queued.shape[1]
    pace = np.ones(license_office.shape)
    if license_office.min() < np.inf:
        wanted = np.zeros(license_office.shape)
        for link in cases:
            n, dollars = link_from[link], price[firm_product[link_firm[link]]]
            for w in range(worlds):
                if release[link, w] < 1.0:
                    wanted[n, w] += queued[link, w] * release[link, w] * dollars
        for n in range(pace.shape[0]):
            for w in range(worlds):
                if wanted[n, w] > license_office[n, w] * dt:
                    pace[n, w] = license_office[n, w] * dt / wanted[n, w]
    units = np.empty(worlds)
    for link in cases:
        n = link_from[link]
        for w in range(worlds):
            cleared = release[link, w] * pace[n, w] if release[link, w] < 1.0 else 1.0
            units[w] = queued[link, w] * cleared
        for w in range(worlds):
            queued[link, w] -= units[w]
        depart(ring, link, units, whole, later, now)
