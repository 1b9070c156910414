"""Worth of relief: which single change buys most, by paired runs with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata, spearmanr

from abm.facts.parameters import P
from abm.facts.scenario import Scenario
from abm.judgement.ladder import MORE, climb
from abm.judgement.outcome import Outcome, added
from abm.judgement.what_if import HalvedLicences
from abm.model.simulate import Run
from abm.model.worlds import Change, World, read_worlds
from abm.rules.capacity_grants import CapacityGrants
from abm.rules.covered import abroad
from abm.rules.instrument import Instrument
from abm.state.base import Base
from abm.state.columns import ACTIVE

PAID = 0.5
"""Share of new plant that a grant pays."""

CAPACITY, LICENCE, RULE, GRANT = "capacity", "licence", "rule", "grant"


@dataclass(frozen=True)
class Relief:
    """One change: to the capacity of a product's makers, to licences for a product or of a nation, to a rule, or a grant to makers."""

    kind: str
    of: str
    words: str
    rules: tuple[Instrument, ...]
    change: Change | None = None


@dataclass(frozen=True)
class Worth:
    """What each relief brings over no relief by each end, in every seed, and what it costs.

    `cost`: plant put in at once, or that grants make all lines together build more by the end, whoever pays; NaN where no plant is meant.
    `duals`: what the surge ladder's programme says of the same plant, USD that it adds at most to what may be made in the month of the
    change; NaN for licences, rules and grants, which are no plant that stands in that month.
    """

    reliefs: tuple[Relief, ...]
    systems: tuple[str, ...]
    prices: np.ndarray  # USD a unit [system]
    month: int  # in which the change is made
    ends: tuple[int, ...]  # months at whose opening it is counted
    before: np.ndarray  # USD landed without relief [end, seed]
    value: np.ndarray  # USD added [relief, end, seed]
    units: np.ndarray  # units added [relief, end, system, seed]
    cost: np.ndarray  # USD [relief, end, seed]
    duals: np.ndarray  # USD a month [relief, seed]

    def ranked(self, end: int) -> np.ndarray:
        """Rows of the reliefs by the mean value they add by an end (its place), largest first."""
        return np.argsort(-self.value[:, end].mean(axis=-1), kind="stable")

    @property
    def with_dual(self) -> np.ndarray:
        """Rows of the reliefs of which the programme says something."""
        return np.flatnonzero(np.isfinite(self.duals).all(axis=-1))

    def a_month(self, end: int) -> np.ndarray:
        """USD that each relief adds in a month, on average from the change until an end (its place) [relief, seed]."""
        return self.value[:, end] / (self.ends[end] - self.month)

    def places(self, values: np.ndarray) -> np.ndarray:
        """Place of each relief among those that have a dual, by the mean of `values` [relief, seed], largest first and equals alike."""
        place = np.full(len(self.reliefs), np.nan)
        place[self.with_dual] = rankdata(-values[self.with_dual].mean(axis=-1), "min")
        return place

    def agreement(self, end: int) -> float:
        """Rank correlation (Spearman's) of the duals with what runs add by an end; NaN where either tells no two reliefs apart."""
        duals, added = (of[self.with_dual].mean(axis=-1) for of in (self.duals, self.value[:, end]))
        if len(duals) < 2 or not np.ptp(duals) > 0.0 or not np.ptp(added) > 0.0:
            return np.nan
        return float(spearmanr(duals, added).statistic)


def reliefs_of(scenario: Scenario, mix: Sequence[Instrument], base: Base | None = None) -> tuple[Relief, ...]:
    """Every relief that is tried, in a scenario under a mix.

    Products count where some line makes them at the opening, licences where goods ordered then need one.
    """
    mix = tuple(mix)
    opening = Run(scenario, [mix], [0], base=base)
    base, net = opening.base, opening.base.net
    working = opening.state.firms.status[:, 0] == ACTIVE
    recorded = net.product_row[net.firm_product]
    makers = {base.recorded[row]: working & (recorded == row) for row in np.unique(recorded[working])}
    found = [Relief(CAPACITY, name, f"{name} capacity +{MORE:.0%}", mix, Expansion(lines)) for name, lines in makers.items()]

    links = opening.state.links
    waits = abroad(base) & (links.license_time[:, 0] > 0.0) & (links.share[:, 0] > 0.0)
    for name, lines in makers.items():
        if (waits & lines[net.link_firm]).any():
            halved = HalvedLicences(products=_named(base, name))
            found.append(Relief(LICENCE, name, f"{name} licences halved", (*mix, halved)))
    for row in np.unique(net.link_from[waits]):
        halved = HalvedLicences(nations=(base.nations[row],))
        found.append(Relief(LICENCE, base.nations[row], f"{base.nations[row]} exports' licences halved", (*mix, halved)))

    for kind in dict.fromkeys(type(one) for one in mix):
        kept = tuple(one for one in mix if type(one) is not kind)
        found.append(Relief(RULE, kind.__name__, f"{kind.__name__} waived", kept))

    for name in makers:
        grant = CapacityGrants(nations=base.nations, products=_named(base, name), share=PAID)
        found.append(Relief(GRANT, name, f"{name} new plant {PAID:.0%} paid", (*mix, grant)))
    return tuple(found)


@dataclass(frozen=True)
class Expansion:
    """Some lines have a share more plant and crews, and keep them as they keep the rest: [firm] marks."""

    lines: np.ndarray
    share: float = MORE

    def __call__(self, run: Run, world: int) -> float:
        """Add it in one world; returns what the plant costs."""
        firms, net = run.state.firms, run.base.net
        rows = self.lines & (firms.status[:, world] == ACTIVE)
        price = 12.0 * net.price[net.firm_product[rows]] * run.parameters[P.capital_intensity, world]
        cost = self.share * (price * firms.capacity[rows, world]).sum()
        # As a line opens that has so much more on record: it lives on a smaller part of its plant, and keeps more crews for its work.
        for column in (firms.capacity, firms.crew, firms.trainees, firms.size, firms.slack):
            column[rows, world] *= 1.0 + self.share
        firms.norm[rows, world] /= 1.0 + self.share
        return float(cost)


def worth_of(
    scenario: Scenario,
    mix: Sequence[Instrument],
    seeds: Sequence[int],
    month: int,
    ends: Sequence[int],
    base: Base | None = None,
) -> Worth:
    """Try every relief with the same luck, each made at the opening of `month`, and count what lands from then until each of `ends`.

    Whatever changes, the world opens under the mix as it stands, with the same goods under way.
    """
    scenario = scenario.varied(months=max(ends))
    mix, tried = tuple(mix), reliefs_of(scenario, mix, base)
    worlds = [World(seed, mix, one.rules, one.change) for one in (Relief("", "", "", mix), *tried) for seed in seeds]

    def read(run: Run) -> np.ndarray:
        o = Outcome([run])
        counted = [added(o.by_system("landed")[month:end], 0) for end in ends]
        built = [added(o.invested[month:end], 0, 1)[None] for end in ends]
        return np.stack([np.concatenate(both) for both in zip(counted, built, strict=True)])

    found, at_once = read_worlds(scenario, worlds, read, month, base)
    opened = Run(scenario, [mix], [0], base=base).base
    price, shape = opened.net.price[opened.systems], (len(tried) + 1, len(seeds))
    found = np.moveaxis(found.reshape(*found.shape[:2], *shape), 2, 0)
    landed, built = found[:, :, :-1], found[:, :, -1]
    units = landed[1:] - landed[0]
    value = np.einsum("rhsw,s->rhw", units, price)
    kinds = np.array([one.kind for one in tried])
    bought = np.repeat(at_once.reshape(shape)[1:, None], len(ends), axis=1)
    cost = np.where((kinds == CAPACITY)[:, None, None], bought, np.where((kinds == GRANT)[:, None, None], built[1:] - built[0], np.nan))
    systems = tuple(opened.products[row] for row in opened.systems)
    before = np.einsum("hsw,s->hw", landed[0], price)
    duals = _duals(tried, Run(scenario, [mix] * len(seeds), seeds, base=base), month)
    return Worth(tried, systems, price, month, tuple(ends), before, value, units, cost, duals)


def _duals(tried: Sequence[Relief], run: Run, month: int) -> np.ndarray:
    """What the plant that each relief adds is worth by the ladder of a month, USD [relief, seed]; NaN where it adds none."""
    gain = climb(run, [month], systems=False)["gain"].isel(month=0, thing=slice(len(run.base.firms))).values
    nothing = np.full(len(run.seeds), np.nan)
    return np.array([one.change.lines @ gain if isinstance(one.change, Expansion) else nothing for one in tried])


def _named(base: Base, recorded: str) -> tuple[str, ...]:
    """The products that the records count under a name."""
    rows = base.net.product_row == base.recorded.index(recorded)
    return tuple(name for name, one in zip(base.products, rows, strict=True) if one)
