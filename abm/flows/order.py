"""Order: magazines order what was planned and funded; lines order inputs up to a shelf and a pipeline."""

from __future__ import annotations

from abm.state.compiled import phase


@phase
def ask(first, store_firm, store_recipe, planned, plan, quantity, target, pipeline, lead, ask, cover, adjust, weight, dt):
    """Units each store orders in this part of the month.

    A line's shelf: O = max(0, u + (S* - S)/tau + beta (L u - P)/tau) dt, with use u = recipe x planned rate, shelf S against
    S* = cover x u, and pipeline P against L u (Sterman 1989; tau no shorter than a few months, or orders ring).
    A magazine: the rate its nation planned and funded. Arrays [s, w]; planned [f, w]; cover, adjust (months), weight [w].
    """
    worlds = quantity.shape[1]
    for s in range(quantity.shape[0]):
        if s < first:
            f = store_firm[s]
            recipe = store_recipe[s]
            for w in range(worlds):
                use = recipe * planned[f, w]
                target[s, w] = cover[w] * use
                plan[s, w] = use
                short = target[s, w] - quantity[s, w]
                unfilled = lead[s, w] * use - pipeline[s, w]
                ask[s, w] = max(0.0, use + (short + weight[w] * unfilled) / adjust[w]) * dt
        else:
            for w in range(worlds):
                ask[s, w] = plan[s, w] * dt


@phase
def book(live, firm_links, link_store, ask, share, accept, owed, pipeline):
    """Book each store's order with its suppliers, by share, as far as they accept it.

    live [f]; ask, pipeline [s, w]; share, owed [l, w]; accept [f, w].
    """
    worlds = owed.shape[1]
    for f in range(live.size):
        if live[f]:
            for link in range(firm_links[f], firm_links[f + 1]):
                s = link_store[link]
                for w in range(worlds):
                    units = ask[s, w] * share[link, w] * accept[f, w]
                    owed[link, w] += units
                    pipeline[s, w] += units
