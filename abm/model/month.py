"""One month of the world, written as prose: everyone decides once on what they saw, then goods flow in parts."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
from collections import namedtuple

import numpy as np

from abm.decisions import entrants, firm, nation, stocks, suppliers
from abm.facts.parameters import P
from abm.flows.consume import consume
from abm.flows.limits import LIMITS, REASONS
from abm.flows.order import ask, book
from abm.flows.produce import produce
from abm.flows.settle import settle
from abm.flows.ship import arrive, license, ration, ship
from abm.judgement.record import begin_lines, begin_links, begin_stores, note_inputs, note_lines, note_magazines, note_missing, note_nations
from abm.state.base import ROW
from abm.state.columns import LATENT, TIERS
from abm.state.compiled import bridge, entry, phase, within
from abm.state.streams import STOPPAGE, WAR, normal, uniform

Schedule = namedtuple("Schedule", ("at_war", "danger", "crisis", "budget", "output", "credible", "lost", "lift", "voyage",
                                   "tied", "named", "loan", "lent"))
"""What happens to us, by month: at_war, danger, crisis [month, n] shares; budget [month, n] USD before growth, tied [month, n] the part
of it that is voted for what named [month, n, recorded product] marks, parts included; output [month, group] usable share; credible, lost
[month, n] shares, of contracts taken at their word and of forward stocks lost in the month; lift [month, n] months of sealift to the
war; voyage [month, n] time under way to and from abroad, as a multiple of the usual; loan [loan, 2] magazines of the lender and the
borrower, lent [month, loan] units."""


Part = namedtuple("Part", ("due", "output", "fill", "limit_time", "asked", "luck", "lacking"))
"""What the phases of one part of a month hand on: due, fill [f, tier, w], output [f, w], limit_time [f, limit, w], asked [n, w]; and the
month's luck in the intensity of use, luck [n, w], and in the end what magazines lack, lacking [magazine, reason, w]."""


def blank_part(lines: int, magazines: int, nations: int, worlds: int) -> Part:
    """A `Part` with nothing in it."""
    tiers, limits = (lines, TIERS, worlds), (lines, len(LIMITS), worlds)
    by_nation, reasons = (nations, worlds), (magazines, len(REASONS), worlds)
    zeros = np.zeros
    return Part(zeros(tiers), zeros((lines, worlds)), zeros(tiers), zeros(limits), zeros(by_nation), np.ones(by_nation), zeros(reasons))


AtWork = namedtuple("AtWork", ("live", "starts", "used", "abroad", "open_stores", "store_starts", "filling"))
"""live [f]: lines that exist or are being built; used: links in use by supplier, those of line f from starts [f] to starts [f+1]; abroad:
those that cross a border; open_stores [s]: those whose holder is at work; filling: links in use by store, from store_starts [s] on."""


@bridge
def run(net, nations, firms, stores, links, p, seed, schedule, at_work, part, record, begin, end, flow_steps, lanes):
    """Carry all worlds from the opening of month `begin` to the opening of month `end`, in place.

    In each month events befall, nations decide, lines decide, and goods flow in `flow_steps` equal parts; then the month is written down.
    Tables as in `abm.state.columns`, each array [row, ..., world]; p [parameter, world], seed [world]; `record`
    [month, row, ..., world]; lanes by `lanes_of`.
    Stops short where a line has begun to be built that `at_work` leaves out. Returns the month it has come to.
    """
    dt, live, starts, used, abroad = 1.0 / flow_steps, at_work.live, at_work.starts, at_work.used, at_work.abroad
    for month in range(begin, end):
        if newcomers(at_work.live, firms.status, firms.building):
            return month
        befall(live, net.firm_group, net.firm_key, seed, month, schedule.at_war, schedule.danger, schedule.crisis, schedule.budget,
                       schedule.tied, schedule.output, schedule.credible, schedule.lost, schedule.lift, nations.at_war, nations.danger,
                       nations.crisis, nations.budget, nations.tied, nations.credible, nations.lost, nations.lift, firms.running,
                       part.luck, p)
        claims_due(firms.due, firms.rated, dt, part.due)

        # Nations decide.
        suppliers.attract(live, starts, used, net.firm_product, net.lead, firms.status, firms.capacity, firms.crew, firms.size,
                          firms.made, firms.limit, firms.audited, links.owed, firms.backlog, firms.draw, firms.accept, p)
        suppliers.choose(starts, used, net.link_store, net.link_from, net.link_to, net.link_pull, net.link_lead, links.transit,
                         at_work.open_stores, links.appeal, firms.draw, nations.trust, links.queue, links.sales_time, links.weight,
                         stores.bid, stores.lead, links.share, p, dt)
        firm.wish(live, firms.status, firms.expected, firms.contracted, firms.made, firms.limit, firms.capacity, firms.ramping,
                  firms.building, firms.wished, firms.invested, p)
        nation.grants(live, schedule.named, net.product_row, month, net.firm_nation, net.firm_product, net.price, firms.status,
                      firms.wished, firms.grant, firms.ally_grant, firms.investor, nations.abroad_ceiling, nations.budget, nations.tied,
                      nations.fund, nations.aid, nations.aided, nations.tied_fund, nations.tied_aid, nations.tied_aided, nations.affords,
                      nations.granted, firms.paid, p)
        stocks.lend(net.first, net.store_nation, net.store_product, net.store_service, nations.at_war, nations.lends, stores.target,
                    stores.quantity, stores.lent)
        stocks.hand_over(month, schedule.loan, schedule.lent, stores.quantity, stores.lent)
        stocks.keep(net.first, net.store_nation, nations.lift, stores.quantity, stores.required, stores.aim, stores.forward_share,
                    stores.contract_share, stores.contract_years, stores.sign_choice, stores.target, stores.forward, stores.signed,
                    stores.signed_years, p)
        nation.invest(schedule.named, net.product_row, month, net.first, net.store_nation, net.store_product, net.price, net.store_service,
                      net.store_base_use, stores.quantity, stores.target, stores.pipeline, stores.lead, stores.bid, nations.at_war,
                      nations.budget, nations.tied, net.store_war_use, net.store_base_rate, part.luck, nations.aided,
                      nations.tied_aided, stores.use_rate, stores.want, stores.plan, p)
        nation.commit(abroad, net.link_firm, net.link_from, net.link_to, net.firm_product, net.price, links.fell_due, links.shipped,
                      links.honour, nations.agreement, nations.choice, nations.danger, nations.trust, nations.pact, nations.promise, p)
        nation.supply(abroad, net.first, net.link_from, net.link_to, net.link_own, net.store_nation, net.store_product, net.price,
                      stores.quantity, stores.target, nations.danger, nations.crisis, nations.floor, nations.pact, nations.trust,
                      nations.promise, links.honour, p)
        nation.lay_claims(starts, used, net.link_store, net.link_from, net.link_to, net.store_firm, links.tier, links.flow_down,
                          links.honour, nations.at_war, nations.choice, nations.pact, firms.rated, links.claim, links.tier_of,
                          links.stands_in, nations.hurry, p)

        # Lines decide.
        firm.hire(live, firms.status, part.due, firms.capacity, firms.ramping, firms.building, firms.project, firms.project_left,
                  firms.slack, firms.crew, firms.trainees, p, dt)
        firm.build(live, seed, month, net.firm_key, net.firm_product, net.build, net.price, firms.status, firms.expected, firms.contracted,
                   firms.term, firms.made, firms.paid, firms.wished, firms.capacity, firms.ramping, firms.ramp_step, firms.project,
                   firms.project_left, firms.building, firms.norm, firms.invested, p)
        firm.idle(live, seed, month, net.firm_key, net.firm_links, net.supplied, net.link_store, firms.status, firms.capacity, firms.crew,
                  firms.trainees, firms.ramping, firms.building, firms.due, firms.expected, firms.norm, firms.size, firms.idle,
                  firms.restart_left, links.signing, links.owed, stores.pipeline, p)
        entrants.enter(seed, month, net.firm_key, net.entrant, net.firm_product, net.firm_links, net.supplied, net.build, net.qualified,
                       net.price, net.link_store, net.link_from, net.link_to, net.first, stores.plan, stores.quantity, stores.target,
                       stores.landed, links.appeal, stores.signed, stores.signed_years, nations.credible, firms.released, firms.clearance,
                       firms.paid, net.store_firm, links.share, firms.status, firms.project, firms.project_left, firms.building,
                       firms.invested, p)
        nation.pay(schedule.named, net.product_row, month, net.firm_nation, net.firm_product, firms.status, firms.invested, firms.grant,
                   firms.ally_grant, firms.investor, nations.affords, nations.aid, nations.fund, nations.tied_aid, nations.tied_fund,
                   nations.granted)
        entrants.sponsor(seed, month, net.firm_key, net.firm_nation, net.firm_product, net.build, net.qualified, net.price, net.link_store,
                         net.store_firm, firms.sponsored, firms.directed, firms.investor, firms.clearance, firms.status, firms.capacity,
                         firms.ramping, links.share, firms.project, firms.project_left, firms.building, firms.invested, nations.granted, p)
        firm.commit(live, starts, used, net.firm_nation, net.link_store, net.link_to, nations.pact, nations.promise, stores.plan,
                    links.share, firms.capacity, firms.pledge)
        firm.supply(live, starts, used, net.link_store, net.link_to, net.store_firm, stores.plan, links.share, stores.signed,
                    stores.signed_years, nations.credible, part.due, firms.backlog, firms.capacity, firms.ramping, firms.building,
                    firms.expected, firms.contracted, firms.term, firms.foreseen, firms.planned, p, dt)

        # Goods flow.
        begin_lines(firms.made, firms.short, part.limit_time)
        begin_stores(stores.booked, stores.used, stores.missed, stores.landed, stores.forgone)
        begin_links(used, links.fell_due, links.shipped)
        for step in range(flow_steps):
            flow(net, nations, firms, stores, links, p, at_work, part, month * flow_steps + step, dt, lanes)

        settle(live, net.first, net.store_nation, net.store_product, net.price, stores.booked, nations.aided, nations.granted, part.due,
               part.limit_time, firms.limit, firms.due, firms.rated, nations.spent, dt)
        note_lines(month, live, net.firm_group, net.firm_product, net.product_row, net.firm_nation, firms.status, firms.capacity,
                   firms.made, firms.invested, part.limit_time, record.made, record.capacity, record.limit, record.invested, record.active)
        note_inputs(month, net.first, net.store_ingredient, stores.forgone, record.bound)
        note_magazines(month, net.first, net.store_product, net.price, stores.quantity, stores.target, stores.landed, stores.used,
                       stores.missed, stores.booked, stores.want, stores.pipeline, record.stock, record.target, record.landed, record.used,
                       record.missed, record.ordered, record.want, record.on_order, record.delivered)
        note_missing(month, net.first, at_work.store_starts, at_work.filling, net.store_system, net.link_firm, net.link_lead,
                     net.store_service, stores.quantity, stores.target, stores.want, stores.plan, stores.bid, stores.pipeline,
                     links.signing, links.queued, links.owed, links.shipped, links.fell_due, firms.made, firms.short, firms.limit,
                     part.lacking, record.missing)
        note_nations(month, abroad, net.first, at_work.store_starts, at_work.filling, net.store_nation, net.link_from, net.link_to,
                     nations.spent, links.fell_due, links.shipped, links.honour, nations.pact, nations.promise, net.price,
                     net.firm_product, net.link_firm, record.spent, record.honour, record.promised, record.kept, record.bought,
                     record.home)
    return end


@bridge
def let_flow(net, nations, firms, stores, links, p, at_work, part, begin, end, dt, lanes):
    """Goods flow from part `begin` to part `end` while nobody decides anything, in place."""
    for now in range(begin, end):
        flow(net, nations, firms, stores, links, p, at_work, part, now, dt, lanes)


@within
def flow(net, nations, firms, stores, links, p, at_work, part, now, dt, lanes):
    """One part of a month: goods arrive, are used, ordered, made, shared out, licensed and sent. `now` counts parts, dt is in months."""
    live, starts, used = at_work.live, at_work.starts, at_work.used
    arrive(starts, used, net.link_store, net.first, now % links.ring.shape[0], links.ring, stores.quantity, stores.pipeline,
           stores.landed, lanes)
    consume(net.first, net.store_nation, net.store_service, nations.at_war, nations.lift, nations.lost, stores.use_rate, stores.forward,
            stores.quantity, stores.used, stores.missed, stores.exhausted_at, now * dt, dt, lanes)
    ask(net.first, live, net.firm_stores, net.store_recipe, firms.planned, stores.reserve, stores.plan, stores.quantity, stores.target,
        stores.pipeline, stores.lead, stores.ask, p, dt, lanes)
    book(starts, used, net.firm_product, net.lead, net.link_store, net.link_to, net.first, stores.ask, links.share, firms.accept,
         links.sold, links.sign, nations.hurry, links.claim, links.tier_of, links.stands_in, links.honour, links.signing, links.owed,
         stores.pipeline, stores.booked, links.fell_due, part.due, dt, lanes)
    produce(live, net.firm_stores, net.store_recipe, net.store_critical, firms.status, firms.capacity, firms.crew, firms.running, part.due,
            stores.quantity, stores.used, firms.made, part.output, part.limit_time, stores.forgone, firms.short, p, dt, lanes)
    ration(live, part.due, part.output, firms.pledge, part.fill, lanes)
    ship(starts, used, net.firm_nation, net.firm_product, net.lead, net.price, net.link_to, links.licensed, links.whole, links.later,
         part.fill, links.claim, links.tier_of, links.stands_in, links.honour, nations.hurry, links.release, links.owed, links.shipped,
         links.queued, part.asked, links.ring, now, dt, lanes)
    license(starts, used, net.firm_nation, links.licensed, nations.license_office, links.release, links.whole, links.later,
            part.asked, links.queued, links.ring, now, dt, lanes)


@phase
def claims_due(rate, rated, dt, due):
    """Claims that fall due in a part of the month, by tier, as they did last: due [f, tier, w]."""
    for f in range(rated.shape[0]):
        for t in range(TIERS):
            for w in range(rated.shape[2]):
                due[f, t, w] = rate[f, w] * rated[f, t, w] * dt


@phase
def newcomers(live, status, building):
    """Whether a line has begun to be built since `live` [f] was drawn up."""
    for f in range(live.size):
        if not live[f]:
            for w in range(status.shape[1]):
                if status[f, w] != LATENT or building[f, w] > 0.0:
                    return True
    return False


@entry
def find_work(net, status, building, offered):
    """What is at work in any world, so that loops pass the rest by; see `AtWork`."""
    live = np.zeros(status.shape[0], np.bool_)
    for f in range(status.shape[0]):
        for w in range(status.shape[1]):
            if status[f, w] != LATENT or building[f, w] > 0.0:
                live[f] = True
    starts, store_starts = np.zeros(status.shape[0] + 1, ROW), np.zeros(net.store_nation.size + 1, ROW)
    used, abroad, n_used, n_abroad = np.empty(offered.size, ROW), np.empty(offered.size, ROW), 0, 0
    for f in range(status.shape[0]):
        for i in range(net.firm_links[f], net.firm_links[f + 1]):
            link = net.supplied[i]
            user = net.store_firm[net.link_store[link]]
            if live[f] and offered[link] and (user < 0 or live[user]):
                used[n_used] = link
                n_used += 1
                store_starts[net.link_store[link] + 1] += 1
                if net.link_from[link] != net.link_to[link]:
                    abroad[n_abroad] = link
                    n_abroad += 1
        starts[f + 1] = n_used
    for s in range(net.store_nation.size):
        store_starts[s + 1] += store_starts[s]
    filling, place = np.empty(n_used, ROW), store_starts.copy()
    for link in used[:n_used]:
        filling[place[net.link_store[link]]] = link
        place[net.link_store[link]] += 1
    open_stores = np.empty(net.store_firm.size, np.bool_)
    for s in range(open_stores.size):
        open_stores[s] = net.store_firm[s] < 0 or live[net.store_firm[s]]
    return AtWork(live, starts, used[:n_used], abroad[:n_abroad], open_stores, store_starts, filling)


@phase
def befall(
    live, firm_group, firm_key, seed, month, at_war_by_month, danger_by_month, crisis_by_month, budget_by_month, tied_by_month,
    output_by_month, credible_by_month, lost_by_month, lift_by_month, at_war, danger, crisis, budget, tied, credible, lost, lift, running,
    luck, p,
):
    """Write this month's events into the tables, and the month's luck in the intensity of use, [n, w].

    The mean of exp(s z - s^2 / 2) is one, so that noise alone changes no expectation.
    """
    draw = np.empty(seed.size)
    for w in range(seed.size):
        fortune = np.exp(p[P.war_noise, w] * normal(seed[w], WAR, month, 0) - 0.5 * p[P.war_noise, w] ** 2)
        for n in range(at_war.shape[0]):
            at_war[n, w] = at_war_by_month[month, n]
            danger[n, w] = danger_by_month[month, n]
            crisis[n, w] = crisis_by_month[month, n]
            budget[n, w] = budget_by_month[month, n] * p[P.budget_growth, w]
            tied[n, w] = tied_by_month[month, n] * p[P.budget_growth, w]
            credible[n, w] = credible_by_month[month, n]
            lost[n, w] = lost_by_month[month, n]
            lift[n, w] = lift_by_month[month, n]
            luck[n, w] = fortune
    for f in range(running.shape[0]):
        if not live[f]:
            continue
        usable = output_by_month[month, firm_group[f]]
        for w in range(seed.size):
            draw[w] = uniform(seed[w], STOPPAGE, month, firm_key[f])
        for w in range(seed.size):
            running[f, w] = usable * (0.5 if draw[w] < p[P.stoppage_rate, w] else 1.0)
