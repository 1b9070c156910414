"""One visitor's Compare, without a browser: the numbers are those of simulate(), whatever stands side by side."""

import numpy as np
import pytest

from abm import simulate
from abm.command.compare import compare
from abm.facts.problems import BadInput
from abm.facts.scenario import load_scenario
from abm.rules.mix import apply_setting, load_mix
from pages.compare.session import Compared, Session, address_of, from_address
from pages.explore.chosen import Chosen
from pages.explore.running import Shelf
from tests.pages.visitor import Visitor

SEEDS = (0, 1, 2)
DAYS = "ExportLicensing[1].days=5"


def answering(send):
    return Session(send, SEEDS, Shelf())


@pytest.fixture
def visitor():
    one = Visitor(answering, "?scenario=classroom&1.mix=today&2.mix=pipir&3.mix=today&3.set=" + DAYS)
    yield one
    one.leave()


def test_each_mix_shows_its_own_curve_and_its_paired_difference_from_the_first(visitor):
    arrays, _ = visitor.settle()
    mixes = [load_mix("today"), load_mix("pipir"), apply_setting(load_mix("today"), DAYS)]
    runs = [simulate("classroom", mix, seeds=SEEDS)["alliance_surge_ratio"].values for mix in mixes]
    for side, one in enumerate(runs):
        assert np.allclose(arrays["surge"][side, 0], one.mean(axis=-1), atol=1e-5)
        assert np.allclose(arrays["gap"][side, 0], (one - runs[0]).mean(axis=-1), atol=1e-5)
        assert np.allclose(arrays["low"][side, 0], np.percentile(one, 5, axis=-1), atol=1e-5)


def test_the_table_is_that_of_surge_compare(visitor):
    _, said = visitor.settle()
    shown = {row["id"]: row for row in said["table"]}
    found = compare(load_scenario("classroom"), (load_mix("today"), load_mix("pipir")), len(SEEDS))
    for one in found.measures:
        expected = found.effects[one.name, "pipir"]
        for place, part in enumerate((expected.mean, expected.low, expected.high)):
            told = np.array(shown[one.name]["gain"][0][place], float)
            assert np.allclose(told, np.atleast_1d(part), equal_nan=True), one.name
        assert np.allclose(np.array(shown[one.name]["level"][1], float), np.atleast_1d(found.level(one.name, "pipir")), equal_nan=True)


def test_promises_are_counted_over_the_whole_run(visitor):
    _, said = visitor.settle()
    shown = {row["id"]: row for row in said["table"]}
    results = simulate("classroom", "pipir", seeds=SEEDS)
    for name in ("promises_kept", "promises_broken"):
        assert shown[f"alliance_{name}"]["level"][1][0] == pytest.approx(float(results[name].sum(["nation", "month"]).mean()))
        by_nation = results[name].sum("month").mean("seed").values
        assert np.allclose(shown[name]["level"][1], by_nation)


def test_what_is_ready_is_shown_before_the_last_mix_has_run(visitor):
    visitor.settle()
    assert [said["sides"] for _, said in visitor.runs] == [1, 2, 3]
    assert [arrays["surge"].shape[0] for arrays, _ in visitor.runs] == [1, 2, 3]


def test_mixes_can_be_chosen_added_put_first_and_taken_away(visitor):
    def presets():
        return [one["preset"] for one in visitor.told["sides"]]

    visitor.act("add", name="none")
    assert presets() == ["today", "pipir", "today", "none"]
    visitor.act("add", name="open")
    assert "at most 4" in visitor.told["problem"]
    visitor.act("first", place=3)
    visitor.act("take", place=3)
    visitor.act("mix", place=2, name="open")
    assert presets() == ["none", "today", "open"]
    visitor.act("take", place=0)
    visitor.act("take", place=0)
    assert "at least 2" in visitor.told["problem"]
    assert presets() == ["today", "open"]


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "mix", "place": 9, "name": "today"},
        {"kind": "mix", "place": 0, "name": "../secret"},
        {"kind": "scenario", "name": "/etc/passwd"},
        {"kind": "first", "place": "1"},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(visitor, what):
    before = visitor.session.wish
    visitor.session.act(what)
    assert visitor.session.wish == before
    assert visitor.told["problem"]


def test_the_address_leads_back_to_the_same_mixes():
    wish = Compared((Chosen("classroom", "none"), Chosen("classroom", "today", (DAYS,), ("StockpileTargets[1]",))))
    assert from_address(address_of(wish)) == wish
    assert from_address("") == Compared()


@pytest.mark.parametrize("query", ["1.mix=today", "1.mix=today&3.mix=none", "1.mix=today&2.mix=nothing", "scenario=nowhere"])
def test_a_wrong_address_is_refused(query):
    with pytest.raises(BadInput):
        from_address(query)


def test_one_mix_that_is_none_is_named_and_the_others_stand(visitor):
    visitor.session.ready("scenario=classroom&1.mix=none&2.mix=nowhere&2.param=overtime:0.3&3.mix=pipir")
    assert [one["preset"] for one in visitor.told["sides"]] == ["none", "today", "pipir"]
    assert visitor.told["problem"].startswith('Left out of this address: unknown policy mix "nowhere"')
    visitor.act("take", place=1)
    assert visitor.told["problem"] == ""
    visitor.session.ready("scenario=classroom&1.mix=none&2.mix=pipir")
    assert visitor.told["problem"] == ""


@pytest.mark.parametrize(("scenario", "words"), [("peacetime", "in the whole run"), ("classroom", "after the war")])
def test_only_where_there_is_a_war_is_anything_counted_after_it(visitor, scenario, words):
    visitor.act("scenario", name=scenario)
    _, said = visitor.settle()
    told = {row["id"]: row for row in said["table"]}
    assert words in told["alliance_landed_after"]["meaning"]
    assert any("after" in row["title"] for row in said["table"]) == (scenario == "classroom")


def test_undo_brings_back_the_mixes_and_redo_takes_them_again(visitor):
    visitor.act("take", place=2)
    visitor.act("scenario", name="long-peace")
    assert (visitor.told["undo"], visitor.told["redo"]) == (2, 0)
    visitor.act("undo")
    visitor.act("undo")
    assert visitor.told["scenario"] == "classroom"
    assert [one["preset"] for one in visitor.told["sides"]] == ["today", "pipir", "today"]
    visitor.act("redo")
    assert [one["preset"] for one in visitor.told["sides"]] == ["today", "pipir"]


def test_the_python_told_gives_the_numbers_shown(visitor):
    arrays, said = visitor.settle()
    names = {}
    exec(visitor.told["python"], names)
    for side, letter in enumerate("ABC"):
        shown = names["results"][letter]["alliance_surge_ratio"].values.mean(axis=-1)
        assert np.allclose(arrays["surge"][side, 0], shown, atol=1e-5)
    for row in said["table"]:
        if (row["id"], "B") in names["brought"]:
            for place, letter in enumerate("BC"):
                gain = np.atleast_1d(names["brought"][row["id"], letter].mean)
                assert np.allclose(np.array(row["gain"][place][0], float), gain, equal_nan=True), row["id"]


def test_another_mix_keeps_the_parameters_of_its_side():
    session = Session(lambda *_: None)
    session.wish = from_address("scenario=classroom&1.mix=today&2.mix=pipir&2.param=overtime:0.3&2.set=" + DAYS)
    (_, second) = session.after({"kind": "mix", "place": 1, "name": "none"}).sides
    assert (second.preset, second.settings, second.parameters) == ("none", (), (("overtime", 0.3),))
