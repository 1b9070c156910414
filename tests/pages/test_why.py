"""One visitor's Why?, without a browser: what is told is what the judgement finds, for the month and the system asked for."""

import threading

import pytest

from abm.command.why import why
from abm.facts.problems import BadInput
from abm.facts.scenario import load_scenario
from abm.judgement.ladder import ladder
from abm.judgement.relief import worth_of
from abm.judgement.telling import sentence
from abm.rules.mix import load_mix
from pages.explore.chosen import Chosen
from pages.explore.running import Shelf
from pages.why import relief
from pages.why.session import Asked, Session, address_of, from_address
from pages.why.view import LADDER_SEEDS, SEEDS, now_of, systems_of
from tests.pages.visitor import Visitor

MONTH, SYSTEM = 60, "GMLRS"


@pytest.fixture
def visitor():
    one = Visitor(lambda send: Session(send, Shelf()), f"?scenario=classroom&mix=pipir&month={MONTH}&show={SYSTEM}")
    yield one
    one.leave()


def expected(month=MONTH, system=SYSTEM, mix="pipir"):
    return why(load_scenario("classroom"), load_mix(mix), len(SEEDS), month, (system,))


def test_the_sentence_and_the_reasons_are_those_of_surge_why(visitor):
    said = visitor.settle()[1]
    found = expected().chains[0]
    assert said["sentence"] == sentence(found)
    assert said["lack"] == pytest.approx(found.units)
    reasons = [cause for one in said["tree"] for cause in (one["causes"] if one["kind"] == "late" else [one])]
    told = sorted(one["units"] for one in reasons if one["whole"] >= 0.02)
    assert told == pytest.approx(sorted(one.units for one in found.causes if one.share(found) >= 0.02))
    assert sum(told) >= 0.9 * said["lack"]


@pytest.mark.parametrize("system", ["GMLRS", "PAC3_MSE", "SHELL155"])
def test_every_share_of_the_sentence_stands_in_the_tree(visitor, system):
    visitor.act("system", name=system)
    said = visitor.settle()[1]
    late = [one for one in said["tree"] if one["kind"] == "late"]
    way, causes = [], said["tree"]
    while lit := [one for one in causes if one["lit"]]:
        way.append(lit[0])
        causes = lit[0]["causes"]
    if "nothing is late" in said["sentence"] or not said["lack"]:
        assert late == way == []
        return
    assert way[0] == late[0]
    told = [f"({one['share']:.0%})" for one in way[1:] if 0.01 <= one["share"] <= 0.99]
    assert all(share in said["sentence"] for share in told)
    share = f"{way[0]['share']:.0%}" if way[0]["share"] >= 0.01 else "under 1%"
    assert "most of it late" in said["sentence"] or f"; {share} is late" in said["sentence"]


def test_no_step_weighs_more_than_the_step_above_it(visitor):
    def look(causes, above):
        assert sum(one["units"] for one in causes) <= above * (1 + 1e-9)
        for one in causes:
            assert one["share"] == pytest.approx(one["units"] / above)
            look(one["causes"], one["units"])

    said = visitor.settle()[1]
    look(said["tree"], said["lack"])


def test_the_way_marked_is_one_way_down_what_is_late(visitor):
    visitor.act("system", name="PAC3_MSE")
    causes, way = visitor.settle()[1]["tree"], []
    while lit := [one for one in causes if one["lit"]]:
        assert len(lit) == 1
        way.append(lit[0])
        causes = lit[0]["causes"]
    assert len(way) >= 2
    assert [way[0]["kind"], way[1]["kind"]] == ["late", "reason"]


def test_the_ladder_is_that_of_the_month_and_its_losses_add_up(visitor):
    said = visitor.settle()[1]
    found = ladder("classroom", "pipir", LADDER_SEEDS, [MONTH])
    for told, levels in zip(said["ladders"], (found["value"], found["output"].sel(system=SYSTEM)), strict=True):
        rungs = [rung["level"] for rung in told["rungs"]]
        assert rungs == pytest.approx(levels.mean(["month", "seed"]).values)
        assert rungs == sorted(rungs, reverse=True)
    assert said["ladders"][1]["asked"] == pytest.approx(float(found["requirement"].sel(system=SYSTEM)))


def test_the_map_is_that_of_surge_why_by_year(visitor):
    found = expected().map
    rows = {row["product"]: row["cells"] for row in visitor.settle()[1]["map"]["year"]["rows"]}
    assert rows
    for product, cells in rows.items():
        row = found.products.index(product)
        for place, cell in enumerate(cells):
            name = found.name(row, place)
            assert (cell[1] or cell[0] if cell else "") == name
            if cell:
                assert cell[2] == pytest.approx(found.share[row, place], abs=1e-4)


def test_a_product_with_one_maker_below_a_system_is_a_point_of_failure_of_it(visitor):
    visitor.act("system", name="PAC3_MSE")
    said = visitor.settle()[1]
    points = {one["product"]: one for one in said["points"]}
    assert points["SEEK_PAC3"]["through"] > 0
    assert all(product in said["takes"] for product, one in points.items() if one["through"] > 0)
    assert points["SRM_GMLRS"]["through"] == 0


def test_another_month_or_system_is_answered_and_another_scenario_keeps_the_system(visitor):
    visitor.act("month", value=100)
    assert visitor.settle()[1]["sentence"] == sentence(expected(month=100).chains[0])
    visitor.act("system", name="SHELL155")
    assert visitor.settle()[1]["sentence"].startswith("SHELL155 ")
    visitor.act("scenario", name="indo-pacific-2026")
    assert visitor.told["system"] == "SHELL155"


def test_a_month_of_another_system_is_one_question_and_one_undo_takes_it_back(visitor):
    visitor.act("month", value=95, name="PAC3_MSE")
    said = visitor.settle()[1]
    assert (said["month"], said["system"]) == (95, "PAC3_MSE")
    visitor.act("undo")
    assert (visitor.told["month"], visitor.told["system"]) == (MONTH, SYSTEM)


def test_every_panel_is_told_how_many_seeds_it_is_of(visitor):
    assert visitor.settle()[1]["seeds"] == {"chain": 8, "map": 8, "ladder": 2, "relief": 4}


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "month", "value": 120},
        {"kind": "month", "value": -1},
        {"kind": "month", "value": "soon"},
        {"kind": "system", "name": "<script>"},
        {"kind": "mix", "name": "../today"},
        {"kind": "scenario", "name": "nowhere"},
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(visitor, what):
    before = visitor.session.wish
    visitor.session.act(what)
    assert visitor.session.wish == before
    assert visitor.told["problem"]


def test_the_address_leads_back_to_the_same_question():
    wish = Asked(Chosen("classroom", "today", ("ExportLicensing[1].days=5",)), SYSTEM, 30)
    assert from_address(address_of(wish)) == wish
    opening = from_address("")
    assert opening.system in systems_of(load_scenario(opening.chosen.scenario))


@pytest.mark.parametrize("query", ["month=x", "month=500", "show=NOTHING", "mix=nothing", "scenario=nowhere"])
def test_a_wrong_address_is_refused(query):
    with pytest.raises(BadInput):
        from_address(query)


@pytest.mark.parametrize(
    ("query", "wrong", "kept"),
    [
        ("show=PAC3_MSE&month=500", "month", "PAC3_MSE"),
        ("show=PAC3_MSE&month=soon", "month", "PAC3_MSE"),
        ("show=NOTHING&month=30", "NOTHING", ""),
        ("mix=nowhere&show=GMLRS&month=30", "nowhere", "GMLRS"),
    ],
)
def test_a_wrong_part_of_an_address_is_named_and_the_rest_is_kept(query, wrong, kept):
    refused, usual = [], from_address("scenario=classroom")
    wish = from_address(f"scenario=classroom&{query}", refused)
    assert wish.chosen == usual.chosen
    assert wish.system == (kept or usual.system)
    assert wish.month == (30 if "month=30" in query else usual.month)
    assert [wrong in one for one in refused] == [True]


def test_nothing_is_run_on_for_a_visitor_who_wants_something_else():
    assert now_of(load_scenario("classroom"), load_mix("today"), MONTH, lambda: True) is None


def test_relief_is_tried_only_when_asked_for_and_is_worth_what_surge_relief_finds(visitor):
    visitor.settle()
    assert "relief" not in visitor.held
    visitor.act("relief")
    visitor.until(lambda: "relief" in visitor.held and visitor.heard("relief")["done"] == len(relief.SEEDS))
    told = visitor.heard("relief")
    worth = worth_of(load_scenario("classroom"), tuple(load_mix("pipir")), relief.SEEDS, MONTH, [MONTH + relief.COUNTED])
    best = worth.ranked(0)[: len(told["rows"])]
    assert [row["words"] for row in told["rows"]] == [worth.reliefs[one].words for one in best]
    assert [row["value"][0] for row in told["rows"]] == pytest.approx(worth.value[best, 0].mean(axis=-1))
    units = worth.units[best, 0, worth.systems.index(SYSTEM)].mean(axis=-1)
    assert [row["units"][0] for row in told["rows"]] == pytest.approx(units)


def test_relief_that_is_stopped_sends_nothing_more(visitor):
    visitor.settle()
    first = threading.Event()
    take = visitor.session.send

    def stop_after_the_first(name, value):
        take(name, value)
        if name == "relief":
            first.set()
            visitor.act("stop")

    visitor.session.send = stop_after_the_first
    visitor.act("relief")
    assert first.wait(60)
    visitor.settle()
    assert visitor.heard("relief")["done"] == 1
    assert visitor.told["relief"] is False


def test_undo_brings_back_the_question_and_never_tries_every_change_again(visitor):
    visitor.act("system", name="PAC3_MSE")
    visitor.act("relief")
    visitor.act("month", value=30)
    visitor.act("undo")
    assert (visitor.told["system"], visitor.told["month"], visitor.told["relief"]) == ("PAC3_MSE", MONTH, False)
    visitor.act("undo")
    assert visitor.told["system"] == SYSTEM
    visitor.act("redo")
    visitor.act("redo")
    assert (visitor.told["system"], visitor.told["month"]) == ("PAC3_MSE", 30)


def test_the_python_told_gives_the_numbers_shown(visitor, capsys):
    visitor.act("relief")
    said = visitor.settle()[1]
    visitor.until(lambda: "relief" in visitor.held and visitor.heard("relief")["done"] == len(relief.SEEDS))
    names = {}
    exec(visitor.told["python"], names)
    assert capsys.readouterr().out == said["sentence"] + "\n"
    levels = names["rungs"]["output"].sel(system=SYSTEM).mean(["month", "seed"]).values
    assert [rung["level"] for rung in said["ladders"][1]["rungs"]] == pytest.approx(levels)
    shown = {row["words"]: row["value"][0] for row in visitor.heard("relief")["rows"]}
    assert shown == pytest.approx({words: names["value"][words] for words in shown})
