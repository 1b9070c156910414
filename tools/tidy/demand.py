"""What peace asks of every product: the demand derived from the systems' peace rates through the bill of materials."""

from __future__ import annotations

from tidy.products import Link


def derived_demand(rates: dict[str, float], links: list[Link]) -> dict[str, float]:
    """Units a year of every product needed to make the systems at `rates`."""
    demand = dict(rates)
    below: dict[str, list[Link]] = {}
    for x in links:
        below.setdefault(x.product, []).append(x)

    def ask(product: str, quantity: float) -> None:
        for x in below.get(product, []):
            part = quantity * x.quantity.central
            demand[x.input] = demand.get(x.input, 0.0) + part
            ask(x.input, part)

    for system, rate in rates.items():
        ask(system, rate)
    return demand
