"""What the sources behind the project say must come out, and which rows of the scoreboard and which claims tell whether it does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """A sentence of the sources, with the rows of the record and the claims that it is read by.

    `mind` says which part of it nothing reads, or where a reading could mislead.
    """

    words: str
    rows: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    mind: str = ""


STATEMENTS = (
    Statement("Critical long-range munitions run out after about eight days of a high-intensity conflict", ("V31", "V30", "V32")),
    Statement(
        "Tomahawks for Japan slip by 12 to 24 months once a thousand are fired and own stocks come first",
        ("V40", "V88"),
    ),
    Statement(
        "Japan's PAC-3 output stays near 30 a year until seekers expand, whatever Japan invests",
        ("V13", "RAMP_PAC3_JPN"),
        ("seekers_not_licences", "japans_plant_alone"),
        "V13 is inside because the plant agreed on in 2022 opens in 2025 only: American output of these years is lower than on record "
        "(RAMP_TLAM says why) and leaves seekers enough. In the default future Japan's line, with plant for 60, comes to 51 a year before "
        "the war, since the 700 seekers of the record count recycled ones and overtime adds to them; then American war orders take the "
        "seekers",
    ),
    Statement("An MTCR waiver alone changes little", claims=("waiver_alone",)),
    Statement("155 mm: output is flat for about a year", ("V85",)),
    Statement("155 mm: it doubles by month 19, and is 2.8 times as large by month 31", ("V01", "V02", "RAMP_155_US_BODY")),
    Statement(
        "155 mm: then a plateau as charges bind",
        ("V03", "V07", "RAMP_155_US_CHARGE"),
        ("charges_held_in_2024", "charges_not_bodies"),
    ),
    Statement("A surge peaks around two years after onset and recedes", ("V51",), ("peak_after_two_years", "surge_recedes")),
    Statement("With output in theatre, replenishment takes days instead of weeks", ("V72",), ("theatre_is_near",)),
    Statement(
        "Korea lends 300,000 shells, and is left with little",
        ("V69",),
        ("korea_is_left_bare",),
        "what Korea held is an estimate with a range of one to ten, and draws do not vary the figures of the record",
    ),
    Statement("Ship overhaul abroad stands up in months, missile lines take years", ("V54", "V53"), ("yards_before_lines",)),
    Statement("A lean peace brings exits and consolidation", ("V61", "V66", "V67"), ("peace_costs_lines",)),
)
