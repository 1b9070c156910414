"""Ship: output goes to claims by tier, waits for its licence, sails and arrives."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.state.columns import DEFERRED, PARTNER, TIERS, TINY
from abm.state.compiled import entry, phase


@phase
def arrive(starts, used, link_store, first, slot, ring, quantity, pipeline, landed, lanes):
    """Goods whose time under way is over enter their stores. ring [slot, l, w]; the rest [s, w]; landed is kept for magazines."""
    worlds = len(lanes) or quantity.shape[1]
    for f in range(starts.size - 1):
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            s = link_store[link]
            for w in range(worlds):
                units = ring[slot, link, w]
                ring[slot, link, w] = 0.0
                quantity[s, w] += units
                pipeline[s, w] -= units
                if s >= first:
                    landed[s, w] += units


@entry
def ration(live, due, output, pledge, fill, lanes):
    """Share of each tier's due claims that a line serves: tiers in order, partners' pledge first, even within a tier.

    due [f, tier, w]; output, pledge [f, w]; fill [f, tier, w] in 0..1. Serving all claims in one tier alike is proportional rationing;
    the order of tiers is the priority system (field.md 5.4).
    """
    worlds = len(lanes) or output.shape[1]
    held, left = np.empty(worlds), np.empty(worlds)
    for f in range(live.size):
        if live[f]:
            for w in range(worlds):
                held[w] = min(due[f, PARTNER, w], pledge[f, w] * output[f, w])
                left[w] = output[f, w] - held[w]
            for tier in range(TIERS):
                for w in range(worlds):
                    owed = due[f, tier, w]
                    given = held[w] if tier == PARTNER else 0.0
                    more = min(left[w], owed - given)
                    left[w] -= more
                    fill[f, tier, w] = min(1.0, max(0.0, given + more) / max(owed, TINY))


@phase
def ship(
    starts, used, firm_nation, firm_product, product_lead, price, link_to, licensed, whole, later, fill, claim, tier_of, stands_in, honour,
    hurry, release, owed, shipped, queued, asked, ring, now, dt, lanes,
):
    """Hand each line's output to its claims; what needs no licence sails at once, the rest joins the queue.

    Goods sail for `whole` [l] parts of a month, the share `later` [l] of them for one more. fill [f, tier, w]; claim [l, tier, w],
    tier_of [l], stands_in [l, tier] as in `book`; licensed [l]; the other link columns [l, w]; ring [slot, l, w]; asked [n, w] USD gathers
    what the queues would clear in this part, for `license`. `now` counts parts since the start.
    """
    worlds, slots = len(lanes) or owed.shape[1], ring.shape[0]
    here, served = now % slots, np.empty(worlds)
    for f in range(starts.size - 1):
        n, product = firm_nation[f], firm_product[f]
        pace, dollars = dt / product_lead[product], price[product]
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            to, tier = link_to[link], tier_of[link]
            slot, part = around(here + whole[link], slots), later[link]
            after = around(slot + 1, slots)
            if tier >= 0:
                for w in range(worlds):
                    served[w] = honour[link, w] * fill[f, tier, w] + (1.0 - honour[link, w]) * fill[f, DEFERRED, w]
            else:
                served[:] = 0.0
                for t in range(TIERS):
                    if stands_in[link, t]:
                        for w in range(worlds):
                            served[w] += claim[link, t, w] * fill[f, t, w]
            for w in range(worlds):
                served[w] *= owed[link, w] * min(1.0, hurry[to, w] * pace)
                owed[link, w] -= served[w]
                shipped[link, w] += served[w]
            if licensed[link]:
                for w in range(worlds):
                    queued[link, w] += served[w]
                    asked[n, w] += queued[link, w] * (release[link, w] if release[link, w] < 1.0 else 0.0) * dollars
            else:
                for w in range(worlds):
                    ring[slot, link, w] += served[w] * (1.0 - part)
                    ring[after, link, w] += served[w] * part


@phase
def around(slot, slots):
    """The slot of the ring that this count of parts of a month falls on, at most once round."""
    return slot - slots if slot >= slots else slot


@phase
def license(starts, used, firm_nation, licensed, license_office, release, whole, later, asked, queued, ring, now, dt, lanes):
    """Clear licence queues: each case in its mean time, all of a nation's cases no faster than its office works.

    A queue Q clears r Q in a part, r = 1 - exp(-dt / T); where the value `asked` [n, w] of all that would clear exceeds the office's
    throughput, every case waits in proportion. license_office [n, w] USD/month; licensed [l]; release, queued [l, w]. Leaves `asked` empty.
    """
    worlds, slots = len(lanes) or queued.shape[1], ring.shape[0]
    here = now % slots
    pace = np.empty(asked.shape)
    for n in range(asked.shape[0]):
        for w in range(worlds):
            can = license_office[n, w] * dt
            pace[n, w] = can / asked[n, w] if asked[n, w] > can else 1.0
            asked[n, w] = 0.0
    for f in range(starts.size - 1):
        n = firm_nation[f]
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            if licensed[link]:
                slot, part = around(here + whole[link], slots), later[link]
                after = around(slot + 1, slots)
                for w in range(worlds):
                    units = queued[link, w] * (release[link, w] * pace[n, w] if release[link, w] < 1.0 else 1.0)
                    queued[link, w] -= units
                    ring[slot, link, w] += units * (1.0 - part)
                    ring[after, link, w] += units * part
