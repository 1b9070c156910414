"""Loading the public record from abm/data into `Facts`, checked at the door."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from abm.facts.catalogue import Facts, Figure, Holding, Ingredient, Line, Nation, Product
from abm.facts.checks import (
    check_facts,
    check_figure,
    check_flag,
    check_known,
    check_month,
    check_new,
    check_share,
    check_sources,
    check_unit,
    need,
)
from abm.facts.tables import DATA, Table, number_at, read_table

NATION_FIGURES = ("defence_spend", "threat", "friction")
PRODUCT_FIGURES = ("unit_cost", "lead_time", "build_time", "allied_substitute")
RATE_FIGURES = ("peace_rate", "surge_rate", "target_rate")
HOLDING_FIGURES = ("stock", "requirement", "order_rate", "war_use")
KINDS = ("system", "component", "material", "service")
THEATRES = ("north_america", "europe", "indo_pacific", "middle_east", "other")


def load_facts(folder: str | Path | None = None) -> Facts:
    """The whole public record, checked; read once for the default folder.

    Raises `BadInput` with file, line, value and what was expected where a table cannot be used.
    """
    return _default_facts() if folder is None else read_facts(Path(folder))


def load_figures(folder: str | Path | None = None) -> dict[str, Figure]:
    """Every figure the model uses, by name: `PAC3_MSE.unit_cost`, `F001.PAC3_MSE.capacity`, `JPN.PAC3_MSE.stock`.

    Figures kept beside them but not used (contested, or input to a rule) are in `load_alternatives`.
    """
    figures, _ = _figures(folder)
    return dict(figures)


def load_alternatives(folder: str | Path | None = None) -> dict[str, tuple[Figure, ...]]:
    """Figures on record that the model does not use, by name; some contest a used figure of the same name."""
    _, others = _figures(folder)
    return dict(others)


def load_policies(folder: str | Path | None = None) -> dict[str, dict[str, str]]:
    """Rows of policies.csv by id (P001 ...)."""
    return _by_id(Path(folder or DATA), "policies")


def load_validation(folder: str | Path | None = None) -> dict[str, dict[str, str]]:
    """Rows of validation.csv by id (V01 ...)."""
    return _by_id(Path(folder or DATA), "validation")


def load_sources(folder: str | Path | None = None) -> dict[str, dict[str, str]]:
    """Title, address, kind and date of every source by id."""
    return _by_id(Path(folder or DATA), "sources")


@lru_cache(maxsize=1)
def _default_facts() -> Facts:
    return read_facts(DATA)


@lru_cache(maxsize=1)
def _default_figures() -> tuple[dict[str, Figure], dict[str, tuple[Figure, ...]]]:
    return read_figures(DATA)


def _figures(folder: str | Path | None) -> tuple[dict[str, Figure], dict[str, tuple[Figure, ...]]]:
    return _default_figures() if folder is None else read_figures(Path(folder))


def _by_id(folder: Path, name: str) -> dict[str, dict[str, str]]:
    table = read_table(folder, name)
    rows: dict[str, dict[str, str]] = {}
    for place, row in enumerate(table.rows):
        check_new(table, place, "id", rows)
        rows[row[table.column("id")]] = dict(zip(table.header, row, strict=True))
    return rows


def read_facts(folder: Path) -> Facts:
    """Read and check all tables of a data folder."""
    figures = (_default_figures() if folder == DATA else read_figures(folder))[0]
    nations = read_nations(folder, figures)
    products = read_products(folder, figures)
    facts = Facts(
        nations=nations,
        products=products,
        recipes=read_recipes(folder, products),
        lines=read_lines(folder, figures, nations, products),
        holdings=read_holdings(folder, figures, nations, products),
        passages=read_passages(folder, nations),
    )
    check_facts(facts)
    return facts


def read_figures(folder: Path) -> tuple[dict[str, Figure], dict[str, tuple[Figure, ...]]]:
    """Used figures by name, and the others by name."""
    table = read_table(folder, "figures")
    sources = set(_by_id(folder, "sources"))
    subject, quantity, used = (table.column(c) for c in ("subject", "quantity", "used"))
    found: dict[str, Figure] = {}
    others: dict[str, tuple[Figure, ...]] = {}
    for place, row in enumerate(table.rows):
        name = f"{row[subject]}.{row[quantity]}"
        figure = figure_of(table, place)
        check_sources(table, place, figure.sources, sources)
        if check_flag(table, place, "used") and row[used] == "1":
            check_new(table, place, "quantity", found, name)
            found[name] = figure
        else:
            others[name] = (*others.get(name, ()), figure)
    return found, others


def figure_of(table: Table, place: int) -> Figure:
    """The number of one row, with range and provenance."""
    row, has = table.rows[place], table.header
    low, central, high = (number_at(table, place, c) for c in ("low", "central", "high"))
    text = dict(zip(has, row, strict=True))
    figure = Figure(low, central, high, text["unit"], text["basis"], text["confidence"],
                    tuple(s for s in text.get("sources", "").split(";") if s), text["note"])  # fmt: skip
    check_figure(table, place, figure)
    return figure


def read_nations(folder: Path, figures: dict[str, Figure]) -> dict[str, Nation]:
    """All nations by id."""
    table, found = read_table(folder, "nations"), {}
    for place, row in enumerate(table.rows):
        text = dict(zip(table.header, row, strict=True))
        check_new(table, place, "id", found)
        check_known(table, place, "theatre", THEATRES)
        numbers = [need(table, place, figures, f"{text['id']}.{q}") for q in NATION_FIGURES]
        check_unit(table, place, numbers[0], "USD/year", f"{text['id']}.defence_spend")
        blocs = frozenset(b for b in text["blocs"].split(";") if b)
        found[text["id"]] = Nation(text["id"], text["name"], text["role"], text["theatre"], blocs, *numbers)
    return found


def read_products(folder: Path, figures: dict[str, Figure]) -> dict[str, Product]:
    """All products by id."""
    table, found = read_table(folder, "products"), {}
    for place, row in enumerate(table.rows):
        text = dict(zip(table.header, row, strict=True))
        name, unit = text["id"], text["unit"]
        check_new(table, place, "id", found)
        check_known(table, place, "kind", KINDS)
        numbers = [need(table, place, figures, f"{name}.{q}") for q in PRODUCT_FIGURES]
        for q, n, u in zip(PRODUCT_FIGURES, numbers, (f"USD/{unit}", "month", "month", "share"), strict=True):
            check_unit(table, place, n, u, f"{name}.{q}")
        rates: list[Figure | None] = [None, None, None]
        if text["kind"] in ("system", "service"):
            rates = [need(table, place, figures, f"{name}.{q}") for q in RATE_FIGURES]
            for q, n in zip(RATE_FIGURES, rates, strict=True):
                check_unit(table, place, n, f"{unit}/year", f"{name}.{q}")
        found[name] = Product(
            name, text["name"], text["kind"], text["category"], unit, *numbers, *rates, check_flag(table, place, "licensed")
        )
    return found


def read_recipes(folder: Path, products: dict[str, Product]) -> tuple[Ingredient, ...]:
    """The bill of materials."""
    table, found = read_table(folder, "recipes"), {}
    sources = set(_by_id(folder, "sources"))
    for place, row in enumerate(table.rows):
        text = dict(zip(table.header, row, strict=True))
        check_known(table, place, "product", products)
        check_known(table, place, "input", products)
        key = (text["product"], text["input"])
        check_new(table, place, "input", found, key)
        quantity = figure_of(table, place)
        check_sources(table, place, quantity.sources, sources)
        expected = f"{products[key[1]].unit}/{products[key[0]].unit}"
        check_unit(table, place, quantity, expected, f"{key[1]} in {key[0]}")
        found[key] = Ingredient(*key, quantity, check_share(table, place, "criticality"))
    return tuple(found.values())


def read_lines(folder: Path, figures: dict[str, Figure], nations: dict[str, Nation], products: dict[str, Product]) -> tuple[Line, ...]:
    """All production lines."""
    table, found = read_table(folder, "lines"), {}
    for place, row in enumerate(table.rows):
        text = dict(zip(table.header, row, strict=True))
        check_new(table, place, "id", found)
        check_known(table, place, "nation", nations)
        check_known(table, place, "product", products)
        check_month(table, place, "opens")
        check_month(table, place, "planned_from")
        capacity = need(table, place, figures, f"{text['id']}.capacity")
        planned = figures.get(f"{text['id']}.planned_capacity")
        for figure in (capacity, planned):
            if figure is not None:
                check_unit(table, place, figure, f"{products[text['product']].unit}/year", f"{text['id']}.capacity")
        found[text["id"]] = Line(
            text["id"], text["maker"], text["nation"], text["product"], capacity,
            check_flag(table, place, "single_source"), text["opens"], text["rule"], planned, text["planned_from"],
        )  # fmt: skip
    return tuple(found.values())


def read_holdings(
    folder: Path, figures: dict[str, Figure], nations: dict[str, Nation], products: dict[str, Product]
) -> tuple[Holding, ...]:
    """What nations hold and want."""
    table, found = read_table(folder, "holdings"), {}
    for place, row in enumerate(table.rows):
        text = dict(zip(table.header, row, strict=True))
        check_known(table, place, "nation", nations)
        check_known(table, place, "product", products)
        key = (text["nation"], text["product"])
        check_new(table, place, "product", found, key)
        numbers = [need(table, place, figures, f"{'.'.join(key)}.{q}") for q in HOLDING_FIGURES]
        unit = products[key[1]].unit
        for q, n, u in zip(HOLDING_FIGURES, numbers, (unit, unit, f"{unit}/year", f"{unit}/day"), strict=True):
            check_unit(table, place, n, u, f"{'.'.join(key)}.{q}")
        found[key] = Holding(*key, *numbers)
    return tuple(found.values())


def read_passages(folder: Path, nations: dict[str, Nation]) -> dict[tuple[str, str], Figure]:
    """Days in transit between nations."""
    table, found = read_table(folder, "passages"), {}
    for place, row in enumerate(table.rows):
        text = dict(zip(table.header, row, strict=True))
        check_known(table, place, "origin", nations)
        check_known(table, place, "destination", nations)
        key = (text["origin"], text["destination"])
        check_new(table, place, "destination", found, key)
        found[key] = figure_of(table, place)
        check_unit(table, place, found[key], "day", f"{key[0]} to {key[1]}")
    return found
