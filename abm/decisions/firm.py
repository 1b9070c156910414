"""What a line decides: whether to hire, grow, idle, enter or leave (invest), what to pledge (commit), what to prepare for (supply)."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.facts.parameters import P
from abm.flows.limits import INPUT
from abm.state.columns import ACTIVE, EXITED, LATENT, MOTHBALLED, PROJECTS, TIERS, TINY
from abm.state.compiled import entry, phase
from abm.state.streams import BUILD, EXIT, normal, uniform

SMALLEST_STEP = 0.15
"""Projects below this share of a line's plant are left for later."""

UNCONTRACTED_YEARS = 2.0
"""Years of sales a firm counts on from demand that is not under contract."""


@phase
def supply(
    live, starts, used, link_store, link_to, store_firm, plan, share, signed_share, signed_years, credible, due, backlog, capacity,
    ramping, building, expected, contracted, term, foreseen, planned, p, dt,
):
    """Firm x supply: read lasting demand, and decide what rate to order inputs for and to tell suppliers of.

    Lasting demand is what buyers plan to use, not what they order to fill pipelines: D <- D + a (sum of plans x shares - D). Under
    contract is the part their buyers sign for, as far as a buyer's nation is still believed (`credible` [n, w]), and no less than the
    order book spread over the years contracts usually run. Inputs are ordered
    for min(max(D, due), plant with overtime); suppliers are told min(D, plant, with what is being built). All lines read what
    their users said last month.
    due [f, tier, w] units of the last part; plan, signed_share, signed_years [s, w]; the rest [f, w].
    """
    worlds = expected.shape[1]
    then_expected, then_contracted, then_term = expected.copy(), contracted.copy(), term.copy()
    then_foreseen, then_planned = foreseen.copy(), planned.copy()
    lasting, firm, years = np.empty(worlds), np.empty(worlds), np.empty(worlds)
    for f in range(live.size):
        if not live[f]:
            continue
        for w in range(worlds):
            lasting[w], firm[w], years[w] = 0.0, 0.0, 0.0
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            s = link_store[link]
            user = store_firm[s]
            for w in range(worlds):
                units = plan[s, w] * share[link, w]
                if user < 0:
                    signed, term_here = units * signed_share[s, w] * credible[link_to[link], w], signed_years[s, w]
                else:
                    units *= then_foreseen[user, w] / max(then_planned[user, w], TINY)
                    signed = units * min(1.0, then_contracted[user, w] / max(then_expected[user, w], TINY))
                    term_here = then_term[user, w]
                lasting[w] += units
                firm[w] += signed
                years[w] += signed * term_here
        for w in range(worlds):
            expected[f, w] += p[P.demand_smoothing, w] * (lasting[w] - expected[f, w])
            if firm[w] > 0.0:
                term[f, w] += p[P.demand_smoothing, w] * (years[w] / firm[w] - term[f, w])
            signed = expected[f, w] * firm[w] / max(lasting[w], TINY)
            contracted[f, w] = max(signed, backlog[f, w] / (12.0 * p[P.contract_years, w]))
            total = 0.0
            for t in range(TIERS):
                total += due[f, t, w]
            plant = capacity[f, w] * (1.0 + p[P.overtime, w])
            planned[f, w] = min(max(expected[f, w], total / dt), plant + ramping[f, w])
            foreseen[f, w] = min(max(expected[f, w], total / dt), plant + ramping[f, w] + building[f, w])


@phase
def commit(
    live, starts, used, firm_nation, link_store, link_to, agreement, promise, plan, share, capacity, pledge,
):
    """Firm x commit: hold output for partners under a binding agreement: their part of all that buyers plan to take, as promised.

    pledge [f, w] is a share of output; agreement, promise [n, m, w]. Voluntary codes of conduct bind no output: they act through the
    nation's choice of whom to serve (P014: the firms' code is voluntary).
    """
    worlds = pledge.shape[1]
    taken = np.empty(worlds)
    for f in range(live.size):
        if not live[f]:
            continue
        n = firm_nation[f]
        for w in range(worlds):
            pledge[f, w], taken[w] = 0.0, 0.0
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            s, m = link_store[link], link_to[link]
            for w in range(worlds):
                units = plan[s, w] * share[link, w]
                taken[w] += units
                if m != n and agreement[n, m, w] >= 2.0:
                    pledge[f, w] += promise[n, m, w] * units
        for w in range(worlds):
            pledge[f, w] = pledge[f, w] / max(taken[w], capacity[f, w], TINY)


@phase
def hire(live, status, due, capacity, ramping, building, project, project_left, slack, crew, trainees, p, dt):
    """Firm x invest, people: crews follow the orders that fall due, no faster than intake and training allow.

    Target H* = min(due x slack, plant x usual slack), plant with what will stand before an intake is trained; intake min(H* - H -
    trainees, a max(H, plant / 4)) a month; trainees finish at 1/T a month; crews without work leave at q a month (Pichler et al. 2022,
    sec. 3.4, with slower rates). Arrays [f, w]; due [f, tier, w]; project, project_left [f, project, w].
    """
    worlds = crew.shape[1]
    for f in range(live.size):
        if not live[f]:
            continue
        for w in range(worlds):
            total = 0.0
            for t in range(TIERS):
                total += due[f, t, w]
            plant = (capacity[f, w] + ramping[f, w]) if status[f, w] == ACTIVE else 0.0
            if building[f, w] > 0.0:
                for k in range(PROJECTS):
                    if project[f, k, w] > 0.0 and project_left[f, k, w] <= p[P.training_months, w]:
                        plant += project[f, k, w]
            target = min(total / dt * slack[f, w], plant * p[P.crew_slack, w])
            trained = trainees[f, w] / p[P.training_months, w]
            trainees[f, w] -= trained
            crew[f, w] += trained
            gap = target - crew[f, w] - trainees[f, w]
            if gap > 0.0:
                trainees[f, w] += min(gap, p[P.hire_rate, w] * max(crew[f, w], 0.25 * plant))
            else:
                crew[f, w] -= min(-gap, p[P.quit_rate, w] * crew[f, w])


@phase
def wish(live, status, expected, contracted, made, limit, capacity, ramping, building, wished, invested, p):
    """Firm x invest, plant wanted: the gap between credible demand and plant, in units a month.

    Credible demand D* = contracted + chi (expected - contracted); the gap is D* x headroom - K, K with what is built and
    ramps up. A line that an input holds back does not wish to grow. What it invests this month begins at nothing. Arrays [f, w].
    """
    worlds = capacity.shape[1]
    for f in range(live.size):
        for w in range(worlds):
            wished[f, w], invested[f, w] = 0.0, 0.0
            if not live[f] or status[f, w] != ACTIVE:
                continue
            if limit[f, w] == INPUT and made[f, w] < p[P.expand_at, w] * capacity[f, w]:
                continue
            credible = contracted[f, w] + p[P.credibility, w] * (expected[f, w] - contracted[f, w])
            gap = p[P.headroom, w] * credible - capacity[f, w] - ramping[f, w] - building[f, w]
            if gap > SMALLEST_STEP * capacity[f, w]:
                wished[f, w] = gap


@phase
def build(
    live, seed, month, firm_key, firm_product, product_build, price, status, expected, contracted, term, made, paid,
    wished, capacity, ramping, ramp_step, project, project_left, building, norm, invested, p,
):
    """Firm x invest, plant: build what is wished for as far as its value clears the price of waiting.

    The wish is met as far as a = logit(k ln(V / m I)): V / I = (margin / capital) / (1 - grant) x annuity over the years demand is
    believed to last, and m = b / (b - 1), b = 1/2 + sqrt(1/4 + 2 r / s^2), s = volatility x (1 - contracted share): the real-option
    hurdle (Dixit and Pindyck 1994, ch. 5, with r equal to the yield forgone). Governments pay the share `paid`. Nothing comes until a
    project is built, then a ramp; plant beyond what the line lives on decays while idle. Arrays [f, w].
    """
    worlds = capacity.shape[1]
    for f in range(live.size):
        if not live[f]:
            continue
        product = firm_product[f]
        for w in range(worlds):
            free = -1
            for k in range(PROJECTS):
                if project[f, k, w] > 0.0:
                    project_left[f, k, w] -= 1.0
                    if project_left[f, k, w] <= 0.0:
                        ramping[f, w] += project[f, k, w]
                        ramp_step[f, w] = ramping[f, w] / p[P.ramp_months, w]
                        building[f, w] = max(0.0, building[f, w] - project[f, k, w])
                        project[f, k, w], project_left[f, k, w] = 0.0, 0.0
                        if status[f, w] == LATENT:
                            status[f, w] = ACTIVE
                if project[f, k, w] <= 0.0:
                    free = k
            step = min(ramping[f, w], ramp_step[f, w])
            ramping[f, w] -= step
            capacity[f, w] += step
            if status[f, w] != ACTIVE:
                continue
            unused = norm[f, w] * capacity[f, w] - made[f, w]
            if unused > 0.0:
                capacity[f, w] -= p[P.idle_decay, w] * unused
            if wished[f, w] <= 0.0 or free < 0:
                continue
            safe = min(1.0, contracted[f, w] / expected[f, w])
            cost = p[P.capital_intensity, w] * (1.0 - paid[f, w])
            accepted = worth(
                safe, term[f, w], p[P.demand_volatility, w], p[P.discount_rate, w], p[P.margin, w], cost, p[P.hurdle_sharpness, w],
            )
            size = min(accepted * wished[f, w], p[P.largest_step, w] * capacity[f, w])
            if size > SMALLEST_STEP * capacity[f, w]:
                months = overrun(product_build[product] * p[P.build_optimism, w], seed[w], month, firm_key[f], p[P.build_noise, w])
                project[f, free, w], project_left[f, free, w] = size, months
                building[f, w] += size
                invested[f, w] += size * 12.0 * price[product] * p[P.capital_intensity, w]


@phase
def overrun(months, seed, month, key, noise):
    """Months a project takes that was to take so many, with the luck of its line in the month it begins."""
    return months * np.exp(noise * normal(seed, BUILD, month, key))


@entry
def worth(safe, years, volatility, discount, margin, capital, sharpness):
    """Share of a wanted expansion that a firm starts: logit(k ln(V / m I)), all scalars.

    safe: share of demand under contract; years its contracts run; capital: plant a dollar of yearly sales needs, less grants.
    """
    term = safe * years + (1.0 - safe) * UNCONTRACTED_YEARS
    value = margin / max(capital, 1e-6) * (1.0 - np.exp(-discount * term)) / discount
    spread = max(volatility * (1.0 - safe), 1e-3)
    root = 0.5 + np.sqrt(0.25 + 2.0 * discount / (spread * spread))
    hurdle = root / (root - 1.0)
    return 1.0 / (1.0 + (hurdle / value) ** sharpness)


@phase
def idle(
    live, seed, month, firm_key, firm_links, supplied, link_store, status, capacity, crew, trainees, ramping, building, due, expected, norm,
    size, idle, restart_left, signing, owed, pipeline, p,
):
    """Firm x invest, staying or leaving: long idleness mothballs a line, mothballed lines are given up, coming back takes long.

    Idle: orders due below u of what the line lived on at the start (a line that waits for parts is not idle). After T months it is
    mothballed and its crews go; from then it is
    given up with a chance h a month; if demand returns it restarts after T_r months with crews to be hired anew (hysteresis,
    Dixit 1989). What an exited line still owed is cancelled. Arrays [f, w]; owed [l, w]; pipeline [s, w].
    """
    worlds = capacity.shape[1]
    for f in range(live.size):
        if not live[f]:
            continue
        for w in range(worlds):
            living = p[P.idle_below, w] * norm[f, w] * min(size[f, w], capacity[f, w])
            if status[f, w] == ACTIVE:
                if due[f, w] < living and building[f, w] <= 0.0 and ramping[f, w] <= 0.0:
                    idle[f, w] += 1.0
                else:
                    idle[f, w] = max(0.0, idle[f, w] - 2.0)
                if idle[f, w] >= p[P.mothball_after, w]:
                    status[f, w] = MOTHBALLED
                    crew[f, w], trainees[f, w], restart_left[f, w] = 0.0, 0.0, 0.0
            elif status[f, w] == MOTHBALLED:
                if restart_left[f, w] > 0.0:
                    restart_left[f, w] -= 1.0
                    if restart_left[f, w] <= 0.0:
                        status[f, w], idle[f, w] = ACTIVE, 0.0
                elif expected[f, w] > 1.5 * living:
                    restart_left[f, w] = p[P.restart_months, w]
                elif uniform(seed[w], EXIT, month, firm_key[f]) < p[P.exit_hazard, w]:
                    status[f, w] = EXITED
                    capacity[f, w] = 0.0
                    for i in range(firm_links[f], firm_links[f + 1]):
                        link = supplied[i]
                        pipeline[link_store[link], w] -= owed[link, w] + signing[link, w]
                        owed[link, w], signing[link, w] = 0.0, 0.0
