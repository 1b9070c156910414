"""Scenario discovery finds the box that was planted, and nothing where nothing was; EMA Workbench reads our tables and finds the same."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.discovery import discover, peel, score, within
from experiments.analysis.exchange import for_ema
from tests.experiments.made_up import made_up


def planted(count, noise=0.03, seed=1):
    """Six unknowns of which two tell: it happens where a is above 0.6 and b below 0.4, but for some noise."""
    rng = np.random.default_rng(seed)
    unknowns = pd.DataFrame(rng.uniform(size=(count, 6)), columns=list("abcdef"))
    happens = ((unknowns["a"] > 0.6) & (unknowns["b"] < 0.4)).to_numpy() ^ (rng.uniform(size=count) < noise)
    return unknowns, happens


def test_a_planted_box_is_found_and_holds_on_futures_it_has_not_seen():
    box = discover(*planted(1500))
    assert {(limit.name, limit.side) for limit in box.limits} == {("a", "low"), ("b", "high")}
    assert {limit.name: limit.at for limit in box.limits} == pytest.approx({"a": 0.6, "b": 0.4}, abs=0.05)
    assert box.held_out.density > 0.85
    assert box.held_out.coverage > 0.7
    assert box.holds_up


def test_where_nothing_tells_no_box_holds_up():
    rng = np.random.default_rng(2)
    unknowns = pd.DataFrame(rng.uniform(size=(300, 8)), columns=list("abcdefgh"))
    boxes = [discover(unknowns, rng.uniform(size=300) < 0.3) for _ in range(8)]
    assert sum(box.holds_up for box in boxes) <= 1


def test_what_happens_hardly_ever_or_nearly_always_has_no_box():
    unknowns, _ = planted(100)
    few = np.zeros(100, bool)
    few[:9] = True
    assert discover(unknowns, few) is None
    assert discover(unknowns, ~few) is None


def test_a_shock_that_is_there_or_not_is_peeled_off_whole():
    rng = np.random.default_rng(3)
    unknowns = pd.DataFrame({"shock": np.repeat([0.0, 1.0], 100), "noise": rng.uniform(size=200)})
    box = discover(unknowns, (unknowns["shock"] == 1).to_numpy())
    assert [limit.words for limit in box.limits] == ["shock at least 1"]
    assert box.held_out.density == 1.0


def test_cases_of_one_future_are_never_on_both_sides():
    unknowns, happens = planted(120, noise=0.0)
    twice = pd.concat([unknowns, unknowns], ignore_index=True)
    blocks = np.tile(np.arange(120), 2)
    once, both = discover(unknowns, happens), discover(twice, np.tile(happens, 2), blocks)
    assert both.found_on == once.found_on
    assert both.held_out == once.held_out


def test_a_box_has_no_end_where_it_has_no_limit():
    rng = np.random.default_rng(4)
    unknowns = pd.DataFrame(rng.uniform(size=(60, 40)), columns=[f"u{i}" for i in range(40)])
    box = discover(unknowns, (unknowns["u0"] > 0.5).to_numpy())
    names = {limit.name for limit in box.limits}
    assert "u0" in names
    assert len(names) < 10
    assert box.held_out.mass > 0.2


def test_many_cases_of_few_futures_are_no_more_evidence_than_the_futures():
    rng = np.random.default_rng(8)
    futures = pd.DataFrame(rng.uniform(size=(30, 12)), columns=list("abcdefghijkl"))
    happens = rng.uniform(size=30) < 0.4
    blocks = np.repeat(np.arange(30), 40)
    many = futures.loc[blocks].reset_index(drop=True)
    alone = discover(many, happens[blocks])
    together = discover(many, happens[blocks], blocks)
    assert len(together.limits) < len(alone.limits)


def test_every_peel_lies_within_the_one_before():
    unknowns, happens = planted(200)
    boxes = peel(unknowns.to_numpy(), happens)
    for (low, high), (inner_low, inner_high) in pairwise(boxes):
        assert (inner_low >= low).all()
        assert (inner_high <= high).all()
    sizes = [within(unknowns.to_numpy(), *box).sum() for box in boxes]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)


def test_ema_workbench_takes_our_tables_in_the_form_it_asks_for():
    results = made_up({"out": lambda row, luck: row["x"]}, futures=6, levers={"L.of": (False, True)})
    experiments, outcomes = for_ema(results, {"mix": "b"})
    assert list(experiments) == ["x", "y", "L.of", "events", "scenario", "policy", "model"]
    assert len(experiments) == len(outcomes["out"]) == 6 * 2 * 2
    assert experiments["policy"].dtype == "category"
    assert set(experiments["L.of"].cat.categories) == {"False", "True"}
    assert experiments[["x", "y"]].dtypes.eq(float).all()


@pytest.mark.filterwarnings("ignore")
def test_ema_workbench_finds_the_same_box():
    prim = pytest.importorskip(
        "ema_workbench.analysis.prim", reason="ema-workbench (500 MB) is not a dependency: pip install ema-workbench"
    )
    unknowns, happens = planted(1000)
    theirs = prim.Prim(unknowns, happens, threshold=0.5, peel_alpha=0.05, mass_min=0.05).find_box().peeling_trajectory
    best = theirs.loc[(theirs["coverage"] * theirs["density"]).idxmax()]
    scores = [score(unknowns.to_numpy(), happens, *box) for box in peel(unknowns.to_numpy(), happens)]
    ours = max(scores, key=lambda one: one.coverage * one.density)
    assert ours.coverage == pytest.approx(best["coverage"], abs=0.05)
    assert ours.density == pytest.approx(best["density"], abs=0.05)
