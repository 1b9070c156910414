"""The lever panel is read from where levers are declared, so none can be missing."""

from abm.rules.instrument import instruments
from pages.explore.chosen import Chosen
from pages.explore.levers import HEADLINE, declared, spaced


def test_every_field_of_every_instrument_is_on_the_panel_with_its_meaning():
    shown = {(one["name"], field["name"]): field for one in declared()["instruments"] for field in one["fields"]}
    known = {(name, field) for name, kind in instruments().items() for field in kind.model_fields}
    assert shown.keys() == known
    assert all(field["meaning"] for field in shown.values())


def test_a_number_has_the_range_that_its_instrument_accepts():
    licensing = next(one for one in declared()["instruments"] if one["name"] == "ExportLicensing")
    days = next(field for field in licensing["fields"] if field["name"] == "days")
    assert (days["kind"], days["low"], days["high"], days["unit"]) == ("number", 0, 720, "day")
    for value in (days["low"], days["high"]):
        assert Chosen().moved("ExportLicensing[1].days", value).mix()


def test_sources_named_by_a_lever_are_on_record():
    listing = declared()
    named = {word.strip(",:;") for one in listing["instruments"] for field in one["fields"] for word in field["source"].split()}
    ids = {word for word in named if len(word) == 4 and word[0] == "P" and word[1:].isdigit()}
    assert ids
    assert ids <= listing["sources"].keys()


def test_each_headline_lever_changes_the_rules_by_itself():
    for lever in HEADLINE:
        kind, field = lever.split("[1].")
        most = next(one for one in declared()["instruments"] if one["name"] == kind)
        high = next(one for one in most["fields"] if one["name"] == field)["high"]
        assert Chosen().moved(lever, high) != Chosen()


def test_names_become_words():
    assert spaced("MultiYearProcurement") == "Multi year procurement"
    assert spaced("technology_days") == "Technology days"
