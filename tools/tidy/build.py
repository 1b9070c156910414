"""From the raw tables to the facts: the whole tidying in one readable pass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tidy import contested, holdings, lines, nations, products, suppliers
from tidy.demand import derived_demand
from tidy.ranges import Range, read

TARGET_IS_WORLD = ("NSM", "P8_DEPOT", "SSN_MAINT", "NAV_MRO", "GEM_T")  # announced targets that count allied lines
ELSEWHERE_USED = 0.9  # of allied lines' capacity in peace


@dataclass
class Record:
    """Everything tidied, before it is written."""

    states: dict[str, nations.State]
    items: dict[str, products.Item]
    links: list[products.Link]
    plants: list[lines.Plant]
    holds: list[holdings.Hold]
    passages: list[tuple[str, str, Range]]
    contested: list[tuple]
    limits: dict[str, dict[str, Range]]
    demand: dict[str, float]
    raised: list[str]


def build(folder: Path) -> Record:
    """Read the raw tables and apply every rule, in the order the rules lean on each other."""
    systems = products.systems(read(folder, "systems.csv"))
    component_rows = read(folder, "components.csv")
    parts = products.components(component_rows)
    items = systems | parts
    home = {s: i.figures["home_rate"].central for s, i in systems.items()}
    links = products.hang_materials(products.flat_recipes(read(folder, "bom.csv")), home)

    plants = lines.lines_of_firms(read(folder, "firms.csv"), parts, derived_demand(home, links))
    plants += suppliers.rest_of_suppliers(plants, parts)
    plants += suppliers.american_shells(plants, parts)
    plants.append(suppliers.depot_of_america(systems["P8_DEPOT"].figures["home_rate"]))
    tnt = next(x.quantity for x in links if x.input == "EXP_TNT")
    plants += suppliers.allied_shells(plants, tnt.central, parts["EXP_TNT"].figures["table_capacity"])

    world_rates(systems, plants)
    rates = {s: i.figures["peace_rate"].central for s, i in systems.items()}
    demand = derived_demand(rates, links)
    plants += suppliers.minerals(demand["CRITMIN"], parts["CRITMIN"].figures["table_capacity"])
    plants.append(suppliers.qualification(demand["QUAL"]))
    raised = suppliers.top_up(plants, demand, list(parts))
    lines.mark_single_sources(plants, parts)
    products.component_costs(items, links, rates)

    states = nations.nations(read(folder, "nations.csv"))
    weight = {n: s.figures["defence_spend"].central * (0.5 + s.figures["threat"].central) for n, s in states.items()}
    holds = holdings.holdings(systems, weight, {n: s.theatre for n, s in states.items()})
    return Record(states, items, links, plants, holds, nations.passages(states), contested.CONTESTED,
                  limits(component_rows), demand, raised)  # fmt: skip


def home_nation(system: str) -> str:
    """Where the raw table's rate is made."""
    return {"NSM": "NOR", "P8_DEPOT": "AUS", "SSN_MAINT": "AUS", "NAV_MRO": "KOR"}.get(system, "USA")


def world_rates(systems: dict[str, products.Item], plants: list[lines.Plant]) -> None:
    """Peace, surge and target rates of the world: the table's for the home line, and those of lines elsewhere.

    The home line makes no more than it can. Lines elsewhere run at nine tenths of capacity in peace and all of it in a
    surge; their plans add to the target, unless the announced target counts them already. Overhauls of supply ships
    are the table's alone, as foreign yards mostly work for others.
    """
    for item in systems.values():
        home = home_nation(item.id)
        own = sum(p.capacity.central for p in plants if p.product == item.id and p.nation == home)
        table = item.figures["home_rate"]
        peace = table if table.central <= own or own == 0 else table.times(own / table.central, "no more than the line")
        surge, target = item.figures["home_surge_rate"], item.figures["home_target_rate"]
        if item.id != "NAV_MRO":
            for p in plants:
                if p.product == item.id and p.nation != home:
                    peace = peace.plus(p.capacity.times(ELSEWHERE_USED))
                    surge = surge.plus(p.capacity)
                    if item.id not in TARGET_IS_WORLD:
                        target = target.plus(p.planned or p.capacity)
        if item.id == "P8_DEPOT":  # the announced target is Australia's alone
            target = target.plus(Range(10, 20, 30))
        if item.id == "SSN_MAINT":
            target = target.plus(Range(10, 14, 18))
        words = "home rate of the table and lines elsewhere"
        for name, figure in (("peace_rate", peace), ("surge_rate", surge), ("target_rate", target)):
            figure = replace(figure, note=f"{words}; {figure.note}".strip("; "))
            item.figures[name] = figure if figure.central == table.central else replace(figure, basis="computed")
        lift(item)


def lift(item: products.Item) -> None:
    """A surge is at least the peace rate and a target at least the surge-free peace rate, in all three points."""
    floor = item.figures["peace_rate"]
    for name in ("surge_rate", "target_rate"):
        f = item.figures[name]
        item.figures[name] = replace(f, low=min(max(f.low, floor.low), max(f.central, floor.central)),
                                     central=max(f.central, floor.central),
                                     high=max(f.high, floor.central))  # fmt: skip


def limits(rows: list[dict[str, str]]) -> dict[str, dict[str, Range]]:
    """Labour and tooling: limits on growth, kept as figures of their own."""
    found = {}
    for row in rows:
        if row["component_id"] in products.NOT_PRODUCTS:
            figures = {"growth" if row["component_id"] == "LABOUR" else "capacity": products.raw(row, "capacity"),
                       "lead_time": products.raw(row, "lead_time_months", "lead_basis")}  # fmt: skip
            found[row["component_id"]] = figures
    return found
