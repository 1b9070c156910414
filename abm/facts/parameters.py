"""Every behavioural number of the model: value, range, unit, meaning and source, declared once for checks, sliders and sweeps."""

from __future__ import annotations

# Rows are easier to read than columns of one word.
# fmt: off
from collections import namedtuple
from dataclasses import dataclass

import numpy as np

from abm.facts.problems import BadInput, nearest


@dataclass(frozen=True)
class Parameter:
    """One uncertain number of how the world works."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str


_ROWS = (
    # flows
    ("input_cover", 2.0, 0.5, 6.0, "month", "use a line wants on its shelf of every input",
     "field.md 5.3: civil models hold 0.5-3 months; wide"),
    ("stock_adjust", 4.0, 2.0, 12.0, "month", "time in which a line closes a gap on its shelf",
     "field.md 5.3: no shorter than the lead or orders ring (BoARIO #18)"),
    ("pipeline_weight", 0.6, 0.1, 1.0, "share",
     "how far a line counts what it has on order; below 1 waves grow upstream",
     "Sterman 1989: people near 0.3; planners higher"),
    ("overtime", 0.15, 0.0, 0.4, "share", "output above full crews that overtime gives",
     "Hallegatte 2014 (ARIO): ceiling 1.25"),
    ("expedite", 1.0, 1.0, 3.0, "ratio", "how much faster than the quoted lead time claims of a nation at war fall due",
     "fitted (docs/calibration.md)"),
    ("expedite_months", 7.4, 1.0, 18.0, "month", "time in which that haste comes about, and dies down",
     "V85: a year flat after February 2022; the fit says nothing of it"),
    ("stoppage_rate", 0.01, 0.0, 0.05, "1/month", "chance that a line loses half of one month's capacity",
     "estimate; V33-type motor failures are rarer and longer"),
    ("war_noise", 0.25, 0.0, 0.6, "share", "month-to-month spread of war use around the scenario's intensity",
     "estimate"),
    ("forward_usual", 0.9, 0.0, 1.0, "share", "part of its stock that a nation keeps near a far theatre in peace",
     "fitted by hand to V30-V32: in games of a war long-range missiles are gone in a week; many fly in with bombers"),
    ("shelf_life", 20.0, 8.0, 35.0, "year", "time after which a round is retired or fired in training",
     "estimate; motors are commonly certified for 10-30 years"),
    # nation: invest
    ("rebuild_years", 7.0, 3.0, 12.0, "year",
     "time in which a nation at peace plans to close the gap to its requirement",
     "P043: framework agreements run seven years"),
    ("war_rebuild_years", 2.0, 1.0, 5.0, "year", "the same once it fights", "estimate"),
    ("budget_growth", 1.25, 0.8, 3.0, "ratio", "munitions money of the lean years over what today's rates cost",
     "P042, P044: asked +150 %, funded a fraction"),
    ("sustain_share", 0.9, 0.0, 1.0, "share", "part of peacetime buying that is kept up first, so that lines stay warm",
     "estimate; minimum sustaining rates"),
    ("grant_share", 0.06, 0.0, 0.2, "share", "munitions money set aside for plant at home while lines wish to grow",
     "P048, P053, P054: about 0.8-1.5 bn a year of some 14 bn"),
    ("price_sensitivity", 2.0, 0.5, 6.0, "1", "how sharply buyers shift to the cheaper evaluated offer", "estimate"),
    ("wait_sensitivity", 0.5, 0.0, 2.0, "1", "how sharply buyers shift to the line with the shorter queue", "estimate"),
    ("trust_sensitivity", 0.5, 0.0, 1.0, "1", "how sharply buyers shift away from nations that broke promises",
     "estimate"),
    ("reallocation", 0.06, 0.01, 0.2, "1/month", "share of a buyer's order pattern reviewed each month",
     "estimate: a programme is recompeted every year or two"),
    # nation: commit and supply
    ("trust_gain", 0.01, 0.0, 0.05, "1/month", "trust regained in a month of kept claims", "estimate"),
    ("trust_loss", 0.15, 0.02, 0.5, "1/month", "trust lost in a month of claims wholly deferred", "estimate"),
    ("honour_base", 0.5, -1.0, 2.0, "logit", "leaning to serve a foreign claim in a crisis, all else even",
     "P015: about 0.8 kept in a crisis elsewhere"),
    ("honour_cover", 2.0, 0.0, 5.0, "logit", "how much a full own magazine adds to it", "NOTES (b) 9"),
    ("honour_threat", 3.0, 0.0, 6.0, "logit", "how much own danger takes from it",
     "P016: 0.35 kept when the host itself is threatened"),
    ("honour_promise", 1.5, 0.0, 4.0, "logit", "how much a voluntary promise adds, fading with own danger",
     "P015, P016"),
    ("honour_binding", 4.0, 1.0, 8.0, "logit", "how much a binding agreement adds, whatever the danger",
     "estimate; P014"),
    ("honour_trust", 1.0, 0.0, 3.0, "logit", "how much the other side's record of kept claims adds", "estimate"),
    ("commit_gain", 4.0, 0.0, 10.0, "logit", "how far a nation's promise follows what it gets from the partner",
     "estimate"),
    ("commit_cost", 0.5, 0.0, 3.0, "logit", "leaning against promising anything: the price of autonomy", "estimate"),
    # firm: invest
    ("demand_smoothing", 0.15, 0.03, 0.5, "1/month", "weight of this month in the demand a line expects",
     "field.md 5.3: about 0.3 a month for orders; slower for plant"),
    ("contract_share", 0.45, 0.0, 0.8, "share", "share of planned demand under firm contract without multi-year buys",
     "P042: 6 % of multi-year money appropriated; annual lots otherwise"),
    ("credibility", 0.3, 0.1, 0.5, "share", "belief in announced demand that is not under contract", "P046"),
    ("demand_volatility", 0.35, 0.1, 0.6, "1/year", "spread of uncontracted demand",
     "Dixit and Pindyck 1994 use 0.2-0.4"),
    ("discount_rate", 0.08, 0.03, 0.15, "1/year", "return a firm asks", "field.md 5.7"),
    ("margin", 0.14, 0.06, 0.25, "share", "yearly surplus per dollar of added sales before capital",
     "estimate; DoD profit policy near 10-15 %"),
    ("capital_intensity", 0.35, 0.1, 1.0, "USD/(USD/year)", "plant needed per dollar of added yearly sales",
     "estimate: 155 mm about 5 bn for about 0.9 m rounds a year"),
    ("sign_below", 0.75, 0.2, 1.0, "share", "cover below which a nation that may choose signs for several years", "estimate"),
    ("contract_years", 4.0, 1.0, 10.0, "year", "years over which contracted demand is believed to run",
     "P043: 7 for frameworks, 1 for annual lots"),
    ("hurdle_sharpness", 4.0, 1.0, 12.0, "1", "how sharply investment starts as value passes the hurdle", "estimate"),
    ("expand_at", 0.85, 0.6, 1.0, "share", "utilisation at which a line thinks of growing", "field.md 5.6"),
    ("headroom", 1.1, 1.0, 1.5, "ratio", "capacity wanted over credible demand", "estimate"),
    ("largest_step", 1.0, 0.2, 3.0, "ratio", "largest single project over present capacity", "estimate"),
    ("ramp_months", 9.2, 4.0, 24.0, "month", "time from first output of new plant to its full rate",
     "fitted (docs/calibration.md); V01, V26: doubling in 7-18 months after start"),
    ("directed_time", 0.5, 0.3, 1.0, "share", "time in which a line grows at its government's order, over the build time of new plant",
     "fitted (docs/calibration.md); V26: government plant doubled in 12-18 months; V53: new plants 38"),
    ("build_optimism", 1.25, 1.0, 2.0, "ratio", "typical delay of a project against its plan",
     "V04-V06, V08: plans met 0.4-0.7"),
    ("build_noise", 0.25, 0.0, 0.6, "share", "spread of project times around that", "estimate; late tail V08"),
    # firm: workforce
    ("hire_rate", 0.082, 0.01, 0.12, "1/month", "largest monthly intake over present crews",
     "fitted (docs/calibration.md); field.md 5.10: 3-5 % cleared trades"),
    ("training_months", 7.3, 2.0, 18.0, "month", "time before an intake works at full rate",
     "fitted (docs/calibration.md); field.md 5.10: 4 months (ATDM) to 18-24"),
    ("quit_rate", 0.02, 0.005, 0.06, "1/month", "crews lost a month when there is no work for them", "estimate"),
    ("crew_slack", 1.04, 1.0, 1.2, "ratio", "crews kept over the work in hand", "estimate"),
    ("plant_headroom_cap", 2.0, 1.0, 3.0, "ratio", "most that plant may exceed today's crews at the start",
     "systems.surge_rate over peace rate, capped"),
    ("plant_headroom_parts", 1.0, 1.0, 1.5, "ratio", "plant over today's crews for parts, which publish no surge rate",
     "estimate"),
    # firm: idleness, exit, entry
    ("idle_below", 0.4, 0.1, 0.7, "share", "utilisation, over what the line lived on at the start, that counts as idle",
     "field.md 5.8"),
    ("mothball_after", 18.0, 6.0, 36.0, "month", "idle time after which a line is mothballed", "field.md 5.8"),
    ("exit_hazard", 0.03, 0.0, 0.1, "1/month", "chance a month that a mothballed line is given up",
     "V61: 18-25 % of prime vendors leave a year; lines slower"),
    ("idle_decay", 0.015, 0.0, 0.02, "1/month", "plant lost a month where it stands unused",
     "fitted (docs/calibration.md) to V67: 0.14 of a line left after 22 years"),
    ("restart_months", 14.0, 6.0, 24.0, "month", "time to bring a mothballed line back",
     "field.md 5.8: 9-18; Stinger about a year"),
    ("entry_share", 0.15, 0.05, 0.5, "share", "share of a product's demand an entrant must expect to win", "estimate"),
    ("entry_cost", 2.0, 1.0, 4.0, "ratio", "plant cost of a first line over adding to an old one", "estimate"),
    ("qualify_months", 12.0, 3.0, 36.0, "month", "time to qualify a new source after its plant stands",
     "QUAL: 12-36 months"),
    ("accept_wait", 8.0, 3.0, 20.0, "year", "queue at which a line takes no more orders", "estimate"),
)

PARAMETERS: dict[str, Parameter] = {row[0]: Parameter(*row) for row in _ROWS}

Parameters = namedtuple("Parameters", PARAMETERS)

P = Parameters(*range(len(PARAMETERS)))
"""Row of each parameter in a table of many worlds, `p[P.overtime, w]`."""


def parameter_table(worlds: list[dict[str, float]]) -> np.ndarray:
    """Parameters of many worlds, [parameter, world], from one dictionary of values for each."""
    return np.array([[values[name] for values in worlds] for name in PARAMETERS])


def parameter_values(changed: dict[str, float] | None = None) -> dict[str, float]:
    """Value of every parameter, with those in `changed` replaced; refuses unknown names and values out of range."""
    values = {name: p.value for name, p in PARAMETERS.items()}
    for name, value in (changed or {}).items():
        if name not in PARAMETERS:
            raise BadInput(f"unknown parameter {name!r}{nearest(name, PARAMETERS)}")
        p = PARAMETERS[name]
        if not p.low <= value <= p.high:
            raise BadInput(f"parameter {name} = {value:g} {p.unit}: expected {p.low:g} to {p.high:g}")
        values[name] = float(value)
    return values
