"""The surge ladder: what lines could make by their plant, by their parts, under the rules, and what they did make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from abm.facts.scenario import Scenario, load_scenario
from abm.judgement.means import Means, months_of
from abm.judgement.plan import Plan, best_plans
from abm.rules.instrument import Instrument
from abm.rules.mix import Mix

if TYPE_CHECKING:
    import xarray

    from abm.model.simulate import Run
    from abm.state.base import Base

RUNGS = {
    "nameplate": "plant of working lines, with overtime",
    "feasible": "the best that plant, parts and shelves allow in the month, were there no rules",
    "permitted": "the same under the rules in force",
    "realised": "what lines made",
}

GAPS = ("bottlenecks", "rules", "uncoordinated decisions")
"""What lies between one rung and the next."""

HARDLY = 0.01
"""Share of nameplate below which nothing is said to be lost."""

MORE = 0.1
"""How much more of a thing its gain is reckoned for."""

FIRST_YEAR = 12

LEAST_ASKED = 1e-9
"""Units or USD a month below which war asks for nothing."""


def ladder(
    scenario: Scenario | str,
    policies: Mix | str | Iterable[Instrument] = "today",
    seeds: Iterable[int] = range(1),
    months: Iterable[int] | None = None,
    systems: bool = True,
) -> xarray.Dataset:
    """The surge ladder of a scenario under a mix, in these months (in all of them if none are named), for each seed.

    `output` [rung, system, month, seed] in units a month, each system as if all lines worked for it alone; `value` [rung, month, seed] in
    USD a month, the plan that is worth most over all systems together; `by_nation` [rung, nation, month, seed], what lines in each nation
    make of it, whose rungs need not be ordered. Shares are of what a month of the scenario's war asks for. `worth` and `gain` [thing,
    month, seed] say what one unit and a tenth more of each line, part, licence and office would add to the permitted value. Without
    `systems` only the alliance's ladder is climbed, which takes half the time.
    """
    from abm.model.simulate import Run, as_mix

    scenario = load_scenario(scenario) if isinstance(scenario, str) else scenario
    seeds, mix = list(seeds), as_mix(policies)
    run = Run(scenario, [tuple(mix)] * len(seeds), seeds)
    return climb(run, range(scenario.months) if months is None else months, systems)


def climb(run: Run, months: Iterable[int], systems: bool = True) -> xarray.Dataset:
    """The ladder of all worlds of a run that has not passed the first of these months; it is carried through the last of them."""
    import xarray

    months = sorted(set(months))
    weights, price = _weights(run.base), _price(run.base)
    things = _Things(run.base)
    shape = (len(months), len(run.seeds))
    output = np.full((len(RUNGS), len(weights), *shape), np.nan)
    value, by_nation = np.zeros((len(RUNGS), *shape)), np.zeros((len(RUNGS), len(run.base.nations), *shape))
    worth, gain = np.zeros((2, len(things.names), *shape))
    for at, (_, all_worlds) in enumerate(months_of(run, months)):
        for w in range(len(run.seeds)):
            means = all_worlds.world(w)
            made, plans = _rungs(run.base, means, price[None])
            value[:, at, w], by_nation[:, :, at, w] = made[:, 0] @ price, _by_nation(run.base, made[:, 0] * price)
            worth[:, at, w], gain[:, at, w] = things.told(means, plans.one(1))
            if systems:
                output[:, :, at, w] = (_rungs(run.base, means, weights)[0] * weights).sum(axis=-1)
    asked = wartime_requirement(run)
    dollars = asked @ run.base.net.price[run.base.systems]
    found = {
        "output": (output, "rung system", "unit/month", "output of a system, as if all lines worked for it alone"),
        "output_share": (_share(output, asked[:, None, None]), "rung system", "share", "that output over what war asks for"),
        "value": (value, "rung", "USD/month", "output of all systems together, at their unit cost"),
        "value_share": (_share(value, dollars), "rung", "share", "that value over what war asks for"),
        "by_nation": (by_nation, "rung nation", "USD/month", "systems that lines in a nation make of that value, by the plan of all"),
        "worth": (worth, "thing", "USD/month", "permitted value that one unit more would add, where it adds most"),
        "gain": (gain, "thing", "USD/month", "permitted value that a tenth more would add at most"),
    }
    variables = {
        name: ((*dims.split(), "month", "seed"), values, {"unit": unit, "meaning": meaning})
        for name, (values, dims, unit, meaning) in found.items()
    }
    about = {"unit": "unit/month", "meaning": "what nations use in the heaviest month of the scenario's wars"}
    return xarray.Dataset(
        variables | {"requirement": ("system", asked, about)},
        coords={
            "rung": list(RUNGS),
            "system": [run.base.products[p] for p in run.base.systems],
            "nation": list(run.base.nations),
            "month": months,
            "seed": [int(seed) for seed in run.seeds],
            "thing": things.names,
            "kind": ("thing", things.kinds),
        },
        attrs={"scenario": run.scenario.name},
    )


def usual_month(scenario: Scenario) -> int:
    """The month to look at if none is named: a year after the first war begins, or a year in; no later than the last."""
    wars = [event.opens(scenario.start) for event in scenario.events if event.kind == "conflict"]
    return min(max(0, min(wars, default=0)) + FIRST_YEAR, scenario.months - 1)


def wartime_requirement(run: Run) -> np.ndarray:
    """Units that nations use in the heaviest month of the scenario's wars, by its plan and without luck; none where nobody fights [system].

    Of munitions those who fight use what they fire; of services everyone uses what its ships and aircraft need in peace as well.
    """
    base, net = run.base, run.base.net
    heaviest = run.schedule.at_war.max(axis=0)
    if not heaviest.any():
        return np.zeros(len(base.systems))
    use = net.store_base_use + net.store_war_use * heaviest[net.store_nation]
    return np.array([use[net.first :][net.store_product[net.first :] == system].sum() for system in base.systems])


def largest_gap(rungs: Sequence[float]) -> str:
    """What most of the way from nameplate to realised is lost to, in words; empty where less than a hundredth is lost."""
    lost = -np.diff(rungs)
    return GAPS[int(np.argmax(lost))] if lost.sum() > HARDLY * rungs[0] else ""


def _rungs(base: Base, means: Means, weights: np.ndarray) -> tuple[np.ndarray, Plan]:
    """What lines make on the four rungs of one world in one month, for each of these weights a unit [rung, weight, firm], and the plans."""
    n = len(weights)
    plans = best_plans(base.net, means, np.tile(weights, (2, 1)), np.repeat([False, True], n))
    nameplate, made = (np.broadcast_to(of, weights.shape) for of in (means.nameplate, means.made))
    return np.array([nameplate, plans.output[:n], plans.output[n:], made]), plans


def _by_nation(base: Base, value: np.ndarray) -> np.ndarray:
    """Of value by rung and firm, what lines in each nation make [rung, nation]."""
    return np.array([np.bincount(base.net.firm_nation, rung, len(base.nations)) for rung in value])


def _weights(base: Base) -> np.ndarray:
    """Which lines make each system [system, firm]."""
    return (base.systems[:, None] == base.net.firm_product).astype(float)


def _price(base: Base) -> np.ndarray:
    """USD a unit of the systems that lines make; nought for parts [firm]."""
    return np.where(np.isin(base.net.firm_product, base.systems), base.net.price[base.net.firm_product], 0.0)


def _share(values: np.ndarray, of: np.ndarray | float) -> np.ndarray:
    return np.divide(values, of, out=np.full(values.shape, np.nan), where=np.broadcast_to(of, values.shape) > LEAST_ASKED)


class _Things:
    """What more of could be worth something: plant of lines, parts on shelves, licences by part, and licensing offices."""

    def __init__(self, base: Base):
        self.base = base
        parts = np.unique(base.net.store_product[: base.net.first])
        self.part = np.zeros(len(base.products), int)
        self.part[parts] = np.arange(len(parts))
        named = [base.products[p] for p in parts]
        of = {"line": base.firms, "part": named, "licence": named, "office": base.nations}
        self.names = [f"{kind} {name}" for kind, names in of.items() for name in names]
        systems = np.isin(base.net.firm_product, base.systems)
        self.kinds = ["system line" if system else "part line" for system in systems]
        self.kinds += [kind for kind in ("part", "licence", "office") for _ in of[kind]]
        self.starts = np.cumsum([0, *(len(names) for names in of.values())])

    def told(self, means: Means, plan: Plan) -> tuple[np.ndarray, np.ndarray]:
        """Worth of one unit more, where it is worth most, and gain by a tenth more everywhere [thing]."""
        net, lines = self.base.net, slice(0, self.base.net.first)
        rows = (
            (np.arange(len(means.plant)), plan.of_plant, means.plant),
            (self.part[net.store_product[lines]], plan.of_input[lines], net.store_recipe[lines] * means.plant[net.store_firm[lines]]),
            (self.part[net.firm_product[net.link_firm]], plan.of_case, means.queue),
            (np.arange(len(means.office)), plan.of_office, np.where(plan.of_office > 0.0, means.office, 0.0)),
        )
        worth, gain = (np.zeros(len(self.names)) for _ in range(2))
        for start, (row, one, amount) in zip(self.starts, rows, strict=False):
            np.maximum.at(worth, start + row, one)
            np.add.at(gain, start + row, MORE * one * amount)
        return worth, gain
