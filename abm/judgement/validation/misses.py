"""Why rows are missed, as far as it is understood: one sentence each, shown only while the row is missed."""

from __future__ import annotations

KITTING = (
    "the line that kits American rounds is full at 20,000 a month after a year, and new plant comes late: it takes 30 months to build"
    " and is begun on half-believed demand (easing both brings at most 27,000, and either alone little)"
)
SLACK = "crews, overtime and spare plant are there from the first day, so output grows as soon as orders do"
SUB_TIER = "parts makers open in 2022 as large as they are today, so that neither bodies nor charges can be short"
ALL_MONEY = "war money reaches all American munitions alike, also those of which nothing was given away"
OPENING = "a scenario sets what a line could make, while what it makes follows peacetime orders, and these are too few"
FORWARD = "only three tenths of a magazine lie forward and the rest follows by sea, though this missile can be flown in"

EXPLAINED: dict[str, str] = {
    "V01": KITTING,
    "V02": KITTING,
    "V03": "the level of this plateau is not reached",
    "V04": KITTING,
    "V05": KITTING,
    "V06": KITTING,
    "V07": SUB_TIER,
    "V26": "nobody orders Australian bodies here, so the line has no reason to grow",
    "V28": OPENING,
    "V30": FORWARD,
    "V31": f"LRASM is the first to go: {FORWARD}",
    "V37": "retirement takes as many Tomahawks a year as arrive, and the announced ramp is not in the rules of today",
    "V39": "SM-3 IIA is made at little more than today's rate, and the announced ramp is not in the rules of today",
    "V40": "own stocks come first only in proportion to what cover lacks of a floor of 0.3, and the strikes take cover just below it",
    "V47": "as many are handed over as in fact, but the study divides by the fewer bought in 2022",
    "V49": "the study averages all major programmes, ships and aircraft too; here are munitions alone, and few are held",
    "V52": "money doubles once and stays, so lines grow by steps for as long as the war lasts; nobody mobilises an economy here",
    "V54": "a yard is built and qualified here as a factory is; in fact it existed and was certified",
    "V61": "the record counts all vendors, most of them small; the lines followed here are those that endure",
    "V63": "the record asks firms what they are told they are; here a line is alone only where the tables name no other",
    "V67": "unused plant fades slowly: in 22 years a line that makes next to nothing loses some two fifths of it",
    "V70": "the passage to Israel stands for the Gulf, and is the one of modern ships",
    "V82": "minerals are in electronics, and electronics in every system but one",
    "V85": SLACK,
    "V86": "the stock given is an eighth of the requirement as raised in 2025; the quarter of the record may be of another count",
    "RAMP_155_US_BODY": f"{SLACK}; later {KITTING}",
    "RAMP_155_US_CHARGE": f"{SUB_TIER}, and no more are made than rounds are kitted",
    "RAMP_TLAM": ALL_MONEY,
    "RAMP_SM6": ALL_MONEY,
    "RAMP_AMRAAM": ALL_MONEY,
    "RAMP_SM3_IIA": ALL_MONEY,
    "RAMP_DRONE_TWN": OPENING,
    "RAMP_155_EU": OPENING,
    "RAMP_155_RHM": OPENING,
}
