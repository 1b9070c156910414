"""What making systems at given rates asks of every part, through the bill of materials."""

from __future__ import annotations

from abm.facts.catalogue import Facts


def derived_demand(facts: Facts) -> dict[str, float]:
    """Units a year of every product that making all systems at their peace rates needs."""
    demand = dict.fromkeys(facts.products, 0.0)
    for product in facts.products.values():
        if product.peace_rate is not None:
            demand[product.id] += product.peace_rate.central
    for product in makers_first(facts):
        for row in facts.ingredients[product]:
            demand[row.input] += demand[product] * row.quantity.central
    return demand


def makers_first(facts: Facts) -> list[str]:
    """Products in an order where each comes before its parts."""
    waiting = dict.fromkeys(facts.products, 0)
    for row in facts.recipes:
        waiting[row.input] += 1
    ready = [p for p, n in waiting.items() if n == 0]
    for product in ready:
        for row in facts.ingredients[product]:
            waiting[row.input] -= 1
            if waiting[row.input] == 0:
                ready.append(row.input)
    return ready
