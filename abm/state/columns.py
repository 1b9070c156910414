"""The columns of the four tables: name, unit, meaning and shape, declared once for the run, the agents and the docs.

Every column is an array whose first axis is the row of its table and whose last axis is the world (seed, policy arm or
sweep case). A column marked `rule` is one that policy instruments may write; all others belong to flows and decisions.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass

import numpy as np

from abm.state import memory

TIERS = 5
"""Claims are served in this order: 0 urgent (DX), 1 rated (DO), 2 partners in sequence, 3 ordinary, 4 deferred."""

URGENT, RATED, PARTNER, ORDINARY, DEFERRED = range(TIERS)

PROJECTS = 4
"""Projects a line can have under construction at once."""

TINY = 1e-300
"""Keeps nothing over nothing at nothing."""

LATENT, ACTIVE, MOTHBALLED, EXITED = range(4)
"""What a line may be: possible, working, idle with its plant kept, or given up."""


@dataclass(frozen=True)
class Column:
    """One attribute of one table."""

    unit: str
    meaning: str
    default: float = 0.0
    per: tuple[str, ...] = ()
    rule: bool = False


def _rule(unit: str, meaning: str, default: float = 0.0, per: tuple[str, ...] = ()) -> Column:
    return Column(unit, meaning, default, per, rule=True)


NATIONS = {
    "budget": Column("USD/month", "munitions money it may commit this month"),
    "tied": Column("USD/month", "part of that voted for named products alone, with the parts that go into them"),
    "at_war": Column("share", "intensity at which it fights now"),
    "danger": Column("share", "how near war is to it now: its standing threat, or 1 when it fights"),
    "crisis": Column("share", "how deep the crisis reaches it: how far it reviews whom to serve"),
    "trust": Column("share", "record of the partner's kept claims, as this nation sees it", 1.0, ("nation",)),
    "promise": Column("share", "how far it promises to serve the partner's claims in a crisis", 0.0, ("nation",)),
    "hurry": Column("ratio", "how much faster than quoted its claims fall due", 1.0),
    "spent": Column("USD/month", "value of the orders it placed and the grants it gave this month"),
    "aided": Column("USD/month", "money it set aside for grants this month"),
    "fund": Column("USD", "money set aside for grants to its own lines"),
    "aid": Column("share", "share of its own lines' new plant that its fund pays this month"),
    "tied_aided": Column("USD/month", "part of the money set aside for grants that was voted for named products"),
    "tied_fund": Column("USD", "money set aside for grants to its own lines that make named products or their parts"),
    "tied_aid": Column("share", "share of those lines' new plant that this second fund pays this month"),
    "agreement": _rule("rank", "security-of-supply agreement with the partner: 0 none, 1 voluntary, 2 binding", 0.0, ("nation",)),
    "choice": _rule("share", "1 where the nation keeps its agreement with the partner only while it pays", 0.0, ("nation",)),
    "floor": _rule("share", "cover of its own magazine below which foreign claims on its lines wait behind its own"),
    "lends": _rule("1/month", "share of its stock above half its target lent to the partner who fights and lacks it", 0.0, ("nation",)),
    "abroad_ceiling": _rule("USD/month", "most it may pay towards plant abroad", np.inf),
    "pact": Column("rank", "the agreement with the partner as it is kept: 0 none, 1 voluntary, 2 binding", 0.0, ("nation",)),
    "granted": Column("USD/month", "what it paid this month towards plant, at home and abroad, besides its fund"),
    "affords": Column("share", "part of the plant it promised to pay for abroad that its ceiling lets it pay", 1.0),
    "credible": Column("share", "how far firms take its contracts at their word", 1.0),
    "lift": Column("month", "sealift from home to the theatre in which it fights; 0 where that is home"),
    "lost": Column("share", "share of its forward stocks lost this month"),
    "license_office": _rule("USD/month", "value its licensing office can clear in a month", np.inf),
}

FIRMS = {
    "status": Column("rank", "0 latent, 1 active, 2 mothballed, 3 exited", LATENT),
    "capacity": Column("unit/month", "output of its plant with full crews and inputs"),
    "crew": Column("unit/month", "output its trained crews can make without overtime"),
    "trainees": Column("unit/month", "crews still in training"),
    "project": Column("unit/month", "capacity of each project under construction", 0.0, ("project",)),
    "project_left": Column("month", "time until each project's first output", 0.0, ("project",)),
    "building": Column("unit/month", "capacity under construction, all projects"),
    "ramping": Column("unit/month", "finished plant not yet at full rate"),
    "ramp_step": Column("unit/month", "how much of it comes in each month"),
    "expected": Column("unit/month", "lasting demand it expects, pipeline fill left out"),
    "contracted": Column("unit/month", "part of that under firm contract"),
    "term": Column("year", "term its contracted demand is believed to run"),
    "foreseen": Column("unit/month", "rate it tells its own suppliers to prepare for"),
    "planned": Column("unit/month", "rate it orders inputs for"),
    "due": Column("unit/month", "rate at which its orders fall due"),
    "made": Column("unit/month", "output this month"),
    "short": Column("unit/month", "orders that fell due this month and were not made"),
    "wished": Column("unit/month", "plant it would add if it paid"),
    "paid": Column("share", "part of the cost of new plant here that governments pay"),
    "invested": Column("USD/month", "plant it decided to build this month"),
    "limit": Column("rank", "what bound it longest this month; see `abm.flows.limits`"),
    "idle": Column("month", "time it has stood idle"),
    "size": Column("unit/month", "capacity at which buyers know the line", 1.0),
    "backlog": Column("unit", "its order book"),
    "slack": Column("ratio", "crews it keeps over the work in hand", 1.0),
    "draw": Column("ratio", "its weight in buyers' orders, by size and queue", 1.0),
    "norm": Column("share", "utilisation it lived on at the start", 1.0),
    "restart_left": Column("month", "time until a restarted line works again"),
    "running": Column("share", "share of capacity usable this month, stoppages and disruption out", 1.0),
    "accept": Column("share", "share of new orders it takes", 1.0),
    "pledge": Column("share", "share of output held for partners before its own nation's deferrals"),
    "rated": Column("share", "how its due claims divide over the tiers", 0.0, ("tier",)),
    "grant": _rule("share", "share of its plant investment that its own government pays"),
    "ally_grant": _rule("share", "share of its plant investment that an ally pays"),
    "investor": _rule("rank", "row of the ally that pays it, or -1", -1.0),
    "directed": _rule("unit/month", "plant up to which its own government has a working line built"),
    "sponsored": _rule("unit/month", "plant that a co-production agreement builds here"),
    "released": _rule("share", "1 where the technology is free for a line to be set up here, 0 where not", 1.0),
    "clearance": _rule("month", "time that permits for technology and plant take before a new line begins"),
    "audited": _rule("share", "how far buyers see what the line can still take, not its nameplate"),
}

STORES = {
    "quantity": Column("unit", "units on the shelf or in the magazine"),
    "target": Column("unit", "units its holder plans to hold"),
    "use_rate": Column("unit/month", "use this month by war, training and retirement; for a line, by its plan"),
    "want": Column("unit/month", "rate its holder would order with money enough"),
    "plan": Column("unit/month", "rate its holder orders"),
    "ask": Column("unit", "units ordered in this part of the month"),
    "booked": Column("unit/month", "units that lines took orders for this month"),
    "pipeline": Column("unit", "units on order, awaiting licence and in transit"),
    "used": Column("unit/month", "units used this month"),
    "missed": Column("unit/month", "use this month that found the store empty"),
    "landed": Column("unit/month", "units that arrived this month"),
    "forgone": Column("unit/month", "output that the line which uses it could have made this month but for want of it"),
    "lead": Column("month", "usual time from order to arrival"),
    "bid": Column("ratio", "summed weight of the suppliers it may choose from"),
    "required": Column("unit", "units the published requirement asks for"),
    "forward": Column("unit", "units of a fighting nation's stock within reach of the theatre"),
    "lent": Column("unit/month", "units lent out this month, less units borrowed"),
    "aim": _rule("ratio", "what the holder means to hold over its requirement", 1.0),
    "forward_share": _rule("share", "part of the stock kept near the theatre in peace; 0 leaves it to usual practice"),
    "reserve": _rule("month", "use that a line keeps of an input on top of its usual shelf"),
    "signed": Column("share", "share of the planned orders under firm contract, as the holder signed"),
    "signed_years": Column("year", "term over which those contracts run"),
    "sign_choice": _rule("share", "1 where the holder decides itself whether to sign for several years"),
    "contract_share": _rule("share", "share of the magazine's planned orders under firm contract"),
    "contract_years": _rule("year", "term over which those contracts run"),
    "exhausted_at": Column("month", "time the store first ran dry in a war, from the scenario's start", np.inf),
}

LINKS = {
    "owed": Column("unit", "units ordered and not yet made"),
    "queued": Column("unit", "units made that await a licence"),
    "share": Column("share", "part of the store's orders that goes to this supplier"),
    "appeal": Column("ratio", "weight of the offer under the rules: price, eligibility, qualification", 1.0),
    "weight": Column("ratio", "weight of the offer in the store's orders, as the buyer sees it now"),
    "honour": Column("share", "part of a foreign claim that the supplier's nation serves in its turn", 1.0),
    "claim": Column("share", "how the claim divides over the tiers", 0.0, ("tier",)),
    "release": Column("share", "part of the licence queue cleared in one part of the month", 1.0),
    "queue": Column("month", "usual wait for a licence"),
    "fell_due": Column("unit/month", "units that fell due this month"),
    "shipped": Column("unit/month", "units made for this claim this month"),
    "price_factor": _rule("ratio", "evaluated over offered price", 1.0),
    "eligible": _rule("share", "1 where the rules let the buyer take this supplier, 0 where not", 1.0),
    "qualified": _rule("share", "1 where the source is qualified for this buyer", 1.0),
    "tier": _rule("rank", "tier of the claim", ORDINARY),
    "flow_down": _rule("share", "how far the buyer line's own ratings reach this supplier"),
    "sales_time": _rule("month", "mean time from request to contract of a government sale"),
    "sign": Column("share", "part of the requests that come under contract in one part of the month", 1.0),
    "signing": Column("unit", "units requested and not yet under contract"),
    "license_time": _rule("month", "mean time a licence takes"),
    "returned": _rule("share", "share of licence cases sent back and filed anew"),
}

TABLES = {"nations": NATIONS, "firms": FIRMS, "stores": STORES, "links": LINKS}

Nations = namedtuple("Nations", NATIONS)
Firms = namedtuple("Firms", FIRMS)
Stores = namedtuple("Stores", STORES)
ROUTES = {
    "transit": "months under way [link]",
    "whole": "the same in whole parts of a month, at least one [link]",
    "later": "share of the goods that take a part more [link]",
    "licensed": "whether any world asks a licence here [link]",
    "sold": "whether any world sells here from government to government, or still has requests [link]",
    "tier_of": "tier in which the claim stands in all worlds as far as it is honoured, or -1 where `claim` divides it [link]",
    "stands_in": "tiers over which `claim` divides in some world [link, tier]",
    "offered": "whether any world may use the link, or still has goods on it [link]",
    "ring": "units under way, by the part of a month in which they arrive [slot, link, world]",
}
"""What links carry besides columns: the geography is the same in all worlds."""

Links = namedtuple("Links", (*LINKS, *ROUTES))

KINDS = {"nations": Nations, "firms": Firms, "stores": Stores, "links": Links}


def rule_columns() -> dict[str, Column]:
    """The columns that instruments may write, as "table.column"."""
    return {f"{table}.{name}": c for table, columns in TABLES.items() for name, c in columns.items() if c.rule}


def blank(table: str, rows: int, axes: dict[str, int], worlds: int) -> dict[str, np.ndarray]:
    """Columns of one table at their defaults, each `[rows, ..., worlds]`."""
    shapes = {name: (rows, *(axes[a] for a in column.per), worlds) for name, column in TABLES[table].items()}
    columns = in_one_block(shapes)
    for name, column in TABLES[table].items():
        if column.default:
            columns[name][:] = column.default
    return columns


def in_one_block(shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Arrays of zeros that share one block of memory."""
    sizes = {name: int(np.prod(shape)) for name, shape in shapes.items()}
    block, start, out = memory.zeros(sum(sizes.values())), 0, {}
    for name, shape in shapes.items():
        out[name] = block[start : start + sizes[name]].reshape(shape)
        start += sizes[name]
    return out
