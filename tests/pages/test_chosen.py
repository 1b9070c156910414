"""What a visitor chooses: it makes the mix that the command would make, and the address brings it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm.facts.problems import BadInput
from abm.rules.mix import apply_setting, list_mixes, load_mix
from pages.explore.chips import differences
from pages.explore.chosen import Chosen, from_address, to_address

DAYS = "ExportLicensing[1].days"


def test_a_moved_lever_makes_the_mix_that_the_command_makes():
    chosen = Chosen().moved(DAYS, 90).moved("CapacityGrants[1].share", 0.3)
    mix = apply_setting(apply_setting(load_mix("today"), "ExportLicensing.days=90"), "CapacityGrants.share=0.3")
    assert chosen.mix().hash == mix.hash


def test_a_lever_back_where_the_preset_has_it_is_no_difference():
    assert Chosen().moved(DAYS, 90).moved(DAYS, 45.0) == Chosen()


def test_an_instrument_out_of_force_is_not_in_the_mix_and_comes_back():
    without = Chosen().without("ExportLicensing[1]")
    assert "ExportLicensing" not in {type(one).__name__ for one in without.mix()}
    assert without.put_back("ExportLicensing[1]").mix().hash == load_mix("today").hash


def test_moving_a_lever_of_an_instrument_out_of_force_puts_it_back_in_force():
    chosen = Chosen().without("ExportLicensing[1]").moved(DAYS, 90)
    assert "ExportLicensing" in {type(one).__name__ for one in chosen.mix()}


def test_the_second_of_several_can_be_moved_by_itself():
    before, after = Chosen(preset="pipir"), Chosen(preset="pipir").moved("CoProduction[2].rate", 1000)
    changed = [place for place, (one, other) in enumerate(zip(before.mix(), after.mix(), strict=True)) if one != other]
    assert len(changed) == 1
    assert after.mix().instruments[changed[0]].rate == 1000


@pytest.mark.parametrize(
    ("lever", "value"),
    [(DAYS, 10_000), (DAYS, "soon"), ("Magic[1].days", 1), ("ExportLicensing[1].hope", 1), ("BuyNational[1].nations", ["XX"])],
)
def test_what_a_lever_cannot_be_is_refused(lever, value):
    with pytest.raises(BadInput):
        Chosen().moved(lever, value)


@given(
    preset=st.sampled_from(sorted(list_mixes())),
    base=st.sampled_from(["today", "none", "pipir"]),
    days=st.none() | st.floats(0, 720),
    nations=st.none() | st.lists(st.sampled_from(["USA", "JPN", "PIPIR"]), unique=True),
    dropped=st.booleans(),
)
def test_every_choice_comes_back_from_its_address(preset, base, days, nations, dropped):
    chosen = Chosen(preset=preset)
    chosen = chosen if days is None else chosen.moved("ReexportConsent[1].days", days)
    chosen = chosen if nations is None else chosen.moved("StockpileTargets[1].nations", nations)
    chosen = chosen.without(chosen.listed()[0]["place"]) if dropped else chosen
    baseline = Chosen(preset=base)
    assert from_address(to_address(chosen, baseline)) == (chosen, baseline)


def test_the_opening_choice_has_no_address():
    assert to_address(Chosen(), Chosen()) == ""


@pytest.mark.parametrize(
    "address",
    [
        "scenario=../../etc/passwd",
        "mix=/etc/passwd",
        "set=ExportLicensing.days%3D1e9",
        "set=nonsense",
        "base.mix=%00",
        "set=" + "x" * 30_000,
        "&".join(["set=ExportLicensing.days%3D1"] * 300),
        "&".join("a=1" for _ in range(2000)),
    ],
)
def test_a_hostile_address_is_refused_with_a_plain_line(address):
    with pytest.raises(BadInput) as refused:
        from_address(address)
    assert "\n" not in str(refused.value)


def test_one_bad_part_of_an_address_is_left_out_and_named_and_the_rest_is_kept():
    refused = []
    said = "scenario=classroom&mix=pipir&set=nonsense&set=ReexportConsent.days%3D60&param=overtime:9&param=overtime:0.3&base.mix=nowhere"
    chosen, baseline = from_address(said, refused)
    assert chosen == Chosen("classroom", "pipir", ("ReexportConsent.days=60",)).with_parameter("overtime", 0.3)
    assert baseline == Chosen("classroom")
    assert len(refused) == 3
    for part, line in zip(("nonsense", "overtime", "nowhere"), refused, strict=True):
        assert part in line


def test_an_unknown_scenario_in_an_address_leaves_the_rules_as_they_are_said():
    refused = []
    assert from_address("scenario=nowhere&mix=pipir", refused)[0] == Chosen(preset="pipir")
    assert len(refused) == 1


def test_chips_list_what_differs_and_nothing_else():
    assert differences(Chosen(), Chosen()) == []
    moved = Chosen().moved(DAYS, 90)
    assert [(chip["what"], chip["from"], chip["to"]) for chip in differences(moved, Chosen())] == [(DAYS, "45", "90")]
    other = Chosen(preset="pipir").moved("ReexportConsent[1].days", 60)
    assert [chip["what"] for chip in differences(other, Chosen())] == ["Rules", "ReexportConsent[1].days"]
    assert differences(moved, moved) == []


def test_a_refused_lever_is_named_without_the_option_of_a_command():
    with pytest.raises(BadInput, match=r"^ExportLicensing.days = -5: expected 0 to 720") as refused:
        Chosen("classroom").moved("ExportLicensing.days", -5)
    assert "--set" not in str(refused.value)
