"""How a policy mix becomes columns: reset to the base, written by each instrument in force, then weighed by buyers and offices."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np

from abm.facts.parameters import Parameters
from abm.rules.instrument import Instrument
from abm.state.base import Base
from abm.state.columns import rule_columns
from abm.state.opening import State

AT_ONCE = 0.02
"""Wait, in parts of a month, below which a queue counts as none."""

_SPLIT = {name: tuple(name.split(".")) for name in rule_columns()}
"""Table and column of each rule column."""


class Rulebook:
    """The rule columns of one run, and the mixes that write them: one mix for each world."""

    def __init__(self, base: Base, state: State, mixes: list[tuple[Instrument, ...]], p: Parameters, flow_steps: int):
        self.base, self.state, self.p, self.dt = base, state, p, 1.0 / flow_steps
        self.mixes = mixes
        self.written = {name: getattr(getattr(state, table), column) for name, (table, column) in _SPLIT.items()}
        self.untouched = {name: column.copy() for name, column in self.written.items()}

    def changes(self) -> set[int]:
        """Months at which some instrument starts or stops."""
        return {m for mix in self.mixes for i in mix for m in (i.start, i.stop) if m is not None}

    def write(self, month: int) -> None:
        """Write the rules in force in this month into the columns of every world: as they stand, what builds on others' writing last."""
        for name, value in self.untouched.items():
            self.written[name][:] = value
        for first, last, mix in _runs(self.mixes):
            # An instrument sees nothing of a world but its rules, so worlds under one mix are written once.
            for instrument in sorted(mix, key=lambda one: one.last):
                if instrument.in_force(month):
                    instrument.write(self._columns(instrument, slice(first, first + 1)), self.base)
            for name in {name for instrument in mix for name in instrument.writes}:
                column = self.written[name]
                column[..., first + 1 : last] = column[..., first : first + 1]
            self._weigh(first, last)
        self._mark()

    def _columns(self, instrument: Instrument, worlds: slice) -> SimpleNamespace:
        """The rule columns as the instrument sees them: its own writable, the others not."""
        tables: dict[str, dict[str, np.ndarray]] = {}
        for name, (table, column) in _SPLIT.items():
            view = self.written[name][..., worlds]
            view.flags.writeable = name in instrument.writes
            tables.setdefault(table, {})[column] = view
        return SimpleNamespace(**{table: SimpleNamespace(**columns) for table, columns in tables.items()})

    def _weigh(self, first: int, last: int) -> None:
        """What the rules make of an offer for buyers, and of a licence case for a part of a month, in worlds under one mix."""
        links, worlds = self.state.links, slice(first, last)
        dearer = np.flatnonzero(links.price_factor[:, first] != 1.0)
        links.appeal[:, worlds] = links.eligible[:, worlds] * links.qualified[:, worlds]
        links.appeal[dearer, worlds] *= links.price_factor[dearer, worlds] ** -self.p.price_sensitivity[worlds]
        abroad = self.base.net.link_from != self.base.net.link_to
        wait = np.where(abroad, links.license_time[:, first] / (1.0 - links.returned[:, first]), 0.0)
        release = np.where(wait > 0.0, self._in_a_part(wait), 1.0)
        sign = np.where(links.sales_time[:, first] > 0.0, self._in_a_part(links.sales_time[:, first]), 1.0)
        links.release[:, worlds], links.sign[:, worlds] = release[:, None], sign[:, None]
        links.queue[:, worlds] = (self.dt * (1.0 - release) / release)[:, None]

    def _mark(self) -> None:
        """Links that any world may use, needs a licence for, or sells over from government to government."""
        links = self.state.links
        abroad = self.base.net.link_from != self.base.net.link_to
        links.sold[:] = ((links.sign < 1.0) | (links.signing > 0.0)).any(axis=1)
        links.offered[:] = (links.appeal > 0.0).any(axis=1)
        barred = np.flatnonzero(~links.offered)
        on_order = links.signing[barred] + links.owed[barred] + links.queued[barred] + links.ring[:, barred].sum(axis=0)
        links.offered[barred] = on_order.any(axis=1)
        links.licensed[:] = (abroad & (links.license_time > 0.0).any(axis=1)) | (links.queued > 0.0).any(axis=1)

    def _in_a_part(self, wait: np.ndarray) -> np.ndarray:
        """Share of a queue that leaves it in one part of a month, each case after a mean wait in months."""
        return -np.expm1(-self.dt / np.maximum(wait, self.dt * AT_ONCE))


def _runs(mixes: list) -> list[tuple[int, int, tuple[Instrument, ...]]]:
    """Neighbouring worlds under the same mix, as (first, last, mix)."""
    edges = [0, *(i for i in range(1, len(mixes)) if mixes[i] is not mixes[i - 1]), len(mixes)]
    return [(a, b, mixes[a]) for a, b in pairwise(edges)]
