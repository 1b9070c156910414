"""Rows of the record that this model cannot be held against, each with the reason."""

from __future__ import annotations

ALL_VENDORS = "counts every vendor of the Department of Defense; the model follows some two hundred lines, chosen because they matter"
A_PLAN = "a plan that has not come due: holding the model to it would reward optimism"
NO_PRICES = "prices do not move in the model"
AN_INPUT = "what the model is given, not what it finds"

NOT_TESTED: dict[str, str] = {
    "V09": "the model has no rejects: poor early yield is part of the time in which new plant comes to its rate",
    "V15": A_PLAN,
    "V17": "a single transfer, decided by a government",
    "V27": NO_PRICES,
    "V35": f"{AN_INPUT}: fired in the world of V37 to V40",
    "V48": "sales of Stinger to others over twenty years are not on record here",
    "V56": "work found in the yard is not told apart from work ordered",
    "V59": ALL_VENDORS,
    "V60": ALL_VENDORS,
    "V62": ALL_VENDORS,
    "V64": ALL_VENDORS,
    "V65": "mergers since the 1990s lie before the record begins",
    "V68": NO_PRICES,
    "V71": "Guam is part of the United States here and has no port of its own",
    "V76": "the record counts all defence trade of members; the model follows munitions and a few services",
    "V79": "days lost from 2008 to 2018 need the fleet and yards of that time; the model's yards open in balance",
    "V80": "causes of delay other than full yards are not modelled",
    "V84": NO_PRICES,
    "PLAN_155_US_2022": "a plan: what came of such plans is V04 to V06",
    "PLAN_155_US_2023": "a plan: what came of such plans is V04 to V06",
    "PLAN_155_US_2024": "a plan: what came of it is V04 to V06",
    "PLAN_155_US_2025": A_PLAN,
    "RAMP_155_UNTERLUESS": A_PLAN,
    "RAMP_GMLRS_AUS": A_PLAN,
    "RAMP_DRONE_US": A_PLAN,
    "DIB_FIRMS": ALL_VENDORS,
    "DIB_EXIT": f"{ALL_VENDORS}; V61 holds the model's lines against it all the same",
    "DIB_FIRMS_NDIA": ALL_VENDORS,
    "BACKLOG_FMS_TWN": "mostly aircraft, vehicles and ships, which the model does not follow",
}
