"""What a run is judged by: made, landed, held, spent and in the way; the other modules here add the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from abm.judgement.declaring import METRICS, Metric, metric
from abm.judgement.outcome import Outcome
from abm.state import memory
from abm.state.base import DAYS

if TYPE_CHECKING:
    import xarray

__all__ = ["METRICS", "Metric", "Outcome", "measure", "metric"]


@metric("unit/month", "product nation month")
def made(o: Outcome) -> np.ndarray:
    """Output of each product, by the nation in which it is made."""
    return o.laid_out("made")


@metric("unit/month", "product nation month")
def capacity(o: Outcome) -> np.ndarray:
    """Plant of working lines, by product and nation: output with full crews and inputs, without overtime."""
    return o.laid_out("capacity")


@metric("unit/month", "system nation month")
def landed(o: Outcome) -> np.ndarray:
    """Units that reached each nation's magazines."""
    return o.spread("landed")


@metric("unit", "system nation month")
def stock(o: Outcome) -> np.ndarray:
    """Units in each nation's magazines at the end of the month."""
    return o.spread("stock")


@metric("unit/month", "system")
def peace_rate(o: Outcome) -> np.ndarray:
    """Units a month that nations order in peace: what surge is measured against."""
    return np.repeat(o.peace_rate[:, None], len(o.seeds), axis=1)


@metric("ratio", "system month")
def surge_ratio(o: Outcome) -> np.ndarray:
    """Units delivered to all nations over the peacetime rate."""
    delivered = np.swapaxes(o.by_system("landed"), 0, 1)
    rate = o.peace_rate[:, None, None]
    return np.divide(delivered, rate, out=np.full_like(delivered, np.nan), where=rate > 0)


@metric("ratio", "month")
def alliance_surge_ratio(o: Outcome) -> np.ndarray:
    """Value delivered to all nations over its peacetime rate, each system weighed by its unit cost."""
    return o.delivered / (o.peace_rate @ o.price)


@metric("share", "system month")
def fill_rate(o: Outcome) -> np.ndarray:
    """Share of the month's use (war, training, retirement) that magazines could meet."""
    used, missed = o.by_system("used"), o.by_system("missed")
    total = used + missed
    # Where nothing was wanted nothing was missed.
    return np.swapaxes(1.0 - missed / np.where(total > 0.0, total, 1.0), 0, 1)


@metric("day", "system")
def exhaustion_day(o: Outcome) -> np.ndarray:
    """Days after a nation's first month of war by which the magazines that carry half of all war use have run dry."""
    return np.stack([half_dry(o, np.flatnonzero(o.magazine[0] == s)) for s in range(len(o.systems))])


def half_dry(o: Outcome, rows: np.ndarray) -> np.ndarray:
    """Days after its nation's first month of war by which those of these magazines that carry half of their war use have run dry [world].

    Magazines of nations at peace do not count; undefined where half never run dry.
    """
    nation = o.magazine[1][rows]
    weight = o.base.net.store_war_use[o.base.net.first :][rows] * o.runs[0].schedule.at_war[: o.months].max(axis=0)[nation]
    rows, nation, weight = (values[weight > 0] for values in (rows, nation, weight))
    if not len(rows):
        return np.full(len(o.seeds), np.nan)
    day = (o.exhausted_at[rows] - o.onset[nation][:, None]) * DAYS
    order = np.argsort(day, axis=0)
    dry = np.cumsum(weight[order], axis=0)
    half = np.minimum((dry < 0.5 * weight.sum()).sum(axis=0), len(rows) - 1)
    found = np.take_along_axis(np.take_along_axis(day, order, axis=0), half[None], axis=0)[0]
    return np.where(np.isinf(found), np.nan, found)


@metric("day", "system month")
def days_of_supply(o: Outcome) -> np.ndarray:
    """Days that the stock of all holders would last if all of them fought at full intensity."""
    rate = o.total(o.base.net.store_war_use[o.base.net.first :])[:, None, None] / DAYS
    held = np.swapaxes(o.by_system("stock"), 0, 1)
    return np.divide(held, rate, out=np.full_like(held, np.nan), where=rate > 0)


@metric("month", "system nation")
def order_slip(o: Outcome) -> np.ndarray:
    """Mean months by which a nation's orders arrive after the quoted lead time; orders still out at the end count as late until then."""
    out = np.full((len(o.systems), len(o.base.nations), len(o.seeds)), np.nan)
    out[o.magazine] = o.months_late
    return out


@metric("line", "month")
def active_firms(o: Outcome) -> np.ndarray:
    """Production lines at work."""
    return o.active


@metric("share", "product limit month")
def limit_share(o: Outcome) -> np.ndarray:
    """Share of the month, weighed by plant, in which each limit bound the lines of a product."""
    limit = np.moveaxis(o.limit, 0, 2)
    total = limit.sum(axis=1, keepdims=True)
    return np.divide(limit, np.where(total > 0.0, total, 1.0), out=memory.empty(limit.shape))


@metric("unit/month", "ingredient month")
def forgone(o: Outcome) -> np.ndarray:
    """Output a line could have made but for want of one input, by product and input."""
    return np.swapaxes(o.bound[:, : len(o.base.ingredients)], 0, 1)


@metric("USD/month", "nation month")
def spending(o: Outcome) -> np.ndarray:
    """Value of the orders a nation placed and the grants it gave."""
    return np.swapaxes(o.spent, 0, 1)


@metric("USD/month", "nation month")
def invested(o: Outcome) -> np.ndarray:
    """Plant that lines in a nation decided to build, whoever pays."""
    return np.swapaxes(o.invested, 0, 1)


@metric("unit", "system reason month")
def missing(o: Outcome) -> np.ndarray:
    """Units that magazines lack against their targets, by the one reason of each; reasons sum to the lack."""
    return np.moveaxis(o.missing, 0, 2)


@metric("share", "nation month")
def honoured(o: Outcome) -> np.ndarray:
    """Share of foreign claims on a nation's lines, by value, that it serves in their turn."""
    return np.swapaxes(o.honour, 0, 1)


def measure(runs: Sequence, names: Sequence[str] | None = None) -> xarray.Dataset:
    """All metrics of these runs, or the named ones, as a Dataset: one variable each, with unit and meaning, seeds last."""
    import xarray

    outcome = Outcome(runs)
    chosen = [METRICS[name] for name in (names or METRICS)]
    dims = {d for m in chosen for d in m.dims} | {"seed"}
    values = [metric.of(outcome) for metric in chosen]
    return xarray.Dataset(
        {m.name: ((*m.dims, "seed"), value, {"unit": m.unit, "meaning": m.meaning}) for m, value in zip(chosen, values, strict=True)},
        coords={d: outcome.coordinate(d) for d in sorted(dims)},
        attrs={"scenario": outcome.scenario.name},
    )


# The other metrics declare themselves when their modules are read; they stand last, so that each can be read on its own.
from abm.judgement import ledgers, recovery, reliance, sustainment  # noqa: E402, F401
