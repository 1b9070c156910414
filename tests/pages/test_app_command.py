"""`surge app`: it serves to this machine alone unless told otherwise, refuses what cannot be, and checks its own files."""

import pytest

from abm.command import answer
from pages import assets, serving


@pytest.fixture
def served(monkeypatch):
    """What the server was asked to do, instead of doing it."""
    asked = []
    monkeypatch.setattr(serving, "serve", lambda *of: asked.append(of))
    return asked


def test_it_serves_to_this_machine_alone_unless_told_otherwise(served):
    assert answer(["app", "--no-browser"]) == 0
    assert answer(["app", "--host", "0.0.0.0", "--port", "9000"]) == 0
    (entry, *first), (_, *second) = served
    assert entry.name == "app.py"
    assert entry.is_file()
    assert first == ["127.0.0.1", None, False]
    assert second == ["0.0.0.0", 9000, True]


@pytest.mark.parametrize("wrong", [["--port", "0"], ["--port", "70000"], ["--port", "x"], ["--host", ""], ["--host", " "]])
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_served(served, capfd, wrong):
    assert answer(["app", *wrong]) == 2
    assert capfd.readouterr().err.count("\n") == 1
    assert served == []


def test_a_check_opens_nothing_and_says_that_all_is_there(served, capfd):
    assert answer(["app", "--check"]) == 0
    assert "nothing is fetched from elsewhere" in capfd.readouterr().out
    assert served == []


def test_a_check_that_misses_a_file_names_it_and_leaves_with_1(monkeypatch, capfd):
    monkeypatch.setattr(assets, "missing", lambda: ["main8.css (asked for by Solara)"])
    assert answer(["app", "--check"]) == 1
    assert capfd.readouterr().out == "missing: main8.css (asked for by Solara)\n"


def test_without_the_screens_installed_it_says_how_to_get_them(served, monkeypatch, capfd):
    from pages.command import app

    monkeypatch.setattr(app, "NEEDED", ("a_package_that_is_not_there",))
    assert answer(["app"]) == 2
    assert "alliance-surge[app]" in capfd.readouterr().err
