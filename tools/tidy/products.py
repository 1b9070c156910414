"""Products and their bills of materials: what is a product, in what unit, and what hangs under what."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import nnls

from tidy.ranges import Range, between, estimate, raw

NOT_PRODUCTS = ("LABOUR", "TOOLING")  # limits on growth, not goods
UNITS = {
    "seekers": "seeker", "units": "unit", "motors": "motor", "motor sets": "motor set", "stage sets": "stage set",
    "ship sets": "ship set", "engines": "engine", "tonnes (accessible to US/EU)": "kg", "tonnes": "kg",
    "US charge sets": "charge set", "US bodies": "body", "rounds": "round", "fuzes": "fuze", "sets": "set",
    "missile sets": "set", "batteries": "thermal battery", "missile part sets": "part set", "canisters": "canister",
    "non-China share (Ga 0.06, Ge 0.17, Sb 0.44)": "mineral set", "kits": "kit", "": "lot", "repairs": "repair",
    "depot starts": "dock start", "overhauls": "berth",
}  # fmt: skip
SERVICES = ("P8_DEPOT", "SSN_MAINT", "NAV_MRO")
NO_EXPORT_LAW = ("n/a", "DFARS", "Blue UAS", "clearances")  # notes that name no law on exports, but none at all or one on buying
MATERIALS = ("CHEM_AP", "EXP_TNT", "EXP_RDX", "CRITMIN")
ALLIED_SUBSTITUTE = {
    "SHELL155": 1.0, "OWA_DRONE": 1.0, "P8_DEPOT": 0.9, "SSN_MAINT": 0.9, "NAV_MRO": 0.9, "GMLRS": 0.8, "NSM": 0.8,
    "ESSM": 0.8, "GEM_T": 0.7, "AMRAAM": 0.5, "GPI": 0.5, "PAC3_MSE": 0.4, "JAVELIN": 0.4, "STINGER": 0.4,
    "PRSM": 0.3, "TYPHON": 0.3, "SM3_IIA": 0.2, "SM3_IB": 0.2, "SM6": 0.2, "THAAD": 0.2, "TLAM": 0.15,
    "LRASM": 0.15, "JASSM_ER": 0.15,
}  # fmt: skip
COST_SHARE = {
    "seeker": 0.30, "srm": 0.15, "engine": 0.15, "guidance": 0.06, "microelectronics": 0.05, "warhead": 0.04,
    "battery": 0.01, "actuator": 0.03, "forging": 0.05, "test": 0.02, "structure": 0.03,
}  # fmt: skip
OWN_COST = {
    "SHELL_BODY": 800, "PROP_CHG": 700, "LAP155": 500, "FUZE155": 250, "EXP_TNT": 20, "EXP_RDX": 60, "CHEM_AP": 25,
    "CRITMIN": 500, "DRONE_KIT": 2000, "APY10": 1.2e6, "DRYDOCK": 24e6, "YARD_COMM": 8e6,
}  # fmt: skip
MOTOR_GUESS = {"SRM_MK72": 320.0, "SRM_MK104": 240.0, "SRM_SM3UP": 200.0}  # kg of perchlorate, from motor masses
MINERALS = {"MICRO": 1.0, "FUZE155": 0.01, "DRONE_KIT": 0.1}  # of the mineral set of a missile


@dataclass
class Item:
    """One product while it is being put together: its description and its figures by quantity."""

    id: str
    name: str
    kind: str
    category: str
    unit: str
    note: str = ""
    licensed: bool = True
    figures: dict[str, Range | None] = field(default_factory=dict)


@dataclass
class Link:
    """One row of a bill of materials."""

    product: str
    input: str
    quantity: Range
    criticality: float


def systems(rows: list[dict[str, str]]) -> dict[str, Item]:
    """Fielded systems and services; a launcher battery (platform) counts as a system.

    The rates of the raw table are those of the home line and are kept as `home_...`; the world's are derived later.
    """
    items = {}
    for row in rows:
        kind = "service" if row["kind"] == "service" else "system"
        item = Item(row["system_id"], row["name"], kind, row["kind"], row["unit"], row["allied_coproduction_status"])
        target = float(row["target_rate"])
        item.figures = {
            "unit_cost": raw(row, "unit_cost_usd", "cost_basis"),
            "lead_time": raw(row, "lead_time_months", "lead_basis"),
            "build_time": build_time(item.id, kind),
            "allied_substitute": substitute(item.id),
            "home_rate": raw(row, "rate_baseline", "rate_basis", "rate_year"),
            "home_surge_rate": raw(row, "surge_rate", "surge_basis"),
            "home_target_rate": Range(
                0.5 * target, target, 1.1 * target, "lookup" if "lookup" in row["target_basis"] else "recalled",
                row["confidence"], row["source_ids"],
                row["target_basis"] + "; low end: half, as firms have reached 0.4 to 0.7 of plan (V04-V06)",
                row["target_year"],
            ),
            "us_stock": raw(row, "us_inventory_prewar", "inventory_basis", "inventory_asof"),
            "expended_2026": raw(row, "iran2026_expended", "expended_basis"),
            "taiwan_daily_use": raw(row, "taiwan_daily_use", "daily_use_basis"),
        }  # fmt: skip
        items[item.id] = item
    share_the_agm158_target(items)
    return items


def share_the_agm158_target(items: dict[str, Item]) -> None:
    """JASSM-ER's published 1,000 a year counts LRASM too: take LRASM's own 240 out."""
    jassm, lrasm = items["JASSM_ER"].figures, items["LRASM"].figures
    left = 1 - lrasm["home_target_rate"].central / jassm["home_target_rate"].central
    jassm["home_target_rate"] = jassm["home_target_rate"].times(left, "LRASM's part taken out of the combined target")


def build_time(system: str, kind: str) -> Range:
    """Months from deciding to first output of more capacity: our estimate from nine announced plants (V53, V54)."""
    if kind == "service":
        return between(6, 8, 24, "yards and depots exist and are certified (V54: 8 months from agreement to the first ship out)")
    if system == "OWA_DRONE":
        return between(6, 9, 15, "small drones need no special plant")
    if system == "SHELL155":
        return between(14, 24, 36, "kitting of rounds expands as load-assemble-pack does")
    if system == "GPI":
        return between(48, 72, 110, "still in development")
    return between(24, 30, 40, "announced plants took 29-54 months to first output (V53, P064-P068)")


def substitute(system: str) -> Range:
    """How far an ally could make it, read off its co-production status."""
    central = ALLIED_SUBSTITUTE[system]
    return between(max(0, central - 0.2), central, min(1, central + 0.2), "from the co-production status in the table")


def components(rows: list[dict[str, str]]) -> dict[str, Item]:
    """Parts and materials; tonnes become kilograms; labour and tooling are left out (they are limits, not goods)."""
    items = {}
    for row in rows:
        if row["component_id"] in NOT_PRODUCTS:
            continue
        kind = "material" if row["component_id"] in MATERIALS else "component"
        unit = UNITS[row["capacity_unit_per_year"]]
        item = Item(row["component_id"], row["name"], kind, row["category"], unit, row["second_source_status"])
        item.licensed = not row["export_control_note"].startswith(NO_EXPORT_LAW)
        capacity = raw(row, "capacity", "capacity_basis", "capacity_year")
        share = float(row["allied_substitute_possible_0_1"])
        item.figures = {
            "lead_time": raw(row, "lead_time_months", "lead_basis"),
            "build_time": raw(row, "expansion_months", "lead_basis"),
            "allied_substitute": between(max(0, share - 0.2), share, min(1, share + 0.2), "range ours", "judgement"),
            "table_capacity": capacity.times(1000, "tonnes to kg") if capacity and unit == "kg" else capacity,
            "makers": raw(row, "n_qualified"),
        }
        items[item.id] = item
    return items


def flat_recipes(rows: list[dict[str, str]]) -> list[Link]:
    """The raw bill of materials, flat, without the rows on labour and tooling."""
    links = []
    for row in rows:
        if row["component_id"] in NOT_PRODUCTS:
            continue
        low, central, high = (float(row[f"qty_per_unit{k}"]) for k in ("_low", "", "_high"))
        words = row["basis"]
        basis = "lookup" if words.startswith("lookup") else words.split(" ")[0].split("+")[0]
        note = "; ".join(n for n in (row["note"], words if words != basis else "") if n)
        links.append(
            Link(row["system_id"], row["component_id"], Range(low, central, high, basis, "low", "", note),
                 float(row["criticality_0_1"]))
        )  # fmt: skip
    return links


def hang_materials(flat: list[Link], rates: dict[str, float]) -> list[Link]:
    """Put each material under the part that uses it, so that the network has real tiers and counts nothing twice.

    Perchlorate goes under the rocket motors, RDX under the warhead (directly into a drone, which has none), TNT under
    load-assemble-pack, critical minerals under electronics, fuzes and drone kits.
    """
    uses = {(x.product, x.input): x for x in flat}
    has_warhead = {x.product for x in flat if x.input == "WARHEAD"}
    kept = [
        x for x in flat
        if x.input not in MATERIALS or (x.input == "EXP_RDX" and x.product not in has_warhead)
    ]  # fmt: skip
    tnt = uses["SHELL155", "EXP_TNT"]
    kept.append(Link("LAP155", "EXP_TNT", tnt.quantity, tnt.criticality))
    kept.append(warhead_fill([x for x in flat if x.input == "EXP_RDX" and x.product in has_warhead], rates))
    kept += perchlorate_of_motors(flat, rates)
    kept += minerals(uses)
    return kept


def warhead_fill(fills: list[Link], rates: dict[str, float]) -> Link:
    """One warhead product serves all missiles, so its fill is the mean over them, weighted by their peace rates."""
    weights = np.array([rates[x.product] for x in fills])
    low, central, high = (float(np.average([getattr(x.quantity, k) for x in fills], weights=weights)) for k in ("low", "central", "high"))
    return Link("WARHEAD", "EXP_RDX", between(low, central, high, "rate-weighted mean fill of all warheads"), 1.0)


def perchlorate_of_motors(flat: list[Link], rates: dict[str, float]) -> list[Link]:
    """Perchlorate per motor such that motors add up to each missile's total, by non-negative least squares.

    A shared motor (Mk 72, Mk 104, SM-3 upper stages, the ESSM motor that boosts NSM) has one recipe. Missiles weigh by
    their peace rate. The totals of SM-3 and SM-6 contradict each other for shared motors, so masses guessed from the
    motors themselves count as much as SM-6, the commonest of the three.
    """
    totals = {x.product: x.quantity.central for x in flat if x.input == "CHEM_AP" and rates[x.product] > 0}
    motors = sorted({x.input for x in flat if x.input.startswith("SRM_")})
    matrix, wanted = [], []
    for system, total in totals.items():
        weight = rates[system] ** 0.5
        row = [weight * sum(x.quantity.central for x in flat if (x.product, x.input) == (system, m)) for m in motors]
        matrix.append(row)
        wanted.append(weight * total)
    for motor, guess in MOTOR_GUESS.items():
        weight = rates["SM6"] ** 0.5
        matrix.append([weight * (m == motor) for m in motors])
        wanted.append(weight * guess)
    masses, _ = nnls(np.array(matrix), np.array(wanted))
    note = "estimate from motor mass, split over motors by non-negative least squares"
    return [Link(m, "CHEM_AP", estimate(float(f"{kg:.3g}"), note, 0.6, 1.4), 1.0) for m, kg in zip(motors, masses, strict=True)]


def minerals(uses: dict[tuple[str, str], Link]) -> list[Link]:
    """Gallium, germanium, antimony and magnets sit in electronics, in 155 mm primers and in drone motors.

    The unit is the mineral set of one missile; a primer needs about a hundredth of it and a drone a tenth.
    """
    criticality = {"MICRO": uses["TLAM", "CRITMIN"].criticality, "FUZE155": uses["SHELL155", "CRITMIN"].criticality,
                   "DRONE_KIT": uses["OWA_DRONE", "CRITMIN"].criticality}  # fmt: skip
    return [
        Link(part, "CRITMIN", estimate(size, "size against a missile's set", 0.3, 3), criticality[part]) for part, size in MINERALS.items()
    ]


def component_costs(items: dict[str, Item], links: list[Link], rates: dict[str, float]) -> None:
    """Cost of a part: a share, by category, of the rate-weighted geometric mean price of the missiles using it.

    The geometric mean keeps a part shared by a 168,000-dollar rocket and a 29-million-dollar interceptor from costing
    more than the rocket can bear. Platforms and services do not count as users. Materials, 155 mm parts and sustainment
    inputs have a stated price.
    """
    for item in items.values():
        if item.kind in ("system", "service"):
            continue
        if item.id in OWN_COST:
            cost, note = OWN_COST[item.id], "stated price, ours"
        else:
            users = [x for x in links if x.input == item.id and items[x.product].kind == "system"
                     and x.product != "TYPHON" and rates.get(x.product, 0) > 0]  # fmt: skip
            weights = [rates[x.product] for x in users]
            prices = [items[x.product].figures["unit_cost"].central for x in users]
            share = COST_SHARE[item.category]
            cost = float(f"{share * np.exp(np.average(np.log(prices), weights=weights)):.3g}")
            note = f"{share:.2f} of the geometric mean price of the systems using it"
        item.figures["unit_cost"] = estimate(cost, note)
