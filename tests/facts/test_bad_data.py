"""A damaged table is refused at the door, in one line that says where, what and what was expected."""

import csv

import pytest

from abm.facts.load import load_facts, load_policies
from abm.facts.problems import BadInput

GPI = "GPI.unit_cost"


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("lines", "F014.SEEK_PAC3,Boeing - PAC-3 seeker (Huntsville),USA", "F014.SEEK_PAC3,Boeing,USB",
         ["lines.csv:", '"USB"', "expected a known nation", "did you mean"]),
        ("recipes", "TLAM,BATT_TH", "TLAM,BATT_TT", ["recipes.csv:", '"BATT_TT"', "did you mean BATT_TH?"]),
        ("holdings", "USA,TLAM", "USA,TLAN", ["holdings.csv:2", '"TLAN"', "did you mean TLAM?"]),
        ("figures", "TLAM,unit_cost,1500000,", "TLAM,unit_cost,9500000,", ["low", "9500000", "at most the central"]),
        ("figures", "TLAM,unit_cost,1500000,2200000,4100000", "TLAM,unit_cost,1500000,2200000,41",
         ['high is "41"', "at least the central value"]),
        ("figures", "TLAM,unit_cost,1500000,", "TLAM,unit_cost,nan,", ["low", '"nan"', "finite number"]),
        ("figures", "TLAM,unit_cost,1500000,", "TLAM,unit_cost,inf,", ["low", '"inf"', "finite number"]),
        ("figures", "TLAM,unit_cost,1500000,", "TLAM,unit_cost,cheap,", ["low", '"cheap"', "a number"]),
        ("figures", "TLAM,unit_cost,1500000,", "TLAM,unit_cost,-1,", ["low", '"-1"', "from zero up"]),
        ("figures", "USD/missile", "EUR/missile", ["unit", '"EUR/missile"', "a known unit"]),
        ("figures", "USD/missile", "USD/kg", ["TLAM.unit_cost", '"USD/kg"', 'expected "USD/missile"']),
        ("figures", "L_RTX", "L_RTZ", ["sources.csv", '"L_RTZ"', "did you mean"]),
        ("figures", "lookup", "rumour", ["basis", '"rumour"', "one of"]),
        ("figures", "TLAM,unit_cost,", "TLAM,unit_costs,", ["TLAM.unit_cost has no row in figures.csv"]),
        ("figures", "TLAM,lead_time,", "TLAM,unit_cost,", ["TLAM.unit_cost", "twice"]),
        ("figures", "subject,quantity,low", "subject,quantity,lowest", ["figures.csv:1", "column low is missing"]),
        ("products", "SM3_IB,", "TLAM,", ["products.csv:3", '"TLAM" is there twice']),
        ("nations", "USA,United States,lead_buyer_supplier,north_america", "USA,United States,buyer,atlantis",
         ["nations.csv:2", '"atlantis"', "expected a known theatre"]),
        ("lines", "SEEK_PAC3,1,", "SEEK_PAC3,yes,", ["single_source", '"yes"', "0 or 1"]),
        ("lines", "SHELL_BODY,0,2026-10,", "SHELL_BODY,0,next year,", ['"next year"', "YYYY-MM"]),
        ("passages", "USA,JPN,", "USA,USA,", ["passages.csv", "twice"]),
    ],
)  # fmt: skip
def test_a_damaged_table_is_refused_with_its_place(damaged, table, old, new, words):
    folder = damaged(table, old, new)
    with pytest.raises(BadInput) as refusal:
        load_facts(folder)
    said = str(refusal.value)
    assert "\n" not in said
    for word in words:
        assert word in said, said


def rewrite(folder, table, change):
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(change(rows))


@pytest.fixture
def copy(damaged):
    return damaged("products", "TLAM", "TLAM")


def test_a_part_of_itself_is_refused(copy):
    row = ["CHEM_AP", "SRM_MK72", "1", "1", "1", "motor/kg", "1", "estimate", "low", "", ""]
    rewrite(copy, "recipes", lambda rows: [*rows, row])
    with pytest.raises(BadInput, match=r"recipes\.csv: .* is a part of itself"):
        load_facts(copy)


def test_a_system_nobody_can_build_is_refused(copy):
    rewrite(copy, "lines", lambda rows: [r for r in rows if r[3] != "CHEM_AP"])
    with pytest.raises(BadInput, match=r"lines\.csv: CHEM_AP is a part of SRM_\w+ but has no line with capacity"):
        load_facts(copy)


def test_a_system_not_yet_made_need_not_be_buildable(copy):
    rewrite(copy, "lines", lambda rows: [r for r in rows if r[3] != "GPI"])
    assert "GPI" in load_facts(copy).products


def test_a_second_maker_of_a_single_source_part_is_refused(copy):
    extra = ["X.SEEK_PAC3", "Second", "JPN", "SEEK_PAC3", "0", "", "", "test"]
    figure = ["X.SEEK_PAC3", "capacity", "1", "1", "1", "seeker/year", "", "1", "estimate", "low", "", ""]
    rewrite(copy, "lines", lambda rows: [*rows, extra])
    rewrite(copy, "figures", lambda rows: [*rows, figure])
    with pytest.raises(BadInput, match=r"F014\.SEEK_PAC3 is marked as the single source .* X\.SEEK_PAC3 makes it too"):
        load_facts(copy)


def test_a_missing_passage_is_refused(copy):
    rewrite(copy, "passages", lambda rows: [r for r in rows if r[:2] != ["JPN", "USA"]])
    with pytest.raises(BadInput, match="no row from JPN to USA"):
        load_facts(copy)


def test_a_row_too_short_is_refused_at_its_line(copy):
    rewrite(copy, "figures", lambda rows: [*rows[:9], rows[9][:-1], *rows[10:]])
    with pytest.raises(BadInput, match=r"figures\.csv:10: the row has 11 values: expected 12"):
        load_facts(copy)


def test_a_file_that_is_not_utf8_is_refused_at_its_line(copy):
    path = copy / "nations.csv"
    path.write_bytes(path.read_bytes() + b"XXX,Caf\xe9,x,europe,,,,\n")
    with pytest.raises(BadInput, match=r"nations\.csv:29: byte 0xe9 is not UTF-8"):
        load_facts(copy)


def test_a_huge_file_is_refused_unread(copy, monkeypatch):
    monkeypatch.setattr("abm.facts.tables.MOST_BYTES", 1000)
    with pytest.raises(BadInput, match=r"bytes: expected at most 1000"):
        load_facts(copy)


@pytest.mark.parametrize("table", ["figures", "nations", "products", "recipes", "lines", "holdings", "passages"])
def test_an_empty_or_missing_table_is_refused(copy, table):
    path = copy / f"{table}.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match=f"{table}.csv:1: the table is empty"):
        load_facts(copy)
    path.unlink()
    with pytest.raises(BadInput, match=f"{table}.csv: is missing"):
        load_facts(copy)
    path.mkdir()
    with pytest.raises(BadInput, match=f"{table}.csv: is a folder"):
        load_facts(copy)


def test_broken_quotes_are_refused(copy):
    path = copy / "policies.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"P999\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r"policies\.csv"):
        load_policies(copy)
