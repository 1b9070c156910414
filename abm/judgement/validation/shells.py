"""155 mm shells from 2022 on: the ramp, its plateau, what plans promised, and charges against bodies."""

from __future__ import annotations

import numpy as np

from abm.facts.record_of_history import load_series, load_targets
from abm.judgement.validation.declaring import BEHAVIOUR, DATA, STRUCTURE, first_month, path, row
from abm.judgement.validation.worlds import HISTORY, Seen

GROWN = 1.1
"""Output over the rate before the war at which it counts as having grown."""

FLAT = 0.05
"""How far output may stray and still count as flat."""

SENT = 1_070_000
"""American 155 mm rounds sent to Ukraine by January 2023 (V45)."""


def bodies(seen: Seen) -> np.ndarray:
    """Shell bodies a month made for America, in the USA and Canada, as the record counts; means of three months [month, seed]."""
    return smoothed(seen.made("SHELL_BODY", "USA", "CAN"))


def smoothed(made: np.ndarray) -> np.ndarray:
    """Means of three months around each, so that one stoppage is not taken for a turn."""
    padded = np.concatenate([made[:1], made, made[-1:]])
    return (padded[:-2] + padded[1:-1] + padded[2:]) / 3.0


def before_the_war(seen: Seen) -> float:
    """American shell bodies a month before the war, as the scenario has them."""
    then = seen.outcome.scenario.rates["SHELL_BODY"]
    return (then["USA"] + then["CAN"]) / 12.0


@row("V01", BEHAVIOUR, HISTORY, used=True)
def months_to_double(seen: Seen) -> np.ndarray:
    """Months until US output of 155 mm bodies is twice the rate before the war."""
    return first_month(bodies(seen) >= 2.0 * before_the_war(seen))


@row("V02", BEHAVIOUR, HISTORY, used=True)
def months_to_the_plateau(seen: Seen) -> np.ndarray:
    """Months until US output of 155 mm bodies is 2.8 times the rate before the war."""
    return first_month(bodies(seen) >= 2.8 * before_the_war(seen))


@row("V03", BEHAVIOUR, HISTORY, used=True)
def months_on_the_plateau(seen: Seen) -> np.ndarray:
    """Months for which US output stays within 5 % of what it is when it first reaches 2.8 times the rate before the war; 0 if never."""
    made = bodies(seen)
    reached = first_month(made >= 2.8 * before_the_war(seen))
    months = np.zeros(made.shape[1])
    for seed in np.flatnonzero(np.isfinite(reached)):
        since = made[int(reached[seed]) :, seed]
        away = np.abs(since / since[0] - 1.0) > FLAT
        months[seed] = away.argmax() if away.any() else len(since)
    return months


@row("V85", BEHAVIOUR, HISTORY, used=True)
def months_flat(seen: Seen) -> np.ndarray:
    """Months until US output of 155 mm bodies is a tenth above the rate before the war."""
    return first_month(bodies(seen) >= GROWN * before_the_war(seen))


def over_plan(seen: Seen, month: str) -> np.ndarray:
    """US bodies made over what the plan of February 2024 promised for this month [seed]."""
    return bodies(seen)[seen.month(month)] / load_series()["PLAN_155_US_2024"].at(month).central


@row("V04", BEHAVIOUR, HISTORY, used=True)
def met_in_october_2024(seen: Seen) -> np.ndarray:
    """US bodies made in October 2024 over the 60,000 planned."""
    return over_plan(seen, "2024-10")


@row("V05", BEHAVIOUR, HISTORY, used=True)
def met_in_april_2025(seen: Seen) -> np.ndarray:
    """US bodies made in April 2025 over the 75,000 planned."""
    return over_plan(seen, "2025-04")


@row("V06", BEHAVIOUR, HISTORY, used=True)
def met_in_october_2025(seen: Seen) -> np.ndarray:
    """US bodies made in October 2025 over the 100,000 planned."""
    return over_plan(seen, "2025-10")


def charges(seen: Seen) -> np.ndarray:
    """Charges a month from American and Canadian makers (all came from Valleyfield) [month, seed]."""
    return seen.made("PROP_CHG", "USA", "CAN")


@row("V07", BEHAVIOUR, HISTORY, used=True)
def charges_a_body(seen: Seen) -> np.ndarray:
    """Charges over shell bodies made in the USA and Canada in September 2024."""
    month = seen.month(load_targets()["V07"].first)
    return smoothed(charges(seen))[month] / bodies(seen)[month]


@row("V26", BEHAVIOUR, HISTORY)
def maryborough_doubles(seen: Seen) -> np.ndarray:
    """Plant for shell bodies in Australia at the end of 2024 over that of 2022."""
    plant = seen.capacity("SHELL_BODY", "AUS")
    return plant[seen.month("2024-12")] / plant[seen.month("2022-12")]


@row("V45", BEHAVIOUR, HISTORY)
def years_to_replace_shells(seen: Seen) -> np.ndarray:
    """Years in which the US rate of January 2023 makes the 1.07 million rounds sent."""
    return SENT / (12.0 * bodies(seen)[seen.month(load_targets()["V45"].first)])


@row("V73", DATA, HISTORY)
def asked_of_supporters(seen: Seen) -> np.ndarray:
    """Rounds a month that the scenario asks of all supporters together in 2023 and the first half of 2024."""
    asked = seen.magazine("used", "SHELL155") + seen.magazine("missed", "SHELL155")
    return asked[seen.month("2023-01") : seen.month("2024-07")].mean(axis=0)


@path("RAMP_155_US_BODY", BEHAVIOUR, HISTORY, used=True)
def american_bodies(seen: Seen) -> np.ndarray:
    """155 mm bodies made for America in the USA and Canada."""
    return bodies(seen)


@path("RAMP_155_US_CHARGE", BEHAVIOUR, HISTORY, used=True)
def american_charges(seen: Seen) -> np.ndarray:
    """Propelling charges made in the USA and Canada."""
    return smoothed(charges(seen))


@path("RAMP_155_KOR", STRUCTURE, HISTORY)
def korean_plant(seen: Seen) -> np.ndarray:
    """Plant for 155 mm rounds in Korea."""
    return seen.capacity("SHELL155", "KOR")


@path("RAMP_155_EU", DATA, HISTORY, opening=True)
def european_rounds(seen: Seen) -> np.ndarray:
    """155 mm rounds made in the European Union's nations at the opening."""
    return smoothed(seen.made("SHELL155", "DEU", "ESP", "FRA", "ITA", "SWE", "FIN", "POL"))


@path("RAMP_155_RHM", DATA, HISTORY, opening=True)
def german_rounds(seen: Seen) -> np.ndarray:
    """155 mm rounds made in Germany at the opening."""
    return smoothed(seen.made("SHELL155", "DEU"))


@path("RAMP_155_RNM", DATA, HISTORY, opening=True)
def australian_bodies(seen: Seen) -> np.ndarray:
    """Shell bodies made in Australia in the first year."""
    return smoothed(seen.made("SHELL_BODY", "AUS"))
