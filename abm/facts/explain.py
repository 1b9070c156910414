"""Telling a reader what the record says of one name, or lists as tables, with ranges and sources."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from abm.facts.balance import derived_demand
from abm.facts.catalogue import Facts, Figure
from abm.facts.load import (
    load_alternatives,
    load_facts,
    load_figures,
    load_policies,
    load_sources,
    load_validation,
)
from abm.facts.problems import BadInput, nearest, shown

Row = dict[str, str]


def explain(name: str, folder: str | Path | None = None) -> str:
    """What is on record under a name: a figure, nation, product, line, holding, policy row, target or source.

    Raises `BadInput` with the nearest known name.
    """
    figures, others = load_figures(folder), load_alternatives(folder)
    facts, sources = load_facts(folder), load_sources(folder)
    policies, targets = load_policies(folder), load_validation(folder)
    if name in figures or name in others:
        return "\n".join(figure_text(name, figures, others, sources))
    if name in policies:
        return "\n".join(row_text(policies[name], sources))
    if name in targets:
        return "\n".join(row_text(targets[name], sources))
    if name in sources:
        return source_text(name, sources)
    subjects = {f.rpartition(".")[0] for f in (*figures, *others)}
    if name in subjects:
        lines = [headline(name, facts)]
        lines += [brief(f, n) for n, f in figures.items() if n.rpartition(".")[0] == name]
        kept = [f"{brief(f, n)}  [kept, not used]" for n, fs in others.items() if n.rpartition(".")[0] == name
                for f in fs]  # fmt: skip
        return "\n".join(lines + kept + parts_text(name, facts) + makers_text(name, facts))
    known = [*subjects, *figures, *others, *policies, *targets, *sources]
    raise BadInput(f"{shown(name)} is not on record: expected a nation, product, line, holding, figure, policy row, "
                   f"target or source{nearest(name, known)}")  # fmt: skip


def number(x: float) -> str:
    """A number as people read it: thousands marked, four digits that count."""
    if x == 0 or 0.01 <= abs(x) < 1e15:
        return f"{x:,.0f}" if abs(x) >= 1000 else f"{x:.4g}"
    return f"{x:.3g}"


def span(figure: Figure) -> str:
    """Central value, range and unit."""
    return f"{number(figure.central)} ({number(figure.low)} to {number(figure.high)}) {figure.unit}"


def brief(figure: Figure, name: str) -> str:
    """One figure in one line."""
    return f"  {name}: {span(figure)}; {figure.basis}, {figure.confidence} confidence"


def figure_text(name: str, figures: dict[str, Figure], others: dict[str, tuple[Figure, ...]],
                sources: dict[str, Row]) -> list[str]:  # fmt: skip
    """One figure in full: value, range, how it is known, its sources, and what contests it."""
    used = figures.get(name)
    lines = [name]
    for figure, words in [(used, "")] * (used is not None) + [
        (f, "contested: " if used else "kept on record, not used by the model: ") for f in others.get(name, ())
    ]:
        lines.append(f"  {words}{span(figure)}")
        lines.append(f"    basis {figure.basis}, confidence {figure.confidence}")
        if figure.note:
            lines.append(f"    note: {figure.note}")
        lines += [f"    source: {source_text(s, sources)}" for s in figure.sources]
        if not figure.sources:
            lines.append("    source: none; our rule, see docs/data.md")
    return lines


def source_text(source: str, sources: dict[str, Row]) -> str:
    """One source: id, title, address, date."""
    row = sources[source]
    return f"{source}: {row['title']} ({row['address']}; {row['date']})"


def row_text(row: Row, sources: dict[str, Row]) -> list[str]:
    """A row of a table, one filled column a line, with its sources written out."""
    lines = [row["id"]]
    lines += [f"  {k}: {v}" for k, v in row.items() if v and k not in ("id", "sources")]
    return lines + [f"  source: {source_text(s, sources)}" for s in row["sources"].split(";") if s in sources]


def headline(name: str, facts: Facts) -> str:
    """What kind of thing a name is."""
    if name in facts.nations:
        n = facts.nations[name]
        return f"{name}: {n.name}, {n.role}, {n.theatre}; in {', '.join(sorted(n.blocs)) or 'no bloc'}"
    if name in facts.products:
        p = facts.products[name]
        return f"{name}: {p.name}; {p.kind} ({p.category}), counted in units of one {p.unit}"
    for line in facts.lines:
        if line.id == name:
            alone = "; single source" if line.single_source else ""
            opens = f"; opens {line.opens}" if line.opens else ""
            return f"{name}: {line.maker} makes {line.product} in {line.nation}{alone}{opens}; rule: {line.rule}"
    return f"{name}: on record"


def parts_text(name: str, facts: Facts) -> list[str]:
    """What a product is made of."""
    if name not in facts.products:
        return []
    return [f"  needs {x.input}: {span(x.quantity)}; criticality {x.criticality:g}" for x in facts.ingredients[name]]


def makers_text(name: str, facts: Facts) -> list[str]:
    """Who makes a product, or what a nation makes."""
    if name in facts.products:
        return [f"  made by {x.id} in {x.nation}: {span(x.capacity)}" for x in facts.lines if x.product == name]
    if name in facts.nations:
        return [f"  makes {x.product} at {x.id}: {span(x.capacity)}" for x in facts.lines if x.nation == name]
    return []


def list_data(folder: str | Path | None = None) -> str:
    """What the record holds: systems, parts with their load in peace, nations, and how well the numbers are known."""
    facts = load_facts(folder)
    figures = load_figures(folder)
    demand = derived_demand(facts)
    capacity = dict.fromkeys(facts.products, 0.0)
    live = dict.fromkeys(facts.products, 0)
    for line in facts.lines:
        capacity[line.product] += line.capacity.central
        live[line.product] += line.capacity.central > 0
    systems = [
        (p.id, p.kind, number(p.peace_rate.central), number(p.surge_rate.central), number(p.target_rate.central),
         number(p.unit_cost.central), live[p.id], " ".join(h.nation for h in facts.holdings if h.product == p.id))
        for p in facts.products.values() if p.peace_rate is not None
    ]  # fmt: skip
    parts = [
        (p.id, p.category, live[p.id], number(capacity[p.id]), p.unit,
         f"{demand[p.id] / capacity[p.id]:.2f}" if capacity[p.id] else "-")
        for p in facts.products.values() if p.peace_rate is None
    ]  # fmt: skip
    nations = [
        (n.id, n.theatre, number(n.defence_spend.central / 1e9), number(n.threat.central),
         sum(x.nation == n.id for x in facts.lines), " ".join(sorted(n.blocs)))
        for n in facts.nations.values()
    ]  # fmt: skip
    known: dict[str, int] = {}
    for figure in figures.values():
        known[figure.basis] = known.get(figure.basis, 0) + 1
    return "\n\n".join([
        table("Systems and services (units a year; USD)",
              ("id", "kind", "peace", "surge", "target", "unit cost", "lines", "holders"), systems),
        table("Parts and materials (peace load = demand at peace rates over capacity)",
              ("id", "category", "lines", "capacity a year", "unit", "peace load"), parts),
        table("Nations (USD bn a year)", ("id", "theatre", "spend", "threat", "lines", "blocs"), nations),
        f"{len(facts.lines)} lines, {len(facts.recipes)} rows of bills of materials, {len(facts.holdings)} holdings, "
        f"{len(figures)} figures in use: " + ", ".join(f"{n} {b}" for b, n in sorted(known.items())) + ".\n"
        "`surge explain NAME` prints one with its range and source.",
    ])  # fmt: skip


def table(title: str, header: Iterable[str], rows: list[tuple]) -> str:
    """A title and left-aligned columns."""
    cells = [tuple(header), *(tuple(str(c) for c in row) for row in rows)]
    widths = [max(len(r[i]) for r in cells) for i in range(len(cells[0]))]
    body = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([title, *body])
