"""Production lines: how a row of the raw table of firms becomes one line per maker, product and nation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tidy.products import Item
from tidy.ranges import Range, between, raw


@dataclass
class Plant:
    """One production line while it is being put together."""

    id: str
    maker: str
    nation: str
    product: str
    capacity: Range
    claimed_single: bool = False
    single_source: bool = False
    opens: str = ""
    planned: Range | None = None
    planned_from: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Split:
    """How one line is taken out of a firm's row.

    Its capacity is `given` if stated, else the component table's own number (`table`), else the firm's number; times
    `share`, and among `siblings` in proportion to what peace asks of each. `nothing` marks a line not yet open.
    """

    firm: str
    product: str
    nation: str
    why: str
    share: float = 1.0
    siblings: tuple[str, ...] = ()
    table: bool = False
    given: tuple[float, float, float] | None = None
    nothing: bool = False
    planned: tuple[float, float, float] | None = None
    planned_from: str = ""


STAGE = "stages of one line: each stage has the full capacity"
TABLE = "the component table states this part's own capacity, which rules over the firm's aggregate"
TRUST = "siblings: split in proportion to peace demand"
EVEN = "makes in several nations: split evenly"
QUALIFYING = "in qualification, no output yet; planned rate split over products in proportion to peace demand"
AGM158, STANDARD3 = ("JASSM_ER", "LRASM"), ("SM3_IB", "SM3_IIA")

SPLITS = [
    Split("F004", "JASSM_ER", "USA", TRUST, siblings=AGM158),
    Split("F004", "LRASM", "USA", TRUST, siblings=AGM158),
    Split("F009", "SM3_IB", "USA", TRUST, siblings=STANDARD3),
    Split("F009", "SM3_IIA", "USA", TRUST, siblings=STANDARD3),
    Split("F010", "AMRAAM", "USA", "own capacity"),
    Split("F010", "SEEK_AMRAAM", "USA", TABLE, table=True),
    Split("F011", "STINGER", "USA", "own capacity"),
    Split("F011", "SEEK_STG", "USA", TABLE, table=True),
    Split("F014", "SEEK_PAC3", "USA", "new line of +30 % (RAMP_SEEKER_PAC3): built, in operation early 2027",
          planned=(850, 950, 1300), planned_from="2027-03"),
    Split("F015", "GPI", "USA", "in development; planned from the target", nothing=True, planned=(6, 12, 24),
          planned_from="2032-01"),
    Split("F016", "SRM_PRSM", "USA", TABLE, table=True),
    Split("F016", "SRM_SM3UP", "USA", TABLE + "; half of it, the IB third stage", table=True, share=0.5),
    Split("F016", "SRM_TLAM", "USA", TABLE + "; L3Harris is named too, but one maker is qualified", table=True),
    Split("F016", "WARHEAD", "USA", TABLE + "; one of four named makers", table=True, share=0.25),
    *(Split("F017", m, "USA", TABLE, table=True)
      for m in ("SRM_PAC3", "SRM_THAAD", "SRM_MK72", "SRM_MK104", "SRM_GMLRS", "SRM_JAV", "SRM_STG")),
    Split("F019", "SHELL_BODY", "USA", "opened, no parts by Feb 2026; planned 30,000 a month", nothing=True,
          planned=(60_000, 360_000, 400_000), planned_from="2026-10"),
    Split("F020", "LAP155", "USA", "own capacity"),
    Split("F020", "SRM_GMLRS", "USA", "second source, qualification builds in 2026; rate ours", nothing=True,
          planned=(2000, 5000, 10_000), planned_from="2026-12"),
    Split("F023", "LAP155", "USA", "third site, due in 2026", nothing=True, planned=(0, 60_000, 150_000),
          planned_from="2026-07"),
    Split("F027", "SEEK_THAAD", "USA", TABLE, table=True),
    Split("F027", "SEEK_LRASM", "USA", TABLE, table=True),
    *(Split("F031", "BATT_TH", n, EVEN, share=1 / 3) for n in ("USA", "FRA", "GBR")),
    *(Split("F036", m, "USA", QUALIFYING, nothing=True, siblings=("SRM_MK72", "SRM_GMLRS"),
            planned=(500, 3000, 6000), planned_from="2027-01") for m in ("SRM_MK72", "SRM_GMLRS")),
    *(Split("F037", m, "USA", QUALIFYING, nothing=True, siblings=("SRM_MK72", "SRM_STG"),
            planned=(0, 500, 2000), planned_from="2027-07") for m in ("SRM_MK72", "SRM_STG")),
    *(Split("F038", m, "USA", QUALIFYING, nothing=True, siblings=("SRM_MK72", "SRM_PAC3"),
            planned=(0, 500, 2000), planned_from="2028-01") for m in ("SRM_MK72", "SRM_PAC3")),
    Split("F039", "EXP_TNT", "USA", "48 months after the Nov 2024 award; rate ours", nothing=True,
          planned=(3e6, 5e6, 7e6), planned_from="2028-11"),
    *(Split("F042", "MICRO", n, EVEN, share=0.5) for n in ("USA", "TWN")),
    Split("F050", "SEEK_SM6", "USA", TABLE, table=True),
    Split("F050", "SEEK_TLAM", "USA", TABLE, table=True),
    Split("F050", "SEEK_JAV", "USA", TABLE, table=True),
    Split("F050", "KV_SM3", "USA", TABLE, table=True),
    Split("F058", "SRM_SM3UP", "JPN", "own capacity"),
    Split("F060", "SRM_SM3UP", "JPN", TABLE + "; a tenth of it, its own number counts domestic motors", table=True,
          share=0.1),
    Split("F059", "AMRAAM", "JPN", "feasibility study only; 60 months after Jul 2024 (P071)", nothing=True,
          planned=(0, 100, 100), planned_from="2029-07"),
    Split("F061", "PROP_CHG", "JPN", "no figure found: estimate for home use", given=(5000, 20_000, 60_000)),
    Split("F061", "EXP_RDX", "JPN", "no figure found: estimate for home use", given=(5e4, 2e5, 6e5)),
    Split("F063", "CASTFORG", "JPN", "no figure found: half of what the table has beyond US makers", given=(
        5000, 15_000, 30_000)),
    Split("F064", "NAV_MRO", "JPN", STAGE),
    Split("F064", "YARD_COMM", "JPN", STAGE),
    Split("F065", "SHELL155", "KOR", STAGE),
    Split("F065", "SHELL_BODY", "KOR", STAGE),
    Split("F066", "PROP_CHG", "KOR", "own capacity"),
    Split("F066", "PROP_CHG", "USA", "US plant, up to 1.5M modules a year at about 4.5 a charge (P075)", nothing=True,
          planned=(150_000, 330_000, 375_000), planned_from="2030-06"),
    *(Split(f, p, "KOR", STAGE) for f in ("F068", "F069", "F070") for p in ("NAV_MRO", "YARD_COMM")),
    Split("F071", "GMLRS", "AUS", "assembles US kits; local parts from 2029", planned=(1000, 4000, 4000),
          planned_from="2029-06"),
    Split("F072", "NSM", "AUS", "production 2027, full rate end 2028; rate recalled", nothing=True,
          planned=(50, 100, 100), planned_from="2027-07"),
    *(Split("F074", p, "AUS", "15,000 M795 a year by 2028, up to 100,000 (P068)", nothing=True,
            planned=(7500, 15_000, 100_000), planned_from="2028-08") for p in ("SHELL_BODY", "PROP_CHG", "LAP155")),
    *(Split("F078", p, "DEU", STAGE + "; group total less Expal (ESP) and Denel (ZAF), which have their own rows",
            given=(250_000, 350_000, 400_000)) for p in ("SHELL155", "PROP_CHG", "SHELL_BODY")),
    Split("F079", "GEM_T", "DEU", "first delivery early 2027 (P067)", nothing=True, planned=(60, 120, 240),
          planned_from="2027-02"),
    Split("F080", "SRM_GEMT", "DEU", "being built for the German GEM-T line", nothing=True, planned=(100, 200, 400),
          planned_from="2027-01"),
    *(Split("F081", "SHELL155", n, EVEN, share=0.5) for n in ("FRA", "ITA")),
    *(Split("F082", "EXP_RDX", n, "half the tonnage is explosive; " + EVEN, share=0.25) for n in ("FRA", "SWE")),
    *(Split("F082", "PROP_CHG", n, "half the tonnage is powder, 12 kg a charge; " + EVEN,
            given=(20_000, 62_500, 125_000)) for n in ("FRA", "SWE")),
    Split("F086", "SHELL155", "GBR", STAGE),
    Split("F086", "SHELL_BODY", "GBR", STAGE),
    Split("F088", "SRM_AMRAAM", "NOR", TABLE, table=True),
    Split("F088", "SRM_ESSM", "NOR", TABLE + "; shared evenly with L3Harris", table=True, share=0.5),
    Split("F088", "SHELL155", "NOR", "its number counts motors: estimate for shells", given=(10_000, 30_000, 60_000)),
    *(Split("F089", "SHELL155", n, EVEN, share=0.5) for n in ("SWE", "FIN")),
    Split("F090", "NSM", "NOR", "own capacity"),
    Split("F090", "SEEK_NSM", "NOR", TABLE, table=True),
    Split("F094", "EXP_TNT", "FIN", "announced plant; rate ours", nothing=True, planned=(4e6, 1e7, 2e7),
          planned_from="2028-06"),
    Split("F095", "SRM_MK104", "USA", "planned US plant of the Italian maker; high end of the row is the plan",
          nothing=True, planned=(0, 250, 500), planned_from="2028-01"),
    Split("F098", "OWA_DRONE", "TWN", "its number counts three kinds of missile: a third", share=1 / 3),
    Split("F099", "OWA_DRONE", "TWN", STAGE),
    Split("F099", "DRONE_KIT", "TWN", STAGE),
    Split("F100", "NAV_MRO", "SGP", "own capacity"),
    Split("F100", "SHELL155", "SGP", "its number counts overhauls: estimate for shells", given=(5000, 20_000, 50_000)),
    Split("F101", "NAV_MRO", "PHL", "own capacity; the ammunition plant is a feasibility study and is left out"),
    Split("F102", "SHELL155", "IND", STAGE),
    Split("F102", "SHELL_BODY", "IND", STAGE),
    Split("F103", "NAV_MRO", "IND", STAGE),
    Split("F103", "YARD_COMM", "IND", STAGE),
    Split("F104", "SHELL_BODY", "TUR", "its number counts machine lines sold: estimate for its own bodies",
          given=(50_000, 100_000, 200_000)),
    Split("F048", "SSN_MAINT", "USA", STAGE),
    Split("F048", "DRYDOCK", "USA", STAGE),
    Split("F049", "SSN_MAINT", "USA", STAGE),
    Split("F049", "DRYDOCK", "USA", STAGE),
]  # fmt: skip
EXTRA = [  # lines the tables describe without a row of a firm
    Plant("AUS_YARD.DRYDOCK", "Henderson docks (planned)", "AUS", "DRYDOCK", between(0, 0, 0, "not built"),
          opens="2033-01", planned=between(0, 1, 2, "table: planned in the 2030s"), planned_from="2033-01",
          rule="planned in the component table"),
    Plant("AUS_RADAR.APY10", "AN/APY-10 repair in Australia", "AUS", "APY10", between(0, 0, 0, "being stood up"),
          opens="2026-11", planned=between(5, 10, 20, "rate ours"), planned_from="2026-11",
          rule="18 months after May 2025 (P078)"),
]  # fmt: skip
LEFT_OUT = {
    "F026": "propellant for charges that are loaded at Valleyfield; not charges, so not a line of ours",
    "F062": "turbojets for Japan's own missiles, which are not in the tables",
    "F067": "Korean missiles not in the tables",
    "F077": "imports rounds, makes none",
    "F084": "European motors for missiles not in the tables",
    "F085": "European missiles not in the tables",
    "F087": "serves the Royal Navy only, whose boats are not in the tables",
    "F097": "no figure and no product of ours",
}
MINERAL_MAKERS = ("F044", "F045")  # their tonnes do not add up to mineral sets: see suppliers.minerals
QUALIFIERS = ("F056",)  # no figure: see suppliers.qualification


def lines_of_firms(rows: list[dict[str, str]], parts: dict[str, Item], demand: dict[str, float]) -> list[Plant]:
    """Every line a named maker runs or plans.

    A row without a rule above has one product and one nation and is taken as it stands.
    """
    ruled: dict[str, list[Split]] = {}
    for split in SPLITS:
        ruled.setdefault(split.firm, []).append(split)
    plants = []
    for row in rows:
        if row["firm_id"] in LEFT_OUT or row["firm_id"] in MINERAL_MAKERS + QUALIFIERS:
            continue
        for split in ruled.get(row["firm_id"]) or [as_it_stands(row)]:
            plants.append(line(row, split, parts, demand))
    return name_twins(plants) + [replace(p) for p in EXTRA]


def as_it_stands(row: dict[str, str]) -> Split:
    """The rule for a row with one product in one nation; anything else must have a rule of its own."""
    if ";" in row["product_ids"] + row["production_iso3"] or not row["capacity_central"]:
        raise SystemExit(f"firms.csv: {row['firm_id']} names several products or nations, or no capacity: add a rule")
    return Split(row["firm_id"], row["product_ids"], row["production_iso3"], "own capacity")


def line(row: dict[str, str], split: Split, parts: dict[str, Item], demand: dict[str, float]) -> Plant:
    """One line by one rule."""
    share = split.share
    if split.siblings:
        share *= demand[split.product] / sum(demand[s] for s in split.siblings)
    planned = None
    if split.planned:
        planned = replace(between(*split.planned, split.why).times(share), confidence="low")
        planned = replace(planned, basis="estimate", sources=row["source_ids"])
    return Plant(
        f"{row['firm_id']}.{split.product}", row["name"], split.nation, split.product,
        capacity_of(row, split, parts, share), claimed_single=row["sole_or_single_source"] == "1",
        opens=split.planned_from if split.nothing else "", planned=planned, planned_from=split.planned_from,
        rule=split.why,
    )  # fmt: skip


def capacity_of(row: dict[str, str], split: Split, parts: dict[str, Item], share: float) -> Range:
    """What the line makes a year today, in the product's own unit."""
    if split.nothing:
        return Range(0, 0, 0, clean(row), row["confidence"], row["source_ids"], row["notes"], row["capacity_year"])
    if split.given:
        return replace(between(*split.given, split.why), sources=row["source_ids"])
    if split.table:
        return parts[split.product].figures["table_capacity"].times(share)
    own = raw(row, "capacity", "capacity_basis", "capacity_year")
    tonnes = split.product in parts and parts[split.product].unit == "kg"
    return own.times(share * (1000 if tonnes else 1), "tonnes to kg" if tonnes else "")


def clean(row: dict[str, str]) -> str:
    """Basis of a line known to make nothing yet."""
    return "lookup" if "lookup" in row["capacity_basis"] else "recalled"


def name_twins(plants: list[Plant]) -> list[Plant]:
    """A maker with one product in two nations has the nation in the line's id too."""
    count: dict[str, int] = {}
    for p in plants:
        count[p.id] = count.get(p.id, 0) + 1
    for p in plants:
        if count[p.id] > 1:
            p.id = f"{p.id}.{p.nation}"
    return plants


def mark_single_sources(plants: list[Plant], parts: dict[str, Item]) -> None:
    """A line is single source where the record says so and no other line makes the product today.

    The record says so of the firm, or of the part (one qualified maker). Where the tables have a second live maker the
    flag is dropped and the rule says so.
    """
    live: dict[str, int] = {}
    for p in plants:
        live[p.product] = live.get(p.product, 0) + (p.capacity.central > 0)
    for p in plants:
        part = parts.get(p.product)
        one_maker = part is not None and part.figures["makers"].central == 1
        p.single_source = (p.claimed_single or one_maker) and p.capacity.central > 0 and live[p.product] == 1
        if p.claimed_single and live[p.product] > 1 and p.capacity.central > 0:
            p.rule += "; the row says sole source, but the tables have another live line"
