"""What a nation decides: which rounds to buy (invest), what to promise (commit), whom to serve in a crisis (supply).

These are rules a reader can check, the same for every nation; they do not describe any real government's mind.
"""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.facts.parameters import P
from abm.state.columns import ACTIVE, DEFERRED, ORDINARY, PARTNER, TIERS
from abm.state.compiled import phase

MOST_AID = 0.7
"""Most of a project that a nation's fund pays."""

LARGEST_GRANT = 0.9
"""Most of a project that grants may pay."""

FUNDING_ROUNDS = 3
"""Rounds in which money left over by capped wishes is spread again."""


@phase
def invest(
    named, product_row, month, first, store_nation, store_product, price, service, base_use, quantity, target, pipeline, lead, bid, at_war,
    budget, tied, war_use, base_rate, noise, aided, tied_aided, use_rate, want, plan, p,
):
    """Nation x invest: what it would order this month, and what its money lets it order.

    Want = replacement + max(0, S* - S - (P - P0)) / T: the gap between the planned stock S* and stock S with what is on order P
    beyond the normal pipeline P0 of its replacement, closed over T months (shorter at war, for what the war uses). Pipeline fill thus
    asks for nothing lasting (design section 9.3). What the money does not reach is cut by `fund`: money for anything comes first, and goes
    as it would alone; money `tied` to named products then buys what is still wanted of them, and what they do not want stays unspent.
    Arrays [s, w] over all stores, magazines from row `first`; budget, tied, at_war [n, w]; named [month, n,
    recorded product].
    """
    worlds = quantity.shape[1]
    for s in range(first, quantity.shape[0]):
        n = store_nation[s]
        for w in range(worlds):
            if service[s]:
                wear, gap = base_use[s], 0.0
            else:
                wear = quantity[s, w] / (12.0 * p[P.shelf_life, w])
                gap = max(0.0, target[s, w] - quantity[s, w] - max(0.0, pipeline[s, w] - lead[s, w] * wear))
            war = min(1.0, at_war[n, w]) if war_use[s] > 0.0 else 0.0
            years = p[P.rebuild_years, w] + war * (p[P.war_rebuild_years, w] - p[P.rebuild_years, w])
            want[s, w] = wear + gap / (12.0 * years)
            use_rate[s, w] = wear + at_war[n, w] * noise[n, w] * war_use[s]
            plan[s, w] = want[s, w] if bid[s, w] > 0.0 else 0.0
    left, votes = np.empty(budget.shape), np.empty(budget.shape)
    voted = False
    for n in range(budget.shape[0]):
        for w in range(worlds):
            voted |= tied[n, w] > 0.0
            left[n, w] = budget[n, w] - tied[n, w] - (aided[n, w] - tied_aided[n, w])
            votes[n, w] = tied[n, w] - tied_aided[n, w]
    fund(first, store_nation, store_product, price, quantity, target, base_rate, left, plan, p)
    if voted:
        more = np.zeros(plan.shape)
        for s in range(first, quantity.shape[0]):
            if named[month, store_nation[s], product_row[store_product[s]]]:
                for w in range(worlds):
                    more[s, w] = want[s, w] - plan[s, w] if bid[s, w] > 0.0 else 0.0
        fund(first, store_nation, store_product, price, quantity, target, np.zeros(base_rate.shape), votes, more, p)
        for s in range(first, quantity.shape[0]):
            for w in range(worlds):
                plan[s, w] += more[s, w]


@phase
def fund(first, store_nation, store_product, price, quantity, target, base_rate, money, plan, p):
    """Scale each nation's wishes to its money: all of them where it reaches; else lines are kept warm first, and the rest goes by urgency.

    A magazine's first claim is min(wish, sustain x the rate it was bought at in peace); money beyond the sum of these goes by
    k x urgency x (wish - first claim), capped at the wish, what a cap leaves over spread again in a few rounds; money short of it cuts all
    first claims alike. money [n, w] USD a month; plan [s, w] is wish in, funded rate out.
    """
    worlds = plan.shape[1]
    cost = np.zeros(money.shape)
    floor = np.zeros(money.shape)
    weighted = np.zeros(money.shape)
    filled = np.zeros(money.shape)
    scale = np.zeros(money.shape)
    for s in range(first, plan.shape[0]):
        n, dollars = store_nation[s], price[store_product[s]]
        for w in range(worlds):
            cost[n, w] += plan[s, w] * dollars
            floor[n, w] += min(plan[s, w], p[P.sustain_share, w] * base_rate[s]) * dollars
    for _ in range(FUNDING_ROUNDS):
        for n in range(money.shape[0]):
            for w in range(worlds):
                filled[n, w], weighted[n, w] = 0.0, 0.0
        for s in range(first, plan.shape[0]):
            n, dollars = store_nation[s], price[store_product[s]]
            for w in range(worlds):
                rest = (plan[s, w] - min(plan[s, w], p[P.sustain_share, w] * base_rate[s])) * dollars
                weight = urgency(quantity[s, w], target[s, w])
                if scale[n, w] * weight < 1.0:
                    weighted[n, w] += rest * weight
                else:
                    filled[n, w] += rest
        for n in range(money.shape[0]):
            for w in range(worlds):
                if weighted[n, w] > 0.0:
                    left = money[n, w] - floor[n, w] - filled[n, w]
                    scale[n, w] = max(scale[n, w], left / weighted[n, w])
    for s in range(first, plan.shape[0]):
        n = store_nation[s]
        for w in range(worlds):
            if cost[n, w] > money[n, w] * (1.0 + 1e-9):
                base = min(plan[s, w], p[P.sustain_share, w] * base_rate[s])
                share = min(1.0, scale[n, w] * urgency(quantity[s, w], target[s, w]))
                warm = min(1.0, money[n, w] / floor[n, w]) if floor[n, w] > 0.0 else 1.0
                plan[s, w] = base * warm + (plan[s, w] - base) * share


@phase
def grants(
    live, named, product_row, month, firm_nation, firm_product, price, status, wished, grant, ally_grant, investor, ceiling, budget, tied,
    fund, aid, aided, tied_fund, tied_aid, tied_aided, affords, granted, paid, p,
):
    """Nation x invest, plant: while its own lines wish to grow, a nation sets money aside and pays part of each project.

    It adds `grant_share` of its munitions money to a fund in every month with wishes, up to their cost, and pays every wish the same part
    of its cost, as far as the fund reaches; money tied to named products does so first, in a fund of its own, for the lines that make
    them or their parts. What it promised to pay for allies' plant it pays as far as its `ceiling` lets it, the same
    part everywhere; `paid` [f, w] is all that governments pay of a line's new plant. wished [f, w] units a month; fund USD, aid, affords
    shares, aided, ceiling, granted USD/month [n, w]. The fund pays for what is wished, whether or not the line then builds all of it; what
    is not taken up stays in the fund. aided is what both funds take, tied_aided the part of the second.
    """
    worlds = wished.shape[1]
    cost, named_cost, abroad = np.zeros(budget.shape), np.zeros(budget.shape), np.zeros(budget.shape)
    for f in range(live.size):
        if live[f]:
            n, dollars = firm_nation[f], 12.0 * price[firm_product[f]]
            for w in range(worlds):
                wish = wished[f, w] * dollars * p[P.capital_intensity, w]
                cost[n, w] += wish
                if named[month, n, product_row[firm_product[f]]]:
                    named_cost[n, w] += wish
                if investor[f, w] >= 0.0:
                    abroad[int(investor[f, w]), w] += wish * ally_grant[f, w]
    for n in range(budget.shape[0]):
        for w in range(worlds):
            tied_aided[n, w] = min(p[P.grant_share, w] * tied[n, w], max(0.0, named_cost[n, w] - tied_fund[n, w]))
            tied_fund[n, w] += tied_aided[n, w]
            tied_aid[n, w] = min(MOST_AID, tied_fund[n, w] / named_cost[n, w]) if named_cost[n, w] > 0.0 else 0.0
            rest = cost[n, w] - named_cost[n, w] + unaided(tied_aid[n, w]) * named_cost[n, w]
            aided[n, w] = min(p[P.grant_share, w] * (budget[n, w] - tied[n, w]), max(0.0, rest - fund[n, w]))
            fund[n, w] += aided[n, w]
            aid[n, w] = min(MOST_AID, fund[n, w] / rest) if rest > 0.0 else 0.0
            aided[n, w] += tied_aided[n, w]
            affords[n, w] = min(1.0, ceiling[n, w] / abroad[n, w]) if abroad[n, w] > 0.0 else 1.0
            granted[n, w] = 0.0
    for f in range(paid.shape[0]):
        n = firm_nation[f]
        voted = named[month, n, product_row[firm_product[f]]]
        for w in range(worlds):
            paid[f, w] = grant[f, w]
            if status[f, w] == ACTIVE:
                paid[f, w] += tied_aid[n, w] + unaided(tied_aid[n, w]) * aid[n, w] if voted else aid[n, w]
            if investor[f, w] >= 0.0:
                paid[f, w] += ally_grant[f, w] * affords[int(investor[f, w]), w]
            paid[f, w] = min(LARGEST_GRANT, paid[f, w])


@phase
def unaided(aid):
    """What the second fund leaves of the most that a nation pays of a project."""
    return 1.0 - aid / MOST_AID


@phase
def pay(
    named, product_row, month, firm_nation, firm_product, status, invested, grant, ally_grant, investor, affords, aid, fund, tied_aid,
    tied_fund, granted,
):
    """Take governments' parts of the projects that began this month: from a nation's funds, by its grants, and from the ally that invests.

    The funds are for lines that work; an entrant gets grants only. Sponsored plant is paid where it begins. invested, grant, ally_grant,
    investor [f, w]; affords, aid, fund, granted [n, w].
    """
    for f in range(firm_nation.size):
        n = firm_nation[f]
        for w in range(invested.shape[1]):
            if invested[f, w] <= 0.0:
                continue
            if status[f, w] == ACTIVE:
                left = 1.0
                if named[month, n, product_row[firm_product[f]]]:
                    tied_fund[n, w] = max(0.0, tied_fund[n, w] - tied_aid[n, w] * invested[f, w])
                    left = unaided(tied_aid[n, w])
                fund[n, w] = max(0.0, fund[n, w] - left * aid[n, w] * invested[f, w])
            granted[n, w] += grant[f, w] * invested[f, w]
            if investor[f, w] >= 0.0:
                ally = int(investor[f, w])
                granted[ally, w] += ally_grant[f, w] * affords[ally, w] * invested[f, w]


@phase
def urgency(quantity, target):
    """Weight of a magazine in its nation's money: a half when it is full, one and a half when it is empty."""
    return 1.5 - min(1.0, quantity / max(target, 1e-9))


@phase
def commit(
    abroad, link_firm, link_from, link_to, firm_product, price, fell_due, shipped, honour, agreement, choice, danger, trust, pact,
    promise, p,
):
    """Nation x commit: trust remembers what partners served, and promises follow what a partner is worth.

    Trust of the buyer in the supplier falls by the share of its claims that were deferred and left unserved, and mends slowly while
    claims are kept. Under an agreement the supplier promises logit(gain x dependence x trust - autonomy), where dependence is the
    partner's share of all that falls due to it; a binding agreement promises in full, none promises nothing. A nation that may choose
    keeps its side only while gain x dependence x trust exceeds autonomy x (1 + own danger): who depends on nobody promises nothing, and
    who was let down leaves too. abroad: links in use that cross a border. agreement, choice, trust, pact, promise [n, m, w]; danger [n, w].
    """
    nations, worlds = trust.shape[0], trust.shape[2]
    owed = np.zeros((nations, nations, worlds))
    broken = np.zeros((nations, nations, worlds))
    for link in abroad:
        a, b, value = link_from[link], link_to[link], price[firm_product[link_firm[link]]]
        for w in range(worlds):
            units = fell_due[link, w]
            owed[a, b, w] += units * value
            broken[a, b, w] += max(0.0, units - shipped[link, w]) * (1.0 - honour[link, w]) * value
    for b in range(nations):
        for w in range(worlds):
            total = 0.0
            for a in range(nations):
                total += owed[a, b, w]
            for a in range(nations):
                if owed[a, b, w] > 0.0:
                    failed = broken[a, b, w] / owed[a, b, w]
                    gained = p[P.trust_gain, w] * (1.0 - failed) * (1.0 - trust[b, a, w])
                    trust[b, a, w] += gained - p[P.trust_loss, w] * failed * trust[b, a, w]
                pact[b, a, w], promise[b, a, w] = agreement[b, a, w], 0.0
                if agreement[b, a, w] > 0.0:
                    dependence = owed[a, b, w] / total if total > 0.0 else 0.0
                    gain = p[P.commit_gain, w] * dependence * trust[b, a, w]
                    if choice[b, a, w] > 0.0 and gain <= p[P.commit_cost, w] * (1.0 + danger[b, w]):
                        pact[b, a, w] = 0.0
                    elif agreement[b, a, w] >= 2.0:
                        promise[b, a, w] = 1.0
                    else:
                        promise[b, a, w] = logistic(gain - p[P.commit_cost, w])


@phase
def supply(
    abroad, first, link_from, link_to, link_own, store_nation, store_product, price, quantity, target, danger, crisis, floor, pact, trust,
    promise, honour, p,
):
    """Nation x supply: the share of each foreign claim it serves in its turn rather than after its own.

    Without a crisis every claim keeps its turn. In one, h = 1 - c (1 - logit(z)), c how deep the crisis reaches the nation, and
    z = base + cover - threat + promise (1 - danger) or binding + trust of the other side's record: a front-line ally keeps its
    output as its own risk rises, a voluntary promise fades with danger, a binding one does not (NOTES (b) 9, P015, P016). A nation that
    serves its own stocks first defers foreign claims whole, at any time, while its own cover is below its `floor` (P039).
    abroad: links in use that cross a border; link_own: row of the supplier nation's own magazine of that product, or -1 (then its mean
    cover, by value). honour [l, w]; danger, crisis, floor [n, w]; pact, trust, promise [n, m, w].
    """
    worlds = quantity.shape[1]
    value = np.zeros(danger.shape)
    covered = np.zeros(danger.shape)
    for s in range(first, quantity.shape[0]):
        n, cost = store_nation[s], price[store_product[s]]
        for w in range(worlds):
            value[n, w] += target[s, w] * cost
            covered[n, w] += min(target[s, w], quantity[s, w]) * cost
    for link in abroad:
        a, b, own = link_from[link], link_to[link], link_own[link]
        reviewed = False
        for w in range(worlds):
            honour[link, w] = 1.0
            reviewed |= crisis[a, w] > 0.0 or (floor[a, w] > 0.0 and own >= 0)
        if not reviewed:
            continue
        for w in range(worlds):
            if own >= 0 and target[own, w] > 0.0:
                cover = min(1.0, quantity[own, w] / target[own, w])
            else:
                cover = covered[a, w] / value[a, w] if value[a, w] > 0.0 else 1.0
            if crisis[a, w] > 0.0:
                z = p[P.honour_base, w] + p[P.honour_cover, w] * cover - p[P.honour_threat, w] * danger[a, w]
                z += p[P.honour_trust, w] * (trust[a, b, w] - 0.5)
                if pact[a, b, w] >= 2.0:
                    z += p[P.honour_binding, w]
                else:
                    z += p[P.honour_promise, w] * promise[a, b, w] * (1.0 - danger[a, w])
                honour[link, w] -= crisis[a, w] * (1.0 - logistic(z))
            if own >= 0 and cover < floor[a, w]:
                honour[link, w] = 0.0


@phase
def lay_claims(
    starts, used, link_store, link_from, link_to, store_firm, tier, flow_down, honour, at_war, choice, pact, rated, claim, tier_of,
    stands_in, hurry, p,
):
    """Turn tiers, ratings and honour into the claim each link lays on its supplier's output.

    A magazine's claim stands in its own tier. A line's claim takes on the ratings of the orders it works for, as far as they flow down,
    and stands in its own tier for the rest: that an order waits behind others at the line is no rating, and its suppliers know nothing
    of it. The part of a foreign claim that is not honoured waits behind all others. Claims of a nation at war come to fall due faster,
    by `expedite`, over `expedite_months`. Where nations may choose, a partner's place lasts as long as the supplier's nation keeps its
    side. tier_of [l] is the one tier in which a claim stands in all worlds as far as it is honoured, or -1
    where claim [l, tier, w] divides it, summing to 1, over the tiers that stands_in [l, tier] marks; rated [f, tier, w]; tier, flow_down,
    honour [l, w]; hurry, at_war [n, w]; choice, pact [n, m, w].
    """
    worlds = tier.shape[1]
    for n in range(at_war.shape[0]):
        for w in range(worlds):
            wanted = 1.0 + (p[P.expedite, w] - 1.0) * min(1.0, at_war[n, w])
            hurry[n, w] += (wanted - hurry[n, w]) / p[P.expedite_months, w]
    for f in range(starts.size - 1):
        for i in range(starts[f], starts[f + 1]):
            link = used[i]
            user, a, b = store_firm[link_store[link]], link_from[link], link_to[link]
            whole = True
            for w in range(worlds):
                down = flow_down[link, w] if user >= 0 else 0.0
                if down > 0.0 or tier[link, w] != tier[link, 0] or choice[a, b, w] > 0.0:
                    whole = False
                    break
            if whole:
                tier_of[link] = int(tier[link, 0])
                continue
            tier_of[link] = -1
            for t in range(TIERS):
                most = 0.0
                for w in range(worlds):
                    down = flow_down[link, w] if user >= 0 else 0.0
                    stands = tier[link, w]
                    if stands == PARTNER and choice[a, b, w] > 0.0 and pact[a, b, w] < 2.0:
                        stands = ORDINARY
                    ratings = down * (1.0 - rated[user, DEFERRED, w]) if down > 0.0 else 0.0
                    part = 1.0 - ratings if stands == t else 0.0
                    if down > 0.0 and t != DEFERRED:
                        part += down * rated[user, t, w]
                    part *= honour[link, w]
                    if t == DEFERRED:
                        part += 1.0 - honour[link, w]
                    claim[link, t, w] = part
                    most = max(most, part)
                stands_in[link, t] = most > 0.0


@phase
def logistic(z):
    """1 / (1 + exp(-z))."""
    return 1.0 / (1.0 + np.exp(-z))
