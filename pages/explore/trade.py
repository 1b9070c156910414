"""Who sends what to whom, month by month, in one course of luck: flows between nations, what waits for a licence, what rules bar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from abm.facts.scenario import Scenario
from abm.judgement.metrics import METRICS, Outcome
from abm.model.simulate import Run
from abm.rules.mix import Mix
from pages.explore.running import FIRST_LOOK, SHELF, Shelf, Unwanted, base_for


@dataclass(frozen=True)
class Trade:
    """Trade of one seed; arrays are float32, values in USD.

    pairs [pair, 2]: supplier's and buyer's row among the nations, home trade left out; flow, queue and barred [pair, month]: value sent,
    value that waits for a licence, and existing lines from which the rules let the buyer order nothing; lines [pair]: existing lines
    that could fill the buyer's stores. in_use [nation, month]: output over plant, by value; landed [nation, month]: value that reached
    magazines.
    """

    pairs: np.ndarray
    flow: np.ndarray
    queue: np.ndarray
    barred: np.ndarray
    lines: np.ndarray
    in_use: np.ndarray
    landed: np.ndarray


def trade(scenario: Scenario, mix: Mix, unwanted: Unwanted, shelf: Shelf = SHELF) -> Trade | None:
    """Run one seed a month at a time and note what goes from nation to nation; None once nobody waits for it any more."""
    key = ("trade", scenario.hash, mix.hash)
    if kept := shelf.get(key):
        return kept
    run = Run(scenario, [tuple(mix)], FIRST_LOOK, base=base_for(scenario))
    net, links, count = run.base.net, run.state.links, len(run.base.nations)
    price = net.price[net.firm_product[net.link_firm]]
    pair = net.link_from.astype(int) * count + net.link_to
    # Latent lines have no plant yet: what bars them is not a trade that is blocked.
    standing = (run.base.capacity[net.link_firm] > 0.0).astype(float)
    noted = np.zeros((3, count * count, run.months))
    for month in range(run.months):
        if unwanted():
            return None
        run.advance(1)
        for row, values in enumerate((links.shipped[:, 0] * price, links.queued[:, 0] * price, standing * (links.eligible[:, 0] <= 0.0))):
            noted[row, :, month] = np.bincount(pair, values, count * count)
    abroad = ~np.eye(count, dtype=bool).ravel()
    seen = np.flatnonzero(abroad & (noted.sum(axis=(0, 2)) > 0.0))
    arrays = {
        "pairs": np.column_stack(np.divmod(seen, count)),
        "flow": noted[0, seen],
        "queue": noted[1, seen],
        "barred": noted[2, seen],
        "lines": np.bincount(pair, standing, count * count)[seen],
        **_plant(Outcome([run])),
    }
    return shelf.keep(key, Trade(**{name: np.ascontiguousarray(values, np.float32) for name, values in arrays.items()}))


def _plant(o: Outcome) -> dict[str, np.ndarray]:
    """Output over plant of each nation, by value, and what reached its magazines."""
    cost = np.array([o.base.net.price[o.base.products.index(name)] if name in o.base.products else 0.0 for name in o.products])
    made, capacity = (np.tensordot(cost, METRICS[name].of(o)[..., 0], 1) for name in ("made", "capacity"))
    in_use = np.divide(made, capacity, out=np.full_like(made, np.nan), where=capacity > 0.0)
    return {"in_use": in_use, "landed": METRICS["landed_value"].of(o)[..., 0]}
