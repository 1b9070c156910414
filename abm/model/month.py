"""One month of the world, written as prose: everyone decides once on what they saw, then goods flow in parts."""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from abm.decisions import firm, nation, suppliers
from abm.flows.consume import consume
from abm.flows.order import ask, book
from abm.flows.produce import fall_due, produce
from abm.flows.ship import arrive, license, ration, ship
from abm.judgement.record import clear, note
from abm.state.columns import LATENT, TIERS
from abm.state.compiled import phase
from abm.state.streams import STOPPAGE, WAR, normal, uniform

Schedule = namedtuple("Schedule", ("at_war", "danger", "crisis", "budget", "output"))
"""What happens to us, by month: at_war, danger, crisis [month, n] shares; budget [month, n] USD; output [month, group] usable share."""


@phase
def run(net, nations, firms, stores, links, p, seed, schedule, record, begin, end, flow_steps):
    """Carry all worlds from the opening of month `begin` to the opening of month `end`, in place.

    Tables as in `abm.state.columns`, each array [row, ..., world]; p.* and seed [world]; `record` [month, row, ..., world].
    """
    for month in range(begin, end):
        step(net, nations, firms, stores, links, p, seed, schedule, record, month, flow_steps)


@phase
def step(net, nations, firms, stores, links, p, seed, schedule, record, month, flow_steps):
    """One month: events, then the decisions of nations and lines, then `flow_steps` equal parts of flow."""
    dt = 1.0 / flow_steps
    live = lines_at_work(firms.status, firms.building)
    noise = befall(net.firm_group, seed, month, schedule.at_war, schedule.danger, schedule.crisis, schedule.budget,
                   schedule.output, p.stoppage_rate, p.war_noise, nations.at_war, nations.danger, nations.crisis, nations.budget, firms.running)
    due = np.zeros((net.firm_nation.size, TIERS, seed.size))
    for f in range(net.firm_nation.size):
        for t in range(TIERS):
            for w in range(seed.size):
                due[f, t, w] = firms.due[f, w] * firms.rated[f, t, w] * dt

    # Nations decide.
    suppliers.attract(live, net.firm_links, net.firm_product, net.lead, firms.status, firms.capacity, firms.crew, firms.size,
                      links.owed, p.wait_sensitivity, p.accept_wait, firms.backlog, firms.draw, firms.accept)
    suppliers.choose(net.store_links, net.by_store, net.link_firm, net.link_from, net.link_to, net.link_pull, live, net.lead,
                     net.firm_product, links.appeal, firms.draw, nations.trust, p.trust_sensitivity, p.reallocation,
                     links.release, links.transit, stores.bid, stores.lead, links.share, dt)
    aided = np.zeros(nations.budget.shape)
    firm.wish(live, firms.status, firms.expected, firms.contracted, firms.made, firms.limit, firms.capacity, firms.ramping,
              firms.building, p.credibility, p.expand_at, p.headroom, firms.wished)
    nation.grants(live, net.firm_nation, net.firm_product, net.price, firms.wished, p.capital_intensity, nations.budget,
                  p.grant_share, nations.fund, nations.aid, aided)
    nation.invest(net.first, net.store_nation, net.store_product, net.price, net.store_service, net.store_base_use,
                  stores.quantity, stores.target, stores.pipeline, stores.lead, stores.bid, nations.at_war, nations.budget,
                  p.shelf_life * 12.0, p.rebuild_years * 12.0, p.war_rebuild_years * 12.0, net.store_war_use, net.store_base_rate,
                  p.sustain_share, noise, aided, stores.use_rate, stores.want, stores.plan, nations.spent)
    nation.commit(net.abroad, live, net.link_firm, net.link_from, net.link_to, net.firm_product, net.price, links.fell_due,
                  links.shipped, links.honour, nations.agreement, nations.trust, nations.promise, p.trust_gain, p.trust_loss,
                  p.commit_gain, p.commit_cost)
    nation.supply(net.abroad, net.first, net.link_from, net.link_to, net.link_own, net.store_nation, net.store_product, net.price,
                  stores.quantity, stores.target, nations.danger, nations.crisis, nations.agreement, nations.trust,
                  nations.promise, p.honour_base, p.honour_cover, p.honour_threat, p.honour_promise, p.honour_binding,
                  p.honour_trust, links.honour)
    nation.lay_claims(live, net.firm_links, net.link_store, net.link_to, net.store_firm, links.tier, links.flow_down, links.honour,
                      nations.at_war, p.expedite, firms.rated, links.claim, links.hurry)

    # Lines decide.
    firm.hire(live, firms.status, due, firms.capacity, firms.ramping, firms.slack, firms.crew, firms.trainees, p.hire_rate,
              p.training_months, p.quit_rate, dt)
    firm.build(live, seed, month, net.firm_nation, net.firm_product, net.build, net.price, firms.status, firms.expected,
               firms.contracted, firms.term, firms.made, firms.grant, nations.aid, firms.wished, firms.capacity, firms.ramping,
               firms.ramp_step, firms.project, firms.project_left, firms.building, p.demand_volatility, p.discount_rate, p.margin,
               p.capital_intensity, p.hurdle_sharpness, p.largest_step, p.ramp_months, p.build_optimism, p.build_noise,
               p.idle_decay, firms.norm, firms.invested)
    nation.pay(live, net.firm_nation, firms.invested, nations.aid, nations.fund)
    firm.idle(live, seed, month, net.firm_links, net.link_store, firms.status, firms.capacity, firms.crew, firms.trainees,
              firms.ramping, firms.building, firms.made, firms.expected, firms.norm, firms.size, firms.idle, firms.restart_left,
              links.owed, stores.pipeline, p.idle_below, p.mothball_after, p.exit_hazard, p.restart_months)
    firm.enter(seed, month, net.entrant, net.firm_product, net.firm_links, net.build, net.price, net.link_store, net.link_from == net.link_to,
               net.first, stores.plan, stores.quantity, stores.target, stores.landed, links.appeal, stores.contract_share, stores.contract_years, firms.status, firms.project,
               firms.project_left, firms.building, firms.invested, p.credibility, p.demand_volatility, p.discount_rate, p.margin,
               p.capital_intensity, p.hurdle_sharpness, p.expand_at, p.entry_cost, p.entry_share, p.qualify_months,
               p.build_optimism, p.build_noise)
    firm.commit(live, net.firm_links, net.firm_nation, net.link_store, net.link_to, nations.agreement, nations.promise,
                stores.plan, links.share, firms.capacity, firms.pledge)
    firm.supply(live, net.firm_links, net.link_store, net.store_firm, stores.plan, links.share, stores.contract_share,
                stores.contract_years, due, firms.backlog, p.demand_smoothing, firms.capacity, firms.ramping, firms.building, firms.expected,
                firms.contracted, firms.term, firms.foreseen, firms.planned, firms.rated, p.overtime, dt)

    # Goods flow.
    live = lines_at_work(firms.status, firms.building)
    clear(firms.made)
    clear(firms.short)
    clear(stores.used)
    clear(stores.missed)
    clear(stores.landed)
    clear(links.fell_due)
    clear(links.shipped)
    output = np.zeros((net.firm_nation.size, seed.size))
    fill = np.zeros((net.firm_nation.size, TIERS, seed.size))
    limit_time = np.zeros((net.firm_nation.size, 5, seed.size))
    for part in range(flow_steps):
        now = month * flow_steps + part
        arrive(live, net.firm_links, net.link_store, now % links.ring.shape[0], links.ring, links.sailing, stores.quantity,
               stores.pipeline, stores.landed)
        consume(net.first, net.store_nation, nations.at_war, stores.use_rate, stores.quantity, stores.used, stores.missed,
                stores.exhausted_at, now * dt, dt)
        ask(net.first, net.store_firm, net.store_recipe, firms.planned, stores.plan, stores.quantity, stores.target,
            stores.pipeline, stores.lead, stores.ask, p.input_cover, p.stock_adjust, p.pipeline_weight, dt)
        book(live, net.firm_links, net.link_store, stores.ask, links.share, firms.accept, links.owed, stores.pipeline)
        fall_due(live, net.firm_links, net.firm_product, net.lead, links.owed, links.hurry, links.claim, links.fell_due, due, dt)
        produce(live, net.firm_product, net.firm_stores, net.store_recipe, net.store_critical, net.store_ingredient, firms.status,
                firms.capacity, firms.crew, firms.running, due, stores.quantity, stores.used, firms.made, output, limit_time,
                record.bound[month], firms.short, p.overtime, dt)
        ration(live, due, output, firms.pledge, fill)
        ship(live, net.firm_links, net.firm_product, net.lead, links.release, links.transit, fill, links.claim,
             links.hurry, links.owed, links.shipped, links.queued, links.sailing, links.ring, now, dt)
        license(live, net.abroad, net.link_firm, net.link_from, net.price, net.firm_product, nations.license_office,
                links.release, links.transit, links.queued, links.sailing, links.ring, now, dt)

    note(net, nations, firms, stores, links, due, limit_time, record, month, flow_steps)


@phase
def lines_at_work(status, building):
    """Lines that exist in any world, or are being built [f]: all loops over links pass the others by."""
    live = np.zeros(status.shape[0], np.bool_)
    for f in range(status.shape[0]):
        for w in range(status.shape[1]):
            if status[f, w] != LATENT or building[f, w] > 0.0:
                live[f] = True
    return live


@phase
def befall(firm_group, seed, month, at_war_by_month, danger_by_month, crisis_by_month, budget_by_month, output_by_month,
           stoppage_rate, war_noise, at_war, danger, crisis, budget, running):
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
            budget[n, w] = budget_by_month[month, n]
            noise[n, w] = luck
    for f in range(running.shape[0]):
        usable = output_by_month[month, firm_group[f]]
        for w in range(seed.size):
            stopped = stoppage_rate[w] > 0.0 and uniform(seed[w], STOPPAGE, month, f) < stoppage_rate[w]
            running[f, w] = usable * (0.5 if stopped else 1.0)
    return noise
