"""Missiles, seekers and drones from 2022 on: what was made, and what held it back."""

from __future__ import annotations

import numpy as np

from abm.facts.record_of_history import load_series, load_targets
from abm.judgement.validation.declaring import BEHAVIOUR, DATA, path, row
from abm.judgement.validation.shells import smoothed
from abm.judgement.validation.worlds import HISTORY, JAPAN, Seen

ENGAGED = 12
"""Interceptors fired on 1 October 2024: a dozen (V87)."""


def in_year(seen: Seen, product: str, nation: str, year: int) -> np.ndarray:
    """Units made in a calendar year [seed]."""
    begin = seen.month(f"{year}-01")
    return seen.made(product, nation)[begin : begin + 12].sum(axis=0)


@row("V13", BEHAVIOUR, JAPAN, used=True)
def japan_waits_for_seekers(seen: Seen) -> np.ndarray:
    """PAC-3 a year made in Japan from 2024 to mid-2026, though plant for 60 was agreed on in 2022."""
    made = seen.made("PAC3_MSE", "JPN")
    return 12.0 * made[seen.month("2024-01") : seen.month("2026-07")].mean(axis=0)


@row("V19", BEHAVIOUR, HISTORY)
def american_orders(seen: Seen) -> np.ndarray:
    """PAC-3 a year that the USA orders in the fiscal years 2024 to 2026."""
    ordered = seen.magazine("ordered", "PAC3_MSE", "USA")
    return 12.0 * ordered[seen.month("2023-10") : seen.month("2026-10")].mean(axis=0)


@row("V28", DATA, HISTORY)
def taiwan_over_target(seen: Seen) -> np.ndarray:
    """Drones made in Taiwan in 2024 over the 180,000 a year aimed at."""
    return in_year(seen, "OWA_DRONE", "TWN", 2024) / load_series()["RAMP_DRONE_TWN"].at("2028-12").central


@row("V58", BEHAVIOUR, JAPAN)
def amraam_in_japan(seen: Seen) -> np.ndarray:
    """Whether Japan makes any AMRAAM by June 2026, 24 months after a line was agreed on."""
    made = seen.made("AMRAAM", "JPN")[: seen.month(load_targets()["V58"].first) + 1]
    return (made > 0.0).any(axis=0).astype(float)


@row("V87", BEHAVIOUR, HISTORY)
def one_engagement(seen: Seen) -> np.ndarray:
    """A dozen interceptors over the SM-3 IIA made in 2024."""
    return ENGAGED / in_year(seen, "SM3_IIA", "USA", 2024)


def _made(name: str, kind: str, meaning: str, used: bool = False, opening: bool = False) -> None:
    """Follow a series that counts what one nation makes of one product."""
    series = load_series()[name]

    def observe(seen: Seen) -> np.ndarray:
        return smoothed(seen.made(series.product, series.nation))

    observe.__doc__ = meaning
    path(name, kind, HISTORY, used, opening)(observe)


def _plant(name: str, kind: str, meaning: str) -> None:
    """Follow a series that counts what one nation could make of one product."""
    series = load_series()[name]

    def observe(seen: Seen) -> np.ndarray:
        return seen.capacity(series.product, series.nation)

    observe.__doc__ = meaning
    path(name, kind, HISTORY)(observe)


_made("RAMP_PAC3_JPN", BEHAVIOUR, "PAC-3 made in Japan.", used=True)
_made("RAMP_TLAM", BEHAVIOUR, "Tomahawks made in the USA.")
_made("RAMP_SM6", BEHAVIOUR, "SM-6 made in the USA.")
_made("RAMP_AMRAAM", BEHAVIOUR, "AMRAAM made in the USA.")
_made("RAMP_SM3_IIA", BEHAVIOUR, "SM-3 IIA made in the USA.")
_made("RAMP_DRONE_TWN", DATA, "One-way drones made in Taiwan.")
_made("RAMP_GMLRS", DATA, "GMLRS made in the USA at the opening.", opening=True)
_made("RAMP_JAVELIN", DATA, "Javelins made in the USA at the opening.", opening=True)
_made("RAMP_PAC3", DATA, "PAC-3 made in the USA at the opening.", opening=True)
_plant("RAMP_SEEKER_PAC3", DATA, "Plant for PAC-3 seekers in the USA; the record dates its growth.")
_plant("RAMP_THAAD", BEHAVIOUR, "Plant for THAAD interceptors in the USA.")
