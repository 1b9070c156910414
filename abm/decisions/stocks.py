"""How a nation keeps its magazines: what it means to hold, where, under which contracts, and to whom it lends."""

from __future__ import annotations

# Argument lists of phases are wrapped by hand: one word a line would bury the equations.
# fmt: off
import numpy as np

from abm.facts.parameters import P
from abm.state.compiled import phase

LENT_ABOVE = 0.5
"""Share of its own target below which a nation lends nothing."""


@phase
def keep(
    first, store_nation, lift, quantity, required, aim, forward_share, contract_share, contract_years, sign_choice,
    target, forward, signed, signed_years, p,
):
    """Nation x commit, at home: targets follow the requirement, stocks stand where policy keeps them, and contracts are signed.

    S* = requirement x aim. While a nation does not fight far away, the share `forward_share` of a magazine (where that is nought, the
    usual share) lies near the theatre. A nation that chooses itself signs for several years while its cover is below `sign_below`.
    lift [n, w] months; the rest [s, w].
    """
    for s in range(first, quantity.shape[0]):
        n = store_nation[s]
        for w in range(quantity.shape[1]):
            target[s, w] = required[s, w] * aim[s, w]
            if lift[n, w] <= 0.0:
                near = forward_share[s, w] if forward_share[s, w] > 0.0 else p[P.forward_usual, w]
                forward[s, w] = near * quantity[s, w]
            if sign_choice[s, w] > 0.0 and quantity[s, w] >= p[P.sign_below, w] * target[s, w]:
                signed[s, w] = min(contract_share[s, w], p[P.contract_share, w])
                signed_years[s, w] = min(contract_years[s, w], p[P.contract_years, w])
            else:
                signed[s, w], signed_years[s, w] = contract_share[s, w], contract_years[s, w]


@phase
def lend(first, store_nation, store_product, service, at_war, lends, target, quantity, lent):
    """Nation x supply, from stock: a nation at peace lends what it holds above half its target to partners who fight and lack it.

    Each partner is offered lends [n, m, w] of that a month, all partners together no more than all of it; a borrower takes no more than
    it lacks, from all lenders alike. What a lender gave, it orders again, since its own gap grows. quantity, target, lent [s, w].
    """
    worlds = quantity.shape[1]
    active = False
    for n in range(lends.shape[0]):
        for m in range(lends.shape[1]):
            for w in range(worlds):
                active = active or lends[n, m, w] > 0.0
    for s in range(first, quantity.shape[0]):
        for w in range(worlds):
            lent[s, w] = 0.0
    if not active:
        return
    rate, offered, taken = np.zeros(quantity.shape), np.zeros(quantity.shape), np.zeros(quantity.shape)
    for turn in range(3):
        for t in range(first, quantity.shape[0]):
            for s in range(first, quantity.shape[0]):
                if store_product[s] != store_product[t] or s == t or service[s]:
                    continue
                n, m = store_nation[t], store_nation[s]
                for w in range(worlds):
                    spare = quantity[t, w] - LENT_ABOVE * target[t, w]
                    lack = target[s, w] - quantity[s, w]
                    if lends[n, m, w] <= 0.0 or at_war[m, w] <= 0.0 or at_war[n, w] > 0.0 or spare <= 0.0 or lack <= 0.0:
                        continue
                    if turn == 0:
                        rate[t, w] += lends[n, m, w]
                        continue
                    units = spare * lends[n, m, w] / max(1.0, rate[t, w])
                    if turn == 1:
                        offered[s, w] += units
                    else:
                        units *= min(1.0, lack / offered[s, w])
                        taken[t, w] += units
                        taken[s, w] -= units
    for s in range(first, quantity.shape[0]):
        for w in range(worlds):
            quantity[s, w] -= taken[s, w]
            lent[s, w] = taken[s, w]


@phase
def hand_over(month, loan, agreed, quantity, lent):
    """Nation x supply, as governments agreed: loans leave the lender's magazine for the borrower's, as far as the lender holds them.

    loan [loan, 2] rows of magazines; agreed [month, loan] units; quantity, lent [s, w].
    """
    for k in range(loan.shape[0]):
        if agreed[month, k] <= 0.0:
            continue
        lender, borrower = loan[k, 0], loan[k, 1]
        for w in range(quantity.shape[1]):
            units = min(agreed[month, k], quantity[lender, w])
            quantity[lender, w] -= units
            quantity[borrower, w] += units
            lent[lender, w] += units
            lent[borrower, w] -= units
