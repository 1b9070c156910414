"""Figures the model is given, the structure of its base, and arithmetic on both, held against the record."""

from __future__ import annotations

import numpy as np

from abm.facts.catalogue import REMAINDER, Facts
from abm.facts.events import month_number
from abm.facts.load import load_figures
from abm.facts.record_of_history import load_targets
from abm.facts.scenario import load_scenario
from abm.judgement.validation.declaring import ARITHMETIC, DATA, STRUCTURE, row
from abm.rules.mix import load_mix

REGION = ("JPN", "KOR", "AUS")
MOTORS = "SRM_"
ROUNDS_FROM_TNT = 555_000
"""Rounds a year that the Polish contract fills (V81)."""


def figure(name: str) -> float:
    """The central value of a figure in use."""
    return load_figures()[name].central


def opens(line: str, facts: Facts) -> int:
    """Month, since year nought, from which the record expects a line's new plant to make something."""
    (found,) = (one for one in facts.lines if one.id == line)
    return month_number(found.opens or found.planned_from)


@row("V08", DATA)
def mesquite(facts: Facts) -> float:
    """Months from the opening at Mesquite to the month in which the model's data let it begin."""
    return opens("F019.SHELL_BODY", facts) - month_number(load_targets()["V08"].first)


@row("V14", DATA)
def seeker_plant(facts: Facts) -> float:
    """Months from the decision on the seeker plant to the month in which the model's data let it begin."""
    return opens("F014.SEEK_PAC3", facts) - month_number(load_targets()["V14"].first)


@row("V18", DATA)
def requirement_jump(facts: Facts) -> float:
    """The American PAC-3 requirement of today over that of the scenario of 2022."""
    return figure("USA.PAC3_MSE.requirement") / load_scenario("ukraine-2022").requirements["PAC3_MSE"]["USA"]


@row("V33", DATA)
def thaad_in_twelve_days(facts: Facts) -> float:
    """THAAD fired in 12 days at the full war use that the model is given."""
    return 12.0 * figure("USA.THAAD.war_use")


@row("V34", DATA)
def patriots_in_sixteen_days(facts: Facts) -> float:
    """PAC-3 fired in 16 days at the full war use that the model is given."""
    return 16.0 * figure("USA.PAC3_MSE.war_use")


@row("V36", ARITHMETIC)
def tomahawks_at_todays_rate(facts: Facts) -> float:
    """Tomahawks fired over Iran, over a year of output at the peacetime rate."""
    return load_targets()["V35"].central / figure("TLAM.peace_rate")


@row("V49", ARITHMETIC)
def inventory_at_surge(facts: Facts) -> float:
    """Years in which the surge rate makes what the USA holds, mean of all munitions."""
    held = {h.product: h.stock.central for h in facts.holdings if h.nation == "USA" and facts.products[h.product].kind == "system"}
    surge = {product: facts.products[product].surge_rate for product in held}
    return float(np.mean([held[product] / rate.central for product, rate in surge.items() if rate and rate.central > 0.0]))


@row("V63", STRUCTURE)
def sole_suppliers(facts: Facts) -> float:
    """Share of working lines that are the only source of what they make."""
    working = [line for line in facts.lines if line.capacity.central > 0.0]
    return sum(line.single_source for line in working) / len(working)


@row("V66", STRUCTURE)
def motor_makers(facts: Facts) -> float:
    """American firms with a working line for solid rocket motors, remainders without a name left out."""
    lines = (one for one in facts.lines if one.product.startswith(MOTORS) and one.nation == "USA" and one.capacity.central > 0.0)
    return len({one.maker for one in lines if not one.id.startswith(REMAINDER)})


@row("V69", DATA)
def korea_to_ukraine(facts: Facts) -> float:
    """Days from Korea to Ukraine."""
    return facts.passages["KOR", "UKR"].central


@row("V70", DATA)
def america_to_the_gulf(facts: Facts) -> float:
    """Days from the USA to Israel, the nation on record nearest to the Gulf."""
    return facts.passages["USA", "ISR"].central


@row("V72", DATA)
def in_theatre(facts: Facts) -> float:
    """Days from Japan and Korea to Taiwan, over days from the USA."""
    near = np.mean([facts.passages[nation, "TWN"].central for nation in ("JPN", "KOR")])
    return float(near / facts.passages["USA", "TWN"].central)


@row("V74", ARITHMETIC)
def korea_over_need(facts: Facts) -> float:
    """Korean plant for 155 mm rounds, over a year of what Ukraine needs to hold."""
    lines = (one for one in facts.lines if (one.nation, one.product) == ("KOR", "SHELL155"))
    return sum(one.capacity.central for one in lines) / (12.0 * load_targets()["V73"].central)


@row("V75", DATA)
def multi_year_money(facts: Facts) -> float:
    """Share of planned orders that the mix of history has signed and funded for several years."""
    (signed,) = (one for one in load_mix("history-2022").instruments if type(one).__name__ == "MultiYearProcurement")
    return signed.funded


@row("V77", DATA)
def spending_of_three(facts: Facts) -> float:
    """Defence spending of Japan, Korea and Australia, in USD bn."""
    return sum(facts.nations[nation].defence_spend.central for nation in REGION) / 1e9


@row("V78", ARITHMETIC)
def spending_over_american(facts: Facts) -> float:
    """Defence spending of Japan, Korea and Australia over that of the USA."""
    return sum(facts.nations[nation].defence_spend.central for nation in REGION) / facts.nations["USA"].defence_spend.central


@row("V81", ARITHMETIC)
def tnt_for_rounds(facts: Facts) -> float:
    """Tonnes of TNT that 555,000 rounds take by the recipe."""
    (fill,) = (one for one in facts.ingredients["LAP155"] if one.input == "EXP_TNT")
    return ROUNDS_FROM_TNT * fill.quantity.central / 1000.0


@row("V82", STRUCTURE)
def exposed_to_minerals(facts: Facts) -> float:
    """Share of systems with critical minerals anywhere in their bill of materials."""
    systems = [name for name, product in facts.products.items() if product.kind == "system"]
    return sum("CRITMIN" in all_parts(facts, system) for system in systems) / len(systems)


def all_parts(facts: Facts, product: str) -> set[str]:
    """Everything that goes into a product, through all tiers."""
    parts = {one.input for one in facts.ingredients[product]}
    return parts.union(*(all_parts(facts, part) for part in parts))


@row("V83", DATA)
def chinese_minerals(facts: Facts) -> float:
    """China's share of the capacity for critical minerals."""
    capacity = {n: sum(one.capacity.central for one in facts.lines if (one.product, one.nation) == ("CRITMIN", n)) for n in facts.nations}
    return capacity["CHN"] / sum(capacity.values())


@row("V86", DATA)
def patriots_over_requirement(facts: Facts) -> float:
    """American PAC-3 in stock over the requirement."""
    return figure("USA.PAC3_MSE.stock") / figure("USA.PAC3_MSE.requirement")
