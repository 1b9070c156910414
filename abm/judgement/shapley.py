"""The Shapley split of what players bring together, on games given as tables: exact for few players, sampled for many.

A coalition is a number whose bits are its players: 0 nobody, 0b101 players 0 and 2.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np


def shapley(values: np.ndarray) -> np.ndarray:
    """What each player brings to a coalition on average over all orders in which they may come (Shapley 1953).

    values [coalition, ...], 2^n of them; returns [player, ...], which add up to what all bring together.
    """
    players, coalitions = _players(values)
    size = np.bitwise_count(coalitions)
    weights = np.array([1.0 / (players * comb(players - 1, k)) for k in range(players)])
    shares = np.empty((players, *values.shape[1:]))
    for i in range(players):
        without = coalitions[coalitions >> i & 1 == 0]
        shares[i] = np.tensordot(weights[size[without]], values[without | 1 << i] - values[without], axes=1)
    return shares


def interaction(values: np.ndarray) -> np.ndarray:
    """How much more two players bring together than apart, on average over who else is there (Grabisch and Roubens 1999).

    Above nought they are complements, below it substitutes. values [coalition, ...]; returns [player, player, ...], nought for a player
    with itself.
    """
    players, coalitions = _players(values)
    size = np.bitwise_count(coalitions)
    weights = np.array([1.0 / ((players - 1) * comb(players - 2, k)) for k in range(players - 1)])
    index = np.zeros((players, players, *values.shape[1:]))
    for i in range(players):
        for j in range(i):
            one, other = 1 << i, 1 << j
            without = coalitions[coalitions & (one | other) == 0]
            more = values[without | one | other] - values[without | one] - values[without | other] + values[without]
            index[i, j] = index[j, i] = np.tensordot(weights[size[without]], more, axes=1)
    return index


def orders(players: int, pairs: int, rng: np.random.Generator) -> np.ndarray:
    """Orders in which players may come, each followed by its reverse, whose errors tend to cancel: [pair, 2, player]."""
    drawn = rng.permuted(np.tile(np.arange(players), (pairs, 1)), axis=1)
    return np.stack([drawn, drawn[:, ::-1]], axis=1)


def coalitions_in(order: np.ndarray) -> list[int]:
    """The coalitions that stand as players come in this order [player], from nobody to all."""
    return [0, *(int(one) for one in np.bitwise_or.accumulate(1 << order))]


def sampled_shapley(drawn: np.ndarray, value: Callable[[int], float]) -> tuple[np.ndarray, np.ndarray]:
    """The split over some orders [pair, 2, player], and the standard error of having drawn only these: both [player].

    Without a second pair the error is not known (NaN). The shares add up to what all bring together, however few orders there are.
    """
    by_pair = np.zeros(drawn.shape[::2])
    for pair, two in enumerate(drawn):
        for order in two:
            by_pair[pair, order] += np.diff([value(one) for one in coalitions_in(order)]) / 2
    pairs = len(drawn)
    error = by_pair.std(axis=0, ddof=1) / np.sqrt(pairs) if pairs > 1 else np.full(by_pair.shape[1], np.nan)
    return by_pair.mean(axis=0), error


def _players(values: np.ndarray) -> tuple[int, np.ndarray]:
    players = len(values).bit_length() - 1
    if len(values) != 1 << players:
        raise ValueError(f"{len(values)} coalitions: expected a power of two")
    return players, np.arange(len(values))
