"""A made-up model: a small world with known answers."""

import numpy as np
import xarray as xr

SYSTEMS = ["PAC3_MSE", "SHELL155", "NSM"]
NATIONS = ["USA", "JPN", "CAN"]
LIMITS = ["none", "capacity", "labour", "input"]


def made_up_results(scenario, policies, seeds=range(1), months=None, flow_steps=None):
    """A small world with known answers: a ramp from 1 to 2, SHELL155 never exhausted, capacity binding longest.

    Every instrument of the mix lifts what is delivered by a tenth of the peacetime rate.
    """
    months = months or scenario.months
    seeds = list(seeds)
    coords = {
        "system": SYSTEMS,
        "product": [*SYSTEMS, "SEEK_PAC3"],
        "nation": NATIONS,
        "limit": LIMITS,
        "month": np.arange(months),
        "seed": seeds,
    }
    ramp = np.linspace(1, 2, months)[:, None] + 0.01 * np.asarray(seeds)[None, :] + 0.1 * len(policies)
    ratio = np.stack([ramp] * 3)
    made = np.zeros((4, 3, months, len(seeds)))
    made[0, 0] = 50 * ramp
    limits = np.zeros((4, 4, months, len(seeds)))
    limits[:, 1], limits[:, 2] = 0.6, 0.4
    day = np.full((3, len(seeds)), 30.0)
    day[1] = np.nan
    variables = {
        "made": (("product", "nation", "month", "seed"), made, "unit/month", "made by each nation"),
        "landed": (("system", "nation", "month", "seed"), made[:3], "unit/month", "arrived in a nation"),
        "landed_value": (("nation", "month", "seed"), 2e6 * made[:3].sum(axis=0), "USD/month", "value that arrived in a nation"),
        "surge_ratio": (("system", "month", "seed"), ratio, "ratio", "delivered over the peacetime rate"),
        "alliance_surge_ratio": (("month", "seed"), ramp, "ratio", "the alliance's own"),
        "exhaustion_day": (("system", "seed"), day, "day", "days after onset until the magazines are empty"),
        "limit_share": (("product", "limit", "month", "seed"), limits, "share", "how much each limit bound"),
    }
    return xr.Dataset(
        {name: (dims, values, {"unit": unit, "meaning": meaning}) for name, (dims, values, unit, meaning) in variables.items()},
        coords=coords,
    )
