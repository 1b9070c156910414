"""Tidy the raw public tables into abm/data: `python tools/tidy_data.py [RAW_FOLDER] [OUT_FOLDER]`.

The rules are the functions of tools/tidy, one file a subject; docs/data.md tells them in prose.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tidy.build import Record, build
from tidy.ranges import BASES, Range, clean_basis, number, read, write

ROOT = Path(__file__).resolve().parents[1]
RANGE = ["low", "central", "high"]
FIGURE = ["subject", "quantity", *RANGE, "unit", "year", "used", "basis", "confidence", "sources", "note"]


def main() -> None:
    """Read, tidy, write, and print what peace asks of every part against what it can make."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raw", nargs="?", default=ROOT.parent / "shared" / "data", type=Path)
    parser.add_argument("out", nargs="?", default=ROOT / "abm" / "data", type=Path)
    options = parser.parse_args()
    record = build(options.raw)
    options.out.mkdir(parents=True, exist_ok=True)
    write_all(record, options.raw, options.out)
    print_balance(record)


def write_all(record: Record, raw_folder: Path, out: Path) -> None:
    """All tables of abm/data."""
    write(out / "figures.csv", FIGURE, figures(record))
    write(out / "nations.csv", ["id", "name", "role", "theatre", "blocs", "itar_exemption", "stance", "note"],
          [[s.id, s.name, s.role, s.theatre, ";".join(s.blocs), s.itar, s.stance, s.note]
           for s in record.states.values()])  # fmt: skip
    write(out / "products.csv", ["id", "name", "kind", "category", "unit", "licensed", "note"],
          [[i.id, i.name, i.kind, i.category, i.unit, str(int(i.licensed)), i.note] for i in record.items.values()])  # fmt: skip
    write(out / "recipes.csv", ["product", "input", *RANGE, "unit", "criticality", "basis", "confidence", "sources",
                                "note"],
          [[x.product, x.input, *points(x.quantity), f"{record.items[x.input].unit}/{record.items[x.product].unit}",
            number(x.criticality), x.quantity.basis, x.quantity.confidence, x.quantity.sources, x.quantity.note]
           for x in record.links])  # fmt: skip
    write(out / "lines.csv", ["id", "maker", "nation", "product", "single_source", "opens", "planned_from", "rule"],
          [[p.id, p.maker, p.nation, p.product, str(int(p.single_source)), p.opens, p.planned_from, p.rule]
           for p in record.plants])  # fmt: skip
    write(out / "holdings.csv", ["nation", "product", "rule"], [[h.nation, h.product, h.rule] for h in record.holds])
    write(out / "passages.csv", ["origin", "destination", *RANGE, "unit", "basis", "confidence", "note"],
          [[a, b, *points(r), "day", r.basis, r.confidence, r.note] for a, b, r in record.passages])  # fmt: skip
    copy_tables(raw_folder, out)


def points(r: Range) -> list[str]:
    """Low, central and high as written."""
    return [number(r.low), number(r.central), number(r.high)]


def figures(record: Record) -> list[list[str]]:
    """One row per number: nations, products, lines, holdings, limits, then the contested alternatives."""
    rows: list[list[str]] = []

    def add(subject: str, quantity: str, r: Range | None, unit: str, used: bool = True) -> None:
        if r is not None:
            note = "" if r.note in BASES else r.note
            rows.append([subject, quantity, *points(r), unit, r.year, str(int(used)), r.basis, r.confidence, r.sources,
                         note])  # fmt: skip

    for s in record.states.values():
        for quantity, unit in (("defence_spend", "USD/year"), ("threat", "share"), ("friction", "share")):
            add(s.id, quantity, s.figures[quantity], unit)
        add(s.id, "pipir", s.figures["pipir"], "share", used=False)
        for quantity in ("sealift_days", "airlift_days"):
            add(s.id, quantity, s.figures.get(quantity), "day", used=False)
    for i in record.items.values():
        units = {
            "unit_cost": f"USD/{i.unit}",
            "lead_time": "month",
            "build_time": "month",
            "allied_substitute": "share",
            "peace_rate": f"{i.unit}/year",
            "surge_rate": f"{i.unit}/year",
            "target_rate": f"{i.unit}/year",
        }
        for quantity, unit in units.items():
            add(i.id, quantity, i.figures.get(quantity), unit)
        for quantity in ("home_rate", "home_surge_rate", "home_target_rate", "table_capacity"):
            share = quantity == "table_capacity" and i.id == "CRITMIN"
            add(i.id, quantity, i.figures.get(quantity), "share" if share else f"{i.unit}/year", used=False)
        add(i.id, "makers", i.figures.get("makers"), "firm", used=False)
        for quantity in ("us_stock", "expended_2026"):
            add(i.id, quantity, i.figures.get(quantity), i.unit, used=False)
        add(i.id, "taiwan_daily_use", i.figures.get("taiwan_daily_use"), f"{i.unit}/day", used=False)
    for p in record.plants:
        unit = record.items[p.product].unit
        add(p.id, "capacity", p.capacity, f"{unit}/year")
        add(p.id, "planned_capacity", p.planned, f"{unit}/year")
    for h in record.holds:
        unit, subject = record.items[h.product].unit, f"{h.nation}.{h.product}"
        add(subject, "stock", h.stock, unit)
        add(subject, "requirement", h.requirement, unit)
        add(subject, "order_rate", h.order_rate, f"{unit}/year")
        add(subject, "war_use", h.war_use, f"{unit}/day")
    for subject, group in record.limits.items():
        for quantity, r in group.items():
            unit = {"growth": "share/year", "capacity": "line/year"}.get(quantity, "month")
            add(subject, quantity, r, unit, used=False)
    for subject, quantity, unit, used, other in record.contested:
        add(subject, quantity, used, unit)
        add(subject, quantity, other, unit, used=False)
    return rows


def copy_tables(raw_folder: Path, out: Path) -> None:
    """Policies, validation targets, ramps and sources keep their text; columns get the names used everywhere."""
    rename = {"value_low": "low", "value_central": "central", "value_high": "high", "source_ids": "sources",
              "policy_id": "id", "source_id": "id", "simulation_mechanism": "mechanism", "value": "central",
              "series_id": "series", "system_or_component": "product", "rate": "central"}  # fmt: skip
    for name in ("policies", "validation", "validation_ramps", "sources"):
        rows = read(raw_folder, f"{name}.csv")
        for row in rows:
            if "basis" in row:
                row["basis"] = clean_basis(row["basis"])
            for column in row:
                row[column] = row[column].strip()
        header = [rename.get(c, c) for c in rows[0]]
        write(out / f"{name}.csv", header, [list(row.values()) for row in rows])


def print_balance(record: Record) -> None:
    """Demand at peace rates over capacity, by product."""
    for i in record.items.values():
        capacity = sum(p.capacity.central for p in record.plants if p.product == i.id)
        demand = record.demand.get(i.id, 0.0)
        ratio = demand / capacity if capacity else float("nan")
        print(f"{i.id:12s} {demand:14.0f} {capacity:14.0f} {ratio:6.2f}")
    print("raised:", ", ".join(record.raised))


if __name__ == "__main__":
    main()
