"""Outcomes told by hand: the default scenario's names and shapes, and only what a test says has happened in it."""

from functools import cache
from types import SimpleNamespace

import numpy as np

from abm.facts.scenario import load_scenario
from abm.judgement.outcome import Outcome
from abm.judgement.record import blank_record
from abm.model.simulate import base_of

MONTHS = 120


@cache
def default():
    """The base of the default scenario."""
    return base_of(load_scenario("indo-pacific-2026"))


def outcome(honoured=None, delivered=1.0, active=None, goods=(), landed=(), stock=(), near=1.0, abroad=()):
    """What came of one world in which nothing happened but this.

    honoured: share by nation; delivered, active: by month or one number; goods: (record, product, nation, units) of groups; landed,
    stock: (system, nation, units); near: units sent in the last month within the theatre for one from elsewhere; abroad: (nation, value).
    """
    base = default()
    record = blank_record(base, MONTHS, 1)
    record.delivered[:, 0] = delivered
    record.honour[:] = 1.0
    if active is not None:
        record.active[:, 0] = active
    for name, share in (honoured or {}).items():
        record.honour[:, base.nations.index(name)] = share
    for nation, value in abroad:
        record.bought[:, base.nations.index(nation), 0] = value
    run = SimpleNamespace(
        base=base, scenario=load_scenario("indo-pacific-2026"), month=MONTHS, seeds=np.array([0]), record=record,
        state=SimpleNamespace(links=SimpleNamespace(shipped=_shipped(base, near))),
    )  # fmt: skip
    told = Outcome([run])
    for name, product, nation, units in goods:
        group = next(g for g, (p, n) in enumerate(base.groups) if told.products[p] == product and base.nations[n] == nation)
        getattr(record, name)[:, group, 0] = units
    systems, nations = told.magazine
    for of, rows_told in ((record.landed, landed), (record.stock, stock)):
        for system, nation, units in rows_told:
            rows = (systems == told.systems.index(system)) & (nations == base.nations.index(nation))
            of[:, rows, 0] = np.reshape(units, (-1, 1))
    return told


def _shipped(base, near):
    there = np.array([base.facts.nations[name].theatre == "indo_pacific" for name in base.nations])
    within = there[base.net.link_from] & there[base.net.link_to]
    return np.where(within, near, 1.0)[:, None]
