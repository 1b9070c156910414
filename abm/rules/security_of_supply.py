"""Security-of-supply agreements: partners ask for priority in each other's lines, by promise or by law."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from abm.rules.instrument import Instrument, lever
from abm.state.columns import PARTNER


class SecurityOfSupply(Instrument):
    """Members promise to serve each other's claims in a crisis; where the agreement binds in law, beside their own and ahead of others.

    A voluntary agreement acts through the nations: what its promise is worth under threat is theirs to decide (`abm.decisions.nation`).
    A binding one also gives partners' claims the rating that a member's own have, at all times, and the ratings flow down to members'
    parts makers; other nations' claims come after them.
    """

    writes: ClassVar[tuple[str, ...]] = ("nations.agreement", "nations.choice", "links.tier", "links.flow_down")

    members: str = lever(
        "", meaning="bloc whose members agree, such as SOSA, PIPIR or NATO; empty means nobody", source="P012", names="bloc"
    )
    hub: str = lever("USA", meaning="nation with which each member agrees; empty means all with all", source="P012-P014", names="nation")
    binding: bool = lever(False, meaning="whether the agreement binds in law", source="P014, P017")
    chosen: bool = lever(
        False, meaning="whether each nation keeps the agreement only while it pays, instead of for good", source="P014: a voluntary promise"
    )
    first: str = lever(
        "",
        meaning="bloc whose members' claims come before other members' where it binds; empty means no sequence",
        source="P017",
        names="bloc",
    )

    def write(self, columns: Any, base: Any) -> None:
        """Mark agreements between members; where they bind, put claims in tiers and let ratings flow down to parts makers."""
        net = base.net
        member = base.in_bloc(self.members)
        pair = member[:, None] & member[None, :]
        if self.hub:
            hub = np.isin(np.arange(len(member)), base.nation_rows((self.hub,)))
            pair &= hub[:, None] | hub[None, :]
        np.fill_diagonal(pair, False)
        agreement = columns.nations.agreement
        agreement[pair] = np.maximum(agreement[pair], 2.0 if self.binding else 1.0)
        if self.chosen:
            columns.nations.choice[pair] = 1.0
        if not self.binding:
            return
        between = pair[net.link_from, net.link_to]
        own = (net.link_from == net.link_to) & pair.any(axis=1)[net.link_from]
        magazine = net.link_store >= net.first
        in_turn = between & base.in_bloc(self.first)[net.link_to] if self.first else between
        ahead = (own | in_turn) & magazine
        columns.links.tier[ahead] = np.minimum(columns.links.tier[ahead], PARTNER)
        columns.links.flow_down[(own | between) & ~magazine] = 1.0
