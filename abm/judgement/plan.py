"""The best that lines could make in one month, as a linear programme over lines and links, and what one unit more would be worth."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from abm.judgement.means import Means
from abm.state.base import Network

SAME = 1e-9
"""Share of a month's output within which as much of it arrives over two links."""


@dataclass(frozen=True)
class Plan:
    """The best plan of a month, and by how much its value would grow with one unit more."""

    output: np.ndarray  # unit/month of each line [firm]; lines that nothing asks for stand still
    of_plant: np.ndarray  # worth of one unit a month more of a line's plant [firm]
    of_input: np.ndarray  # worth of one unit more of an input on its user's shelf [store]
    of_case: np.ndarray  # worth of one unit more let out of a licence queue in time [link]
    of_office: np.ndarray  # worth of one USD a month more that a licensing office can clear [nation]


@dataclass(frozen=True)
class _Rows:
    """Rows `sum of coefficient x column <= limit`, and what each of them is about."""

    limit: np.ndarray
    about: np.ndarray
    row: np.ndarray
    column: np.ndarray
    coefficient: np.ndarray


def best_plan(net: Network, means: Means, weight: np.ndarray, ruled: bool) -> Plan:
    """The output of all lines that is worth most, by `weight` a unit [firm], in one month of one world.

    A line's output is x <= K, its plant. Each input of criticality c, of which A make a unit, bounds x <= c (S + q + y) / A + (1 - c) K,
    the half-binding form of `abm.flows.produce`: shelf S, q let out of licence queues, y made and arrived within the month. Of a line's
    goods sum y / r <= x, r the largest share that can arrive. Goods are made evenly at most, and late ones do not arrive: over any of its
    links together sum y <= K times the mean over the parts of the month of the largest share that arrives of what is made in each.
    `ruled`: goods go only where the rules let buyers order (elsewhere what is still owed), wait for their licence, and no nation's office
    clears more than it can; else all links are open and nobody asks for a licence.
    """
    return _Programme(net, means, weight, ruled).solve()


class _Programme:
    """One month's programme; lines count in shares of their plant, goods in shares of what their user takes at full plant."""

    def __init__(self, net: Network, means: Means, weight: np.ndarray, ruled: bool):
        self.net, self.means, self.weight, self.ruled = net, means, weight, ruled
        self.full = net.store_recipe * np.where(net.store_firm >= 0, means.plant[net.store_firm], 0.0)
        self.arrives = (means.licensed if ruled else means.soon)[:, 0]
        self._choose()
        self._number()

    def _choose(self) -> None:
        """What the plan depends on: lines asked for, their shelves that may fall short, links that can fill these, and so on up."""
        net, means = self.net, self.means
        scarce = (means.shelf < self.full) & (net.store_critical > 0.0)
        in_time = self.arrives > 0.0
        can_come = in_time & (means.plant[net.link_firm] > 0.0)
        if self.ruled:
            can_come &= means.open | (means.still_owed > 0.0)
        needed, known = (self.weight > 0.0) & (means.plant > 0.0), -1
        while needed.sum() > known:
            known = needed.sum()
            short = scarce & needed[net.store_firm]
            made = np.flatnonzero(can_come & short[net.link_store])
            needed[net.link_firm[made]] = True
        self.lines, self.stores, self.made = np.flatnonzero(needed), np.flatnonzero(short), made
        self.waits = np.flatnonzero(in_time & (means.queue > 0.0) & short[net.link_store])

    def _number(self) -> None:
        """Columns: lines, then goods made, then goods let out of queues."""
        n, m = len(self.lines), len(self.made)
        self.line_column = np.zeros(len(self.means.plant), int)
        self.line_column[self.lines] = np.arange(n)
        self.links = np.concatenate([self.made, self.waits])
        self.columns = n + m + len(self.waits)
        self.link_columns = np.arange(n, self.columns)
        self.made_columns, self.wait_columns = self.link_columns[:m], self.link_columns[m:]

    def solve(self) -> Plan:
        """Solve it, and turn shares back into units."""
        kinds = [self._inputs_suffice(), self._goods_are_made(), self._offices_clear(), self._goods_leave_in_time(self.means.soon)]
        if self.ruled:  # besides, so that nothing is permitted that is not feasible
            kinds.append(self._goods_leave_in_time(self.means.licensed))
        starts = np.cumsum([0, *(len(kind.limit) for kind in kinds)])
        limits = np.concatenate([kind.limit for kind in kinds])
        rows = np.concatenate([kind.row + start for kind, start in zip(kinds, starts, strict=False)])
        columns, coefficients = (np.concatenate([getattr(kind, name) for kind in kinds]) for name in ("column", "coefficient"))
        matrix = coo_array((coefficients, (rows, columns)), shape=(len(limits), self.columns)).tocsc()
        upper, value = self._most(), np.zeros(self.columns)
        value[: len(self.lines)] = (self.weight * self.means.plant)[self.lines]
        if len(limits):
            scale = value.sum()
            found = linprog(-value / scale, matrix, limits, bounds=np.column_stack([np.zeros(self.columns), upper]), method="highs")
            if found.status != 0:
                raise RuntimeError(f"the best plan of a month was not found: {found.message}")
            share, worth, most = found.x, -scale * found.ineqlin.marginals, -scale * found.upper.marginals
        else:  # nothing can fall short
            share, worth, most = upper, np.zeros(0), value
        return self._told(share, upper, kinds, [worth[a:b] for a, b in pairwise(starts)], most)

    def _inputs_suffice(self) -> _Rows:
        """Nobody makes more than its inputs let it; about stores."""
        net, stores = self.net, self.stores
        critical, row = net.store_critical[stores], np.zeros(len(net.store_firm), int)
        row[stores] = np.arange(len(stores))
        limit = critical * self.means.shelf[stores] / self.full[stores] + 1.0 - critical
        filled = net.link_store[self.links]
        return _Rows(
            limit,
            stores,
            np.concatenate([row[stores], row[filled]]),
            np.concatenate([self.line_column[net.store_firm[stores]], self.link_columns]),
            np.concatenate([np.ones(len(stores)), -net.store_critical[filled]]),
        )

    def _goods_are_made(self) -> _Rows:
        """Nobody sends more than it makes; about lines."""
        supplier = self.net.link_firm[self.made]
        firms, row = np.unique(supplier, return_inverse=True)
        return _Rows(
            np.zeros(len(firms)),
            firms,
            np.concatenate([np.arange(len(firms)), row]),
            np.concatenate([self.line_column[firms], self.made_columns]),
            np.concatenate([-np.ones(len(firms)), self._of_plant() / self.arrives[self.made]]),
        )

    def _goods_leave_in_time(self, in_part: np.ndarray) -> _Rows:
        """What takes long must be made early in the month: by line, its slowest link, its two slowest, and so on; about lines."""
        supplier, in_part = self.net.link_firm[self.made].astype(int), in_part[self.made]
        pace = np.round(in_part.mean(axis=1) / SAME)
        kinds = np.unique(np.column_stack([supplier, pace]), axis=0)
        row, one = np.nonzero((kinds[:, :1] == supplier) & (kinds[:, 1:] >= pace))
        most = np.zeros((len(kinds), in_part.shape[1]))
        np.maximum.at(most, row, in_part[one])
        return _Rows(most.mean(axis=1), kinds[:, 0].astype(int), row, self.made_columns[one], self._of_plant()[one])

    def _offices_clear(self) -> _Rows:
        """No licensing office clears more than it can; about nations."""
        net, means = self.net, self.means
        from_there = net.link_from[self.links]
        cases = np.flatnonzero(means.restrained[self.links] & np.isfinite(means.office[from_there]) & self.ruled)
        nations, row = np.unique(from_there[cases], return_inverse=True)
        links = self.links[cases]
        dollars = self.full[net.link_store[links]] * net.price[net.firm_product[net.link_firm[links]]]
        scale = np.maximum(means.office[nations], 1.0)
        return _Rows(means.office[nations] / scale, nations, row, self.link_columns[cases], dollars / scale[row])

    def _of_plant(self) -> np.ndarray:
        """Goods that a user takes at full plant, as a share of the supplier's plant [goods made]."""
        return self.full[self.net.link_store[self.made]] / self.means.plant[self.net.link_firm[self.made]]

    def _most(self) -> np.ndarray:
        """Most of each column: full plant, or orders still owed where rules bar new ones; of a queue what can arrive."""
        net, means, lines = self.net, self.means, self.lines
        most = np.full(self.columns, np.inf)
        most[: len(lines)] = 1.0
        if self.ruled:
            most[self.made_columns] = np.where(means.open, np.inf, means.still_owed)[self.made] / self.full[net.link_store[self.made]]
            sells, due = (np.bincount(net.link_firm, of, len(means.plant))[lines] for of in (means.open, means.still_owed))
            most[: len(lines)] = np.where(sells > 0.0, 1.0, np.minimum(1.0, due / means.plant[lines]))
        most[self.wait_columns] = (means.queue * self.arrives)[self.waits] / self.full[net.link_store[self.waits]]
        return most

    def _told(self, share: np.ndarray, upper: np.ndarray, kinds: list[_Rows], worth: list[np.ndarray], most: np.ndarray) -> Plan:
        """The plan in units. More plant relaxes its own bound, what half-critical inputs leave it, and what it can make early."""
        net, means, lines, stores = self.net, self.means, self.lines, self.stores
        plan = Plan(*(np.zeros(len(of)) for of in (means.plant, means.plant, means.shelf, means.queue, means.office)))
        plan.output[lines] = share[: len(lines)] * means.plant[lines]
        inputs, _, offices, *voyages = worth
        critical = net.store_critical[stores]
        plan.of_input[stores] = inputs * critical / self.full[stores]
        plan.of_plant[lines] = np.where(upper[: len(lines)] >= 1.0, most[: len(lines)], 0.0)
        np.add.at(plan.of_plant, net.store_firm[stores], inputs * (1.0 - critical))
        for kind, in_time in zip(kinds[3:], voyages, strict=True):
            np.add.at(plan.of_plant, kind.about, in_time * kind.limit)
        plan.of_plant[lines] /= means.plant[lines]
        plan.of_case[self.waits] = most[self.wait_columns] / self.full[net.link_store[self.waits]]
        plan.of_office[kinds[2].about] = offices / np.maximum(means.office[kinds[2].about], 1.0)
        return plan
