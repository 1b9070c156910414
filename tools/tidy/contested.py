"""Figures of the founding documents that do not survive checking: both values, and which one is used."""

from __future__ import annotations

from tidy.ranges import Range

CONTESTED = [  # subject, quantity, unit, used range, other range
    ("TLAM", "expenditure_year", "year", Range(2026, 2026, 2026, "lookup", "high", "SEED0;L_TLAM_FY27",
     "the estimate belongs to the 2026 war, so to April or May 2026"),
     Range(2024, 2024, 2024, "seed", "low", "SEED0", "the seed dates it April 2024")),
    ("RDP", "agreements", "count", Range(28, 28, 34, "lookup", "high", "L_RDP;L_RDP_GAO",
     "reciprocal procurement agreements with 28 nations; GAO adds six similar arrangements"),
     Range(28, 28, 28, "seed", "low", "SEED2", "the seed calls them 28 defence contracts")),
    ("JPN_KOR_AUS", "defence_spend", "USD/year", Range(140e9, 145e9, 165e9, "lookup", "high", "L_SIPRI",
     "15 per cent of the US and 43 per cent of China's (SIPRI 2025)"),
     Range(160e9, 160e9, 160e9, "seed", "low", "SEED2", "less than an eighth of the US, a quarter of China's")),
    ("DIB", "firms_lost", "firm", Range(16_700, 17_000, 17_045, "lookup", "high", "L_NDIA",
     "net fall in firms selling to the department, 76,700 to under 60,000, 2017-21"),
     Range(17_000, 17_000, 17_000, "seed", "low", "SEED2;L_NDIA17", "another study: primes lost 2011-15")),
    ("F057.PAC3_MSE", "capacity", "missile/year", None,
     Range(60, 60, 100, "seed", "low", "SEED2;L_PAC3_J100",
     "what the seed says missile-technology control blocks; the press blames Boeing's seekers, so 30 is used and the "
     "seeker line, not a rule, limits it")),
    ("UKR.SHELL155", "war_use", "round/day", None,
     Range(3600, 3667, 8333, "lookup", "medium", "L_UKR_SHELL",
     "fired 110,000 a month in 2023 and asked 250,000 of the EU; the need to hold, 75,000, is used")),
    ("SURGE", "peak_month", "month", Range(20, 24, 30, "seed", "medium", "SEED2",
     "past surges peaked after about two years (V51): the inner bound"),
     Range(42, 60, 66, "lookup", "medium", "L_CSIS_COOK", "the Second World War took five years (V52): outer bound")),
]  # fmt: skip
