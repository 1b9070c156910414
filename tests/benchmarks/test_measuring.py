from types import SimpleNamespace

import numpy as np
import pytest

from abm.facts.scenario import load_scenario
from abm.model.simulate import base_of
from benchmarks.figures import BENCHMARKS, Effort, Figure
from benchmarks.timing import Spent, Task, Timings, interleaved
from benchmarks.traffic import Counted, Ledger, count


def test_a_place_counts_once_a_phase_however_often_it_is_read():
    ledger = Ledger()
    stock = Counted(np.arange(4.0), ledger)
    look = ledger.watched(lambda a: a[1] + a[1] + a[2])
    assert look(stock) == 4.0
    assert sum(ledger.moved.values()) == 2 * 8
    look(stock)
    assert sum(ledger.moved.values()) == 4 * 8


def test_a_place_that_is_changed_is_read_and_written():
    ledger = Ledger()
    stock = Counted(np.zeros((3, 2), np.float32), ledger)

    def add(a):
        a[0, 1] += 1.0

    ledger.watched(add)(stock)
    assert stock.array[0, 1] == 1.0
    assert ledger.moved == {"add": 2 * 4}


def test_a_row_taken_out_of_a_table_is_counted_as_part_of_it():
    ledger = Ledger()
    table = Counted(np.ones((2, 3)), ledger)

    def both_ways(a):
        return a[1][0] + a[1, 0]

    ledger.watched(both_ways)(table)
    assert ledger.moved == {"both_ways": 8}


def test_phases_within_a_phase_count_as_part_of_it():
    ledger = Ledger()
    stock = Counted(np.ones(2), ledger)

    def inner(a):
        return a[0]

    def outer(a):
        return a[0] + within(a)

    within = ledger.watched(inner)
    ledger.watched(outer)(stock)
    assert ledger.moved == {"outer": 8}


def test_a_whole_month_is_counted_phase_by_phase():
    moved, held, parts = count(1)
    assert {"choose", "arrive", "consume", "book", "produce", "ship", "license"} <= moved.keys()
    net = base_of(load_scenario("scale-1")).net
    magazines = len(net.store_nation) - net.first
    assert moved["consume"] >= parts * magazines * 3 * 8, "use and stock are read, and stock is written, in every part"
    assert held > 0


def test_contenders_take_turns_after_a_warm_up_and_start_afresh():
    seen = []
    tasks = {name: Task(lambda given, name=name: seen.append((name, given)), lambda: len(seen)) for name in "ab"}
    interleaved(2, tasks)
    assert seen == [("a", 0), ("b", 1), ("a", 2), ("b", 3), ("a", 4), ("b", 5)]


def test_ratios_compare_rounds_with_each_other():
    timings = Timings({"slow": [Spent(9, 4), Spent(9, 6)], "fast": [Spent(1, 2), Spent(1, 1)]})
    assert timings.ratio("slow", "fast") == [2, 6]


@pytest.mark.parametrize(
    ("target", "met"),
    [
        ({"at_most": 2.0}, True),
        ({"at_most": 1.9}, False),
        ({"at_least": 2.0}, True),
        ({"at_least": 2.1}, False),
        ({}, None),
    ],
)
def test_a_figure_is_judged_by_its_median(target, met):
    assert Figure(what="", unit="s", rounds=[1.0, 9.0, 2.0], **target).met is met


def test_the_command_knows_all_benchmarks(monkeypatch, tmp_path, capsys):
    from benchmarks import __main__ as command

    measured = SimpleNamespace(effort=None)

    def tiny(effort):
        """A benchmark that takes no time."""
        measured.effort = effort
        yield Figure(what="nothing", unit="ms", rounds=[1.5], at_most=1)

    monkeypatch.setitem(BENCHMARKS, "tiny", tiny)
    file = tmp_path / "figures.json"
    monkeypatch.setattr("sys.argv", ["benchmarks", "--quick", "--only", "tiny", "--json", str(file)])
    command.main()
    printed = capsys.readouterr().out
    assert "1.5 ms" in printed
    assert "≤ 1" in printed
    assert "missed" in printed
    assert measured.effort == Effort(quick=True)
    assert '"median": 1.5' in file.read_text()
