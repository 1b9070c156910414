"""The Explore page in Solara, without a browser: widget and session speak to each other, and the files served belong together."""

import json
import re
import time

import numpy as np
import pytest
import solara

from abm import simulate
from pages import charts
from pages.explore.block import unpack
from pages.explore.page import Drawn, Page


@pytest.fixture
def widget():
    box, rendered = solara.render(Page(), handle_error=False)
    yield box.children[0]
    rendered.close()


def until(true, seconds=120):
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_the_widget_shows_the_numbers_of_what_the_browser_asks_for(widget):
    widget.vue_ready("?scenario=classroom&mix=pipir")
    until(lambda: widget.run)
    until(lambda: widget.vue_drawn(0) or unpack(widget.run)[1]["stage"] == "whole")
    arrays, said = unpack(widget.run)
    expected = simulate("classroom", "pipir", seeds=range(32))["alliance_surge_ratio"].values.mean(axis=-1)
    assert said["seeds"] == 32
    assert np.allclose(arrays["surge"][0], expected, atol=1e-5)
    assert json.loads(widget.told)["preset"] == "pipir"


def test_what_a_browser_makes_up_is_ignored_or_refused(widget):
    widget.vue_ready("?scenario=classroom")
    for nonsense in (None, [], "act", {"kind": 7}, {"kind": "lever"}, {"kind": "preset", "name": ["today"]}):
        widget.vue_act(nonsense)
    assert json.loads(widget.told)["settings"] == []
    assert json.loads(widget.told)["preset"] == "today"


def test_every_value_a_session_sends_has_a_place_on_the_widget():
    names = set(Drawn(declared="").component.widget.class_trait_names())
    assert {"told", "scene", "baseline", "run", "trade", "file"} <= names


def test_every_file_that_a_module_asks_for_is_beside_it():
    for module in charts.FOLDER.glob("*.mjs"):
        text = module.read_text(encoding="utf-8")
        asked = re.findall(r'from "([^"]+)"', text) + re.findall(r'new URL\("([^"]+)"', text)
        assert all((module.parent / one).is_file() for one in asked), module.name


def test_no_module_or_style_names_another_machine():
    for file in (*charts.FOLDER.glob("*.mjs"), *charts.FOLDER.glob("*.css")):
        addresses = re.findall(r"https?://[^\s\"')]+", file.read_text(encoding="utf-8"))
        assert {one.rstrip("';") for one in addresses} <= {"http://www.w3.org/2000/svg"}, file.name


def test_what_comes_from_elsewhere_comes_with_its_licence():
    vendor = charts.FOLDER / "vendor"
    named = {file.name.split(".")[0].split("-")[0] for file in vendor.iterdir() if "LICENSE" not in file.name}
    assert named == {file.name.split(".")[0] for file in vendor.glob("*.LICENSE.txt")}


def test_every_participant_with_a_place_on_the_map_is_on_record():
    from abm.facts.load import load_facts

    world = json.loads((charts.FOLDER / "vendor" / "world.json").read_text(encoding="utf-8"))
    assert set(load_facts().nations) == set(world["places"])
    for x, y in world["places"].values():
        assert 0 <= x <= world["width"]
        assert world["top"] <= y <= world["top"] + world["height"]
