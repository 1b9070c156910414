"""The state a run opens with: lines at today's rates, shelves full, pipelines flowing, so that nothing moves unless something changes."""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from abm.facts.parameters import Parameters
from abm.state import memory
from abm.state.base import Base
from abm.state.columns import ACTIVE, KINDS, LATENT, ORDINARY, PROJECTS, TIERS, blank

USUAL_WAIT = 36.0
"""Months until plant that is planned without a date."""

State = namedtuple("State", ("nations", "firms", "stores", "links"))


def open_state(base: Base, p: Parameters, flow_steps: int, sustained: bool, longest: float) -> State:
    """All columns at the opening of the first month, `[row, ..., world]`, before rules and events are written.

    `sustained`: magazines stand at the level today's rates keep up, rate x shelf life, and requirements are met.
    `longest`: months under way of the longest voyage of the run.
    """
    worlds = len(p.overtime)
    axes = {"nation": len(base.nations), "tier": TIERS, "project": PROJECTS}
    columns = {table: blank(table, rows, axes, worlds) for table, rows in base.shape.items()}
    _open_lines(base, columns["firms"], p, sustained)
    _open_magazines(base, columns["stores"], p, sustained)
    _open_pipelines(base, columns, p, flow_steps)
    n_links = len(base.net.link_firm)
    columns["links"] |= {
        "transit": base.transit.copy(),
        "whole": np.ones(n_links, np.int32),
        "later": np.zeros(n_links),
        "licensed": np.zeros(n_links, bool),
        "sold": np.zeros(n_links, bool),
        "tier_of": np.full(n_links, ORDINARY, np.int8),
        "stands_in": np.zeros((n_links, TIERS), bool),
        "offered": np.ones(n_links, bool),
        "ring": memory.zeros((ring_slots(longest, flow_steps), n_links, worlds)),
    }
    return State(**{table: KINDS[table](**values) for table, values in columns.items()})


def fill_transit(base: Base, state: State, flow_steps: int) -> None:
    """Put the steady flow of every link into its licence queue and under way, once rules have set the licence times."""
    dt = 1.0 / flow_steps
    links, net = state.links, base.net
    flowing = np.flatnonzero(links.share.any(axis=1))
    units = _flow(base, links.share)[flowing] * dt
    for queue, cleared in ((links.queued, links.release[flowing]), (links.signing, links.sign[flowing])):
        queue[flowing] = units * (1.0 - cleared) / cleared
    plan_voyages(state, flow_steps)
    whole, late = links.whole[flowing, None], links.later[flowing, None]
    on_order = links.signing[flowing] + links.owed[flowing] + links.queued[flowing]
    for ahead in range(1, links.ring.shape[0]):
        sailing = units * ((1.0 - late) * (ahead <= whole) + late * (ahead <= whole + 1.0))
        links.ring[ahead - 1, flowing] = sailing
        on_order += sailing
    np.add.at(state.stores.pipeline, net.link_store[flowing], on_order)


def place_stocks(base: Base, state: State, p: Parameters) -> None:
    """Put forward what policy or usual practice keeps near the theatre, so that a war in the first month finds it there."""
    stores, first = state.stores, base.net.first
    share = np.where(stores.forward_share[first:] > 0.0, stores.forward_share[first:], p.forward_usual)
    stores.forward[first:] = share * stores.quantity[first:]


def plan_voyages(state: State, flow_steps: int) -> None:
    """Turn months under way into parts of a month, whenever a route changes."""
    links = state.links
    parts = np.clip(links.transit * flow_steps, 1.0, links.ring.shape[0] - 2.0)
    links.whole[:] = np.floor(parts)
    links.later[:] = parts - links.whole


def ring_slots(longest: float, flow_steps: int) -> int:
    """Parts of a month that the longest voyage takes, and two for the ends."""
    return int(np.ceil(max(longest, 0.1) * flow_steps)) + 3


def _flow(base: Base, share: np.ndarray) -> np.ndarray:
    """Units a month that flow over each link at the opening [link, world]."""
    return base.need[base.net.link_store][:, None] * share


def _open_lines(base: Base, firms: dict[str, np.ndarray], p: Parameters, sustained: bool) -> None:
    rate = base.rate[:, None]
    crews_today = np.where(sustained, rate * p.crew_slack, base.capacity[:, None])
    working = crews_today > 0
    firms["capacity"][:] = crews_today * _headroom(base, p)
    firms["crew"][:] = np.where(sustained, crews_today, np.maximum(crews_today, np.minimum(rate * p.crew_slack, crews_today)))
    firms["status"][:] = np.where(working, ACTIVE, LATENT)
    firms["size"][:] = np.where(working, firms["capacity"], base.usual_size[:, None])
    firms["slack"][:] = np.maximum(p.crew_slack, np.divide(firms["crew"], rate, out=np.ones_like(firms["crew"]), where=rate > 0))
    firms["norm"][:] = np.divide(
        np.minimum(rate, firms["crew"]), firms["capacity"], out=np.ones_like(firms["crew"]), where=firms["capacity"] > 0
    )
    for name in ("expected", "foreseen", "planned"):
        firms[name][:] = rate
    firms["made"][:] = np.minimum(rate, firms["crew"])
    firms["contracted"][:] = rate * p.contract_share
    firms["term"][:] = p.contract_years
    firms["due"][:] = rate
    firms["rated"][:, ORDINARY] = 1.0
    started = (base.planned > 0)[:, None] & np.ones_like(working)
    size = np.where(working, np.maximum(base.planned[:, None] - firms["capacity"], 0.0), base.planned[:, None])
    firms["building"][:] = firms["project"][:, 0] = np.where(started, size, 0.0)
    months = np.where(base.opens > 0, base.opens, USUAL_WAIT)[:, None]
    firms["project_left"][:, 0] = np.where(firms["building"] > 0, months + 1.0, 0.0)  # counted down once before the first month


def _headroom(base: Base, p: Parameters) -> np.ndarray:
    """Plant over crews: what a system's published surge rate says, one figure for parts; more where more stood [firm, world].

    A part's line that is known to be building has no plant to spare: it would not build beside idle plant.
    """
    facts = [base.facts.products[x] for x in base.products]
    surge = np.array(
        [
            f.surge_rate.central / f.peace_rate.central if f.surge_rate and f.peace_rate and f.peace_rate.central > 0 else np.nan
            for f in facts
        ]
    )[base.net.firm_product][:, None]
    part = np.where((base.planned > base.capacity)[:, None], 1.0, p.plant_headroom_parts)
    usual = np.where(np.isnan(surge), part, np.clip(surge, 1.0, p.plant_headroom_cap))
    return np.maximum(usual, np.minimum(base.standing[:, None], p.plant_headroom_cap))


def _open_magazines(base: Base, stores: dict[str, np.ndarray], p: Parameters, sustained: bool) -> None:
    first, held = base.net.first, {k: v[:, None] for k, v in base.holdings.items()}
    service = base.net.store_service[first:, None]
    kept_up = held["order_rate"] * p.shelf_life * 12.0
    stores["quantity"][first:] = np.where(service, 0.0, kept_up if sustained else held["stock"])
    stores["target"][first:] = np.where(service, held["order_rate"], kept_up if sustained else held["requirement"])
    stores["required"][first:] = stores["target"][first:]
    stores["plan"][first:] = held["order_rate"]
    stores["signed"][first:] = p.contract_share
    stores["signed_years"][first:] = p.contract_years
    stores["contract_share"][first:] = p.contract_share
    stores["contract_years"][first:] = p.contract_years


def _open_pipelines(base: Base, columns: dict[str, dict[str, np.ndarray]], p: Parameters, flow_steps: int) -> None:
    net, links, stores, dt = base.net, columns["links"], columns["stores"], 1.0 / flow_steps
    links["share"][:] = base.share[:, None]
    links["qualified"][:] = base.qualified[:, None]
    columns["firms"]["released"][:] = base.released[:, None]
    links["claim"][:, ORDINARY] = 1.0
    quoted = net.lead[net.firm_product[net.link_firm]][:, None]
    links["owed"][:] = _flow(base, links["share"]) * np.maximum(np.maximum(quoted, dt) - dt, 0.0)
    lines = slice(0, net.first)
    use = (base.rate[net.store_firm[lines]] * net.store_recipe[lines])[:, None]
    stores["plan"][lines] = use
    stores["target"][lines] = p.input_cover * use
    stores["quantity"][lines] = np.maximum(p.input_cover - dt, dt) * use
