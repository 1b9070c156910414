"""The pictures of what is judged: titled, with units, told apart without colour vision, and the same bytes each time."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from abm.command import attribute_figures, fragile_figures, relief_figures, why_figures
from abm.command.figures import intervals
from abm.command.paired import effect

COMMANDS = {
    "relief": (["classroom", "--months", "3,6"], {"relief", "relief_and_duals"}),
    "why": (["classroom", "--month", "60"], {"reasons", "binding"}),
    "fragile": (["classroom"], {"stops", "firms", "single_points"}),
    "attribute": (["classroom", "today", "--by", "nations", "--nations", "USA,KOR", "--months", "6"], {"shares", "interaction"}),
}
MODULES = {"relief": relief_figures, "why": why_figures, "fragile": fragile_figures, "attribute": attribute_figures}


@pytest.fixture(params=COMMANDS)
def drawn(request, surge, tmp_path, monkeypatch):
    """The pictures that a command draws, by name."""
    figures = {}
    monkeypatch.setattr(MODULES[request.param], "save", lambda figure, stem: figures.setdefault(stem.name, figure))
    arguments, names = COMMANDS[request.param]
    code, _, err = surge(request.param, *arguments, "--seeds", 2, "--out", tmp_path / "out")
    assert code == 0, err
    assert set(figures) == names
    return figures


def words_of(figure):
    """A figure's title and the words on its axes."""
    titles = [figure.get_suptitle(), *(axes.get_title() or axes.get_title("left") for axes in figure.axes)]
    labels = [figure.get_supxlabel(), *(text for axes in figure.axes for text in (axes.get_xlabel(), axes.get_ylabel()))]
    return " ".join(titles).strip(), " ".join(labels).strip()


def test_every_picture_has_a_title_and_says_in_what_unit_it_counts(drawn):
    for name, figure in drawn.items():
        title, labels = words_of(figure)
        assert title, name
        assert any(unit in labels for unit in ("USD", "%", "share of", "year")), (name, labels)


def test_no_name_of_a_row_lies_outside_its_picture_or_on_another(drawn):
    for name, figure in drawn.items():
        figure.draw_without_rendering()
        page = figure.bbox
        for axes in figure.axes:
            rows = [label.get_window_extent() for label in axes.get_yticklabels() if label.get_text() and label.get_visible()]
            assert all(row.x0 >= page.x0 - 1 and row.x1 <= page.x1 + 1 for row in rows), name
            heights = sorted((row.y0, row.y1) for row in rows)
            assert all(upper[0] >= lower[1] - 1 for lower, upper in pairwise(heights)), name
            if axes.xaxis.label.get_text():
                label = axes.xaxis.label.get_window_extent()
                assert label.x0 >= page.x0 - 1, name
                assert label.x1 <= page.x1 + 1, name


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_the_same_question_draws_the_same_bytes(surge, tmp_path, command):
    arguments, names = COMMANDS[command]
    for folder in ("one", "two"):
        assert surge(command, *arguments, "--seeds", 2, "--out", tmp_path / folder)[0] == 0
    for name in names:
        for kind in ("svg", "png"):
            one, two = (tmp_path / folder / f"{name}.{kind}" for folder in ("one", "two"))
            assert one.read_bytes() == two.read_bytes(), one.name


def lightness(colour):
    """How light a colour is to an eye without colour vision."""
    return float(np.array([0.2126, 0.7152, 0.0722]) @ np.array(to_rgb(colour)) ** 2.2)


@pytest.mark.parametrize("family", [why_figures._LATE, why_figures._UNDER_WAY, why_figures._NOT_ORDERED, why_figures.LIMIT_COLOURS])
def test_colours_of_one_kind_differ_in_lightness(family):
    light = sorted(lightness(colour) for colour in family.values())
    assert min(np.diff(light)) > 0.02


def test_what_may_be_nothing_is_drawn_hollow():
    axes = Figure().add_subplot()
    sure, unsure = np.array([5.0, 5.1, 4.9]), np.array([5.0, -5.0, 0.5])
    intervals(axes, ["sure", "unsure"], effect(np.zeros((2, 3)), np.stack([sure, unsure])))
    faces = [line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"]
    assert [face == "white" for face in faces] == [False, True]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["sure", "unsure"]
