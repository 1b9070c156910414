"""What the lines of a world had to work with in one month: plant, shelves, goods on their way, licence queues, and the rules in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from abm.facts.parameters import P
from abm.state.columns import ACTIVE

if TYPE_CHECKING:
    from abm.model.simulate import Run


@dataclass(frozen=True)
class Means:
    """What lines had to work with in one month, and what they made of it; each array [row, world], or [row] for one world.

    Goods that arrive within the month are of three kinds: those already under way at its opening, which nothing can hold up any more and
    which count to the `shelf`; those that wait for a licence; and those made within the month. Of the last two no more than a share can
    still arrive: `soon` where nobody asks for a licence, `licensed` under the licence times in force.
    """

    nameplate: np.ndarray  # unit/month of working plant with overtime [firm]
    plant: np.ndarray  # the same less stoppages and disruptions [firm]
    made: np.ndarray  # unit/month made [firm]
    shelf: np.ndarray  # units in each store at the opening, and due there within the month [store]
    queue: np.ndarray  # units that wait for a licence at the opening [link]
    soon: np.ndarray  # share of goods made in each part of the month that can arrive within it [link, part]
    licensed: np.ndarray  # the same where each case waits for its licence [link, part]
    restrained: np.ndarray  # whether what passes here counts against the office of the supplier's nation [link]
    open: np.ndarray  # whether the rules let the buyer order here [link]
    still_owed: np.ndarray  # units ordered before the month, which are served even where the rules now bar an order [link]
    office: np.ndarray  # USD/month that each nation's licensing office can clear [nation]

    def world(self, w: int) -> Means:
        """The means of one world, each array [row]."""
        return Means(**{f.name: np.ascontiguousarray(getattr(self, f.name)[..., w]) for f in fields(self)})


def months_of(run: Run, months: Iterable[int]) -> Iterator[tuple[int, Means]]:
    """Carry a run through these months, and tell what its lines had to work with in each."""
    for month in sorted(months):
        run.advance(month - run.month)
        yield month, _month(run)


def _month(run: Run) -> Means:
    """Let one month pass: goods are looked at as it opens, plant and rules once everyone has decided."""
    net, links = run.base.net, run.state.links
    shelf = run.state.stores.quantity.copy()
    slots = np.unique((run.month * run.flow_steps + np.arange(run.flow_steps)) % links.ring.shape[0])
    np.add.at(shelf, net.link_store, links.ring[slots].sum(axis=0))
    queue, still_owed = links.queued.copy(), links.signing + links.owed
    run.advance(1)
    firms = run.state.firms
    nameplate = np.where(firms.status == ACTIVE, firms.capacity * (1.0 + run.parameters[P.overtime]), 0.0)
    parts = np.broadcast_to((links.whole + links.later)[:, None], queue.shape)
    release = np.where(links.licensed[:, None], links.release, 1.0)
    return Means(
        nameplate=nameplate,
        plant=nameplate * firms.running,
        made=firms.made.copy(),
        shelf=shelf,
        queue=queue,
        soon=_arriving(parts, np.ones_like(release), run.flow_steps),
        licensed=_arriving(parts, release, run.flow_steps),
        restrained=release < 1.0,
        open=links.appeal > 0.0,
        still_owed=still_owed,
        office=run.state.nations.license_office.copy(),
    )


def _arriving(parts: np.ndarray, release: np.ndarray, flow_steps: int) -> np.ndarray:
    """Share of goods made in each part that is released and arrives within the month [link, part, world].

    In each part the share `release` of a queue leaves it, to be `parts` under way: of what leaves in part k the share
    min(1, flow_steps - parts - k) arrives in time, and the rest waits for the next part.
    """
    share = np.zeros((len(parts), flow_steps + 1, parts.shape[1]))
    for k in reversed(range(flow_steps)):
        share[:, k] = release * np.clip(flow_steps - parts - k, 0.0, 1.0) + (1.0 - release) * share[:, k + 1]
    return share[:, :flow_steps]
