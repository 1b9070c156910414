"""Why rows are missed, as far as it is understood: one sentence each, shown only while the row is missed."""

from __future__ import annotations

OPENING = "a scenario sets what a line could make, while what it makes follows peacetime orders, and these are too few"
FORWARD = "350 of these missiles are held now, 450 in the game; a tenth of a magazine follows by sea"
BASKET = f"LRASM is the first to go, and beside V30 the row would leave it only six or seven days: {FORWARD}"
PLATEAU = (
    "plant ordered in the autumn of 2022 is at its full rate by early 2025, half a year late: one share of build time (`directed_time`) is "
    "fitted to bodies and to charges, and charges came later"
)
CHARGES = "charges begin to grow a few months early in some worlds and late in others"

EXPLAINED: dict[str, str] = {
    "V01": "the doubling comes a month late or more",
    "V02": PLATEAU,
    "V03": "output then stays at the 40,000 of the record until Mesquite opens: the plan of 2024 has no other place on record",
    "V04": PLATEAU,
    "V05": PLATEAU,
    "V06": PLATEAU,
    "V07": CHARGES,
    "V26": "it opens with the thousand bodies of its first year, of which German rounds take few; its plant of 20,000 has no date",
    "V28": OPENING,
    "V30": FORWARD,
    "V31": BASKET,
    "V37": "boosters of one maker, who is in no agreement, hold output near 350 a year until 2031, and retirement takes over 100 of them; "
    "the record's own note has a model find longer than the two to three years that it quotes",
    "V39": "third stages and kinetic vehicles hold SM-3 back longer than plant does",
    "V40": "own stocks come first while cover is below a floor of 0.3, and how long that lasts hangs on what was fired",
    "V47": "as many are handed over as in fact, but the study divides by the fewer bought in 2022",
    "V49": "the study averages all major programmes, ships and aircraft too; here are munitions alone, and few are held",
    "V52": "plant that governments order stands after its build time, and money is no limit from the first months on",
    "V53": "a new line takes its build time and a quarter more, and then a year to qualify; the dates on record are mostly plans",
    "V54": "projects run late here by a quarter, yards too",
    "V61": "the record counts all vendors, most of them small; the lines followed here are those that endure",
    "V63": "the record asks firms what they are told they are; here a line is alone only where the tables name no other",
    "V67": "unused plant fades slowly",
    "V70": "the passage to Israel stands for the Gulf, and is the one of modern ships",
    "V82": "minerals are in electronics, and electronics in every system but one",
    "V85": "crews and overtime answer the first orders at once",
    "V86": "the stock given is an eighth of the requirement as raised in 2025; the quarter of the record may be of another count",
    "RAMP_155_US_BODY": PLATEAU,
    "RAMP_155_US_CHARGE": CHARGES,
    "RAMP_PAC3_JPN": "American war orders take parts that Japan's line waits for",
    "RAMP_TLAM": "ordinary money goes by urgency, and few magazines are further below what is wanted than those of Tomahawks",
    "RAMP_JAVELIN": "a fifth of its peace orders are Ukraine's, which takes no part here; with Ukraine in, the line opens at 2,100",
    "RAMP_AMRAAM": "it opens in 2022 at the rate of 2025, the first on record, and war money buys all that its requirement lacks until "
    "plant is full, and not only what was handed over",
    "RAMP_SM3_IIA": "the record is one number, and what is made lies a fiftieth below it",
    "RAMP_DRONE_TWN": OPENING,
    "RAMP_155_EU": OPENING,
    "RAMP_155_RHM": OPENING,
}


def why_missed(row: str) -> str:
    """Why a row is missed, as far as it is understood."""
    return EXPLAINED.get(row, "not understood yet")
