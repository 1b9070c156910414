"""How lines come to be where there were none: firms that enter, and governments that have plant built together."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.decisions.firm import SMALLEST_STEP, overrun, worth
from abm.facts.parameters import P
from abm.state.columns import ACTIVE, LATENT, PROJECTS, TINY
from abm.state.compiled import phase
from abm.state.streams import EXIT, uniform

ENTRY_EVERY = 3
"""Months between two looks at entering a product."""

ABROAD = 0.5
"""What an entrant expects to win abroad of what it would at home, all else even."""


@phase
def enter(
    seed, month, firm_key, entrant, firm_product, firm_links, supplied, product_build, qualified, price, link_store, link_from, link_to,
    first, plan, quantity, target, landed, appeal, signed_share, signed_years, credible, released, clearance, paid, store_firm, share,
    status, project, project_left, building, invested, p,
):
    """Firm x invest, entry: a line that does not exist is started where the rules let it win enough credible demand.

    Only what today's makers leave unserved is open to it: plan x (1 - served) of every store, as far as the rules make its offer as good
    as theirs (`appeal`), and half of that abroad. Served is landed over planned for a magazine, shelf over target for a line. It starts
    when the credible part of that fills its first line, is `entry_share` of what the stores plan, and the value clears the hurdle at
    `entry_cost` times the plant cost, less what governments pay; output begins after permits, build and qualification. Where the
    technology is not released, nobody enters. entrant [f] is the first line's size, 0 where none may enter.
    """
    worlds = status.shape[1]
    if month % ENTRY_EVERY:
        return
    won, planned, firm, years = np.empty(worlds), np.empty(worlds), np.empty(worlds), np.empty(worlds)
    for f in range(entrant.size):
        if entrant[f] <= 0.0:
            continue
        product, possible = firm_product[f], False
        for w in range(worlds):
            won[w], planned[w], firm[w], years[w] = 0.0, 0.0, 0.0, 0.0
            possible |= status[f, w] == LATENT and building[f, w] <= 0.0 and released[f, w] > 0.0
        if not possible:
            continue
        for i in range(firm_links[f], firm_links[f + 1]):
            link = supplied[i]
            s, to = link_store[link], link_to[link]
            near = 1.0 if link_from[link] == to else ABROAD
            for w in range(worlds):
                served = landed[s, w] / max(plan[s, w], TINY) if s >= first else quantity[s, w] / max(target[s, w], 1e-12)
                units = plan[s, w] * max(0.0, 1.0 - served) * min(1.0, appeal[link, w]) * near
                signed = units * signed_share[s, w] * credible[to, w]
                planned[w] += plan[s, w]
                won[w] += units
                firm[w] += signed
                years[w] += signed * signed_years[s, w]
        for w in range(worlds):
            if status[f, w] != LATENT or building[f, w] > 0.0 or released[f, w] <= 0.0 or won[w] <= 0.0:
                continue
            believed = firm[w] + p[P.credibility, w] * (won[w] - firm[w])
            if believed < p[P.expand_at, w] * entrant[f] or won[w] < p[P.entry_share, w] * planned[w]:
                continue
            term = years[w] / firm[w] if firm[w] > 0.0 else 0.0
            cost = p[P.entry_cost, w] * p[P.capital_intensity, w] * (1.0 - paid[f, w])
            accepted = worth(
                firm[w] / won[w], term, p[P.demand_volatility, w], p[P.discount_rate, w], p[P.margin, w], cost, p[P.hurdle_sharpness, w],
            )
            if uniform(seed[w], EXIT, month, firm_key[f]) < accepted * ENTRY_EVERY / 12.0:
                building[f, w] = project[f, 0, w] = entrant[f]
                begin_orders(f, w, link_store, store_firm, share)
                months = product_build[product] * p[P.build_optimism, w] + qualified[product] * p[P.qualify_months, w]
                project_left[f, 0, w] = clearance[f, w] + overrun(months, seed[w], month, firm_key[f], p[P.build_noise, w])
                invested[f, w] += entrant[f] * 12.0 * price[product] * p[P.capital_intensity, w] * p[P.entry_cost, w]


@phase
def sponsor(
    seed, month, firm_key, firm_nation, firm_product, product_build, qualified, price, link_store, store_firm, sponsored, directed,
    investor, clearance, status, capacity, ramping, share, project, project_left, building, invested, granted, p,
):
    """Nation x invest, together: have plant built that a co-production agreement names, whatever the line's own reckoning.

    Where the agreed rate exceeds plant standing, ramping and building, the difference is begun, and paid in full by the ally that invests
    or else by the host; a line of its own needs permits and qualification first. A working line that its own government directs to grow
    does so in the share `directed_time` of what new plant takes. sponsored, directed, investor, clearance, capacity [f, w]; granted
    [n, w] USD/month.
    """
    for f in range(firm_key.size):
        product = firm_product[f]
        for w in range(status.shape[1]):
            orders = directed[f, w] > sponsored[f, w] and status[f, w] == ACTIVE
            agreed = directed[f, w] if orders else sponsored[f, w]
            if agreed <= 0.0 or (status[f, w] != LATENT and status[f, w] != ACTIVE):
                continue
            size = agreed - capacity[f, w] - ramping[f, w] - building[f, w]
            if size <= SMALLEST_STEP * agreed:
                continue
            for k in range(PROJECTS):
                if project[f, k, w] <= 0.0:
                    months = product_build[product] * p[P.build_optimism, w]
                    if orders:
                        months *= p[P.directed_time, w]
                    if status[f, w] == LATENT:
                        months += qualified[product] * p[P.qualify_months, w]
                        if building[f, w] <= 0.0:
                            begin_orders(f, w, link_store, store_firm, share)
                    project[f, k, w] = size
                    project_left[f, k, w] = clearance[f, w] + overrun(months, seed[w], month, firm_key[f], p[P.build_noise, w])
                    building[f, w] += size
                    cost = size * 12.0 * price[product] * p[P.capital_intensity, w]
                    invested[f, w] += cost
                    payer = int(investor[f, w]) if investor[f, w] >= 0.0 else int(firm_nation[f])
                    granted[payer, w] += cost
                    break


@phase
def begin_orders(f, w, link_store, store_firm, share):
    """A line that begins in this world has ordered from nobody yet: its first pattern is what offers best then, whatever others did."""
    for link in range(link_store.size):
        if store_firm[link_store[link]] == f:
            share[link, w] = 0.0
