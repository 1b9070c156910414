"""One example of each instrument at work, with every one of its columns moved in the default scenario."""

from abm.rules.allied_investment import AlliedInvestment
from abm.rules.buy_national import BuyNational
from abm.rules.capability_audit import CapabilityAudit
from abm.rules.capacity_grants import CapacityGrants
from abm.rules.co_production import CoProduction
from abm.rules.export_licensing import ExportLicensing
from abm.rules.forward_stocks import ForwardStocks
from abm.rules.material_reserves import MaterialReserves
from abm.rules.missile_technology import MissileTechnologyControl
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

AT_WORK = (
    AlliedInvestment(hosts=("PIPIR",), share=0.4, ceiling=500.0),
    BuyNational(price_factor=0.5, content_threshold=0.65),
    CapabilityAudit(members="PIPIR", seen=0.8),
    CapacityGrants(products=("SRM_PAC3", "SEEK_PAC3"), share=0.3, plan=1.5),
    CoProduction(product="PAC3_MSE", host="JPN", rate=100.0, local_parts=True),
    ExportLicensing(days=45.0, returned=0.12, throughput=1.5, refused=("TUR",), technology_days=100.0),
    ForwardStocks(share=0.3),
    MaterialReserves(materials=("EXP_TNT",), months=6.0),
    MissileTechnologyControl(category_one=("TLAM", "NSM"), one_members=0.7, two_members=0.97, two_others=0.0, production=False),
    MultiYearProcurement(funded=0.6, credibility=0.3, term=7.0, chosen=True),
    OwnStocksFirst(floor=0.5, sales=21.0),
    PooledProcurement(members="NATO", term=8.0, division=0.1),
    PriorityRatings(urgent=("THAAD",), rated=True, flow_down=0.9),
    ReexportConsent(days=90.0, veto=0.3),
    RegionalSustainment(scope=0.1, certified=("AUS",)),
    SecurityOfSupply(members="PIPIR", hub="", binding=True, chosen=True),
    Standardisation(members="NATO", share=0.5),
    StockpileLending(lenders=("NATO",), borrowers=("USA", "JPN"), rate=0.2),
    StockpileTargets(nations=("NATO",), factor=1.5),
    TechnologyRelease(products=("NSM", "GMLRS", "PAC3_MSE"), nations=("JPN",), months=1.0),
)
