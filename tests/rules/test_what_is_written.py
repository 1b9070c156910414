"""Which way each instrument writes its columns, in the smallest world where it can write at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm.rules.allied_investment import AlliedInvestment
from abm.rules.capability_audit import CapabilityAudit
from abm.rules.capacity_grants import CapacityGrants
from abm.rules.co_production import CoProduction
from abm.rules.export_licensing import ExportLicensing
from abm.rules.forward_stocks import ForwardStocks
from abm.rules.material_reserves import MaterialReserves
from abm.rules.missile_technology import MissileTechnologyControl
from abm.rules.mix import Mix
from abm.rules.multi_year_procurement import MultiYearProcurement
from abm.rules.own_stocks_first import OwnStocksFirst
from abm.rules.pooled_procurement import PooledProcurement
from abm.rules.priority_ratings import PriorityRatings
from abm.rules.reexport_consent import ReexportConsent
from abm.rules.regional_sustainment import RegionalSustainment
from abm.rules.security_of_supply import SecurityOfSupply
from abm.rules.standardisation import Standardisation
from abm.rules.stockpile_lending import StockpileLending
from abm.rules.stockpile_targets import StockpileTargets
from abm.rules.technology_release import TechnologyRelease
from abm.state.base import DAYS
from abm.state.columns import ORDINARY, PARTNER, RATED, URGENT
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, product

SHARES = st.floats(0.0, 1.0)


def world():
    """The USA and ALLY, both in CLUB and MTCR, and THIRD, in neither; ALLY's line takes American motors."""
    return facts_of(
        [nation("USA", blocs=("CLUB", "MTCR")), nation("ALLY", blocs=("CLUB", "MTCR")), nation("THIRD")],
        [product("ROUND"), product("BOAT"), part("MOTOR"),
         product("POWDER", kind="material", cost=1e3), product("OVERHAUL", kind="service")],
        [line("US_ROUND", "USA", "ROUND", 30.0), line("ALLY_ROUND", "ALLY", "ROUND", 10.0),
         line("NEW_ROUND", "ALLY", "ROUND", 0.0, planned=5.0), line("US_MOTOR", "USA", "MOTOR", 60.0),
         line("NEW_MOTOR", "ALLY", "MOTOR", 0.0, planned=20.0), line("US_POWDER", "USA", "POWDER", 100.0),
         line("ALLY_BOAT", "ALLY", "BOAT", 1.0), line("NEW_BOAT", "ALLY", "BOAT", 0.0, planned=1.0),
         line("US_YARD", "USA", "OVERHAUL", 2.0), line("ALLY_YARD", "ALLY", "OVERHAUL", 2.0)],
        [*(holding(where, "ROUND", 8.0, stock=50.0, wants=100.0) for where in ("USA", "ALLY", "THIRD")),
         holding("ALLY", "BOAT", 1.0), holding("USA", "OVERHAUL", 1.0), holding("ALLY", "OVERHAUL", 1.0)],
        [needs("ROUND", "MOTOR"), needs("MOTOR", "POWDER")],
    )  # fmt: skip


class Written:
    """The rule columns of that world under a mix, to be asked by name."""

    def __init__(self, *mix):
        run = begin(world(), 1, mix=Mix("small", "", "", mix))
        self.state, self.base, self.net = run.state, run.base, run.base.net

    def link(self, column, line_name, to):
        """What a column says of the link from a line to a nation's magazine, or to a line by its name."""
        net, base = self.net, self.base
        from_line = net.link_firm == base.firms.index(line_name)
        if to in base.nations:
            there = (net.link_store >= net.first) & (net.link_to == base.nations.index(to))
        else:
            there = net.store_firm[net.link_store] == base.firms.index(to)
        (row,) = np.flatnonzero(from_line & there)
        return float(getattr(self.state.links, column)[row, 0])

    def line(self, column, name):
        return float(getattr(self.state.firms, column)[self.base.firms.index(name), 0])

    def store(self, column, where, what):
        """What a column says of a nation's magazine, or of a line's store if `where` is a line."""
        net, base = self.net, self.base
        if where in base.nations:
            holder = (net.store_firm < 0) & (net.store_nation == base.nations.index(where))
        else:
            holder = net.store_firm == base.firms.index(where)
        (row,) = np.flatnonzero(holder & (net.store_product == base.products.index(what)))
        return float(getattr(self.state.stores, column)[row, 0])

    def nation(self, column, name, partner=None):
        rows = [self.base.nations.index(one) for one in (name, partner) if one]
        return float(getattr(self.state.nations, column)[(*rows, 0)])


def test_rated_claims_come_before_ordinary_ones_and_urgent_ones_before_rated():
    claims = {
        name: Written(rule).link("tier", "US_ROUND", "USA")
        for name, rule in (
            ("unrated", PriorityRatings()),
            ("rated", PriorityRatings(rated=True)),
            ("urgent", PriorityRatings(rated=True, urgent=("ROUND",))),
        )
    }
    assert claims == {"unrated": ORDINARY, "rated": RATED, "urgent": URGENT}


def test_a_rating_stays_at_home():
    rated = Written(PriorityRatings(rated=True, flow_down=0.8))
    assert rated.link("tier", "US_ROUND", "ALLY") == rated.link("tier", "ALLY_ROUND", "ALLY") == ORDINARY
    assert rated.link("flow_down", "US_MOTOR", "US_ROUND") == 0.8
    assert rated.link("flow_down", "US_MOTOR", "ALLY_ROUND") == 0.0


def test_a_binding_agreement_leaves_rated_claims_where_they_are_and_puts_partners_next():
    both = Written(PriorityRatings(rated=True), SecurityOfSupply(members="CLUB", binding=True))
    assert [both.link("tier", "US_ROUND", to) for to in ("USA", "ALLY", "THIRD")] == [RATED, PARTNER, ORDINARY]


def test_an_agreement_may_be_one_that_nations_keep_only_while_it_pays():
    for chosen in (False, True):
        agreed = Written(SecurityOfSupply(members="CLUB", chosen=chosen))
        assert agreed.nation("choice", "ALLY", "USA") == agreed.nation("choice", "USA", "ALLY") == chosen
        assert agreed.nation("choice", "ALLY", "THIRD") == 0.0


@given(st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_fewer_approvals_never_send_fewer_cases_back(one, other):
    few, many = (
        Written(MissileTechnologyControl(category_one=("ROUND",), one_others=approved, exempt=())) for approved in sorted((one, other))
    )
    assert few.link("returned", "US_ROUND", "THIRD") >= many.link("returned", "US_ROUND", "THIRD")
    assert few.link("returned", "US_ROUND", "ALLY") == 0.0


def test_what_is_never_approved_cannot_be_bought_but_by_who_is_exempt():
    rule = MissileTechnologyControl(category_one=("ROUND",), one_members=0.0, one_others=0.0, exempt=("ALLY",))
    barred = Written(rule)
    assert [barred.link("eligible", "US_ROUND", to) for to in ("USA", "ALLY", "THIRD")] == [1.0, 1.0, 0.0]


def test_each_category_and_each_kind_of_buyer_has_its_own_approvals():
    rule = MissileTechnologyControl(category_one=(), category_two=("ROUND",), two_members=0.9, two_others=0.5)
    two = Written(rule)
    assert two.link("returned", "US_ROUND", "ALLY") == pytest.approx(0.1)
    assert two.link("returned", "US_ROUND", "THIRD") == pytest.approx(0.5)
    assert two.link("returned", "US_ROUND", "USA") == 0.0


def test_closed_technology_stops_new_lines_abroad_and_leaves_those_that_work():
    closed = Written(MissileTechnologyControl(category_one=("ROUND",), production=False))
    assert [closed.line("released", one) for one in ("NEW_ROUND", "ALLY_ROUND", "US_ROUND", "NEW_MOTOR")] == [0.0, 1.0, 1.0, 1.0]
    legacy = Written(MissileTechnologyControl(category_one=("ROUND",), production=False, legacy=("ALLY",)))
    assert legacy.line("released", "NEW_ROUND") == 1.0


def test_only_goods_with_the_origins_parts_wait_for_its_consent_and_only_on_the_way_to_a_third():
    asked = Written(ReexportConsent(days=90.0))
    assert asked.link("license_time", "ALLY_ROUND", "THIRD") == pytest.approx(90.0 / DAYS)
    assert asked.link("license_time", "ALLY_ROUND", "USA") == 0.0
    assert asked.link("license_time", "ALLY_ROUND", "ALLY") == 0.0
    assert asked.link("license_time", "US_ROUND", "THIRD") == 0.0


def test_consent_comes_on_top_of_the_sellers_licence_and_spares_goods_with_few_foreign_parts():
    licence = ExportLicensing(days=45.0)
    alone, both = Written(licence), Written(ReexportConsent(days=90.0), licence)
    wait = both.link("license_time", "ALLY_ROUND", "THIRD") - alone.link("license_time", "ALLY_ROUND", "THIRD")
    assert wait == pytest.approx(90.0 / DAYS)
    assert Written(ReexportConsent(days=90.0, content=1.0)).link("license_time", "ALLY_ROUND", "THIRD") == 0.0


def test_free_pairs_wait_for_no_licence_and_all_others_as_long_as_ever():
    free = Written(ExportLicensing(days=45.0, free=("USA", "ALLY")))
    assert free.link("license_time", "US_ROUND", "ALLY") == free.link("license_time", "ALLY_ROUND", "USA") == 0.0
    assert (
        free.link("license_time", "US_ROUND", "THIRD")
        == Written(ExportLicensing(days=45.0)).link("license_time", "US_ROUND", "THIRD")
        > 0.0
    )


def test_a_veto_sends_back_what_its_holder_sells_abroad():
    vetoed = Written(ReexportConsent(veto=0.4, holders=("ALLY",)))
    assert vetoed.link("returned", "ALLY_ROUND", "THIRD") == pytest.approx(0.4)
    assert vetoed.link("returned", "ALLY_ROUND", "ALLY") == vetoed.link("returned", "US_ROUND", "THIRD") == 0.0


@given(st.floats(0.0, 0.9), st.floats(0.0, 0.95))
def test_rules_that_each_send_cases_back_never_send_back_all_of_them(office, veto):
    both = Written(ExportLicensing(days=45.0, returned=office), ReexportConsent(veto=veto, holders=("ALLY",)))
    assert max(office, veto) - 1e-12 <= both.link("returned", "ALLY_ROUND", "THIRD") < 1.0


def test_a_technology_licence_delays_new_lines_abroad_for_what_the_usa_makes():
    licensed = Written(ExportLicensing(technology_days=100.0))
    assert licensed.line("clearance", "NEW_ROUND") == pytest.approx(100.0 / DAYS)
    assert [licensed.line("clearance", one) for one in ("ALLY_ROUND", "US_ROUND", "NEW_BOAT")] == [0.0, 0.0, 0.0]
    exempt = Written(ExportLicensing(technology_days=100.0, exempt=("CLUB",), exempt_share=0.75))
    assert exempt.line("clearance", "NEW_ROUND") == pytest.approx(25.0 / DAYS)


def test_a_release_opens_what_control_closes_and_shortens_the_papers_wherever_it_stands_in_the_mix():
    mix = (
        TechnologyRelease(products=("ROUND",), nations=("ALLY",), months=1.0),
        MissileTechnologyControl(category_one=("ROUND",), production=False),
        ExportLicensing(technology_days=100.0),
    )
    for order in (mix, mix[::-1]):
        released = Written(*order)
        assert released.line("released", "NEW_ROUND") == 1.0
        assert released.line("clearance", "NEW_ROUND") == 1.0
        assert released.line("clearance", "NEW_MOTOR") == pytest.approx(100.0 / DAYS)


def test_a_release_qualifies_the_allys_lines_for_every_buyer_and_no_other_product():
    before, after = Written(), Written(TechnologyRelease(products=("ROUND",), nations=("ALLY",)))
    assert before.link("qualified", "ALLY_ROUND", "USA") == 0.0
    assert [after.link("qualified", one, "USA") for one in ("ALLY_ROUND", "NEW_ROUND")] == [1.0, 1.0]
    assert after.line("released", "NEW_MOTOR") == before.line("released", "NEW_MOTOR")


def test_an_agreement_to_co_produce_sponsors_the_hosts_new_line_before_its_old_one():
    built = Written(CoProduction(product="ROUND", host="ALLY", rate=120.0))
    assert [built.line("sponsored", one) for one in ("NEW_ROUND", "ALLY_ROUND", "US_ROUND")] == [10.0, 0.0, 0.0]
    assert built.link("qualified", "NEW_ROUND", "THIRD") == 1.0


def test_local_parts_qualify_the_hosts_own_makers_of_them_for_that_line_alone():
    local = Written(CoProduction(product="ROUND", host="ALLY", rate=120.0, local_parts=True))
    assert local.link("qualified", "NEW_MOTOR", "NEW_ROUND") == 1.0
    assert local.line("sponsored", "NEW_MOTOR") == 0.0


def test_an_agreement_with_a_host_that_has_no_line_builds_nothing():
    assert Written(CoProduction(product="ROUND", host="THIRD", rate=120.0)).state.firms.sponsored.max() == 0.0


@given(SHARES, SHARES, st.floats(0.0, 0.5))
def test_more_money_behind_a_contract_never_signs_less(one, other, belief):
    signed = [
        Written(MultiYearProcurement(funded=funded, credibility=belief)).store("contract_share", "USA", "ROUND")
        for funded in sorted((one, other))
    ]
    assert Written().store("contract_share", "USA", "ROUND") <= signed[0] <= signed[1] <= 1.0


def test_multi_year_contracts_hold_for_the_buyers_and_systems_named_and_run_the_longer_term():
    signed = Written(MultiYearProcurement(systems=("ROUND",), funded=0.8, term=7.0, chosen=True))
    unsigned = Written()
    assert [signed.store(c, "USA", "ROUND") for c in ("contract_share", "contract_years", "sign_choice")] == [0.8, 7.0, 1.0]
    for where, what in (("ALLY", "ROUND"), ("USA", "OVERHAUL")):
        for column in ("contract_share", "contract_years", "sign_choice"):
            assert signed.store(column, where, what) == unsigned.store(column, where, what)


def test_members_who_buy_together_all_get_the_best_contract_among_them():
    signer = MultiYearProcurement(nations=("USA",), systems=("ROUND",), funded=0.8, term=6.0)
    for mix in ((PooledProcurement(members="CLUB"), signer), (signer, PooledProcurement(members="CLUB"))):
        pooled = Written(*mix)
        assert [pooled.store("contract_share", n, "ROUND") for n in ("USA", "ALLY")] == [0.8, 0.8]
        assert pooled.store("contract_years", "ALLY", "ROUND") == 6.0
        assert pooled.store("contract_share", "THIRD", "ROUND") < 0.8


def test_a_division_of_labour_makes_the_largest_members_offer_look_cheaper_to_members():
    divided = Written(PooledProcurement(members="CLUB", division=0.1))
    assert divided.link("price_factor", "US_ROUND", "ALLY") == pytest.approx(0.9)
    assert divided.link("price_factor", "US_ROUND", "THIRD") == divided.link("price_factor", "ALLY_ROUND", "USA") == 1.0


def test_grants_are_for_lines_at_home_and_the_larger_of_two_is_paid():
    paid = Written(CapacityGrants(share=0.3, products=("MOTOR",)), CapacityGrants(share=0.1))
    assert [paid.line("grant", one) for one in ("US_MOTOR", "US_ROUND", "ALLY_ROUND")] == [0.3, 0.1, 0.0]


def test_an_ally_pays_for_lines_abroad_and_never_for_its_own():
    paid = Written(AlliedInvestment(hosts=("CLUB",), share=0.4))
    assert (paid.line("ally_grant", "ALLY_ROUND"), paid.line("investor", "ALLY_ROUND")) == (0.4, paid.base.nations.index("USA"))
    assert (paid.line("ally_grant", "US_ROUND"), paid.line("investor", "US_ROUND")) == (0.0, -1.0)


@pytest.mark.parametrize(("american", "other", "payer"), [(0.4, 0.2, "USA"), (0.2, 0.4, "THIRD"), (0.3, 0.3, "USA")])
def test_of_two_allies_the_one_that_offers_more_pays(american, other, payer):
    offers = (
        AlliedInvestment(investor="USA", hosts=("ALLY",), share=american),
        AlliedInvestment(investor="THIRD", hosts=("ALLY",), share=other),
    )
    for order in (offers, offers[::-1]):
        paid = Written(*order)
        assert paid.line("ally_grant", "ALLY_ROUND") == max(american, other)
        assert paid.base.nations[int(paid.line("investor", "ALLY_ROUND"))] == payer


def test_the_lowest_ceiling_holds_and_is_the_investors_alone():
    capped = Written(*(AlliedInvestment(hosts=("ALLY",), share=0.2, ceiling=c) for c in (600.0, 1200.0)))
    assert capped.nation("abroad_ceiling", "USA") == pytest.approx(50e6)
    assert np.isinf(capped.nation("abroad_ceiling", "THIRD"))


@given(SHARES)
def test_a_common_standard_never_makes_a_source_less_qualified(share):
    before, after = Written(), Written(Standardisation(members="CLUB", products=("ROUND",), share=share))
    assert (after.state.links.qualified >= before.state.links.qualified).all()
    assert after.link("qualified", "ALLY_ROUND", "USA") == share
    assert after.link("qualified", "ALLY_ROUND", "THIRD") == before.link("qualified", "ALLY_ROUND", "THIRD")


def test_a_standard_holds_among_members_for_the_products_it_names():
    of_rounds, of_motors = (Written(Standardisation(members="CLUB", products=(one,), share=0.5)) for one in ("ROUND", "MOTOR"))
    assert of_rounds.link("qualified", "ALLY_ROUND", "USA") == 0.5
    assert of_motors.link("qualified", "ALLY_ROUND", "USA") == 0.0


def test_an_audit_looks_at_members_lines_only():
    seen = Written(CapabilityAudit(members="CLUB", seen=0.7, products=("ROUND",)))
    assert [seen.line("audited", one) for one in ("US_ROUND", "ALLY_ROUND", "US_MOTOR")] == [0.7, 0.7, 0.0]
    assert Written(CapabilityAudit(seen=0.7)).state.firms.audited.max() == 0.0


def test_targets_multiply_for_goods_and_leave_repairs_alone():
    aims = Written(StockpileTargets(nations=("CLUB",), factor=1.5), StockpileTargets(nations=("USA",), factor=2.0))
    assert [aims.store("aim", n, "ROUND") for n in ("USA", "ALLY", "THIRD")] == [3.0, 1.5, 1.0]
    assert aims.store("aim", "USA", "OVERHAUL") == 1.0


def test_stocks_lie_forward_for_the_nation_that_puts_them_there():
    forward = Written(ForwardStocks(share=0.4), ForwardStocks(share=0.2))
    assert [forward.store("forward_share", n, "ROUND") for n in ("USA", "ALLY")] == [0.4, 0.0]
    assert forward.store("forward_share", "USA", "OVERHAUL") == 0.0


def test_a_seller_with_a_floor_keeps_foreign_buyers_of_goods_in_its_sales_queue():
    sold = Written(OwnStocksFirst(floor=0.5, sales=21.0))
    assert [sold.nation("floor", n) for n in ("USA", "ALLY")] == [0.5, 0.0]
    assert [sold.link("sales_time", "US_ROUND", to) for to in ("USA", "ALLY", "THIRD")] == [0.0, 21.0, 21.0]
    assert sold.link("sales_time", "ALLY_ROUND", "THIRD") == sold.link("sales_time", "US_MOTOR", "ALLY_ROUND") == 0.0
    assert sold.link("sales_time", "US_YARD", "ALLY") == 0.0


def test_nobody_lends_to_itself_or_to_who_is_not_named():
    lent = Written(StockpileLending(lenders=("CLUB", "THIRD"), borrowers=("USA",), rate=0.2))
    assert [lent.nation("lends", n, "USA") for n in ("USA", "ALLY", "THIRD")] == [0.0, 0.2, 0.2]
    assert lent.nation("lends", "USA", "ALLY") == 0.0


def test_the_law_limits_repair_abroad_for_the_nations_it_binds_and_no_goods():
    limited = Written(RegionalSustainment(scope=0.1))
    assert limited.link("eligible", "ALLY_YARD", "USA") == pytest.approx(0.1)
    assert [limited.link("eligible", *pair) for pair in (("US_YARD", "USA"), ("US_YARD", "ALLY"), ("ALLY_ROUND", "USA"))] == [1.0] * 3


def test_only_yards_of_the_hosts_count_and_certified_ones_may_serve_at_once():
    assert Written(RegionalSustainment(hosts=("THIRD",))).link("eligible", "ALLY_YARD", "USA") == 0.0
    assert Written(RegionalSustainment(hosts=("CLUB",))).link("eligible", "ALLY_YARD", "USA") == 1.0
    certified = Written(RegionalSustainment(certified=("ALLY",)))
    assert certified.link("qualified", "ALLY_YARD", "USA") == 1.0
    assert certified.link("qualified", "ALLY_ROUND", "USA") == Written().link("qualified", "ALLY_ROUND", "USA")


def test_reserves_are_of_materials_in_lines_not_of_parts_or_rounds():
    kept = Written(MaterialReserves(months=6.0), MaterialReserves(months=3.0))
    assert kept.store("reserve", "US_MOTOR", "POWDER") == 6.0
    assert kept.store("reserve", "NEW_MOTOR", "POWDER") == kept.store("reserve", "US_ROUND", "MOTOR") == 0.0
    assert kept.store("reserve", "USA", "ROUND") == 0.0
