"""The best that lines could make in one month, as a linear programme over lines and links, and what one unit more would be worth."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from abm.judgement.means import Means
from abm.state.base import Network

Pairs = tuple[np.ndarray, np.ndarray]
"""Of each thing, the plan it belongs to and its row in the table of such things."""

SAME = 1e-9
"""Share of a month's output within which as much of it arrives over two links."""


@dataclass(frozen=True)
class Plan:
    """The best plans of a month, and by how much their value would grow with one unit more; each array [plan, row], or [row] for one."""

    output: np.ndarray  # unit/month of each line [firm]; lines that nothing asks for stand still
    of_plant: np.ndarray  # worth of one unit a month more of a line's plant [firm]
    of_input: np.ndarray  # worth of one unit more of an input on its user's shelf [store]
    of_case: np.ndarray  # worth of one unit more let out of a licence queue in time [link]
    of_office: np.ndarray  # worth of one USD a month more that a licensing office can clear [nation]

    def one(self, p: int) -> Plan:
        """One of these plans, each array [row]."""
        return Plan(**{f.name: getattr(self, f.name)[p] for f in fields(self)})


@dataclass(frozen=True)
class _Rows:
    """Rows `sum of coefficient x column <= limit`, and what each of them is about."""

    limit: np.ndarray
    about: Pairs
    row: np.ndarray
    column: np.ndarray
    coefficient: np.ndarray


def best_plans(net: Network, means: Means, weight: np.ndarray, ruled: np.ndarray) -> Plan:
    """The output of all lines that is worth most, by `weight` a unit [plan, firm], in one month of one world.

    A line's output is x <= K, its plant. Each input of criticality c, of which A make a unit, bounds x <= c (S + q + y) / A + (1 - c) K,
    the half-binding form of `abm.flows.produce`: shelf S, q let out of licence queues, y made and arrived within the month. Of a line's
    goods sum y / r <= x, r the largest share that can arrive. Goods are made evenly at most, and late ones do not arrive: over any of its
    links together sum y <= K times the mean over the parts of the month of the largest share that arrives of what is made in each.
    `ruled` [plan]: goods go only where the rules let buyers order (elsewhere what is still owed), wait for their licence, and no nation's
    office clears more than it can; else all links are open and nobody asks for a licence. Plans know nothing of each other: they are
    solved as blocks of one programme, since most of the time goes into calling the solver.
    """
    return _Programme(net, means, weight, ruled).solve()


class _Programme:
    """The programme of a month's plans; lines count in shares of their plant, goods in shares of what their user takes at full plant.

    What the plans depend on is held as pairs of arrays, the plan and the row of its table: `lines`, `stores`, `links`.
    """

    def __init__(self, net: Network, means: Means, weight: np.ndarray, ruled: np.ndarray):
        self.net, self.means, self.weight, self.ruled = net, means, weight, ruled
        self.full = net.store_recipe * np.where(net.store_firm >= 0, means.plant[net.store_firm], 0.0)
        self.made_first = np.stack([means.soon[:, 0], means.licensed[:, 0]])  # share that arrives of goods made first [ruled, link]
        self._choose()
        self._number()

    def _choose(self) -> None:
        """What the plans depend on: lines asked for, their shelves that may fall short, links that can fill these, and so on up."""
        net, means = self.net, self.means
        scarce = (means.shelf < self.full) & (net.store_critical > 0.0)
        into = np.flatnonzero(scarce[net.link_store])
        store, firm, in_time = net.link_store[into], net.link_firm[into], (self.made_first[:, into] > 0.0)[self.ruled.astype(int)]
        let = means.open | (means.still_owed > 0.0)
        can_come = in_time & (let[into] | ~self.ruled[:, None]) & (means.plant[firm] > 0.0)
        needed, known = (self.weight > 0.0) & (means.plant > 0.0), -1
        while needed.sum() > known:
            known = needed.sum()
            short = scarce & needed[:, net.store_firm]
            plan, link = np.nonzero(can_come & short[:, store])
            needed[plan, firm[link]] = True
        self.lines, self.stores, self.made = np.nonzero(needed), np.nonzero(short), (plan, into[link])
        plan, link = np.nonzero(in_time & (means.queue[into] > 0.0) & short[:, store])
        self.waits = plan, into[link]

    def _number(self) -> None:
        """Columns: lines, then goods made, then goods let out of queues."""
        n, m = len(self.lines[0]), len(self.made[0])
        self.line_column = np.zeros(self.weight.shape, int)
        self.line_column[self.lines] = np.arange(n)
        self.links = tuple(np.concatenate(of) for of in zip(self.made, self.waits, strict=True))
        self.columns = n + len(self.links[0])
        self.link_columns = np.arange(n, self.columns)
        self.made_columns, self.wait_columns = self.link_columns[:m], self.link_columns[m:]

    def solve(self) -> Plan:
        """Solve it, and turn shares back into units."""
        ruled = np.flatnonzero(self.ruled[self.made[0]])
        kinds = [
            self._inputs_suffice(),
            self._goods_are_made(),
            self._offices_clear(),
            self._goods_leave_in_time(self.means.soon, np.arange(len(self.made[0]))),
            self._goods_leave_in_time(self.means.licensed, ruled),  # besides, so that nothing is permitted that is not feasible
        ]
        starts = np.cumsum([0, *(len(kind.limit) for kind in kinds)])
        limits = np.concatenate([kind.limit for kind in kinds])
        rows = np.concatenate([kind.row + start for kind, start in zip(kinds, starts, strict=False)])
        columns, coefficients = (np.concatenate([getattr(kind, name) for kind in kinds]) for name in ("column", "coefficient"))
        matrix = coo_array((coefficients, (rows, columns)), shape=(len(limits), self.columns)).tocsc()
        upper, value = self._most(), np.zeros(self.columns)
        value[: len(self.lines[0])] = (self.weight * self.means.plant)[self.lines]
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
        net, (plan, store), (to, link) = self.net, self.stores, self.links
        critical, row = net.store_critical[store], np.zeros((len(self.weight), len(net.store_firm)), int)
        row[self.stores] = np.arange(len(store))
        filled = net.link_store[link]
        return _Rows(
            critical * self.means.shelf[store] / self.full[store] + 1.0 - critical,
            self.stores,
            np.concatenate([row[self.stores], row[to, filled]]),
            np.concatenate([self.line_column[plan, net.store_firm[store]], self.link_columns]),
            np.concatenate([np.ones(len(store)), -net.store_critical[filled]]),
        )

    def _goods_are_made(self) -> _Rows:
        """Nobody sends more than it makes; about lines."""
        lines, row = np.unique(self._supplier(), return_inverse=True)
        return _Rows(
            np.zeros(len(lines)),
            self._line(lines),
            np.concatenate([np.arange(len(lines)), row]),
            np.concatenate([lines, self.made_columns]),
            np.concatenate([-np.ones(len(lines)), self._of_plant() / self._arrives(self.made)]),
        )

    def _goods_leave_in_time(self, in_part: np.ndarray, of: np.ndarray) -> _Rows:
        """What takes long must be made early in the month: by line, its slowest link, its two slowest, and so on; about lines."""
        in_part = in_part[self.made[1][of]]
        supplier, pace = self._supplier()[of], np.round(in_part.mean(axis=1) / SAME)
        order = np.lexsort((pace, supplier))
        supplier, pace = supplier[order], pace[order]
        last = np.flatnonzero((np.diff(supplier, append=-1) != 0) | (np.diff(pace, append=-1.0) != 0.0))
        first = np.searchsorted(supplier, supplier[last])
        count = last + 1 - first
        starts = np.cumsum(count) - count
        one = order[np.arange(count.sum()) - np.repeat(starts - first, count)]
        most = np.maximum.reduceat(in_part[one], starts).mean(axis=1)
        row = np.repeat(np.arange(len(last)), count)
        return _Rows(most, self._line(supplier[last]), row, self.made_columns[of][one], self._of_plant()[of][one])

    def _offices_clear(self) -> _Rows:
        """No licensing office clears more than it can; about nations."""
        net, means, (plan, link) = self.net, self.means, self.links
        clears, from_there = means.office, net.link_from[link]
        cases = np.flatnonzero(means.restrained[link] & np.isfinite(clears[from_there]) & self.ruled[plan])
        offices, row = np.unique(plan[cases] * len(clears) + from_there[cases], return_inverse=True)
        about = np.divmod(offices, len(clears))
        dollars = self.full[net.link_store[link]] * net.price[net.firm_product[net.link_firm[link]]]
        scale = np.maximum(clears[about[1]], 1.0)
        return _Rows(clears[about[1]] / scale, about, row, self.link_columns[cases], dollars[cases] / scale[row])

    def _arrives(self, links: Pairs) -> np.ndarray:
        """Largest share of goods that can arrive within the month [goods]."""
        plan, link = links
        return self.made_first[self.ruled[plan].astype(int), link]

    def _supplier(self) -> np.ndarray:
        """Column of the line that makes them [goods made]."""
        plan, link = self.made
        return self.line_column[plan, self.net.link_firm[link]]

    def _line(self, columns: np.ndarray) -> Pairs:
        return self.lines[0][columns], self.lines[1][columns]

    def _of_plant(self) -> np.ndarray:
        """Goods that a user takes at full plant, as a share of the supplier's plant [goods made]."""
        link = self.made[1]
        return self.full[self.net.link_store[link]] / self.means.plant[self.net.link_firm[link]]

    def _most(self) -> np.ndarray:
        """Most of each column: full plant, or orders still owed where rules bar new ones; of a queue what can arrive."""
        net, means = self.net, self.means
        (plan, line), (to, link), waits = self.lines, self.made, self.waits[1]
        sells, due = (np.bincount(net.link_firm, of, len(means.plant))[line] for of in (means.open, means.still_owed))
        lines = np.where(self.ruled[plan] & (sells == 0.0), np.minimum(1.0, due / means.plant[line]), 1.0)
        goods = np.where(self.ruled[to] & ~means.open[link], means.still_owed[link] / self.full[net.link_store[link]], np.inf)
        cases = means.queue[waits] * self._arrives(self.waits) / self.full[net.link_store[waits]]
        return np.concatenate([lines, goods, cases])

    def _told(self, share: np.ndarray, upper: np.ndarray, kinds: list[_Rows], worth: list[np.ndarray], most: np.ndarray) -> Plan:
        """The plans in units. More plant relaxes its own bound, what half-critical inputs leave it, and what it can make early."""
        net, means, (plan, store), n = self.net, self.means, self.stores, len(self.lines[0])
        sizes = [len(of) for of in (means.plant, means.plant, means.shelf, means.queue, means.office)]
        told = Plan(*(np.zeros((len(self.weight), size)) for size in sizes))
        inputs, _, offices, *voyages = worth
        critical = net.store_critical[store]
        told.output[self.lines] = share[:n] * means.plant[self.lines[1]]
        told.of_input[self.stores] = inputs * critical / self.full[store]
        told.of_plant[self.lines] = np.where(upper[:n] >= 1.0, most[:n], 0.0)
        np.add.at(told.of_plant, (plan, net.store_firm[store]), inputs * (1.0 - critical))
        for kind, in_time in zip(kinds[3:], voyages, strict=True):
            np.add.at(told.of_plant, kind.about, in_time * kind.limit)
        told.of_plant[self.lines] /= means.plant[self.lines[1]]
        told.of_case[self.waits] = most[self.wait_columns] / self.full[net.link_store[self.waits[1]]]
        told.of_office[kinds[2].about] = offices / np.maximum(means.office[kinds[2].about[1]], 1.0)
        return told
