"""Capacity no named maker carries: "rest of suppliers" lines, the shell chains of allied nations, minerals, test."""

from __future__ import annotations

from tidy.lines import Plant
from tidy.products import Item
from tidy.ranges import Range, between, estimate

SLACK = 1.1  # how much more than today's rounds an allied shell chain could feed
MOST_USED = 0.95  # of any part's capacity at peace rates, outside the documented bottleneck
BOTTLENECK = "PROP_CHG"  # US charges: documented, so never topped up
SHELL_STAGES = ("SHELL_BODY", "PROP_CHG", "LAP155", "FUZE155")
REST_SHARES = {  # where the table's suppliers sit in a nation that already has a named maker, or in none
    "WARHEAD": {"USA": 2 / 3, "DEU": 1 / 3},
    "GUID_INS": {"USA": 0.6, "DEU": 0.2, "FRA": 0.2},
    "ACTUATOR": {"USA": 0.7, "JPN": 0.3},
    "SRM_ESSM": {"USA": 1.0},
    "SRM_GEMT": {"USA": 1.0},
    "DRYDOCK": {"USA": 1.0},
    "CASTFORG": {"FRA": 1.0},
    "YARD_COMM": {"SGP": 2 / 3, "PHL": 1 / 3},
    "RADOME": {"JPN": 1.0},
}
CHARGE_HUB = {"GBR": "DEU", "NOR": "DEU", "FIN": "DEU", "ITA": "DEU", "SGP": "KOR"}
FUZE_HUB = {"NOR": "DEU", "SWE": "DEU", "FIN": "DEU", "POL": "DEU", "ITA": "FRA", "ESP": "FRA", "GBR": "FRA",
            "SGP": "KOR"}  # fmt: skip
TNT_HUB = {"IND": "IND", "KOR": "KOR", "ZAF": "ZAF", "SGP": "KOR"}  # others import, as only Poland makes TNT in the EU
HELD_FOR_AMERICA = {("FUZE155", "DEU"): 80_000}  # German fuzes in the US-accessible total that US rounds need


def rest_line(nation: str, product: str, capacity: Range, rule: str, tag: str = "REST") -> Plant:
    """A line standing for all makers of a product in a nation that have no name in the tables."""
    return Plant(f"{tag}_{nation}.{product}", f"Rest of suppliers ({nation})", nation, product, capacity, rule=rule)


def live(plants: list[Plant], product: str, nation: str | None = None) -> float:
    """Central capacity of a product today, everywhere or in one nation."""
    return sum(p.capacity.central for p in plants if p.product == product and nation in (None, p.nation))


def rest_of_suppliers(plants: list[Plant], parts: dict[str, Item]) -> list[Plant]:
    """What a part's total in the component table exceeds its named makers by, in the suppliers' nations."""
    found = []
    for part in parts.values():
        total = part.figures["table_capacity"]
        if total is None or part.id in (*SHELL_STAGES, "EXP_TNT", "CRITMIN"):
            continue
        left = 1 - live(plants, part.id) / total.central
        if left < 0.01:
            continue
        shares = REST_SHARES.get(part.id) or dict.fromkeys(("KOR", "JPN", "USA"), 1 / 3)
        for nation, share in shares.items():
            found.append(
                rest_line(nation, part.id, total.times(left * share),
                          f"{left:.0%} of the table's total has no named maker; {share:.0%} of that here")
            )  # fmt: skip
    return found


def american_shells(plants: list[Plant], parts: dict[str, Item]) -> list[Plant]:
    """US bodies beyond the named forges, and the kitting of complete US rounds, which no row names.

    Kitting can do what load-assemble-pack can, so that charges stay the US bottleneck.
    """
    bodies = parts["SHELL_BODY"].figures["table_capacity"]
    named = live(plants, "SHELL_BODY", "USA") + live(plants, "SHELL_BODY", "CAN")
    rest = bodies.times(1 - named / bodies.central)
    rounds = parts["LAP155"].figures["table_capacity"]
    return [
        rest_line("USA", "SHELL_BODY", rest, "US bodies beyond the named forges in the USA and Canada"),
        rest_line("USA", "SHELL155", rounds, "kitting of complete rounds: as much as US load-assemble-pack"),
    ]


def allied_shells(plants: list[Plant], tnt_per_round: float, table_tnt: Range) -> list[Plant]:
    """Bodies, charges, filling, fuzes and TNT of nations that make rounds but whose stages are not in the tables.

    Sized for today's rounds with a tenth to spare, in the nation itself or where its region buys; TNT that Europe lacks
    comes from India and Turkey, as the only plant of the EU is Poland's.
    """
    rounds = {p.nation: 0.0 for p in plants if p.product == "SHELL155" and p.nation != "USA"}
    for p in plants:
        if p.product == "SHELL155" and p.nation != "USA":
            rounds[p.nation] += p.capacity.central
    found = []
    for stage, hubs in zip(SHELL_STAGES, ({}, CHARGE_HUB, {}, FUZE_HUB), strict=True):
        wanted: dict[str, float] = {}
        for nation, n in rounds.items():
            hub = hubs.get(nation, nation)
            wanted[hub] = wanted.get(hub, 0) + n * SLACK
        for nation, n in wanted.items():
            short = n - live(plants, stage, nation) + HELD_FOR_AMERICA.get((stage, nation), 0)
            if short > 0:
                rule = "feeds today's rounds of the nations it serves, with a tenth to spare"
                found.append(rest_line(nation, stage, estimate(short, rule), rule))
    return found + allied_tnt(plants, rounds, tnt_per_round, table_tnt)


def allied_tnt(plants: list[Plant], rounds: dict[str, float], kg: float, table: Range) -> list[Plant]:
    """TNT: the table's total less Poland's plant is Indian and Turkish; what is still short is topped up later."""
    found: dict[str, float] = {}
    for nation, n in rounds.items():
        if nation in TNT_HUB:
            found[TNT_HUB[nation]] = found.get(TNT_HUB[nation], 0) + n * kg * SLACK
    left = table.central - live(plants, "EXP_TNT", "POL")
    for nation in ("IND", "TUR"):
        found[nation] = found.get(nation, 0) + left / 2
    rule = "own rounds with a tenth to spare, and what the table has beyond the Polish plant"
    return [rest_line(nation, "EXP_TNT", estimate(n, rule), rule) for nation, n in found.items()]


WITHIN_REACH = (1.5, 3.0, 10.0)
"""Minerals that makers of munitions can get, over what peace takes: the market is made for civil goods, which rated orders outrank."""


def minerals(demand: float, china: Range) -> list[Plant]:
    """Mineral sets: three times what peace takes (1.5 to 10); China holds all but the table's non-Chinese share."""
    least, total, most = (times * demand for times in WITHIN_REACH)
    outside = total * china.central
    reach = Range(china.low * least / total, china.central, china.high * most / total)
    lines = [
        Plant("F044.CRITMIN", "MP Materials and US processors", "USA", "CRITMIN", share_of(outside / 4, reach),
              rule="a quarter of the non-Chinese share; tonnes of magnets are not mineral sets"),
        Plant("F045.CRITMIN", "Perpetua Resources (Stibnite)", "USA", "CRITMIN", between(0, 0, 0, "opens 2028"),
              opens="2028-06", planned=estimate(0.035 * demand, "3.5 per cent of demand"), planned_from="2028-06",
              rule="antimony mine being built"),
        rest_line("CHN", "CRITMIN", between(
            least * (1 - china.high), total * (1 - china.central), most * (1 - china.low), "Chinese share"),
            "China's share: one less the table's non-Chinese share"),
    ]  # fmt: skip
    return lines + [
        rest_line(n, "CRITMIN", share_of(outside / 4, reach), "a quarter of the non-Chinese share") for n in ("AUS", "KOR", "JPN")
    ]


def share_of(central: float, like: Range) -> Range:
    """A figure with the relative range of another."""
    scale = central / like.central
    return between(like.low * scale, central, like.high * scale, "share of the non-Chinese supply")


def qualification(demand: float) -> Plant:
    """Lot tests on ranges and stands: half as much again as peace asks (1.1 to 3 times), as no figure was found."""
    return Plant("F056.QUAL", "US test ranges and prime test stands", "USA", "QUAL",
                 between(1.1 * demand, 1.5 * demand, 3 * demand, "1.1 to 3 times peace demand"), claimed_single=True,
                 rule="no figure found: 1.5 times peace demand")  # fmt: skip


def depot_of_america(table: Range) -> Plant:
    """US depots for the P-8A: about 120 aircraft at the table's 72-month interval, 20 a year."""
    return rest_line("USA", "P8_DEPOT", between(10, 20, 30, "about 120 aircraft, one deep maintenance in 72 months"),
                     "US fleet over the table's interval")  # fmt: skip


def top_up(plants: list[Plant], demand: dict[str, float], products: list[str]) -> list[str]:
    """Raise rest-of-suppliers lines until peace uses no more than 95 per cent of any part, except US charges.

    Returns what was raised, for the log. Where a part has no such line yet, its largest maker's nation gets one; TNT is
    raised in India and Turkey.
    """
    raised = []
    for product in products:
        short = demand.get(product, 0) / MOST_USED - live(plants, product)
        if product == BOTTLENECK or short <= 0:
            continue
        rest = [p for p in plants if p.product == product and p.id.startswith("REST_")]
        rest = [p for p in rest if p.nation in ("IND", "TUR")] if product == "EXP_TNT" else rest
        if not rest:
            biggest = max((p for p in plants if p.product == product), key=lambda p: p.capacity.central)
            rest = [rest_line(biggest.nation, product, estimate(0, "raised"), "none in the tables")]
            plants += rest
        for p in rest:
            p.capacity = estimate(p.capacity.central + short / len(rest), "raised so that peace can be supplied")
            p.rule += "; raised so that peace rates can be supplied"
        raised.append(f"{product}: +{short:.0f}")
    return raised
