"""Whom and what a rule covers: names of nations, blocs and products as marks on the rows of a base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def nations_of(base: Any, names: Sequence[str]) -> np.ndarray:
    """Whether each nation is named, or belongs to a bloc that is named [nation]."""
    named = np.isin(base.nations, list(names))
    for name in names:
        named |= base.in_bloc(name)
    return named


def products_of(base: Any, names: Sequence[str]) -> np.ndarray:
    """Whether each product is named; where no name is given, all are [product]."""
    return np.isin(base.products, list(names)) if names else np.ones(len(base.products), bool)


def lines_of(base: Any, nations: Sequence[str], products: Sequence[str]) -> np.ndarray:
    """Lines of these nations or blocs that make these products, or any where no product is named [firm]."""
    net = base.net
    return nations_of(base, nations)[net.firm_nation] & products_of(base, products)[net.firm_product]


def new_lines(base: Any) -> np.ndarray:
    """Lines that have no plant at the opening [firm]."""
    return base.capacity <= 0.0


def magazines_of(base: Any, nations: Sequence[str], systems: Sequence[str], services: bool = True) -> np.ndarray:
    """Magazines of these nations or blocs for these systems, or for any where none is named [store].

    `services`: whether a nation's demand for repairs counts; of a service nothing can be stored.
    """
    net = base.net
    magazine = np.arange(len(net.store_nation)) >= net.first
    covered = magazine & nations_of(base, nations)[net.store_nation] & products_of(base, systems)[net.store_product]
    return covered if services else covered & ~net.store_service


def into_magazines(base: Any) -> np.ndarray:
    """Links that fill magazines, not the input stores of lines [link]."""
    return base.net.link_store >= base.net.first


def services(base: Any) -> np.ndarray:
    """Links over which a service is given, not goods sent [link]."""
    return np.isin(base.net.firm_product, base.services)[base.net.link_firm]


def abroad(base: Any) -> np.ndarray:
    """Links that cross a border [link]."""
    return base.net.link_from != base.net.link_to


def send_back(columns: Any, cases: np.ndarray, share: float | np.ndarray) -> None:
    """Return a share of these licence cases on top of what other rules return: each rule sends back its part of what the others let pass.

    cases [link] marks; share is one number, or one for each marked link.
    """
    returned = columns.links.returned
    returned[cases] += (1.0 - returned[cases]) * np.reshape(share, (-1, 1))
