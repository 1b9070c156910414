"""Names that instruments use are held to the public record where they are written."""

import pytest

from abm.facts.problems import BadInput
from abm.rules.mix import apply_setting, load_mix, parse_mix


def test_a_bloc_nobody_belongs_to_is_refused_where_it_is_written():
    text = "instruments:\n  SecurityOfSupply:\n    members: SOZA\n"
    with pytest.raises(BadInput) as refused:
        parse_mix(text, "mine")
    assert str(refused.value).startswith("mine.yaml:3:")
    assert "SOSA" in str(refused.value)


def test_a_nation_nobody_knows_is_refused_in_a_setting():
    with pytest.raises(BadInput, match='unknown nation "UAS"'):
        apply_setting(load_mix("today"), "SecurityOfSupply.hub=UAS")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("TechnologyRelease.products=[PAC3_MES]", 'unknown product "PAC3_MES" (did you mean PAC3_MSE?)'),
        ("StockpileTargets.systems=[SEEK_PAC3]", 'unknown system "SEEK_PAC3"'),
        ("MaterialReserves.materials=[TLAM]", 'unknown material "TLAM"'),
        ("AlliedInvestment.hosts=[JAPAN]", 'unknown nation or bloc "JAPAN"'),
        ("CoProduction.host=NATO", 'unknown nation "NATO"'),
    ],
)
def test_a_product_system_material_or_host_nobody_knows_is_refused(setting, said):
    with pytest.raises(BadInput) as refused:
        apply_setting(load_mix("today"), setting)
    assert said in str(refused.value)


def test_parts_systems_and_materials_are_all_products():
    mix = apply_setting(load_mix("none"), "CapacityGrants.products=[EXP_TNT, SEEK_PAC3, TLAM]")
    assert mix.instruments[0].products == ("EXP_TNT", "SEEK_PAC3", "TLAM")
