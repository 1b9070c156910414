"""The Model page without a browser: its numbers are the model's, misses stay on the board, and it can be given up."""

import html
import re
import threading
import time
from dataclasses import replace
from pathlib import Path

import ipyvuetify as v
import pytest
import solara
from hypothesis import given
from hypothesis import strategies as st
from solara.widgets import HTML

from abm.facts.parameters import PARAMETERS
from abm.judgement.validation.misses import why_missed
from abm.judgement.validation.scoreboard import scoreboard
from abm.judgement.validation.untested import NOT_TESTED
from abm.judgement.validation.verdicts import OUTSIDE
from pages.model import tables, words
from pages.model.history import History
from pages.model.page import Page

ROOT = Path(__file__).resolve().parents[2]


def rows_without_a_world():
    from abm.judgement.validation.declaring import ROWS

    return tuple(name for name, row in ROWS.items() if not row.worlds)[:3]


class Visit:
    def __init__(self, history):
        _, self.found = solara.render(Page(history), handle_error=False)

    @property
    def text(self):
        return " ".join(one.unsafe_innerHTML for one in self.found.find(HTML).widgets)

    def button(self, word):
        return next((one for one in self.found.find(v.Html, tag="button").widgets if one.children == [word]), None)

    def wait(self, true, seconds=60):
        limit = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < limit, "the page did not get there"
            time.sleep(0.02)


@pytest.fixture
def visit():
    one = Visit(History(rows_without_a_world()))
    yield one
    one.found.close()


def test_the_page_tells_each_parameter_with_its_value_and_range(visit):
    for one in PARAMETERS.values():
        assert f"<code>{one.name}</code></td>" in visit.text
        assert f"{one.low:g} to {one.high:g}" in visit.text


def test_what_it_cannot_tell_is_what_the_protocol_says(visit):
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    section = text[text.index("## 12. What it cannot tell") : text.index("## References")]
    assert tuple(re.findall(r"^- (.*)$", section, re.M)) == words.CANNOT_TELL
    assert all(one in visit.text for one in words.CANNOT_TELL)
    assert all(f'<td class="">{name}</td>' in visit.text for name in NOT_TESTED)


def test_words_find_the_parameters_that_have_all_of_them(visit):
    field = next(one for one in visit.found.find(v.TextField).widgets if one.label == "Words to find")
    field.v_model = "training crews"
    visit.wait(lambda: "<code>overtime</code></td>" not in visit.text)
    assert "<code>training_months</code></td>" not in visit.text  # its meaning has no crews in it
    field.v_model = "intake"
    visit.wait(lambda: "<code>training_months</code></td>" in visit.text)


@given(st.text(max_size=30))
def test_no_search_finds_what_lacks_its_words(asked):
    for one in tables.matching(asked):
        told = f"{one.name} {one.name.replace('_', ' ')} {one.unit} {one.meaning} {one.source} {tables.basis(one)}".lower()
        assert all(word in told for word in asked.lower().split())


def test_each_parameter_stands_on_one_basis():
    assert sorted(one.name for on in tables.BASES for one in tables.matching("", on)) == sorted(PARAMETERS)
    assert tables.basis(PARAMETERS["entry_cost"]) == tables.ESTIMATE
    assert tables.basis(PARAMETERS["idle_decay"]) == tables.FITTED


def test_the_board_shows_what_the_command_would(visit):
    visit.button("Hold it against history now (about a minute)").click()
    visit.wait(lambda: visit.button("Misses only"))
    for score in scoreboard(rows_without_a_world()):
        assert f"{score.row.id}" in visit.text
        assert f"</i> {score.verdict}</span>" in visit.text


def test_a_miss_is_shown_as_a_miss_and_alone_when_only_misses_are_asked_for():
    first, second, *_ = scoreboard(rows_without_a_world())
    missed, met = replace(first, verdict=OUTSIDE), replace(second, verdict="inside")
    board = tables.scores([missed, met], misses_only=True)
    assert "✕</i> outside" in board
    assert f">{missed.row.id}" in board
    assert f">{met.row.id}<" not in board
    assert f"<small>{html.escape(why_missed(missed.row.id))}</small>" in board


def test_nobody_waiting_means_no_more_work_and_the_next_visitor_gets_it_all():
    history, told = History(rows_without_a_world()), []
    assert history.scores(lambda: len(told) > 1, lambda *of: told.append(of)) is None
    assert len(told) == 2
    assert history.kept is None
    assert len(history.scores(lambda: False)) == 3


def test_a_second_visitor_waits_for_the_first_and_the_work_is_done_once():
    history, told, answers = History(rows_without_a_world()), [], []

    def visit():
        answers.append(history.scores(lambda: False, lambda *of: told.append(of)))

    visitors = [threading.Thread(target=visit) for _ in range(3)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    assert len(told) == 3
    assert answers[0] is answers[1] is answers[2]


def test_a_board_that_fails_says_so_and_can_be_asked_for_again():
    class Broken(History):
        def scores(self, unwanted, told=None):
            raise ArithmeticError("the record is torn")

    one = Visit(Broken(()))
    one.button("Hold it against history now (about a minute)").click()
    one.wait(lambda: "the record is torn" in one.text)
    assert one.button("Hold it against history now (about a minute)")
    one.found.close()
