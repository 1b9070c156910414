"""Who holds and buys what: stocks, requirements, peace orders and use in war, nation by system."""

from __future__ import annotations

from dataclasses import dataclass

from tidy.products import SERVICES, Item
from tidy.ranges import Range, between, join_ids

FRAMEWORK_YEARS = 7  # term of the announced framework agreements (P043)
HOLDERS = {
    "TLAM": "USA JPN AUS GBR NLD", "SM3_IB": "USA JPN", "SM3_IIA": "USA JPN", "SM6": "USA JPN KOR AUS",
    "THAAD": "USA", "PAC3_MSE": "USA JPN KOR DEU NLD POL TWN UKR", "GEM_T": "USA DEU NLD ESP SWE JPN TWN KOR",
    "GMLRS": "USA AUS GBR DEU ITA FIN POL UKR", "AMRAAM": "USA JPN AUS DEU GBR NOR POL TWN",
    "SHELL155": "USA KOR JPN AUS DEU FRA GBR ITA POL UKR IND TWN", "LRASM": "USA AUS JPN",
    "JASSM_ER": "USA POL FIN NLD DEU JPN AUS", "PRSM": "USA AUS", "JAVELIN": "USA AUS GBR TWN POL UKR NOR",
    "STINGER": "USA TWN DEU ITA NLD POL UKR FIN", "ESSM": "USA AUS CAN DEU NLD NOR JPN ESP",
    "NSM": "USA NOR AUS POL GBR DEU", "GPI": "USA JPN", "OWA_DRONE": "USA TWN UKR AUS JPN", "TYPHON": "USA",
    "P8_DEPOT": "USA AUS NZL KOR", "SSN_MAINT": "USA AUS", "NAV_MRO": "USA",
}  # fmt: skip
US_SHARE = {
    "TLAM": 0.7, "SM3_IB": 0.85, "SM3_IIA": 0.7, "SM6": 0.85, "THAAD": 1, "PAC3_MSE": 0.4, "GEM_T": 0.2, "GMLRS": 0.6,
    "AMRAAM": 0.55, "SHELL155": 0.25, "LRASM": 0.8, "JASSM_ER": 0.75, "PRSM": 0.9, "JAVELIN": 0.55, "STINGER": 0.5,
    "ESSM": 0.45, "NSM": 0.35, "GPI": 0.7, "OWA_DRONE": 0.5, "TYPHON": 1, "P8_DEPOT": 0.8, "SSN_MAINT": 0.93,
    "NAV_MRO": 1,
}  # fmt: skip
PUBLISHED_REQUIREMENT = {  # system: (low, central, high, sources, note)
    "PAC3_MSE": (3376, 13_773, 13_773, "L_PAC3_AAO", "published Army objective, raised from 3,376"),
    "OWA_DRONE": (100_000, 340_000, 500_000, "L_DDP2", "published cumulative buy to 2027"),
}
NEW_USERS = {("TLAM", "JPN"), ("TLAM", "AUS"), ("TLAM", "NLD"), ("SM6", "JPN"), ("SM6", "KOR"), ("SM6", "AUS"),
             ("LRASM", "JPN"), ("LRASM", "AUS"), ("PRSM", "AUS"), ("GPI", "JPN")}  # fmt: skip
PACIFIC_WAR = {"USA": 0.70, "JPN": 0.12, "TWN": 0.10, "AUS": 0.05, "KOR": 0.03}  # of the table's daily use
SHELLS_TO_HOLD = (2000, 2500, 3700)  # Ukraine, rounds a day
STATED_SHARES = {  # where spending and threat would mislead
    "SHELL155": {"UKR": 0.25},  # deliveries by its supporters included
    "P8_DEPOT": {"AUS": 0.11, "KOR": 0.06, "NZL": 0.03},  # by fleet: about 13, 6 and 4 aircraft
}


@dataclass
class Hold:
    """One holding while it is being put together."""

    nation: str
    product: str
    stock: Range
    requirement: Range
    order_rate: Range
    war_use: Range
    rule: str


def order_shares(system: str, weight: dict[str, float]) -> dict[str, float]:
    """Shares of the world's peace orders: the US share is stated, allies split the rest by spending and threat.

    An ally's weight is its defence spending times (0.5 + threat). Ukraine's share of rounds, and shares of P-8A
    maintenance by fleet, are stated too.
    """
    nations = HOLDERS[system].split()
    shares = {"USA": US_SHARE[system]} if len(nations) > 1 else {nations[0]: 1.0}
    shares |= STATED_SHARES.get(system, {})
    others = [n for n in nations if n not in shares]
    left = 1 - sum(shares.values())
    total = sum(weight[n] for n in others) or 1.0
    return shares | {n: left * weight[n] / total for n in others}


def holdings(items: dict[str, Item], weight: dict[str, float], theatre: dict[str, str]) -> list[Hold]:
    """Every holding of every system and service."""
    found = []
    for system in HOLDERS:
        for nation, share in order_shares(system, weight).items():
            found.append(holding(items[system], nation, share, theatre))
    return found


def holding(item: Item, nation: str, share: float, theatre: dict[str, str]) -> Hold:
    """What one nation has, wants, buys and may use of one system."""
    rate = item.figures["peace_rate"].central * share
    order = between(0.5 * rate, rate, 1.5 * rate, f"{share:.0%} of the world's peace orders")
    if item.id in SERVICES:
        return service(item, nation, order)
    stock = us_stock(item) if nation == "USA" else allied_stock(item, nation, rate)
    use = war_use(item, nation, share, theatre)
    need = year_of_war(use) if nation == "UKR" else requirement(item, nation, share, stock)
    words = "US table row" if nation == "USA" else f"allied estimate from {share:.0%} of orders"
    return Hold(nation, item.id, stock, need, order, use, words)


def service(item: Item, nation: str, order: Range) -> Hold:
    """Availabilities are used as they come: a month's worth in hand, a quarter of a year's wanted, none lost to war."""
    year = order.central
    return Hold(
        nation, item.id, between(0, year / 12, year / 6, "a month's availabilities"),
        between(year / 12, year / 4, year / 2, "a quarter of a year's availabilities"), order,
        between(0, 0, 0, "not stated"), "service: stock is availabilities in hand",
    )  # fmt: skip


def us_stock(item: Item) -> Range:
    """The US stock of the table."""
    return item.figures["us_stock"]


def allied_stock(item: Item, nation: str, rate: float) -> Range:
    """Four years (1 to 10) of its own orders; half a year for a new user, a twentieth for Ukraine, which is at war."""
    if nation == "UKR":
        return between(0.01 * rate, 0.05 * rate, 0.5 * rate, "at war: about three weeks of orders in hand")
    if (item.id, nation) in NEW_USERS:
        return between(0, 0.5 * rate, 2 * rate, "new user: half a year of its orders in hand")
    return between(rate, 4 * rate, 10 * rate, "four years of its own peace orders (1 to 10)")


def requirement(item: Item, nation: str, share: float, stock: Range) -> Range:
    """The stock planned for: the published figure where there is one, else what announced frameworks imply.

    Stock plus seven years of its share of the target rate; for the US at least 90 days of the table's daily use. The
    low end is today's stock, as requirements do not fall below it.
    """
    if nation == "USA" and item.id in PUBLISHED_REQUIREMENT:
        low, central, high, sources, note = PUBLISHED_REQUIREMENT[item.id]
        return Range(low, central, high, "lookup", "medium", sources, note)
    target = item.figures["target_rate"]
    central = stock.central + FRAMEWORK_YEARS * share * target.central
    if nation == "USA":
        central = max(central, 90 * item.figures["taiwan_daily_use"].central)
    note = f"stock and seven years of {share:.0%} of the target rate"
    made = between(min(stock.central, central), central, 1.5 * central, note, "computed")
    return Range(made.low, made.central, made.high, "computed", "low", join_ids(target.sources), note)


def year_of_war(use: Range) -> Range:
    """Ukraine wants a year of what it uses, as it is at war and can fill nothing longer."""
    return between(90 * use.central, 360 * use.central, 720 * use.central, "a year of its use in war")


def war_use(item: Item, nation: str, share: float, theatre: dict[str, str]) -> Range:
    """Units a day at full intensity: the table's Taiwan figure split over the Pacific holders, else by order share.

    Ukraine's rounds are the published need to hold.
    """
    if (item.id, nation) == ("SHELL155", "UKR"):
        low, central, high = SHELLS_TO_HOLD
        return Range(low, central, high, "seed", "high", "SEED1;L_UKR_SHELL", "75,000 a month to hold; fired 110,000")
    daily = item.figures["taiwan_daily_use"]
    holders = [n for n in HOLDERS[item.id].split() if n in PACIFIC_WAR]
    if nation in PACIFIC_WAR:
        part = PACIFIC_WAR[nation] / sum(PACIFIC_WAR[n] for n in holders)
        return daily.times(part, f"{part:.0%} of the Taiwan daily use")
    where = "its own theatre" if theatre[nation] != "indo_pacific" else "the Pacific"
    made = daily.times(share, f"daily use by its share of orders, in {where}")
    return between(0.3 * made.low, made.central, 2 * made.high, made.note)
