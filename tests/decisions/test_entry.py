"""Lines that do not exist yet: an ally's makers enter where the rules let them win enough, and then deliver."""

import pytest

from abm.rules.buy_national import BuyNational
from abm.rules.export_licensing import ExportLicensing
from abm.state.columns import ACTIVE, LATENT
from tests.small_worlds import begin, facts_of, holding, line, nation, product

SEEDS = range(16)
TEMPTING = {"budget_growth": 3.0, "contract_share": 0.8, "contract_years": 10.0, "margin": 0.25, "entry_cost": 1.0}


def short_of_rounds(substitute=1.0, kin="craft", makes=10.0, **magazine):
    """HOME buys more than its one line makes; ALLY has a maker of something else, of the same craft or not."""
    return facts_of(
        [nation("HOME"), nation("ALLY")], [product("ROUND", substitute=substitute), product("OTHER", craft=kin)],
        [line("MAKER", "HOME", "ROUND", makes), line("KIN", "ALLY", "OTHER", 10.0)],
        [holding("HOME", "ROUND", 10.0, **{"stock": 10.0, "wants": 5000.0} | magazine), holding("ALLY", "OTHER", 5.0)],
    )  # fmt: skip


def after_years(mix=(), facts=None, months=120, **how):
    run = begin(facts or short_of_rounds(), months, mix=mix, seeds=SEEDS, **(TEMPTING | how)).advance()
    new = [f for f, name in enumerate(run.base.firms) if name.startswith("NEW.ALLY")]
    return run, new


def entered(mix=(), **how):
    """Share of worlds in which the ally's line exists after ten years."""
    run, new = after_years(mix, **how)
    return (run.state.firms.status[new] != LATENT).mean() if new else 0.0


def test_an_ally_enters_where_nothing_bars_it_and_demand_goes_unserved():
    assert entered() > 0.5


@pytest.mark.parametrize("barred", [
    ExportLicensing(refused=("HOME",)), BuyNational(nations=("HOME",), price_factor=2.0),
])  # fmt: skip
def test_an_ally_does_not_enter_where_the_rules_leave_it_nothing_to_win(barred):
    assert entered((barred,)) == 0.0


def test_a_dearer_evaluated_price_never_invites_more_entry():
    shares = [entered((BuyNational(nations=("HOME",), price_factor=x),)) for x in (0.0, 0.2, 0.5)]
    assert shares == sorted(shares, reverse=True)


def test_nobody_enters_a_product_whose_makers_serve_all_there_is():
    assert entered(facts=short_of_rounds(makes=60.0, stock=5000.0)) == 0.0


def test_nobody_enters_on_announcements_nobody_signs():
    assert entered(contract_share=0.0, credibility=0.1) == 0.0


def test_only_makers_of_the_same_craft_and_of_things_an_ally_could_make_may_enter():
    assert entered(facts=short_of_rounds(substitute=0.2)) == 0.0
    assert not after_years(facts=short_of_rounds(kin="another craft"), months=1)[1]


def test_a_line_that_entered_is_built_and_qualified_first_and_then_delivers_and_stays():
    run, new = after_years()
    started = [run.state.firms.status[new[0], w] == ACTIVE and run.state.firms.capacity[new[0], w] > 0 for w in SEEDS]
    assert sum(started) > len(SEEDS) / 2
    group = run.base.net.firm_group[new[0]]
    for w in SEEDS:
        made = run.record.made[:, group, w]
        assert made[:24].max() == 0.0, "twelve months to build, twelve to qualify"
        if started[w]:
            assert made[-1] > 0.0
