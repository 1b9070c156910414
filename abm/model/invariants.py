"""What must always hold, tried for real on a scenario: each check runs the model and reports what it measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from abm.facts.catalogue import Facts, Figure, Holding, Line, Product
from abm.facts.load import load_facts
from abm.facts.scenario import Scenario
from abm.judgement.metrics import measure
from abm.model.alliance import AllianceModel
from abm.model.frozen import CHANGES, landed_value
from abm.model.simulate import Run, lay_out, run_worlds, simulate
from abm.rules.export_licensing import ExportLicensing
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import Mix, load_mix
from abm.state.base import Base
from abm.state.columns import TABLES

CUT_OFF = ("embargo", "disruption")
"""Events that stop sources."""

EXACT = 1e-9
"""Largest relative error that rounding may leave."""

TODAY = "today"
SEEDS = tuple(range(6))
FINER = (4, 8, 16, 30)
LICENSE_DAYS = (0.0, 90.0, 360.0)

Verdict = tuple[bool, str]


def check(scenario: Scenario, mix: Mix | None = None) -> list[tuple[str, bool, str]]:
    """Try every invariant under today's rules, or those that walk a world under another mix: name, whether it holds, what was measured."""
    case, found = Case(scenario, mix), []
    for claim in CLAIMS if case.mix == load_mix(TODAY) else WALKED:
        verdict = claim(case)
        if verdict is not None:
            found.append((claim.__name__.replace("_", " "), bool(verdict[0]), verdict[1]))
    return found


class Case:
    """A scenario under a mix, today's rules if none is named, and the runs that several checks share."""

    def __init__(self, scenario: Scenario, mix: Mix | None = None):
        self.scenario, self.mix = scenario, mix or load_mix(TODAY)

    def run(self, mix: tuple[Instrument, ...] | None = None, base: Base | None = None, seed: int = 0) -> Run:
        """One world to its end."""
        mix = tuple(self.mix) if mix is None else mix
        return Run(self.scenario, [mix], [seed], base=base).advance()

    @cached_property
    def whole(self) -> Run:
        """The scenario under the mix, one seed."""
        return self.run()

    @cached_property
    def walk(self) -> Walk:
        """The same, with everything weighed at the end of each month."""
        return Walk(Run(self.scenario, [tuple(self.mix)], [0]))


SIGNED = ("investor", "lent")
"""Columns that may fall below nought: nobody invests; a nation borrowed more than it lent."""


class Walk:
    """Worst errors met on a walk through all months of a run."""

    def __init__(self, run: Run):
        self.goods = self.books = self.over_shipped = self.over_spent = self.unaccounted = self.unexplained = 0.0
        self.lowest, self.where = 0.0, ""
        net = run.base.net
        started, made, used = self._held(run), 0.0, 0.0
        for month in range(run.months):
            run.advance(1)
            made = made + _by(net.firm_product, run.state.firms.made, len(net.price))
            used = used + _by(net.store_product, run.state.stores.used, len(net.price))
            put_in = started + made
            self.goods = _worst(self.goods, self._held(run) + used - put_in, put_in)
            self._weigh_books(run)
            self._weigh_money(run, month)
            self._weigh_reasons(run, month)
            self._weigh_signs(run)

    def _held(self, run: Run) -> np.ndarray:
        """Units of each product in stores, in licence queues and under way."""
        net, n = run.base.net, len(run.base.net.price)
        links, product = run.state.links, run.base.net.store_product[run.base.net.link_store]
        return (
            _by(net.store_product, run.state.stores.quantity, n) + _by(product, links.queued, n)
            + _by(product, links.ring.sum(axis=0), n)
        )  # fmt: skip

    def _weigh_books(self, run: Run) -> None:
        net, links, stores = run.base.net, run.state.links, run.state.stores
        on_order = _by(net.link_store, links.signing + links.owed + links.queued + links.ring.sum(axis=0), len(net.store_product))
        self.books = _worst(self.books, stores.pipeline - on_order, on_order)
        self.over_shipped = _worst(self.over_shipped, np.maximum(links.shipped - links.fell_due, 0.0), links.fell_due)

    def _weigh_money(self, run: Run, month: int) -> None:
        net, nations = run.base.net, run.state.nations
        magazines = slice(net.first, None)
        orders = run.record.ordered[month] * net.price[net.store_product[magazines]][:, None]
        paid = _by(net.store_nation[magazines], orders, len(run.base.nations)) + nations.aided + nations.granted
        spent = run.record.spent[month]
        wishes = run.state.stores.plan[magazines] * net.price[net.store_product[magazines]][:, None]
        planned = _by(net.store_nation[magazines], wishes, len(run.base.nations)) + nations.aided
        self.over_spent = _worst(self.over_spent, np.maximum(planned - nations.budget, 0.0), nations.budget)
        self.unaccounted = _worst(self.unaccounted, spent - paid, paid)

    def _weigh_reasons(self, run: Run, month: int) -> None:
        net, stores = run.base.net, run.state.stores
        goods, reasons = ~net.store_service[net.first :], run.part.lacking
        lack = np.maximum(stores.target - stores.quantity, 0.0)[net.first :][goods]
        error = np.abs(reasons[goods].sum(axis=1) - lack) + np.maximum(-reasons[goods].min(axis=1, initial=0.0), 0.0)
        self.unexplained = _worst(self.unexplained, error, lack)
        lacked = _by(net.store_system[net.first :], reasons, len(run.base.systems))
        self.unexplained = _worst(self.unexplained, run.record.missing[month] - lacked, lacked)

    def _weigh_signs(self, run: Run) -> None:
        for table, columns in TABLES.items():
            for name in columns:
                if name in SIGNED:
                    continue
                values = getattr(getattr(run.state, table), name)
                least = values.min(initial=0.0) / max(1.0, np.abs(values[np.isfinite(values)]).max(initial=0.0))
                if np.isnan(values).any() or least < self.lowest:
                    self.lowest, self.where = float(least), f"{table}.{name}"


def _by(rows: np.ndarray, values: np.ndarray, n: int) -> np.ndarray:
    total = np.zeros((n, *values.shape[1:]))
    np.add.at(total, rows, values)
    return total


def _worst(so_far: float, error: np.ndarray, scale: np.ndarray) -> float:
    return max(so_far, float(np.max(np.abs(error) / np.maximum(np.abs(scale), 1.0), initial=0.0)))


def _difference(a: Run, b: Run) -> float:
    """Largest difference of any record of two runs with the same rows, relative to the largest number of its kind."""
    worst = 0.0
    for name in a.record._fields:
        one, other = getattr(a.record, name), getattr(b.record, name)
        worst = max(worst, float(np.abs(one - other).max(initial=0.0) / max(1.0, np.abs(one).max(initial=0.0))))
    return worst


def _delivered(runs: list[Run]) -> np.ndarray:
    """USD of goods that reached magazines, by month and seed."""
    net = runs[0].base.net
    price = net.price[net.store_product[net.first :]]
    return np.concatenate([np.einsum("thw,h->tw", run.record.landed, price) for run in runs], axis=-1)


# --- what must hold -------------------------------------------------------------------------------------------------


def goods_are_conserved(case: Case) -> Verdict:
    """Made and initial goods are used, stored, under way or awaiting licence: every product, every month."""
    return case.walk.goods <= EXACT, f"largest error of any product in any month {case.walk.goods:.1e}"


def order_books_agree_with_goods_on_order(case: Case) -> Verdict:
    """What a store counts as on order is what it requested, and what its suppliers owe it, have in licence queues and have sent."""
    return case.walk.books <= 1e-6, f"largest error of any store in any month {case.walk.books:.1e}"


def nobody_ships_more_than_is_owed(case: Case) -> Verdict:
    """No claim gets more than fell due to it."""
    return case.walk.over_shipped <= EXACT, f"largest excess {case.walk.over_shipped:.1e}"


def money_is_accounted_for(case: Case) -> Verdict:
    """Spending is signed orders at their price and what goes into plant; planned orders and the fund never exceed the budget."""
    walk = case.walk
    detail = f"unaccounted {walk.unaccounted:.1e}, above budget {walk.over_spent:.1e} of spending"
    return walk.unaccounted <= EXACT and walk.over_spent <= EXACT, detail


def nothing_is_negative(case: Case) -> Verdict:
    """No column of any table falls below nought, or is no number."""
    walk = case.walk
    return walk.lowest >= -EXACT, f"lowest value {walk.lowest:.1e}" + (f" in {walk.where}" if walk.where else "")


def every_missing_unit_has_a_reason(case: Case) -> Verdict:
    """What magazines lack against their targets is the sum of its reasons (services are used as they come)."""
    return case.walk.unexplained <= EXACT, f"largest error of any magazine in any month {case.walk.unexplained:.1e}"


def the_alliance_stays_alive(case: Case) -> Verdict:
    """Deliveries never collapse."""
    ratio = measure([case.whole], ["alliance_surge_ratio"]).alliance_surge_ratio.values[:, 0]
    detail = f"worst month delivers {ratio.min():.2f} of the peacetime rate, best {ratio.max():.2f}"
    return bool(ratio.min() > 0.25), detail


def peace_stands_still(case: Case) -> Verdict | None:
    """Where nothing happens and shelves are at what today's rates keep up, nothing drifts."""
    if case.scenario.events or case.scenario.stocks != "sustained":
        return None
    run = case.run(mix=())
    stock, made = run.record.stock[..., 0], run.record.made[..., 0]
    drift = {
        "made": _worst(0.0, made - made[0], made[0]),
        "stock": _worst(0.0, stock - stock[0], np.maximum(stock[0], run.base.holdings["order_rate"])),
    }
    return max(drift.values()) <= 1e-6, f"largest drift of output {drift['made']:.1e}, of stocks {drift['stock']:.1e}"


def an_instrument_at_its_default_changes_no_number(case: Case) -> Verdict:
    """Every instrument, added to the mix with all levers neutral, leaves every record bit for bit as it was."""
    moved = [name for name, kind in instruments().items() if _difference(case.run((*case.mix, kind())), case.whole) > 0.0]
    return not moved, f"{', '.join(moved)} moves numbers" if moved else f"{len(instruments())} instruments tried"


def the_order_of_rows_changes_no_total(case: Case) -> Verdict | None:
    """Nations, products, recipes, lines and holdings in the opposite order give the same world."""
    if case.scenario.lines is not None:
        return None
    facts = load_facts()
    turned = Facts(
        dict(reversed(facts.nations.items())), dict(reversed(facts.products.items())), facts.recipes[::-1],
        facts.lines[::-1], facts.holdings[::-1], facts.passages,
    )  # fmt: skip
    error = _named_difference(case.whole, case.run(base=lay_out(case.scenario, turned)))
    return error <= 1e-6, f"largest difference of any nation's output or deliveries {error:.1e}"


def a_line_nobody_needs_moves_nobody_elses_luck(case: Case) -> Verdict | None:
    """One more product, line and empty magazine, on top of the tables, change nothing for all others."""
    if case.scenario.lines is not None:
        return None
    facts = load_facts()
    nought, one = Figure(0.0, 0.0, 0.0, ""), Figure(1.0, 1.0, 1.0, "")
    where = case.whole.base.nations[0]
    alone = Product("ALONE", "A thing nobody wants", "system", "none", "unit", one, one, one, nought)
    joined = replace(
        facts, products={"ALONE": alone, **facts.products},
        lines=(Line("ALONE.LINE", "nobody", where, "ALONE", one, True), *facts.lines),
        holdings=(Holding(where, "ALONE", nought, nought, nought, nought), *facts.holdings),
    )  # fmt: skip
    named = case.scenario.products
    scenario = case.scenario.model_copy(update={"products": named if named == "all" else (*named, "ALONE")})
    error = _named_difference(case.whole, case.run(base=lay_out(scenario, joined)))
    return error <= 1e-6, f"largest difference for any other nation or product {error:.1e}"


def more_of_anything_never_lowers_deliveries(case: Case) -> Verdict:
    """With decisions held fixed, more plant and crews, shorter licences or fuller shelves never lower deliveries."""
    before = landed_value(case.scenario, case.mix)
    moves = {name: (landed_value(case.scenario, case.mix, change) - before) / before for name, change in CHANGES.items()}
    return min(moves.values()) >= -EXACT, ", ".join(f"{name} {move:+.2%}" for name, move in moves.items())


def longer_licenses_never_help(case: Case) -> Verdict:
    """With decisions on, over the whole run, longer licences raise no deliveries beyond luck (paired seeds).

    They begin after the opening, which would fill longer queues with more goods; and no source is cut off in this check, since what waits
    in a queue is a stock, and helps when nothing new is made (in `embargo`, 90 days add 0.8 %).
    """
    totals, scenario = [], case.scenario
    scenario = scenario.model_copy(update={"events": tuple(event for event in scenario.events if event.kind not in CUT_OFF)})
    for days in LICENSE_DAYS:
        rules = Mix("licences", instruments=(ExportLicensing(days=days, start=1),))
        totals.append(_delivered(run_worlds(scenario, rules, SEEDS)).sum(axis=0))
    moves = [(longer - totals[0]) / totals[0] for longer in totals[1:]]
    noise = [2.0 * move.std(ddof=1) / np.sqrt(len(SEEDS)) + 1e-3 for move in moves]
    holds = all(move.mean() <= slack for move, slack in zip(moves, noise, strict=True))
    told = (f"{days:.0f} days {move.mean():+.2%}" for days, move in zip(LICENSE_DAYS[1:], moves, strict=True))
    return holds, f"{', '.join(told)} of what is delivered without licences, {len(SEEDS)} seeds"


def finer_parts_of_a_month_converge(case: Case) -> Verdict:
    """The surge curve settles as goods flow in more and smaller parts."""
    runs = [run_worlds(case.scenario.varied(flow_steps=steps), case.mix, SEEDS[:2]) for steps in FINER]
    curves = [_delivered(of_steps).mean(axis=1) for of_steps in runs]
    apart = [float(np.abs(curve - curves[-1]).mean() / curves[-1].mean()) for curve in curves[:-1]]
    nearer = all(later <= earlier + 1e-3 for earlier, later in pairwise(apart))
    told = (f"{steps} parts {gap:.2%}" for steps, gap in zip(FINER, apart, strict=False))
    return nearer and apart[-1] <= 0.01, f"{', '.join(told)} from {FINER[-1]}"


def a_seed_among_many_gives_the_same_bits(case: Case) -> Verdict:
    """A world run beside others equals the same world run alone."""
    same = [
        _same_bits(run, place, case.run(seed=int(seed)))
        for run in run_worlds(case.scenario, case.mix, SEEDS)
        for place, seed in enumerate(run.seeds)
    ]
    return all(same), f"{sum(same)} of {len(same)} seeds the same, bit for bit"


def stepping_and_simulating_give_the_same_bits(case: Case) -> Verdict:
    """The Mesa model stepped month by month and `simulate` agree in every metric."""
    model = AllianceModel(case.scenario, case.mix, seed=SEEDS[1])
    while model.running:
        model.step()
    stepped, at_once = model.results(), simulate(case.scenario, case.mix, SEEDS[1:2])
    apart = [name for name in stepped if not np.array_equal(stepped[name].values, at_once[name].values, equal_nan=True)]
    return not apart, f"{', '.join(apart)} differ" if apart else f"{len(stepped)} metrics the same, bit for bit"


WALKED: tuple[Callable[[Case], Verdict | None], ...] = (
    goods_are_conserved,
    order_books_agree_with_goods_on_order,
    nobody_ships_more_than_is_owed,
    money_is_accounted_for,
    nothing_is_negative,
    every_missing_unit_has_a_reason,
    the_alliance_stays_alive,
    a_seed_among_many_gives_the_same_bits,
    stepping_and_simulating_give_the_same_bits,
)
"""What is tried under every mix: one walk through the months, and that runs repeat bit for bit."""

CLAIMS = (
    *WALKED,
    peace_stands_still,
    an_instrument_at_its_default_changes_no_number,
    the_order_of_rows_changes_no_total,
    a_line_nobody_needs_moves_nobody_elses_luck,
    more_of_anything_never_lowers_deliveries,
    longer_licenses_never_help,
    finer_parts_of_a_month_converge,
)
"""What is tried under today's rules."""


# --- how they are tried ---------------------------------------------------------------------------------------------


def _named_difference(a: Run, b: Run) -> float:
    """Largest relative difference of output or deliveries of what both runs know by the same names."""
    worst = 0.0
    one, other = measure([a], ["made", "landed"]), measure([b], ["made", "landed"])
    for name in one:
        shared = {dim: one[name][dim].values for dim in one[name].dims}
        values, others = one[name].values, other[name].sel(shared).values
        scale = np.maximum(1.0, np.abs(values).max(axis=2, keepdims=True))
        worst = max(worst, float(np.max(np.abs(values - others) / scale)))
    return worst


def _same_bits(many: Run, place: int, alone: Run) -> bool:
    return all(np.array_equal(getattr(many.record, name)[..., place], getattr(alone.record, name)[..., 0]) for name in many.record._fields)
