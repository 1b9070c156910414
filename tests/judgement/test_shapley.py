"""The split of what players bring together: laws for games given as tables, and dividends in small worlds."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from abm.judgement.dividend import THE_REST, Split, instrument_game, landed, nation_game, split
from abm.judgement.shapley import coalitions_in, interaction, orders, sampled_shapley, shapley
from abm.rules.buy_national import BuyNational
from abm.rules.export_licensing import ExportLicensing
from abm.rules.own_stocks_first import OwnStocksFirst
from tests.small_worlds import CALM, begin, facts_of, holding, line, nation, needs, part, product, two_nations

FEW = settings(max_examples=40)


@st.composite
def games(draw, least=1):
    """A game of up to five players as a table: worth [coalition, seed], in whole numbers."""
    players = draw(st.integers(least, 5))
    return draw(arrays(np.int64, (1 << players, 2), elements=st.integers(-(10**6), 10**6))).astype(float)


def players_of(game):
    return len(game).bit_length() - 1


def members(coalition, players):
    return [i for i in range(players) if coalition >> i & 1]


def exchanged(coalition, i, j):
    """The coalition in which two players stand in each other's place."""
    one, other = coalition >> i & 1, coalition >> j & 1
    return coalition & ~(1 << i | 1 << j) | other << i | one << j


@FEW
@given(games())
def test_shares_add_up_to_what_all_bring_together(game):
    np.testing.assert_allclose(shapley(game).sum(axis=0), game[-1] - game[0], rtol=0, atol=1e-8)


@FEW
@given(games(least=2), st.data())
def test_players_who_bring_the_same_get_the_same(game, data):
    i, j = data.draw(st.permutations(range(players_of(game))))[:2]
    alike = np.array([game[one] + game[exchanged(one, i, j)] for one in range(len(game))])
    shares = shapley(alike)
    np.testing.assert_allclose(shares[i], shares[j], rtol=0, atol=1e-8)


@FEW
@given(games(), st.data())
def test_who_moves_nothing_gets_nothing_and_interacts_with_nobody(game, data):
    i = data.draw(st.integers(0, players_of(game) - 1))
    idle = np.array([game[one & ~(1 << i)] for one in range(len(game))])
    np.testing.assert_allclose(shapley(idle)[i], 0.0, atol=1e-8)
    if players_of(game) > 1:
        np.testing.assert_allclose(interaction(idle)[i], 0.0, atol=1e-8)


@FEW
@given(games(), st.data())
def test_the_split_of_two_games_played_together_is_that_of_each_added_up(game, data):
    other = data.draw(arrays(np.int64, game.shape, elements=st.integers(-(10**6), 10**6)))
    np.testing.assert_allclose(shapley(game + other), shapley(game) + shapley(other.astype(float)), rtol=0, atol=1e-7)


@FEW
@given(games())
def test_a_share_is_the_mean_of_what_a_player_brings_over_all_orders(game):
    players = players_of(game)
    every = np.array(list(permutations(range(players))))
    drawn = np.stack([every, every[:, ::-1]], axis=1)
    brought, _ = sampled_shapley(drawn, lambda one: game[one, 0])
    np.testing.assert_allclose(brought, shapley(game)[:, 0], rtol=0, atol=1e-7)


@FEW
@given(games(), st.integers(0, 10**6))
def test_drawn_shares_add_up_too_however_few_orders_are_drawn(game, seed):
    drawn = orders(players_of(game), 1, np.random.default_rng(seed))
    brought, error = sampled_shapley(drawn, lambda one: game[one, 0])
    assert brought.sum() == pytest.approx(game[-1, 0] - game[0, 0], abs=1e-8)
    assert np.isnan(error).all()


def test_where_what_a_player_brings_depends_on_nobody_one_order_tells_all_and_the_error_is_nought():
    worth = np.array([3.0, -1.0, 0.5, 8.0])
    brought, error = sampled_shapley(orders(4, 3, np.random.default_rng(0)), lambda one: worth[members(one, 4)].sum())
    assert brought == pytest.approx(worth)
    assert error == pytest.approx(0.0, abs=1e-12)


def test_the_error_of_the_draw_covers_the_exact_share_about_as_often_as_it_says():
    game = np.random.default_rng(3).normal(size=1 << 6)
    exact = shapley(game)
    off = []
    for seed in range(200):
        brought, error = sampled_shapley(orders(6, 40, np.random.default_rng(seed)), lambda one: game[one])
        off += list(np.abs(brought - exact) < 2.0 * error)
    assert 0.90 < np.mean(off) < 0.985


def test_a_left_and_a_right_glove_are_complements_and_two_left_ones_substitutes():
    gloves = np.array([float(one & 0b100 > 0 and one & 0b011 > 0) for one in range(8)])  # two left ones, and one right
    assert shapley(gloves) == pytest.approx([1 / 6, 1 / 6, 4 / 6])
    index = interaction(gloves)
    assert index[0, 1] < 0 < index[0, 2]
    np.testing.assert_array_equal(index, index.T)


def test_a_coalition_grows_by_one_player_at_a_time():
    assert coalitions_in(np.array([2, 0, 1])) == [0, 0b100, 0b101, 0b111]


def test_a_table_that_is_no_game_is_refused():
    with pytest.raises(ValueError, match="power of two"):
        shapley(np.zeros(6))


# Dividends in small worlds.


def played(facts, game, months=40, since=12, seeds=(0, 1), **how) -> Split:
    run = begin(facts, months, **how)
    calm = run.scenario.model_copy(update={"parameters": CALM})
    return split(calm, game, seeds, lambda o: landed(o, "landed_value", slice(since, months)), base=run.base)


LICENSED = (ExportLicensing(days=300), BuyNational(nations=("HOME",)), OwnStocksFirst(nations=("HOME",), sales=12.0))


def test_the_players_are_the_kinds_of_instrument_by_which_mixes_differ():
    game = instrument_game([*LICENSED, ExportLicensing(days=9)], [BuyNational(nations=("HOME",))])
    assert game.players == ("ExportLicensing", "OwnStocksFirst")
    assert game.opening == (BuyNational(nations=("HOME",)),)
    assert game.rules(0b01) == (ExportLicensing(days=300), BuyNational(nations=("HOME",)), ExportLicensing(days=9))
    assert game.rules(0b00) == (BuyNational(nations=("HOME",)),)


def test_an_instrument_that_changes_no_number_has_no_share_and_the_others_have_it_all():
    found = played(two_nations(home=10.0, abroad=0.0, nations=[nation("HOME"), nation("ALLY")]), instrument_game(LICENSED))
    shares = dict(zip(found.players, found.shares, strict=True))
    np.testing.assert_array_equal(shares["BuyNational"], 0.0)
    assert (shares["OwnStocksFirst"] != 0.0).all()
    np.testing.assert_allclose(found.shares.sum(axis=0), found.dividend, rtol=1e-9)


def island(wants=0.0):
    """HOME makes rounds of a part that only ALLY makes; both hold rounds."""
    return facts_of(
        [nation("HOME"), nation("ALLY")],
        [product("ROUND", lead=2.0), part("SEEKER", lead=2.0)],
        [line("ROUNDS", "HOME", "ROUND", 10.0), line("SEEKERS", "ALLY", "SEEKER", 10.0)],
        [holding("HOME", "ROUND", 5.0, stock=10.0, wants=wants), holding("ALLY", "ROUND", 5.0, stock=10.0, wants=wants)],
        [needs("ROUND", "SEEKER")],
    )  # fmt: skip


def test_what_two_nations_can_only_make_together_they_share_alike():
    facts = island(2000.0)
    base = begin(facts, 1).base
    found = played(facts, nation_game(base, (), ("HOME", "ALLY")), since=12, months=24, seeds=(0,))
    assert found.players == ("HOME", "ALLY")
    assert found.joint > 1e6
    assert found.apart < 1e-2 * found.joint  # no seekers at home, no rounds at the ally's, once what was ordered before has come
    np.testing.assert_array_equal(found.shares[0], found.shares[1])
    assert found.shares.sum() == pytest.approx(float(found.joint[0] - found.apart[0]))


def test_those_who_are_not_named_play_as_one_and_trade_among_themselves_where_they_play():
    base = begin(island(), 1).base
    game = nation_game(base, (), ("ALLY",))
    assert game.players == ("ALLY", THE_REST)
    (alone,), (joint,) = game.rules(0), game.rules(game.everybody)
    assert set(alone.allies) == set(joint.members) == set(base.nations)
    assert game.rules(0b01) == game.rules(0)  # one nation has nobody to trade with


def test_all_nations_together_trade_as_if_nobody_asked():
    facts = island(2000.0)
    run = begin(facts, 24)
    found = played(facts, nation_game(run.base, (), ("HOME", "ALLY")), since=0, months=24, seeds=(0,))
    assert found.joint == pytest.approx(run.advance().record.delivered.sum())


def test_with_many_players_orders_are_drawn_and_shares_still_add_up(monkeypatch):
    monkeypatch.setattr("abm.judgement.dividend.MOST_EXACT", 2)
    facts = two_nations(abroad=0.0)
    found = played(facts, instrument_game(LICENSED), seeds=(0, 1, 2))
    monkeypatch.undo()
    exact = played(facts, instrument_game(LICENSED), seeds=(0, 1, 2))
    np.testing.assert_allclose(found.shares.sum(axis=0), found.dividend, rtol=1e-9)
    np.testing.assert_array_equal(found.dividend, exact.dividend)
    assert found.values is None
    assert found.interaction is None
    assert (np.abs(found.shares.mean(axis=1) - exact.shares.mean(axis=1)) <= 4.0 * found.sampling + 1e-6).all()


def test_the_same_seeds_split_into_the_same_bits():
    one, two = (played(two_nations(abroad=0.0), instrument_game(LICENSED), seeds=(4, 7)) for _ in range(2))
    np.testing.assert_array_equal(one.shares, two.shares)
