"""Where every unit stands at the end of a month, link by link: what chains of reasons are read from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from abm.flows.limits import (
    R_CAPACITY,
    R_CONTRACT,
    R_IN_WORK,
    R_LICENSE,
    R_NO_SOURCE,
    R_PLANNED,
    R_PRIORITY,
    R_TRANSIT,
    REASONS,
)
from abm.judgement.outcome import side_by_side
from abm.judgement.record import waiting_by_link
from abm.state.base import Base
from abm.state.columns import ACTIVE

HELD_UP = [R_LICENSE, R_CONTRACT, *range(R_CAPACITY, R_PRIORITY + 1)]
"""Reasons for which a part is not where its user counts on it by now."""


class Standing:
    """The worlds of some runs as they stand at the end of a month, side by side.

    waiting [link, reason, w]: units each link is still to bring, by where they are; missing [magazine, reason, w]: units lacked;
    forgone [store, w]: output not made this month for want of an input; active [f, w]: whether a line works.
    """

    def __init__(self, runs: Sequence):
        self.base: Base = runs[0].base
        self.month: int = runs[0].month - 1
        self.waiting = side_by_side([_waiting(run) for run in runs])
        self.missing = side_by_side([run.part.lacking for run in runs])
        states = [run.state for run in runs]
        self.forgone = side_by_side([state.stores.forgone for state in states])
        self.bid = side_by_side([state.stores.bid for state in states])
        self.shelf_lack = side_by_side([np.maximum(state.stores.target - state.stores.quantity, 0.0) for state in states])
        self.active = side_by_side([(state.firms.status == ACTIVE).astype(float) for state in states])

    @cached_property
    def links_to(self) -> list[np.ndarray]:
        """Links that fill each store [store]."""
        stores = self.base.net.link_store
        order = np.argsort(stores, kind="stable")
        return np.split(order, np.searchsorted(stores[order], np.arange(1, len(self.base.net.store_nation))))

    def blamed(self, store: int, reasons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Units `reasons` [reason, w] of a store divided over the links that are to fill it, in proportion to what they hold up.

        Returns the links and [link, reason, w]. What no link holds (not ordered) stays with the store and is nought here.
        """
        links = self.links_to[store]
        held = self.waiting[links]
        total = held.sum(axis=0)
        return links, np.divide(held, total, out=np.zeros_like(held), where=total > 0.0) * reasons

    def why_short(self, store: int) -> np.ndarray:
        """Shares of the reasons [reason, w] for which a line's shelf of an input does not reach; they sum to one.

        A line counts on its usual pipeline, so what is held up there (late, or waiting for papers) comes first, each in proportion; only
        where that does not explain the lack do goods under way and in work count, and what is left was not ordered in time.
        """
        held = self.waiting[self.links_to[store]].sum(axis=0)
        lack = np.maximum(self.shelf_lack[store], self.forgone[store] * self.base.net.store_recipe[store])
        found = np.zeros_like(held)
        held_up = held[HELD_UP].sum(axis=0)
        found[HELD_UP] = held[HELD_UP] * np.divide(np.minimum(lack, held_up), held_up, out=np.zeros_like(lack), where=held_up > 0.0)
        left = lack - np.minimum(lack, held_up)
        for reason in (R_TRANSIT, R_IN_WORK):
            found[reason] = np.minimum(left, held[reason])
            left = left - found[reason]
        unsold = self.bid[store] <= 0.0
        found[R_NO_SOURCE], found[R_PLANNED] = np.where(unsold, left, 0.0), np.where(unsold, 0.0, left)
        total = found.sum(axis=0)
        found[R_PLANNED] = np.where(total > 0.0, found[R_PLANNED], 1.0)
        return found / np.where(total > 0.0, total, 1.0)

    def makers(self, product: int) -> list[str]:
        """Companies that make a product at the time, in some world."""
        lines = np.flatnonzero((self.base.net.firm_product == product) & self.active.any(axis=1))
        return sorted({company(self.base.makers[f]) for f in lines})


def company(maker: str) -> str:
    """The maker without the place that the record adds to its name: what is said here is said of nations and products, never of plants."""
    return maker.split(" (")[0]


def _waiting(run) -> np.ndarray:
    """Units that each link is still to bring, by where they are: [link, reason, w]."""
    net, links, firms, worlds = run.base.net, run.state.links, run.state.firms, len(run.seeds)
    waiting = np.zeros((len(net.link_firm), len(REASONS), worlds))
    waiting_by_link(
        run.at_work.filling, net.link_firm, net.link_lead, links.signing, links.queued, links.owed, links.shipped, links.fell_due,
        firms.made, firms.short, firms.limit, waiting,
    )  # fmt: skip
    waiting[:, R_TRANSIT] = links.ring.sum(axis=0)
    return waiting
