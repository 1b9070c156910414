"""What the public record says of the world, and what must hold of it whatever the numbers."""

import pytest

from abm.facts.balance import derived_demand
from abm.facts.load import load_alternatives, load_figures, load_policies, load_sources, load_validation

SERVICES = {"P8_DEPOT", "SSN_MAINT", "NAV_MRO"}


def capacity(facts, product, *nations):
    return sum(x.capacity.central for x in facts.lines if x.product == product and (not nations or x.nation in nations))


def recipe(facts, product):
    return {x.input: x.quantity.central for x in facts.ingredients[product]}


def materials_in(facts, product, material):
    """Units of a material in one unit of a product, all the way down."""
    total = 0.0
    for part, quantity in recipe(facts, product).items():
        total += quantity * (1.0 if part == material else materials_in(facts, part, material))
    return total


def test_the_record_has_the_nations_and_systems_the_tables_name(facts):
    assert len(facts.nations) == 27
    assert sum(p.kind == "system" for p in facts.products.values()) == 20
    assert {p.id for p in facts.products.values() if p.kind == "service"} == SERVICES
    assert not {"LABOUR", "TOOLING"} & set(facts.products)


def test_every_number_is_between_its_ends():
    for name, figure in load_figures().items():
        assert 0 <= figure.low <= figure.central <= figure.high, name


def test_no_part_but_american_charges_is_short_at_peace_rates(facts):
    demand = derived_demand(facts)
    loads = {p: demand[p] / capacity(facts, p) for p in facts.products if capacity(facts, p)}
    parts = {p: x for p, x in loads.items() if facts.products[p].peace_rate is None}
    assert max(parts.values()) <= 0.951
    assert max(loads.values()) <= 1.0


def test_american_rounds_are_limited_by_charges_not_by_bodies(facts):
    assert capacity(facts, "PROP_CHG", "USA", "CAN") == 360_000
    assert capacity(facts, "SHELL_BODY", "USA", "CAN") == pytest.approx(480_000)
    assert capacity(facts, "LAP155", "USA") > 480_000


def test_every_allied_maker_of_rounds_can_be_fed(facts):
    makers = {x.nation for x in facts.lines if x.product == "SHELL155" and x.nation != "USA"}
    rounds = capacity(facts, "SHELL155", *makers)
    for stage in ("SHELL_BODY", "LAP155"):
        for nation in makers:
            assert capacity(facts, stage, nation) >= capacity(facts, "SHELL155", nation), (stage, nation)
    for stage in ("PROP_CHG", "FUZE155"):
        assert capacity(facts, stage) - 480_000 >= 0.9 * rounds, stage


def test_japanese_patriots_need_seekers_from_boeing(facts):
    makers = [x for x in facts.lines if x.product == "SEEK_PAC3"]
    assert [x.nation for x in makers] == ["USA"]
    assert makers[0].single_source
    assert {x.nation for x in facts.lines if x.product == "PAC3_MSE"} == {"USA", "JPN"}


def test_a_part_with_one_qualified_maker_has_one_live_line(facts):
    makers = {n: f[0].central for n, f in load_alternatives().items() if n.endswith(".makers")}
    alone = [p for p in facts.products if makers.get(f"{p}.makers") == 1]
    assert len(alone) > 15
    for product in alone:
        live = [x for x in facts.lines if x.product == product and x.capacity.central > 0]
        assert [x.single_source for x in live] == [True], product


def test_a_rheinmetall_round_is_counted_once(facts):
    assert capacity(facts, "SHELL155", "DEU", "ESP", "ZAF") == 750_000


def test_a_contested_dual_plant_firm_splits_into_no_more_than_its_whole(facts):
    assert capacity(facts, "JASSM_ER") + capacity(facts, "LRASM") == pytest.approx(700, rel=1e-3)
    assert capacity(facts, "SM3_IB") + capacity(facts, "SM3_IIA") == pytest.approx(48)


@pytest.mark.parametrize(
    ("material", "kilograms"),
    [("CHEM_AP", {"TLAM": 95, "SM6": 560, "PAC3_MSE": 130, "GMLRS": 70}), ("EXP_TNT", {"SHELL155": 10.8})],
)
def test_materials_are_counted_once_and_in_kilograms(facts, material, kilograms):
    for system, kg in kilograms.items():
        assert materials_in(facts, system, material) == pytest.approx(kg, rel=0.05), system


def test_warheads_hold_as_much_explosive_in_all_as_the_missiles_they_go_into(facts):
    published = {"TLAM": 110, "SM6": 20, "GEM_T": 35, "AMRAAM": 8, "LRASM": 109, "JASSM_ER": 109, "PRSM": 25,
                 "JAVELIN": 3, "STINGER": 0.5, "ESSM": 12, "NSM": 40, "GMLRS": 24}  # fmt: skip
    rate = {s: facts.products[s].peace_rate.central for s in published}
    fill = sum(rate[s] * published[s] for s in published) / sum(rate.values())
    assert recipe(facts, "WARHEAD")["EXP_RDX"] == pytest.approx(fill, rel=0.02)


def test_the_network_has_three_tiers(facts):
    assert recipe(facts, "SRM_MK72").keys() == {"CHEM_AP"}
    assert "CHEM_AP" not in recipe(facts, "SM6")
    assert "EXP_TNT" not in recipe(facts, "SHELL155")
    assert "CRITMIN" not in recipe(facts, "TLAM")


def test_parts_cost_less_than_what_they_go_into(facts):
    for product in facts.products.values():
        parts = sum(q * facts.products[p].unit_cost.central for p, q in recipe(facts, product.id).items())
        assert parts < 0.85 * product.unit_cost.central, product.id


def test_china_holds_most_critical_minerals(facts):
    assert capacity(facts, "CRITMIN", "CHN") / capacity(facts, "CRITMIN") == pytest.approx(0.83, abs=0.01)


def test_a_line_not_yet_open_has_a_date_and_a_plan(facts):
    waiting = [x for x in facts.lines if x.capacity.central == 0]
    assert waiting
    for line in waiting:
        assert line.opens > "2026-01", line.id
        assert line.planned is not None, line.id
        assert line.planned.central > 0, line.id


def test_holders_order_in_peace_what_the_world_makes_in_peace(facts):
    for product in facts.products.values():
        if product.peace_rate is not None:
            ordered = sum(h.order_rate.central for h in facts.holdings if h.product == product.id)
            assert ordered == pytest.approx(product.peace_rate.central, rel=1e-3), product.id


def test_requirements_far_exceed_stocks_as_announced(facts):
    patriot = next(h for h in facts.holdings if (h.nation, h.product) == ("USA", "PAC3_MSE"))
    assert patriot.requirement.central == 13_773
    for h in facts.holdings:
        assert h.requirement.central >= h.stock.central, (h.nation, h.product)


def test_ukraine_fires_what_it_needs_to_hold(facts):
    ukraine = next(h for h in facts.holdings if (h.nation, h.product) == ("UKR", "SHELL155"))
    assert ukraine.war_use.central * 30 == 75_000


def test_the_pacific_split_of_war_use_adds_up_to_the_table(facts):
    theatre = {"USA", "JPN", "TWN", "AUS", "KOR"}
    used = sum(h.war_use.central for h in facts.holdings if h.product == "TLAM" and h.nation in theatre)
    assert used == pytest.approx(25, rel=1e-3)


def test_goods_from_okinawas_neighbours_arrive_weeks_before_those_from_america(facts):
    near, far = facts.passages["KOR", "JPN"], facts.passages["USA", "JPN"]
    assert near.central < 7
    assert far.central >= 20
    assert near.central / far.central < 0.3  # V72


def test_every_pair_of_nations_has_a_passage(facts):
    assert len(facts.passages) == 27 * 27


def test_surge_and_target_are_no_less_than_peace(facts):
    for p in facts.products.values():
        if p.peace_rate is not None:
            assert p.surge_rate.central >= p.peace_rate.central, p.id
            assert p.target_rate.central >= p.peace_rate.central, p.id


def test_named_agreements_are_in_the_blocs(facts):
    assert {"JPN", "AUS", "GBR"} <= {n.id for n in facts.nations.values() if "SOSA" in n.blocs}
    assert "RDP" not in facts.nations["KOR"].blocs
    assert "RDP" not in facts.nations["TWN"].blocs
    assert {n.id for n in facts.nations.values() if "AUKUS" in n.blocs} == {"USA", "GBR", "AUS"}


def test_both_sides_of_a_contested_figure_are_kept():
    used, others = load_figures(), load_alternatives()
    for name in ("F057.PAC3_MSE.capacity", "UKR.SHELL155.war_use", "JPN_KOR_AUS.defence_spend", "SURGE.peak_month",
                 "TLAM.expenditure_year", "RDP.agreements", "DIB.firms_lost"):  # fmt: skip
        assert name in used
        assert others[name], name


def test_every_policy_and_target_names_sources_that_exist():
    sources = load_sources()
    for rows in (load_policies(), load_validation()):
        for row in rows.values():
            assert row["sources"], row["id"]
            assert set(row["sources"].split(";")) <= set(sources), row["id"]


def test_what_we_guessed_is_marked_as_a_guess():
    for name, figure in load_figures().items():
        assert figure.sources or figure.basis in ("estimate", "computed", "judgement"), name
