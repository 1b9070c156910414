"""One month of the world, written as prose: everyone decides once on what they saw, then goods flow in parts."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
from collections import namedtuple

import numpy as np

from abm.decisions import firm, nation, suppliers
from abm.flows.consume import consume
from abm.flows.order import ask, book
from abm.flows.produce import produce
from abm.flows.settle import settle
from abm.flows.ship import arrive, license, ration, ship
from abm.judgement.record import clear, clear_links, note_lines, note_magazines, note_missing, note_nations
from abm.state.columns import LATENT, TIERS
from abm.state.compiled import phase
from abm.state.streams import STOPPAGE, WAR, normal, uniform

Schedule = namedtuple("Schedule", ("at_war", "danger", "crisis", "budget", "output"))
"""What happens to us, by month: at_war, danger, crisis [month, n] shares; budget [month, n] USD before growth; output [month, group]
usable share."""


AtWork = namedtuple("AtWork", ("live", "reach", "abroad", "cases", "in_use", "used_links"))
"""live [f]: lines that exist or are being built; reach [f]: where each line's links in use end; abroad, cases: links in use that cross a
border, that need a licence; in_use [s+1] and used_links: the links in use by store."""


@phase
def run(net, nations, firms, stores, links, p, seed, schedule, record, begin, end, flow_steps):
    """Carry all worlds from the opening of month `begin` to the opening of month `end`, in place.

    In each month events befall, nations decide, lines decide, and goods flow in `flow_steps` equal parts; then the month is written down.
    Tables as in `abm.state.columns`, each array [row, ..., world]; p.* and seed [world]; `record` [month, row, ..., world].
    """
    dt = 1.0 / flow_steps
    at_work = find_work(net, firms.status, firms.building, links.offered, links.licensed)
    for month in range(begin, end):
        if newcomers(at_work.live, firms.status, firms.building):
            at_work = find_work(net, firms.status, firms.building, links.offered, links.licensed)
        live, reach, abroad = at_work.live, at_work.reach, at_work.abroad
        noise = befall(live, net.firm_group, net.firm_key, seed, month, schedule.at_war, schedule.danger, schedule.crisis, schedule.budget,
                       schedule.output, p.budget_growth, p.stoppage_rate, p.war_noise, nations.at_war, nations.danger, nations.crisis,
                       nations.budget, firms.running)
        due = np.zeros((net.firm_nation.size, TIERS, seed.size))
        for f in range(net.firm_nation.size):
            for t in range(TIERS):
                for w in range(seed.size):
                    due[f, t, w] = firms.due[f, w] * firms.rated[f, t, w] * dt

        # Nations decide.
        suppliers.attract(live, net.firm_links, reach, net.firm_product, net.lead, firms.status, firms.capacity, firms.crew, firms.size,
                          links.owed, p.wait_sensitivity, p.accept_wait, firms.backlog, firms.draw, firms.accept)
        suppliers.choose(live, net.store_firm, at_work.in_use, at_work.used_links, net.link_firm, net.link_from, net.link_to,
        net.link_pull, net.link_lead,
                         links.transit, links.appeal, firms.draw, nations.trust, p.trust_sensitivity, p.reallocation, links.queue,
                         stores.bid, stores.lead, links.share, dt)
        clear(firms.invested)
        firm.wish(live, firms.status, firms.expected, firms.contracted, firms.made, firms.limit, firms.capacity, firms.ramping,
                  firms.building, p.credibility, p.expand_at, p.headroom, firms.wished)
        nation.grants(live, net.firm_nation, net.firm_product, net.price, firms.wished, p.capital_intensity, nations.budget,
                      p.grant_share, nations.fund, nations.aid, nations.aided)
        nation.invest(net.first, net.store_nation, net.store_product, net.price, net.store_service, net.store_base_use,
                      stores.quantity, stores.target, stores.pipeline, stores.lead, stores.bid, nations.at_war, nations.budget,
                      p.shelf_life * 12.0, p.rebuild_years * 12.0, p.war_rebuild_years * 12.0, net.store_war_use, net.store_base_rate,
                      p.sustain_share, noise, nations.aided, stores.use_rate, stores.want, stores.plan)
        nation.commit(abroad, net.link_firm, net.link_from, net.link_to, net.firm_product, net.price, links.fell_due,
                      links.shipped, links.honour, nations.agreement, nations.trust, nations.promise, p.trust_gain, p.trust_loss,
                      p.commit_gain, p.commit_cost)
        nation.supply(abroad, net.first, net.link_from, net.link_to, net.link_own, net.store_nation, net.store_product, net.price,
                      stores.quantity, stores.target, nations.danger, nations.crisis, nations.agreement, nations.trust,
                      nations.promise, p.honour_base, p.honour_cover, p.honour_threat, p.honour_promise, p.honour_binding,
                      p.honour_trust, links.honour)
        nation.lay_claims(net.firm_links, reach, net.link_store, net.store_firm, links.tier, links.flow_down, links.honour,
                          nations.at_war, p.expedite, p.expedite_months, firms.rated, links.claim, links.tier_of, nations.hurry)

        # Lines decide.
        firm.hire(live, firms.status, due, firms.capacity, firms.ramping, firms.slack, firms.crew, firms.trainees, p.hire_rate,
                  p.training_months, p.quit_rate, dt)
        firm.build(live, seed, month, net.firm_key, net.firm_nation, net.firm_product, net.build, net.price, firms.status, firms.expected,
                   firms.contracted, firms.term, firms.made, firms.grant, nations.aid, firms.wished, firms.capacity, firms.ramping,
                   firms.ramp_step, firms.project, firms.project_left, firms.building, p.demand_volatility, p.discount_rate, p.margin,
                   p.capital_intensity, p.hurdle_sharpness, p.largest_step, p.ramp_months, p.build_optimism, p.build_noise,
                   p.idle_decay, firms.norm, firms.invested)
        nation.pay(live, net.firm_nation, firms.invested, nations.aid, nations.fund)
        firm.idle(live, seed, month, net.firm_key, net.firm_links, net.link_store, firms.status, firms.capacity, firms.crew, firms.trainees,
                  firms.ramping, firms.building, firms.due, firms.expected, firms.norm, firms.size, firms.idle, firms.restart_left,
                  links.owed, stores.pipeline, p.idle_below, p.mothball_after, p.exit_hazard, p.restart_months)
        firm.enter(seed, month, net.firm_key, net.entrant, net.firm_product, net.firm_links, net.build, net.price, net.link_store,
        net.link_from == net.link_to,
                   net.first, stores.plan, stores.quantity, stores.target, stores.landed, links.appeal, stores.contract_share,
                   stores.contract_years, firms.status, firms.project,
                   firms.project_left, firms.building, firms.invested, p.credibility, p.demand_volatility, p.discount_rate, p.margin,
                   p.capital_intensity, p.hurdle_sharpness, p.expand_at, p.entry_cost, p.entry_share, p.qualify_months,
                   p.build_optimism, p.build_noise)
        firm.commit(live, net.firm_links, reach, net.firm_nation, net.link_store, net.link_to, nations.agreement, nations.promise,
                    stores.plan, links.share, firms.capacity, firms.pledge)
        firm.supply(live, net.firm_links, reach, net.link_store, net.store_firm, stores.plan, links.share, stores.contract_share,
                    stores.contract_years, due, firms.backlog, p.demand_smoothing, firms.capacity, firms.ramping, firms.building,
                    firms.expected,
                    firms.contracted, firms.term, firms.foreseen, firms.planned, p.overtime, dt)

        # Goods flow.
        clear(firms.made)
        clear(stores.booked)
        clear(firms.short)
        clear(stores.used)
        clear(stores.missed)
        clear(stores.landed)
        clear_links(net.firm_links, reach, links.fell_due, links.shipped)
        output = np.zeros((net.firm_nation.size, seed.size))
        fill = np.zeros((net.firm_nation.size, TIERS, seed.size))
        limit_time = np.zeros((net.firm_nation.size, 5, seed.size))
        for part in range(flow_steps):
            flow(net, nations, firms, stores, links, p, at_work, due, output, fill, limit_time, record.bound[month],
                 month * flow_steps + part, dt)

        settle(live, net.first, net.store_nation, net.store_product, net.price, stores.booked, nations.aided, due, limit_time,
               firms.limit, firms.due, firms.rated, nations.spent, dt)
        note_lines(live, net.firm_group, net.firm_product, net.product_row, net.firm_nation, firms.status, firms.capacity, firms.made,
                   firms.invested, limit_time, record.made[month], record.capacity[month], record.limit[month],
                   record.invested[month], record.active[month])
        note_magazines(net.first, stores.quantity, stores.target, stores.landed, stores.used, stores.missed, stores.booked, stores.want,
                       stores.pipeline, record.stock[month], record.target[month], record.landed[month], record.used[month],
                       record.missed[month],
                       record.ordered[month], record.want[month], record.on_order[month])
        note_missing(net.first, at_work.in_use, at_work.used_links, net.link_firm, net.link_lead, net.store_service, stores.quantity,
                     stores.target, stores.want, stores.plan, stores.bid, stores.pipeline, links.queued, links.owed, links.shipped,
                     links.fell_due, firms.made, firms.short, firms.limit, record.missing[month])
        note_nations(abroad, net.link_from, nations.spent, links.fell_due, links.honour, net.price, net.firm_product,
                     net.link_firm, record.spent[month], record.honour[month])


@phase
def flow(net, nations, firms, stores, links, p, at_work, due, output, fill, limit_time, bound, now, dt):
    """One part of a month: goods arrive, are used, ordered, made, shared out, licensed and sent. `now` counts parts, dt is in months."""
    live, reach = at_work.live, at_work.reach
    arrive(net.firm_links, reach, net.link_store, net.first, now % links.ring.shape[0], links.ring, stores.quantity,
           stores.pipeline, stores.landed)
    consume(net.first, net.store_nation, nations.at_war, stores.use_rate, stores.quantity, stores.used, stores.missed,
            stores.exhausted_at, now * dt, dt)
    ask(net.first, live, net.firm_stores, net.store_recipe, firms.planned, stores.plan, stores.quantity, stores.target,
        stores.pipeline, stores.lead, stores.ask, p.input_cover, p.stock_adjust, p.pipeline_weight, dt)
    book(net.firm_links, reach, net.firm_product, net.lead, net.link_store, net.link_to, net.first, stores.ask, links.share,
         firms.accept, nations.hurry, links.claim, links.tier_of, links.owed, stores.pipeline, stores.booked, links.fell_due, due, dt)
    produce(live, net.firm_stores, net.store_recipe, net.store_critical, net.store_ingredient, firms.status,
            firms.capacity, firms.crew, firms.running, due, stores.quantity, stores.used, firms.made, output, limit_time,
            bound, firms.short, p.overtime, dt)
    ration(live, due, output, firms.pledge, fill)
    ship(net.firm_links, reach, net.firm_product, net.lead, net.link_to, links.licensed, links.whole, links.later, fill,
         links.claim, links.tier_of, nations.hurry, links.owed, links.shipped, links.queued, links.ring, now, dt)
    license(at_work.cases, net.link_firm, net.link_from, net.price, net.firm_product,
            nations.license_office, links.release, links.whole, links.later, links.queued, links.ring, now, dt)


@phase
def newcomers(live, status, building):
    """Whether a line has begun to be built since `live` [f] was drawn up."""
    for f in range(live.size):
        if not live[f]:
            for w in range(status.shape[1]):
                if status[f, w] != LATENT or building[f, w] > 0.0:
                    return True
    return False


@phase
def find_work(net, status, building, offered, licensed):
    """What is at work in any world, so that loops pass the rest by; see `AtWork`."""
    live = np.zeros(status.shape[0], np.bool_)
    for f in range(status.shape[0]):
        for w in range(status.shape[1]):
            if status[f, w] != LATENT or building[f, w] > 0.0:
                live[f] = True
    reach = np.empty(status.shape[0], np.int64)
    abroad = np.empty(offered.size, np.int64)
    cases = np.empty(offered.size, np.int64)
    n_abroad, n_cases = 0, 0
    for f in range(status.shape[0]):
        reach[f] = net.firm_links[f]
        if live[f]:
            for link in range(net.firm_links[f + 1] - 1, net.firm_links[f] - 1, -1):
                user = net.store_firm[net.link_store[link]]
                if offered[link] and (user < 0 or live[user]):
                    reach[f] = link + 1
                    break
        for link in range(net.firm_links[f], reach[f]):
            if net.link_from[link] != net.link_to[link]:
                abroad[n_abroad] = link
                n_abroad += 1
            if licensed[link]:
                cases[n_cases] = link
                n_cases += 1
    in_use = np.zeros(net.store_nation.size + 1, np.int64)
    for f in range(status.shape[0]):
        for link in range(net.firm_links[f], reach[f]):
            in_use[net.link_store[link] + 1] += 1
    for s in range(net.store_nation.size):
        in_use[s + 1] += in_use[s]
    used_links = np.empty(in_use[-1], np.int64)
    place = in_use.copy()
    for f in range(status.shape[0]):
        for link in range(net.firm_links[f], reach[f]):
            used_links[place[net.link_store[link]]] = link
            place[net.link_store[link]] += 1
    return AtWork(live, reach, abroad[:n_abroad], cases[:n_cases], in_use, used_links)


@phase
def befall(live, firm_group, firm_key, seed, month, at_war_by_month, danger_by_month, crisis_by_month, budget_by_month, output_by_month,
           growth, stoppage_rate, war_noise, at_war, danger, crisis, budget, running):
    """Write this month's events into the tables; returns the month's luck in the intensity of use, [n, w].

    The mean of exp(s z - s^2 / 2) is one, so that noise alone changes no expectation.
    """
    noise = np.ones(at_war.shape)
    for w in range(seed.size):
        luck = np.exp(war_noise[w] * normal(seed[w], WAR, month, 0) - 0.5 * war_noise[w] ** 2)
        for n in range(at_war.shape[0]):
            at_war[n, w] = at_war_by_month[month, n]
            danger[n, w] = danger_by_month[month, n]
            crisis[n, w] = crisis_by_month[month, n]
            budget[n, w] = budget_by_month[month, n] * growth[w]
            noise[n, w] = luck
    for f in range(running.shape[0]):
        if not live[f]:
            continue
        usable = output_by_month[month, firm_group[f]]
        for w in range(seed.size):
            stopped = stoppage_rate[w] > 0.0 and uniform(seed[w], STOPPAGE, month, firm_key[f]) < stoppage_rate[w]
            running[f, w] = usable * (0.5 if stopped else 1.0)
    return noise
