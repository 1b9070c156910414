"""Order: magazines order what was planned and funded; lines order inputs up to a shelf and a pipeline."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.facts.parameters import P
from abm.state.columns import DEFERRED, TIERS
from abm.state.compiled import phase


@phase
def ask(first, live, firm_stores, store_recipe, planned, reserve, plan, quantity, target, pipeline, lead, ask, p, dt, lanes):
    """Units each store orders in this part of the month.

    A line's shelf: O = max(0, u + (S* - S)/tau + beta (L u - P)/tau) dt, with use u = recipe x planned rate, shelf S against
    S* = (cover + reserve) x u, and pipeline P against L u (Sterman 1989; tau no shorter than a few months, or orders ring).
    A magazine: the rate its nation planned and funded. Arrays [s, w]; planned [f, w].
    """
    worlds = len(lanes) or quantity.shape[1]
    for f in range(live.size):
        if not live[f]:
            continue
        for s in range(firm_stores[f], firm_stores[f + 1]):
            recipe = store_recipe[s]
            for w in range(worlds):
                plan[s, w] = recipe * planned[f, w]
                target[s, w] = (p[P.input_cover, w] + reserve[s, w]) * plan[s, w]
                short = target[s, w] - quantity[s, w]
                unfilled = lead[s, w] * plan[s, w] - pipeline[s, w]
                ask[s, w] = max(0.0, plan[s, w] + (short + p[P.pipeline_weight, w] * unfilled) / p[P.stock_adjust, w]) * dt
    for s in range(first, quantity.shape[0]):
        for w in range(worlds):
            ask[s, w] = plan[s, w] * dt


@phase
def book(
    starts, used, firm_product, product_lead, link_store, link_to, first, ask, share, accept, sold, sign, hurry, claim, tier_of,
    stands_in, honour, signing, owed, pipeline, booked, fell_due, due, dt, lanes,
):
    """Book each store's order with its suppliers, by share, as far as they accept it; then see what falls due in this part.

    A government sale (`sold` [l]) is first requested, and in each part the share `sign` of the requests comes under contract. A claim
    falls due evenly over the quoted lead time, faster by `hurry` [n, w] where its holder is at war. due [f, tier, w] units;
    used: links in use, those of line f from starts [f] on; ask, pipeline, booked (magazines) [s, w]; accept [f, w]; signing, owed,
    fell_due [l, w]. tier_of [l] is the tier in which a claim stands as far as it is honoured, the rest deferred, or -1 where
    claim [l, tier, w] divides it over the tiers that stands_in [l, tier] marks.
    """
    worlds = len(lanes) or owed.shape[1]
    units, ripe = np.empty(worlds), np.empty(worlds)
    for f in range(starts.size - 1):
        if starts[f + 1] == starts[f]:
            continue
        for tier in range(TIERS):
            for w in range(worlds):
                due[f, tier, w] = 0.0
        pace = dt / product_lead[firm_product[f]]
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            s, to, tier = link_store[link], link_to[link], tier_of[link]
            for w in range(worlds):
                units[w] = ask[s, w] * share[link, w] * accept[f, w]
                pipeline[s, w] += units[w]
            if sold[link]:
                for w in range(worlds):
                    signing[link, w] += units[w]
                    units[w] = signing[link, w] * sign[link, w]
                    signing[link, w] -= units[w]
            if s >= first:
                for w in range(worlds):
                    booked[s, w] += units[w]
            for w in range(worlds):
                owed[link, w] += units[w]
                ripe[w] = owed[link, w] * min(1.0, hurry[to, w] * pace)
                fell_due[link, w] += ripe[w]
            if tier >= 0:
                for w in range(worlds):
                    due[f, tier, w] += ripe[w] * honour[link, w]
                    due[f, DEFERRED, w] += ripe[w] * (1.0 - honour[link, w])
            else:
                for t in range(TIERS):
                    if stands_in[link, t]:
                        for w in range(worlds):
                            due[f, t, w] += ripe[w] * claim[link, t, w]
