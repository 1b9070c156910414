"""What each rule makes nations and firms do, in the smallest world that shows it."""

import numpy as np
import pytest

from abm.facts.events import Conflict, Disruption
from abm.rules.allied_investment import AlliedInvestment
from abm.rules.capability_audit import CapabilityAudit
from abm.rules.capacity_grants import CapacityGrants
from abm.rules.co_production import CoProduction
from abm.rules.export_licensing import ExportLicensing
from abm.rules.material_reserves import MaterialReserves
from abm.rules.missile_technology import MissileTechnologyControl
from abm.rules.multi_year_procurement import MultiYearProcurement
from abm.rules.own_stocks_first import OwnStocksFirst
from abm.rules.priority_ratings import PriorityRatings
from abm.rules.security_of_supply import SecurityOfSupply
from abm.rules.stockpile_lending import StockpileLending
from abm.rules.stockpile_targets import StockpileTargets
from abm.rules.technology_release import TechnologyRelease
from abm.state.columns import ACTIVE, LATENT
from tests.small_worlds import begin, facts_of, holding, line, nation, needs, part, play, product, two_nations

HOME, ALLY = 0, 1
SHORT = {"stock": 10.0, "wants": 3000.0}
EAGER = {"budget_growth": 3.0, "contract_share": 0.8, "contract_years": 10.0, "margin": 0.25, "entry_cost": 1.0}


# --- lending ---------------------------------------------------------------------------------------------------------


def lending(rate, *, peace_for_lender=True, months=18):
    """HOME fights for a year with empty magazines while ALLY's are full; returns HOME's misses, ALLY's stock and all goods."""
    facts = facts_of(
        [nation("HOME"), nation("ALLY", theatre="far")], [product("ROUND")], [line("MAKER", "HOME", "ROUND", 10.0)],
        [holding("HOME", "ROUND", 5.0, stock=20.0, wants=400.0, fires=40.0), holding("ALLY", "ROUND", 5.0, stock=500.0, wants=400.0)],
    )  # fmt: skip
    fighting = {"HOME": 1.0} if peace_for_lender else {"HOME": 1.0, "ALLY": 1.0}
    war = Conflict(theatre="here", start=3, months=12, nations=fighting)
    run = play(facts, months, events=(war,), mix=(StockpileLending(lenders=("ALLY",), borrowers=("HOME",), rate=rate),))
    stock = run.record.stock[..., 0]
    return run.record.missed[:, HOME, 0].sum(), stock[:, ALLY], stock.sum(axis=1) + run.record.used[..., 0].sum(axis=1).cumsum()


def test_a_nation_at_war_misses_less_when_an_ally_lends():
    alone, full, _ = lending(0.0)
    helped, lent_from, _ = lending(0.3)
    assert helped < 0.8 * alone
    assert lent_from[8] < full[8] - 50.0


def test_a_lender_keeps_half_of_its_target_and_nobody_lends_in_peace():
    _, stock, _ = lending(1.0)
    assert stock.min() >= 0.5 * 400.0 - 1e-6
    untouched, quiet = lending(0.0)[1], lending(1.0)[1]
    assert quiet[:3] == pytest.approx(untouched[:3], rel=1e-12)


def test_a_nation_that_fights_itself_lends_nothing():
    assert lending(0.5, peace_for_lender=False)[0] == pytest.approx(lending(0.0, peace_for_lender=False)[0], rel=1e-9)


# --- the seller's own stocks, and its queue --------------------------------------------------------------------------


def seller(mix=(), stock=100.0, months=60):
    """HOME makes rounds for itself and for ALLY, and both want far more; units landed by nation and month."""
    facts = two_nations(abroad=0.0, magazine={"stock": stock, "wants": 2000.0})
    return play(facts, months, mix=mix, budget_growth=3.0).record.landed[..., 0]


def test_a_seller_with_low_stocks_serves_itself_first():
    free, kept = seller(), seller((OwnStocksFirst(nations=("HOME",), floor=0.8),))
    assert kept[:, HOME].sum() > 1.02 * free[:, HOME].sum()
    assert kept[:, ALLY].sum() < 0.9 * free[:, ALLY].sum()
    assert kept[24:].sum() == pytest.approx(free[24:].sum(), rel=0.05)


def test_a_seller_with_full_stocks_defers_nobody():
    rule = OwnStocksFirst(nations=("HOME",), floor=0.5)
    assert seller((rule,), stock=5000.0) == pytest.approx(seller(stock=5000.0), rel=1e-9)


def test_a_sales_queue_delays_what_an_ally_asks_for_and_loses_none_of_it():
    def surge(sales):
        """ALLY's orders triple in month 6, when its target does."""
        facts = two_nations(home=60.0, abroad=0.0, magazine={"stock": 1200.0, "wants": 1200.0})
        mix = (OwnStocksFirst(nations=("HOME",), sales=sales), StockpileTargets(nations=("ALLY",), factor=3.0, start=6))
        run = begin(facts, 120, mix=mix, budget_growth=3.0).advance()
        return run.record.landed[:, ALLY, 0], run

    (prompt, _), (queued, run) = surge(0.0), surge(18.0)
    assert queued[6:36].sum() < 0.9 * prompt[6:36].sum()
    links, stores = run.state.links, run.state.stores
    to_ally = run.base.net.link_to == ALLY
    in_hand = (links.signing + links.owed + links.queued + links.ring.sum(axis=0))[to_ally].sum()
    magazine = run.base.net.first + ALLY
    assert stores.pipeline[magazine, 0] == pytest.approx(in_hand, rel=1e-9)


# --- plant: grants, allies' money, co-production, technology ---------------------------------------------------------


def short_of_rounds(substitute=1.0, makes=10.0):
    """HOME buys more than its one line makes; ALLY has a maker of something else, of the same craft."""
    return facts_of(
        [nation("HOME"), nation("ALLY", blocs=("X",))], [product("ROUND", substitute=substitute), product("OTHER")],
        [line("MAKER", "HOME", "ROUND", makes), line("KIN", "ALLY", "OTHER", 10.0)],
        [holding("HOME", "ROUND", 10.0, **SHORT), holding("ALLY", "OTHER", 5.0)],
    )  # fmt: skip


def plant_in_ten_years(mix=(), where="HOME", facts=None, **how):
    """Plant for rounds in a nation after ten years, mean of eight worlds, and what each nation spent on the way."""
    run = begin(facts or short_of_rounds(), 120, mix=mix, seeds=range(8), **how).advance()
    n = run.base.nations.index(where)
    group = [g for g, (p, m) in enumerate(run.base.groups) if m == n and run.base.recorded[p] == "ROUND"]
    return run.record.capacity[-1, group].sum(axis=0).mean(), run.record.spent.sum(axis=0).mean(axis=-1)


WARY = {"budget_growth": 3.0, "margin": 0.06, "grant_share": 0.0, "contract_share": 0.2}


def test_grants_build_plant_that_firms_alone_would_not_and_cost_the_giver_money():
    alone, _ = plant_in_ten_years(**WARY)
    granted, _ = plant_in_ten_years((CapacityGrants(nations=("HOME",), share=0.8),), **WARY)
    assert granted > 1.3 * alone


def test_an_ally_that_pays_for_plant_abroad_gets_it_built_there_up_to_its_ceiling():
    offers = {ceiling: AlliedInvestment(investor="ALLY", hosts=("HOME",), share=0.8, ceiling=ceiling) for ceiling in (0.0, None)}
    alone, _ = plant_in_ten_years(**WARY)
    nothing, _ = plant_in_ten_years((offers[0.0],), **WARY)
    paid, spent = plant_in_ten_years((offers[None],), **WARY)
    _, without = plant_in_ten_years(**WARY)
    assert nothing == pytest.approx(alone, rel=1e-12)
    assert paid > 1.3 * alone
    assert spent[ALLY] > without[ALLY]


def co_produced(**agreement):
    """Plant for rounds in ALLY by month, where no firm would enter by itself; orders turn to it slowly, and it waits for them."""
    mix = (CoProduction(product="ROUND", host="ALLY", **agreement),)
    run = begin(short_of_rounds(substitute=0.1), 60, mix=mix, idle_decay=0.0, mothball_after=36.0).advance()
    group = [g for g, (p, m) in enumerate(run.base.groups) if m == ALLY and run.base.recorded[p] == "ROUND"]
    return run.record.capacity[:, group, 0].sum(axis=1), run.record.spent[..., 0], run


def test_a_co_production_line_comes_only_after_building_and_qualification_and_then_stays_at_its_rate():
    plant, spent, run = co_produced(rate=60.0)
    build, qualify = 12.0 * 1.25, 12.0
    assert np.all(plant[: int(build + qualify) - 1] == 0.0)
    assert plant[int(build + qualify) + 14 :] == pytest.approx(5.0, rel=0.2)
    assert spent[0, ALLY] > 0.0
    assert run.state.firms.status[run.base.firms.index("NEW.ALLY.ROUND"), 0] == ACTIVE


def test_co_production_without_an_agreed_rate_builds_nothing():
    assert not co_produced(rate=0.0)[0].any()


def test_an_ally_enters_a_closed_product_only_once_the_technology_is_released():
    def entered(mix=()):
        run = begin(short_of_rounds(substitute=0.1), 120, mix=mix, seeds=range(8), **EAGER).advance()
        new = [f for f, name in enumerate(run.base.firms) if name == "NEW.ALLY.ROUND"]
        return (run.state.firms.status[new] != LATENT).mean()

    assert entered() == 0.0
    assert entered((TechnologyRelease(products=("ROUND",), nations=("ALLY",)),)) > 0.3


# --- what buyers see and sign ----------------------------------------------------------------------------------------


def test_an_audit_sends_orders_to_the_line_with_room():
    """A long loss at HOME fills the order book there; buyers who see only nameplates do not notice."""
    blocs = [nation(n, blocs=("X",)) for n in ("HOME", "ALLY")]
    facts = two_nations(buys=(9.0, 1.0), nations=blocs, magazine={"stock": 500.0, "wants": 1000.0})
    loss = Disruption(nation="HOME", product="ROUND", share=0.7, start=3, months=30)
    abroad = []
    for mix in ((), (CapabilityAudit(members="X", seen=1.0),)):
        run = play(facts, 33, mix=mix, events=(loss,), wait_sensitivity=0.0)
        net = run.base.net
        abroad.append(run.state.links.share[(net.link_to == HOME) & (net.link_from == ALLY), 0].sum())
    assert abroad[1] > abroad[0] + 0.05


def test_a_higher_target_brings_more_orders_and_more_rounds():
    landed = [seller((StockpileTargets(nations=("HOME", "ALLY"), factor=f),), stock=1500.0).sum() for f in (0.5, 1.0, 2.0)]
    assert landed[0] < landed[1] < landed[2]


def test_firms_build_more_for_buyers_who_sign_for_years():
    poor = {"budget_growth": 3.0, "contract_share": 0.1, "grant_share": 0.0}
    annual, _ = plant_in_ten_years(**poor)
    signed, _ = plant_in_ten_years((MultiYearProcurement(nations=("HOME",), funded=0.8, term=7.0),), **poor)
    assert signed > 1.1 * annual


def test_a_buyer_that_chooses_signs_only_while_its_magazine_is_low():
    def signed(stock):
        facts = two_nations(magazine={"stock": stock, "wants": 1000.0})
        run = play(facts, 2, mix=(MultiYearProcurement(nations=("HOME",), funded=0.9, term=7.0, chosen=True),))
        return run.state.stores.signed[run.base.net.first + HOME, 0]

    assert signed(100.0) == pytest.approx(0.9)
    assert signed(990.0) < 0.5


# --- whom a line serves ----------------------------------------------------------------------------------------------


def test_rated_orders_are_served_first_when_lines_are_full():
    free, rated = seller(), seller((PriorityRatings(nations=("HOME",), rated=True),))
    urgent = seller((PriorityRatings(nations=("HOME",), urgent=("ROUND",)),))
    assert rated[:, HOME].sum() > 1.05 * free[:, HOME].sum()
    assert rated[:, ALLY].sum() < free[:, ALLY].sum()
    assert urgent[:, HOME].sum() == pytest.approx(rated[:, HOME].sum(), rel=1e-9)


def test_orders_that_wait_behind_others_at_a_line_do_not_put_it_behind_others_at_its_suppliers():
    """Two primes share one maker of seekers; allies' orders at HOME wait while HOME's own magazine is low, and seekers fall short."""
    facts = facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND"), product("OTHER"), part("SEEKER")],
        [line("PRIME", "HOME", "ROUND", 20.0), line("LICENSEE", "ALLY", "OTHER", 20.0), line("EYES", "HOME", "SEEKER", 12.0)],
        [holding(n, what, 10.0, stock=100.0, wants=3000.0) for n, what in (("HOME", "ROUND"), ("ALLY", "ROUND"), ("ALLY", "OTHER"))],
        [needs("ROUND", "SEEKER"), needs("OTHER", "SEEKER")],
    )  # fmt: skip
    ratings = PriorityRatings(nations=("HOME",), flow_down=1.0)

    def shipped(*mix):
        run = play(facts, 36, mix=(ratings, *mix), grant_share=0.0)
        net, links = run.base.net, run.state.links
        eyes = net.link_firm == run.base.firms.index("EYES")
        user = [run.base.firms[f] for f in net.store_firm[net.link_store[eyes]]]
        return dict(zip(user, links.shipped[eyes, 0], strict=True))

    served, waits = shipped(), shipped(OwnStocksFirst(nations=("HOME",), floor=0.9))
    assert waits["PRIME"] > 0.95 * served["PRIME"]
    assert waits["LICENSEE"] < 1.05 * served["LICENSEE"]


def test_the_fewer_missiles_a_regime_approves_the_later_they_come_and_none_where_it_approves_none():
    def landed(approval):
        rule = MissileTechnologyControl(category_one=("ROUND",), category_two=(), one_members=approval, one_others=approval, exempt=())
        licence = ExportLicensing(days=60.0)
        facts = facts_of(
            [nation("USA", blocs=("MTCR",)), nation("ALLY", blocs=("MTCR",))], [product("ROUND")], [line("MAKER", "USA", "ROUND", 12.0)],
            [holding("ALLY", "ROUND", 10.0, stock=100.0, wants=2000.0)],
        )  # fmt: skip
        late = MissileTechnologyControl(**rule.model_dump() | {"start": 6})
        return begin(facts, 48, mix=(licence, late)).advance().record.landed[6:, 0, 0].sum()

    free, half, rare, none = (landed(a) for a in (1.0, 0.5, 0.1, 0.0))
    assert free > half > rare
    assert none < 0.6 * free


def test_a_nation_that_may_choose_leaves_an_agreement_with_whom_it_does_not_need():
    """HOME buys nothing from ALLY, which buys all it has from HOME."""
    nations = [nation("HOME", blocs=("X",)), nation("ALLY", blocs=("X",))]
    facts = two_nations(abroad=0.0, nations=nations, magazine={"stock": 100.0, "wants": 200.0})
    kept = {}
    for chosen in (False, True):
        rule = SecurityOfSupply(members="X", hub="", binding=True, chosen=chosen)
        kept[chosen] = play(facts, 6, mix=(rule,)).state.nations.pact[:, :, 0]
    assert kept[False][HOME, ALLY] == kept[False][ALLY, HOME] == 2.0
    assert kept[True][HOME, ALLY] == 0.0
    assert kept[True][ALLY, HOME] == 2.0


# --- reserves --------------------------------------------------------------------------------------------------------


def test_a_reserve_of_material_carries_a_line_through_a_loss_of_its_source():
    facts = facts_of(
        [nation("HOME"), nation("FAR")], [product("ROUND"), part("POWDER", kind="material")],
        [line("MAKER", "HOME", "ROUND", 10.0), line("MINE", "FAR", "POWDER", 40.0)],
        [holding("HOME", "ROUND", 10.0, stock=500.0, wants=5000.0)], [needs("ROUND", "POWDER")],
    )  # fmt: skip
    loss = Disruption(nation="FAR", product="POWDER", share=1.0, start=36, months=12)
    made = []
    for months in (0.0, 9.0):
        run = play(facts, 54, events=(loss,), mix=(MaterialReserves(nations=("HOME",), materials=("POWDER",), months=months),))
        made.append(run.record.made[36:48, :, 0])
    group = [g for g, (p, n) in enumerate(run.base.groups) if run.base.recorded[p] == "ROUND"]
    assert made[1][:, group].sum() > 2.0 * made[0][:, group].sum()
