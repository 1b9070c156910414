"""What Compare says that rules are worth, without a browser: what `surge attribute` finds, watched and stopped at will."""

import json
import threading

import numpy as np
import pytest

from abm.command.attribute import Request, carry_out
from pages.compare.session import Session
from pages.compare.worth import SEEDS
from pages.explore.running import Shelf
from tests.pages.visitor import Visitor


@pytest.fixture
def visit():
    visitors = []

    def visited(second="pipir-account", shelf=None):
        one = Visitor(lambda send: Session(send, (0,), shelf or Shelf()), f"?scenario=classroom&1.mix=today&2.mix={second}")
        visitors.append(one)
        return one

    yield visited
    for one in visitors:
        one.leave()


def found(visitor):
    visitor.until(lambda: "worth" in visitor.held and visitor.heard("worth")["serial"] == visitor.session.serial)
    visitor.until(lambda: visitor.heard("worth")["done"] == len(SEEDS))
    return visitor.heard("worth")["found"]


def attributed(tmp_path, mix="pipir-account", **how):
    carry_out(Request("classroom", mix, seeds=len(SEEDS), json=str(tmp_path / "found.json"), **how))
    return json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("asked", "how"),
    [({}, {}), ({"by": "first"}, {"over": "today"}), ({"by": "nations"}, {"by": "nations"})],
)
def test_what_a_mix_is_worth_is_what_surge_attribute_finds(visit, tmp_path, asked, how):
    visitor = visit()
    visitor.act("worth", place=1, **asked)
    told = found(visitor)
    del told["together"]
    expected = attributed(tmp_path, **how)
    for part in ("shares", "interaction"):
        shown, one = (sorted(each.pop(part), key=who) for each in (told, expected))
        assert [who(row) for row in shown] == [who(row) for row in one]
        assert numbers(shown) == pytest.approx(numbers(one), rel=1e-9, abs=1e-3)  # USD
    assert {name: numbers(told[name]) for name in ("apart", "joint", "dividend")} == {
        name: pytest.approx(numbers(expected[name]), rel=1e-9) for name in ("apart", "joint", "dividend")
    }
    rest = set(expected) - {"apart", "joint", "dividend"}
    assert {name: told[name] for name in rest} == {name: expected[name] for name in rest}


def who(row):
    return row.get("player") or row.get("players")


def numbers(told):
    """Every number of a document, in its order."""
    if isinstance(told, dict | list):
        return [one for each in (told.values() if isinstance(told, dict) else told) for one in numbers(each)]
    return [told] if isinstance(told, float | int) else []


def test_beside_it_stands_what_the_alliance_brings_over_each_nation_alone(visit, tmp_path):
    visitor = visit("none")
    visitor.act("worth", place=1)
    told = found(visitor)
    assert told["shares"] == []
    expected = attributed(tmp_path, "none", by="nations")
    for part in ("apart", "joint"):
        assert told["together"][part] == pytest.approx(expected[part])
    assert told["together"]["dividend"] == pytest.approx(expected["dividend"])


def test_the_shares_add_up_to_what_all_bring_together_after_every_seed(visit):
    seen = []
    visitor = visit()
    take = visitor.session.send
    visitor.session.send = lambda name, value: (seen.append(json.loads(value)) if name == "worth" else None, take(name, value))
    visitor.act("worth", place=1)
    found(visitor)
    parts = [one["found"] for one in seen if one["found"]]
    assert [one["done"] for one in seen] == sorted(one["done"] for one in seen)
    assert all(one["met"] <= one["most"] for one in seen)
    assert len({len(one["seeds"]) for one in parts}) >= len(SEEDS) - 1
    for one in parts:
        assert np.isclose(sum(share["mean"] for share in one["shares"]), one["dividend"]["mean"])


def test_work_that_is_stopped_ends_and_what_was_played_is_not_played_again(visit):
    shelf, first = Shelf(), threading.Event()
    visitor = visit(shelf=shelf)
    take = visitor.session.send

    def stop_after_the_first(name, value):
        take(name, value)
        if name == "worth" and json.loads(value)["done"] == 1 and not first.is_set():
            first.set()
            visitor.act("stop")

    visitor.session.send = stop_after_the_first
    visitor.act("worth", place=1)
    assert first.wait(120)
    visitor.settle()
    assert visitor.heard("worth")["done"] == 1
    assert visitor.told["worth"] is None
    again = visit(shelf=shelf)
    seen = []
    take_again = again.session.send
    again.session.send = lambda name, value: (seen.append(json.loads(value)) if name == "worth" else None, take_again(name, value))
    again.act("worth", place=1)
    found(again)
    assert seen[0]["done"] == 1


def test_other_mixes_put_it_away_and_undo_does_not_begin_it_again(visit):
    visitor = visit()
    visitor.act("worth", place=1)
    visitor.act("first", place=1)
    assert visitor.told["worth"] is None
    visitor.act("undo")
    assert [one["preset"] for one in visitor.told["sides"]] == ["today", "pipir-account"]
    assert visitor.told["worth"] is None


@pytest.mark.parametrize("what", [{"place": 5}, {"place": "B"}, {"place": 1, "by": "<script>"}, {}])
def test_what_cannot_be_asked_is_said_and_changes_nothing(visit, what):
    visitor = visit()
    visitor.act("worth", **what)
    assert visitor.told["worth"] is None
    assert "expected" in visitor.told["problem"]


@pytest.mark.parametrize("by", ["instruments", "first", "nations"])
def test_the_python_told_gives_the_shares_shown(visit, by):
    visitor = visit()
    visitor.act("worth", place=1, by=by)
    names = {}
    exec(visitor.told["python"], names)
    shown = {one["player"]: one["mean"] for one in found(visitor)["shares"]}
    assert names["shares"] == pytest.approx(shown)


def test_where_nobody_fights_it_is_counted_from_the_start(visit):
    visitor = visit("none")
    visitor.act("scenario", name="long-peace")
    visitor.act("worth", place=1)
    assert found(visitor)["months"] == [0, 24]


def test_work_that_fails_is_said_and_the_comparison_stays(visit, monkeypatch):
    visitor = visit()
    before = visitor.settle()[1]["table"]

    def fail(*_):
        raise FloatingPointError("no such coalition")

    with monkeypatch.context() as broken:
        broken.setattr("pages.compare.worth.split", fail)
        visitor.act("worth", place=1)
        visitor.until(lambda: "no such coalition" in visitor.told["problem"])
    visitor.act("stop")
    assert visitor.settle()[1]["table"] == before
    assert visitor.told["problem"] == ""
