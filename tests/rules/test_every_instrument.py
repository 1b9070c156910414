"""What holds of every instrument, whichever it is, on the base of the default scenario."""

from functools import cache

import numpy as np
import pytest

from abm.facts.scenario import DEFAULT, load_scenario
from abm.model.simulate import Run
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import FOLDER, Mix, list_mixes, load_mix
from abm.state.columns import rule_columns
from tests.rules.at_work import AT_WORK

EXAMPLES = pytest.mark.parametrize("one", AT_WORK, ids=lambda one: type(one).__name__)


def rules_of(run: Run) -> dict[str, np.ndarray]:
    """A copy of every column that rules may write."""
    return {name: getattr(getattr(run.state, name.split(".")[0]), name.split(".")[1]).copy() for name in rule_columns()}


@cache
def written(*instruments: Instrument) -> dict[str, np.ndarray]:
    """The rule columns of the default scenario's first month under these instruments."""
    return rules_of(Run(load_scenario(DEFAULT), [tuple(Mix("some", "", "", instruments))], [0]))


def moved(before: dict[str, np.ndarray], after: dict[str, np.ndarray]) -> set[str]:
    return {name for name in before if not np.array_equal(before[name], after[name])}


def test_every_instrument_has_an_example_at_work():
    assert sorted(type(one).__name__ for one in AT_WORK) == sorted(instruments())


@EXAMPLES
def test_an_instrument_writes_its_columns_and_no_other(one):
    alone = moved(written(), written(one))
    assert alone
    assert alone <= set(one.writes)


@EXAMPLES
def test_an_instrument_moves_every_column_it_announces_alone_or_among_others(one):
    others = tuple(other for other in AT_WORK if other is not one)
    assert moved(written(), written(one)) | moved(written(*others), written(*AT_WORK)) >= set(one.writes)


@EXAMPLES
def test_what_an_instrument_writes_is_a_number_and_never_below_nought(one):
    for name in one.writes:
        column = written(one)[name]
        assert not np.isnan(column).any(), name
        assert column.min() >= (-1.0 if name == "firms.investor" else 0.0), name


@EXAMPLES
def test_an_instrument_leaves_no_trace_after_its_stop(one):
    scenario = load_scenario(DEFAULT).varied(months=3)
    run = Run(scenario, [(one.model_copy(update={"stop": 2}),)], [0]).advance(1)
    assert moved(written(), rules_of(run))
    run.advance(2)
    assert not moved(written(), rules_of(run))


@EXAMPLES
def test_an_instrument_said_twice_changes_only_what_adds_up(one):
    adds_up = {"links.price_factor", "links.license_time", "links.returned", "stores.aim", "links.eligible"}
    assert moved(written(one), written(one, one)) <= adds_up


def test_it_does_not_matter_in_which_order_a_mix_lists_its_instruments():
    one_way, other_way = written(*AT_WORK), written(*AT_WORK[::-1])
    for name in one_way:
        np.testing.assert_allclose(one_way[name], other_way[name], rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", list_mixes())
def test_every_shipped_mix_asks_a_question_and_can_be_laid_on_the_default_base(name):
    mix = load_mix(name)
    assert mix.title
    assert mix.question.endswith("?")
    scenario = load_scenario(DEFAULT)
    run = Run(scenario, [tuple(mix)], [0])
    for month in sorted(run.rulebook.changes() | {0}):
        run.rulebook.write(month)
        assert all(not np.isnan(column).any() for column in rules_of(run).values())


@pytest.mark.parametrize("name", sorted(set(list_mixes()) - {"none", "today"}))
def test_every_other_mix_settles_all_that_todays_rules_settle_and_differs_from_them(name):
    today, mix = load_mix("today"), load_mix(name)
    assert {type(one) for one in today} <= {type(one) for one in mix}
    assert moved(written(*today), written(*mix))


@pytest.mark.parametrize("name", sorted(set(list_mixes()) - {"none", "today"}))
def test_a_mix_repeats_todays_rules_but_for_those_its_first_lines_name(name):
    said = (FOLDER / f"{name}.yaml").read_text().partition("title:")[0]
    differing = {type(one).__name__ for one in {*load_mix("today")} ^ {*load_mix(name)}}
    assert {one for one in differing if one not in said} == set()
