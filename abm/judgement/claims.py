"""The model's main claims, each as a sentence that a run can prove wrong."""

from __future__ import annotations

import numpy as np

from abm.facts.variants import MorePlant, PutOff, StandingPlant
from abm.judgement.claim import CLAIMS, Arm, Claim, Seen, claim
from abm.judgement.outcome import Outcome
from abm.judgement.readings import (
    around,
    capacity,
    days_under_way,
    delivered,
    from_abroad,
    gain,
    landed,
    made,
    made_value,
    months_until,
    over,
    saved,
    stock,
    to_allies,
)

__all__ = ["CLAIMS", "Claim"]

DEFAULT, UKRAINE = "indo-pacific-2026", "ukraine-2022"
ONSET, TRUCE = 48, 72
"""Months of the default scenario in which its war begins and ends."""
LOAN_BEGINS, LOAN_OVER = 14, 18
"""Months of `korea-loan` in which the loan begins, April 2023, and by which it is handed over."""
YEAR = 12
NOTICED = 1.0
"""Percent, or percentage points, below which an effect counts as none."""

SHORTER_LICENCES = ("ExportLicensing.days=22.5", "ExportLicensing.technology_days=50", "ReexportConsent.days=45")
LONGER_LICENCES = ("ExportLicensing.days=180",)
FREE_MISSILES = tuple(f"MissileTechnologyControl.{kind}=1" for kind in ("one_members", "one_others", "two_members", "two_others"))
HOME_ONLY = ("BuyNational.price_factor=1", "BuyNational.content_threshold=0.75", "BuyNational.waivers=false")
SEVEN_YEARS = ("MultiYearProcurement.funded=0.8", "MultiYearProcurement.credibility=0.3", "MultiYearProcurement.term=7")
GRANTS = ("CapacityGrants.nations=[USA]", "CapacityGrants.share=0.4")
NO_PACT = ("SecurityOfSupply.members=''",)
VOLUNTARY = ("SecurityOfSupply.members=PIPIR", "SecurityOfSupply.hub=''")
BINDING = (*VOLUNTARY, "SecurityOfSupply.binding=true")

TODAY = Arm(DEFAULT, months=TRUCE)
WHOLE = Arm(DEFAULT)
HISTORY = Arm(UKRAINE, months=66)
AS_IT_WAS = Arm(UKRAINE, "history-2022", months=66)

SEEKERS_STAY = PutOff("SEEK_PAC3", "2099-01")
"""The record dates more seekers to 2027; what holds until they come is asked of a world in which they do not."""
ROOM_IN_JAPAN = StandingPlant("PAC3_MSE", "JPN", 2.0)
"""Japan makes 30 PAC-3 a year and could make 60 on the plant it has; beyond that it must build (P069, L_PAC3_JSUB)."""


@claim(
    "Seekers, not licences, hold Japan's PAC-3 line", "%", above=NOTICED,
    flips="another part, or Japan's own crews or orders, holds the line first; then neither change moves it",
    stay=Arm(DEFAULT, changes=(SEEKERS_STAY, ROOM_IN_JAPAN), months=TRUCE),
    seekers=Arm(DEFAULT, changes=(SEEKERS_STAY, ROOM_IN_JAPAN, MorePlant("SEEK_PAC3", 1.3)), months=TRUCE),
    licences=Arm(DEFAULT, moved=SHORTER_LICENCES, changes=(SEEKERS_STAY, ROOM_IN_JAPAN), months=TRUCE),
)  # fmt: skip
def seekers_not_licences(stay: Outcome, seekers: Outcome, licences: Outcome) -> Seen:
    """PAC-3 from Japan's line to the end of the war, what 30 % more seekers adds over what halved licence times add, of all.

    Japan's line has plant for 60 a year, and seekers stand as before the expansion that the record dates to 2027.
    """
    before, more, sooner = (made(o, "PAC3_MSE", "JPN") for o in (stay, seekers, licences))
    return _against("added by 30 % more seekers", gain(more, before), "by halved licence times", gain(sooner, before))


@claim(
    "More plant in Japan adds hardly any PAC-3 while seekers stay as they are", "%", below=25.0,
    flips="seekers and motors to spare, so that a second line can take them",
    stay=Arm(DEFAULT, changes=(SEEKERS_STAY,), months=TRUCE),
    plant=Arm(DEFAULT, changes=(SEEKERS_STAY, ROOM_IN_JAPAN), months=TRUCE),
)  # fmt: skip
def japans_plant_alone(stay: Outcome, plant: Outcome) -> Seen:
    """PAC-3 that all lines add to the end of the war when Japan's line has plant for 60 a year, of what Japan's line made before.

    Seekers stand as before the expansion that the record dates to 2027. What Japan's line gains beyond that, America's loses.
    """
    added_by_all = made(plant, "PAC3_MSE") - made(stay, "PAC3_MSE")
    of_line, then = (made(o, "PAC3_MSE", "JPN") for o in (stay, plant))
    years = TRUCE / YEAR
    return Seen(100.0 * over(added_by_all, of_line), {
        "missiles added by all lines": added_by_all, "made in Japan a year before": of_line / years, "and with the plant": then / years,
    })  # fmt: skip


@claim(
    "An MTCR waiver alone moves PAC-3 little", "%", below=NOTICED,
    flips="cases sent back so often, or an office so slow, that approval decides what is delivered",
    today=TODAY, waiver=Arm(DEFAULT, moved=(*FREE_MISSILES, "MissileTechnologyControl.production=true"), months=TRUCE),
)  # fmt: skip
def waiver_alone(today: Outcome, waiver: Outcome) -> Seen:
    """PAC-3 to the end of the war when every case is approved: the larger of the changes in what all lines and Japan's line make."""
    whole, japan = (np.abs(gain(made(waiver, "PAC3_MSE", n), made(today, "PAC3_MSE", n))) for n in (None, "JPN"))
    return Seen(np.maximum(whole, japan), {"change in all made": whole, "change in Japan's": japan})


@claim(
    "Charges, not bodies, hold US 155 mm", "%", above=NOTICED,
    flips="charges to spare, or fuzes or money that bind first",
    today=Arm(DEFAULT, months=ONSET),
    charges=Arm(DEFAULT, changes=(MorePlant("PROP_CHG", 1.3),), months=ONSET),
    bodies=Arm(DEFAULT, changes=(MorePlant("SHELL_BODY", 1.3),), months=ONSET),
)  # fmt: skip
def charges_not_bodies(today: Outcome, charges: Outcome, bodies: Outcome) -> Seen:
    """Rounds made in the USA from 2026 to 2029: what 30 % more charges adds over what 30 % more bodies adds, of all."""
    return _charges_or_bodies(today, charges, bodies, slice(0, ONSET))


@claim(
    "Charges, not bodies, held US 155 mm by 2024", "%", above=NOTICED,
    flips="demand, filling or crews that bind before either part does",
    today=AS_IT_WAS,
    charges=Arm(UKRAINE, "history-2022", changes=(MorePlant("PROP_CHG", 1.3),), months=66),
    bodies=Arm(UKRAINE, "history-2022", changes=(MorePlant("SHELL_BODY", 1.3),), months=66),
)  # fmt: skip
def charges_held_in_2024(today: Outcome, charges: Outcome, bodies: Outcome) -> Seen:
    """Rounds made in the USA from September 2024 to August 2025 (V03, V07): what 30 % more charges adds over what 30 % more bodies adds."""
    return _charges_or_bodies(today, charges, bodies, slice(31, 43))


@claim(
    "Multi-year contracts move month 36, not month 6", "pp", above=NOTICED,
    flips="plant that takes longer than three years from signature to full rate, or buyers without the money to follow",
    missed="plant for nearly all systems makes its first units 24 to 40 months after it is decided on, as planned (V53: 38 in the median), "
           "and a quarter later in fact; contracts move nothing sooner, neither crews nor shelves; month 60 is a claim of its own",
    today=HISTORY, signed=Arm(UKRAINE, moved=SEVEN_YEARS, months=66),
)  # fmt: skip
def contracts_need_years(today: Outcome, signed: Outcome) -> Seen:
    """Value of systems made around month 36 after the USA signs for seven years, over what it was, less the same around month 6."""
    early, late, later = (gain(made_value(signed, around(m)), made_value(today, around(m))) for m in (6, 36, 60))
    return Seen(late - np.abs(early), {"month 6": early, "month 36": late, "month 60": later})


@claim(
    "Multi-year contracts move month 60, not month 6", "pp", above=NOTICED,
    flips="plant that takes longer than five years from signature to full rate, or buyers without the money to follow",
    today=TODAY, signed=Arm(DEFAULT, moved=SEVEN_YEARS, months=TRUCE),
)  # fmt: skip
def contracts_need_five_years(today: Outcome, signed: Outcome) -> Seen:
    """Value of systems made in the USA around month 60 after it signs for seven years, over what it was, less the same around month 6."""
    early, late, later = (gain(made_value(signed, around(m), "USA"), made_value(today, around(m), "USA")) for m in (6, 48, 60))
    return Seen(later - np.abs(early), {"month 6": early, "month 48": late, "month 60": later})


@claim(
    "Buy-national costs more surge the longer it has stood", "pp", above=NOTICED,
    flips="new lines at home that make up in four years for what is barred abroad",
    today=TODAY,
    long=Arm(DEFAULT, moved=HOME_ONLY, months=TRUCE),
    new=Arm(DEFAULT, moved=HOME_ONLY, since=ONSET, months=TRUCE),
)  # fmt: skip
def preference_grows_dear(today: Outcome, long: Outcome, new: Outcome) -> Seen:
    """Value delivered in the war that a strict preference costs when it has stood for four years, less when it begins with the war."""
    war = slice(ONSET, TRUCE)
    return _against("lost if it stood", -gain(delivered(long, war), delivered(today, war)), "lost if it is new",
                    -gain(delivered(new, war), delivered(today, war)))  # fmt: skip


@claim(
    "Licence delays slow deliveries in a crisis more than in peace", "pp", above=NOTICED,
    flips="offices with room to spare, or a peace in which allies' deliveries grow as fast as in war",
    today=TODAY,
    peace=Arm(DEFAULT, moved=LONGER_LICENCES, since=ONSET - 24, months=TRUCE),
    crisis=Arm(DEFAULT, moved=LONGER_LICENCES, since=ONSET, months=TRUCE),
)  # fmt: skip
def licences_bite_in_crisis(today: Outcome, peace: Outcome, crisis: Outcome) -> Seen:
    """Value that nations without the USA lose in the 24 months after licences take half a year, begun with the war less begun in peace."""
    lost = [-gain(to_allies(o, months), to_allies(today, months)) for o, months in
            ((crisis, slice(ONSET, TRUCE)), (peace, slice(ONSET - 24, ONSET)))]  # fmt: skip
    return _against("lost in the war", lost[0], "lost in peace", lost[1])


@claim(
    "Grants without orders buy little", "%", below=NOTICED,
    flips="lines whose hurdle is just out of reach, so that cheaper plant alone tips them",
    today=WHOLE, grants=Arm(DEFAULT, moved=GRANTS), signed=Arm(DEFAULT, moved=SEVEN_YEARS), both=Arm(DEFAULT, moved=SEVEN_YEARS + GRANTS),
)  # fmt: skip
def grants_need_orders(today: Outcome, grants: Outcome, signed: Outcome, both: Outcome) -> Seen:
    """Value delivered over ten years that American grants of two fifths add, of all; beside it what they add on top of signed orders."""
    value = [delivered(o, slice(None)) for o in (today, grants, signed, both)]
    alone, on_top = gain(value[1], value[0]), gain(value[3], value[2])
    return Seen(alone, {"added by grants": alone, "added by grants to signed orders": on_top, "by signed orders": gain(value[2], value[0])})


@claim(
    "A front-line ally's voluntary promise is worth least when needed most", "pp", above=NOTICED,
    flips="own danger that hardly counts in whom a nation serves, or promises that nobody makes",
    none=Arm(DEFAULT, moved=NO_PACT, months=TRUCE),
    voluntary=Arm(DEFAULT, moved=VOLUNTARY, months=TRUCE),
    binding=Arm(DEFAULT, moved=BINDING, months=TRUCE),
)  # fmt: skip
def promises_fade(none: Outcome, voluntary: Outcome, binding: Outcome) -> Seen:
    """Of foreign claims that a war puts off, the part a voluntary promise saves in Australia, less the part it saves in Japan."""
    behind, front, bound = (saved(o, none, n) for o, n in ((voluntary, "AUS"), (voluntary, "JPN"), (binding, "JPN")))
    return Seen(behind - front, {"saved in Australia": behind, "saved in Japan": front, "saved in Japan if it binds": bound})


@claim(
    "Binding agreements hold the front line's supply", "%", above=NOTICED,
    flips="a supplier that serves its own stocks first whatever it has signed, or lines that have nothing to share",
    voluntary=Arm(DEFAULT, moved=VOLUNTARY, months=TRUCE), binding=Arm(DEFAULT, moved=BINDING, months=TRUCE),
)  # fmt: skip
def binding_holds_supply(voluntary: Outcome, binding: Outcome) -> Seen:
    """Value that lines abroad make in the war for Japan and Korea under a binding agreement of PIPIR, over that under a voluntary one."""
    before, after = (from_abroad(o, ("JPN", "KOR"), slice(ONSET, TRUCE)) / 1e6 for o in (voluntary, binding))
    return Seen(gain(after, before), {"voluntary, USD m": before, "binding, USD m": after})


@claim(
    "Output in theatre cuts replenishment from weeks to days", "share", below=0.3,
    flips="passages within the theatre that are as long as those across the ocean (V72: 0.08 to 0.3)",
    today=TODAY,
)  # fmt: skip
def theatre_is_near(today: Outcome) -> Seen:
    """Days under way to magazines in the theatre in the last month of war, by value: from lines in it over those from elsewhere."""
    near, far = (days_under_way(today, inside) for inside in (True, False))
    return Seen(over(near, far), {"days from within": near, "days from elsewhere": far})


@claim(
    "Shells lent in 2023 leave Korea less than half of its own", "share", below=0.5,
    flips="magazines in Korea that held more than twice what was lent, which no public figure excludes",
    loan=Arm("korea-loan", "history-2022", months=LOAN_OVER),
)  # fmt: skip
def korea_is_left_bare(loan: Outcome) -> Seen:
    """Shells that Korea holds when the 300,000 are handed over, over what it held the month before the first went."""
    held = stock(loan, "SHELL155", "KOR")
    before, left = held[LOAN_BEGINS - 1], held[LOAN_OVER - 1]
    return Seen(over(left, before), {"held before": before, "left": left})


@claim(
    "A surge peaks around two years after onset", "month", above=19.5, below=30.5,
    flips="plant and crews that follow faster than a year or slower than three (V51: 20 to 30 months)",
    today=WHOLE,
)  # fmt: skip
def peak_after_two_years(today: Outcome) -> Seen:
    """Months from the first of war to the quarter of a year with the largest deliveries, by value."""
    curve = _quarterly(today)
    return Seen(curve.argmax(axis=0).astype(float), {"peak over the year before": over(curve.max(axis=0), _before(today))})


@claim(
    "A surge recedes once it has peaked", "%", above=25.0,
    flips="magazines still so empty, and money still so plentiful, that lines go on as at the peak",
    today=WHOLE,
)  # fmt: skip
def surge_recedes(today: Outcome) -> Seen:
    """Part of its rise over the year before the war that the surge has given back in the last year of the run."""
    peak, last = _quarterly(today).max(axis=0), delivered(today, slice(-YEAR, None)) / YEAR
    return Seen(100.0 * over(peak - last, peak - _before(today)), {"last year over the year before the war": over(last, _before(today))})


@claim(
    "Ship overhaul abroad stands up in months, missile lines in years", "month", above=12.0,
    flips="yards without berths to spare, or missile plant that takes no longer to build than a ship to overhaul",
    opened=Arm(DEFAULT, moved=("RegionalSustainment.scope=0.8", "RegionalSustainment.certified=[PIPIR]"), since=YEAR,
               before=("RegionalSustainment.scope=0",)),
    agreed=Arm(DEFAULT, moved=("CoProduction.product=PAC3_MSE", "CoProduction.host=JPN", "CoProduction.rate=60"), since=YEAR),
    today=WHOLE,
)  # fmt: skip
def yards_before_lines(opened: Outcome, agreed: Outcome, today: Outcome) -> Seen:
    """Months to half of the PAC-3 plant agreed on in Japan, less those to half of usual overhauls once yards abroad may bid."""
    usual = landed(today, "NAV_MRO", "USA").mean(axis=0)
    ships = months_until(landed(opened, "NAV_MRO", "USA")[YEAR:] >= 0.5 * usual)
    more = capacity(agreed, "PAC3_MSE", "JPN") - capacity(today, "PAC3_MSE", "JPN")[:1]
    whole = 60.0 / 12.0 - capacity(today, "PAC3_MSE", "JPN")[0]
    lines = months_until(more[YEAR:] >= 0.5 * whole)
    return Seen(lines - ships, {"months to a missile line": lines, "months to overhauls": ships})


@claim(
    "A long peace costs production lines", "%", above=5.0,
    flips="money that keeps lines warm, or owners who keep idle lines for ever",
    peace=Arm("long-peace"),
)  # fmt: skip
def peace_costs_lines(peace: Outcome) -> Seen:
    """Lines at work after twenty years of shrinking orders, against the most in any of the first five years."""
    most, left = peace.active[: 5 * YEAR].max(axis=0), peace.active[-1]
    return Seen(-gain(left, most), {"lines at most": most, "lines at the end": left})


def _against(more: str, one: np.ndarray, less: str, other: np.ndarray) -> Seen:
    """What one change moves over what another does, which counts for nothing where it moves the wrong way."""
    return Seen(one - np.maximum(other, 0.0), {more: one, less: other})


def _charges_or_bodies(today: Outcome, charges: Outcome, bodies: Outcome, months: slice) -> Seen:
    before, powder, forge = (made(o, "SHELL155", "USA", months) for o in (today, charges, bodies))
    return _against("added by 30 % more charges", gain(powder, before), "by 30 % more bodies", gain(forge, before))


def _quarterly(o: Outcome) -> np.ndarray:
    """Value delivered a month over three months, by the middle one, from the first of war on [month, world]."""
    value = o.delivered[ONSET - 1 :]
    return (value[:-2] + value[1:-1] + value[2:]) / 3.0


def _before(o: Outcome) -> np.ndarray:
    return delivered(o, slice(ONSET - YEAR, ONSET)) / YEAR
