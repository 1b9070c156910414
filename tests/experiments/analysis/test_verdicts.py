"""Predictions held against numbers: reproduced, only in some futures (and which), or not."""

import pytest

from abm.facts.problems import BadInput
from experiments import list_studies, load_study, plan_study
from experiments.analysis.choices import check_outcome, picked
from experiments.analysis.judging import load_judging, parse_judging
from experiments.analysis.verdicts import judge, overall
from tests.experiments.made_up import MadeUp, made_up


def told(of, judging, **more):
    return judge(made_up({"out": of, "other": lambda row, luck: 1.0 + (row["mix"] == "b")}, **more), parse_judging(judging))


def sentence(bounds, more=""):
    return f"expected: [{{says: b brings more, of: out, where: {{mix: b}}, against: {{mix: a}}, scale: difference, {bounds}{more}}}]"


def test_what_holds_in_nearly_all_futures_is_reproduced_and_what_does_not_is_not():
    def brings_two(row, luck):
        return luck + 2.0 * (row["mix"] == "b")

    assert [one.word for one in told(brings_two, sentence("above: 1"))] == ["reproduced"]
    assert [one.word for one in told(brings_two, sentence("above: 1, below: 3"))] == ["reproduced"]
    assert [one.word for one in told(brings_two, sentence("above: 3"))] == ["not reproduced"]


def test_what_holds_in_some_futures_is_told_with_those_in_which_it_does():
    (one,) = told(lambda row, luck: (row["mix"] == "b") * (row["x"] - 0.5), sentence("above: 0"), futures=120)
    assert one.word == "only if"
    assert [(limit.name, limit.side) for limit in one.box.limits] == [("x", "low")]
    assert one.box.limits[0].at == pytest.approx(0.5, abs=0.05)
    assert one.box.held_out.density > 0.9
    assert one.matters["uncertainty"].iloc[0] == "x"
    assert bool(one.matters["beyond_chance"].iloc[0])
    assert not one.matters["beyond_chance"].iloc[1]


def test_an_effect_beyond_another_outcome_is_the_difference_of_both():
    (one,) = told(lambda row, luck: 1.0 + 3 * (row["mix"] == "b"), sentence("above: 1.5", ", beyond: other"))
    assert one.effect.mean.mean == pytest.approx(2.0)
    assert one.word == "reproduced"


def test_what_is_undefined_does_not_hold():
    (one,) = told(lambda row, luck: float("nan") if row["future"] < 10 else 1.0, sentence("below: 5"), futures=20)
    assert one.share.mean == 0.5
    assert one.effect.pairs.undefined == 20


def test_a_sentence_without_any_number_is_called_undefined():
    (one,) = told(lambda row, luck: float("nan"), sentence("below: 5"))
    assert one.word == "undefined"
    assert overall([one]) == "undefined"


def test_a_pair_of_levers_is_judged_by_its_contrast():
    levers = {"One.on": (0, 1), "Two.on": (0, 1)}
    judging = "expected: [{says: they need each other, of: out, pair: [One.on, Two.on], above: 9, below: 11}]"
    results = made_up({"out": lambda row, luck: 10 + row["One.on"] * row["Two.on"]}, mixes=("a",), levers=levers)
    assert judge(results, parse_judging(judging))[0].effect.mean.mean == pytest.approx(10.0)
    with pytest.raises(BadInput, match="two values"):
        judge(results, parse_judging(judging.replace("Two.on", "Two.of")))


def test_points_that_depend_on_each_other_are_resampled_together():
    results = made_up({"out": lambda row, luck: row["x"]}, seeds=1, mixes=("a",), kind="saltelli", samples=32)
    (one,) = judge(results, parse_judging("expected: [{says: half of it, of: out, where: {mix: a}, above: 0.5}]"))
    assert one.effect.mean.count == 32
    assert one.share.count == 32
    assert one.share.high - one.share.low > 0.3


def test_the_study_s_word_counts_its_sentences():
    found = told(lambda row, luck: 2.0 * (row["mix"] == "b"), sentence("above: 1"))
    assert overall(found) == "reproduced"
    missed = told(lambda row, luck: 2.0 * (row["mix"] == "b"), sentence("above: 3"))
    assert overall(found + missed) == "1 of 2 reproduced, 1 not"


@pytest.mark.parametrize("name", list_studies())
def test_every_shipped_study_says_what_would_prove_it_wrong(name):
    """Every arm of its judging is one that the study runs, and every outcome is one that it keeps."""
    judging, plan = load_judging(name), plan_study(load_study(name))
    assert judging is not None
    assert judging.expected
    assert judging.leaves_out
    names = [one.name for one in plan.outcomes]
    design = plan.design.assign(status="done", seed=0)
    manifest = {"design": plan.study.design.model_dump(mode="json"), "outcomes": []}
    stood_in = MadeUp(plan.design, design, manifest, names, plan.levers, plan.uncertainties)
    asked = [*judging.expected, *judging.discover, *judging.sensitivity]
    for one in asked:
        check_outcome(stood_in, one.of)
        for arm in (one.where, getattr(one, "against", None)):
            picked(stood_in, arm or {})
    for arm in (judging.against or {}, *judging.arms):
        picked(stood_in, arm)
    for outcome in (*judging.better, *judging.points, *judging.front, *judging.interactions, *(one.of for one in judging.robustness)):
        check_outcome(stood_in, outcome)
