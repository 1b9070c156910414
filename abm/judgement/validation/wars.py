"""Wars: how soon magazines run dry, when output peaks, who waits, and how long refilling takes."""

from __future__ import annotations

import numpy as np

from abm.facts.record_of_history import load_targets
from abm.judgement.metrics import alliance_surge_ratio, half_dry, order_slip
from abm.judgement.validation.declaring import BEHAVIOUR, DATA, first_month, row
from abm.judgement.validation.shells import smoothed
from abm.judgement.validation.worlds import AT_ONCE, CALM, DEFAULT, HISTORY, IRAN, MOBILISATION, RAMP, Seen
from abm.state.base import DAYS

LONG_RANGE = ("JASSM_ER", "LRASM", "TLAM")
"""Long-range missiles of V32."""

CRITICAL = (*LONG_RANGE, "PRSM", "SM6", "SM3_IB", "SM3_IIA", "THAAD", "PAC3_MSE")
"""The basket of critical munitions: long-range missiles and interceptors."""

SIX = ("SHELL155", "JAVELIN", "STINGER")
"""Those of the six systems of V46 that the model follows."""

THREE_WEEKS = 21


@row("V30", BEHAVIOUR, AT_ONCE, used=True)
def lrasm_runs_out(seen: Seen) -> np.ndarray:
    """Days until LRASM has run out in the default war, fought with the magazines of 2026."""
    return dry(seen, "LRASM")


@row("V31", BEHAVIOUR, AT_ONCE, used=True)
def first_of_the_basket(seen: Seen) -> np.ndarray:
    """Days until the first critical munition has run out in the default war, fought with the magazines of 2026."""
    return np.min([dry(seen, system) for system in CRITICAL], axis=0)


def dry(seen: Seen, system: str) -> np.ndarray:
    """Day of war by which magazines that carry half of a system's use have run dry, infinite where never [seed]."""
    o = seen.outcome
    day = half_dry(o, np.flatnonzero(o.magazine[0] == o.systems.index(system)))
    return np.where(np.isnan(day), np.inf, day)


@row("V32", BEHAVIOUR, AT_ONCE, used=True)
def three_weeks_of_long_range_fire(seen: Seen) -> np.ndarray:
    """Long-range missiles that all fire in the first three weeks: as many as asked for, and no more than the first month's."""
    onset = seen.war.start
    used = sum(seen.magazine("used", system)[onset] for system in LONG_RANGE)
    asked = used + sum(seen.magazine("missed", system)[onset] for system in LONG_RANGE)
    return np.minimum(used, asked * THREE_WEEKS / DAYS)


@row("V37", BEHAVIOUR, RAMP)
def years_to_replace_tomahawks(seen: Seen) -> np.ndarray:
    """Years from the end of the strikes until the USA holds as many Tomahawks as before them."""
    return years_to_refill(seen, "TLAM")


@row("V38", BEHAVIOUR, IRAN)
def years_to_replace_thaad(seen: Seen) -> np.ndarray:
    """Years from the end of the strikes until the USA holds as many THAAD interceptors as before them."""
    return years_to_refill(seen, "THAAD")


@row("V39", BEHAVIOUR, RAMP)
def interceptors_back(seen: Seen) -> np.ndarray:
    """Calendar year in which the USA holds as many SM-6 and SM-3 IIA as before the strikes, the later of the two."""
    years = np.maximum(years_to_refill(seen, "SM6"), years_to_refill(seen, "SM3_IIA"))
    start = int(seen.outcome.scenario.start[:4])
    return start + seen.war.stop / 12.0 + years


def years_to_refill(seen: Seen, system: str) -> np.ndarray:
    """Years from the end of war until the USA holds as many of a system as when it began [seed]."""
    stock, war = seen.magazine("stock", system, "USA"), seen.war
    return first_month(stock[war.stop :] >= stock[war.start - 1]) / 12.0


@row("V40", BEHAVIOUR, IRAN, CALM, used=True)
def japan_waits_for_tomahawks(seen: Seen, calm: Seen) -> np.ndarray:
    """Months by which Japan's Tomahawks arrive later, on average, where America fired first than where it did not."""
    return slip(seen, "TLAM", "JPN") - slip(calm, "TLAM", "JPN")


def slip(seen: Seen, system: str, nation: str) -> np.ndarray:
    """Mean months by which a nation's orders of a system arrive after the quoted lead time [seed]."""
    return order_slip(seen.outcome)[seen.outcome.systems.index(system), seen.outcome.base.nations.index(nation)]


@row("V88", BEHAVIOUR, IRAN)
def tomahawks_for_allies(seen: Seen) -> np.ndarray:
    """Share of the Tomahawks landed after the strikes, to the end of 2028, that goes to allies."""
    after = slice(seen.war.stop, seen.month("2029-01"))
    everyone = seen.magazine("landed", "TLAM")[after].sum(axis=0)
    return 1.0 - seen.magazine("landed", "TLAM", "USA")[after].sum(axis=0) / everyone


@row("V46", BEHAVIOUR, HISTORY)
def years_to_replace_the_six(seen: Seen) -> np.ndarray:
    """Years in which the rates of January 2023 make what the USA fired until then: of shells, Javelin and Stinger the furthest from 10."""
    month = seen.month(load_targets()["V46"].date)
    fired = [seen.magazine("used", system, "USA")[:month].sum(axis=0) for system in SIX]
    made = [12.0 * smoothed(seen.made(system, "USA"))[month] for system in SIX]
    years = np.array(fired) / np.array(made)
    furthest = np.abs(years - load_targets()["V46"].central).argmax(axis=0)
    return np.take_along_axis(years, furthest[None], axis=0)[0]


@row("V47", DATA, HISTORY)
def javelins_sent(seen: Seen) -> np.ndarray:
    """Javelins that the scenario has the USA hand over until August 2022, over a year of output then."""
    month = seen.month(load_targets()["V47"].first)
    sent = seen.magazine("used", "JAVELIN", "USA")[: month + 1].sum(axis=0)
    return sent / (12.0 * seen.made("JAVELIN", "USA")[: month + 1].mean(axis=0))


@row("V51", BEHAVIOUR, DEFAULT)
def peak_after_onset(seen: Seen) -> np.ndarray:
    """Months from the first of war to the largest deliveries, by value, to all nations (means of three months)."""
    return peak_month(seen)


@row("V52", BEHAVIOUR, MOBILISATION)
def full_gear(seen: Seen) -> np.ndarray:
    """Months from the first of a war that nations mobilise for to nine tenths of the growth that its deliveries reach (means of three)."""
    delivered = since_onset(seen)
    reached = delivered[0] + 0.9 * (delivered.max(axis=0) - delivered[0])
    return first_month(delivered >= reached)


def since_onset(seen: Seen) -> np.ndarray:
    """Deliveries to all nations over the peacetime rate, from the first month of war on [month, seed]."""
    return smoothed(alliance_surge_ratio(seen.outcome))[seen.war.start :]


def peak_month(seen: Seen) -> np.ndarray:
    """Months from the first of war to the largest deliveries [seed]."""
    return since_onset(seen).argmax(axis=0).astype(float)
