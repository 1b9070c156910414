"""A reader can ask for any name and gets the number, its range and where it comes from."""

import pytest

from abm.facts.explain import explain, list_data
from abm.facts.load import load_figures
from abm.facts.problems import BadInput


def test_a_figure_is_told_with_range_basis_and_source():
    told = explain("PAC3_MSE.unit_cost")
    assert "4,000,000 (3,700,000 to 5,000,000) USD/missile" in told
    assert "basis lookup" in told
    assert "source: L_PAC3_FW:" in told


def test_a_contested_figure_is_told_with_what_contests_it():
    told = explain("UKR.SHELL155.war_use")
    assert told.index("2,500") < told.index("contested: 3,667")


def test_a_product_is_told_with_parts_and_makers():
    told = explain("PAC3_MSE")
    assert "needs SEEK_PAC3" in told
    assert "made by F057.PAC3_MSE in JPN" in told


@pytest.mark.parametrize("name", ["JPN", "F014.SEEK_PAC3", "JPN.PAC3_MSE", "P012", "V63", "L_NDIA", "LABOUR"])
def test_every_kind_of_name_is_known(name):
    assert explain(name).startswith(name)


def test_every_figure_can_be_explained():
    for name in load_figures():
        assert name in explain(name)


@pytest.mark.parametrize("name", ["PAC3_MS", "", "nonsense" * 1000, "a\nb"])
def test_an_unknown_name_is_refused_in_one_short_line(name):
    with pytest.raises(BadInput, match="is not on record") as refusal:
        explain(name)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_a_misspelt_name_gets_the_nearest():
    with pytest.raises(BadInput, match="did you mean PAC3_MSE"):
        explain("PAC3_MS")


def test_the_listing_shows_every_product_and_nation(facts):
    told = list_data()
    for name in (*facts.products, *facts.nations):
        assert f"\n{name} " in told, name
