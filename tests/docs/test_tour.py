"""The tour: its pictures are those that the tool takes, and none is large."""

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOUR = ROOT / "docs" / "tour.md"


def shown():
    return set(re.findall(r"\(tour/([\w-]+)\.png\)", TOUR.read_text(encoding="utf-8")))


def test_every_picture_is_there_and_small():
    assert shown() == {file.stem for file in (ROOT / "docs" / "tour").glob("*.png")}
    assert all(file.stat().st_size < 200_000 for file in (ROOT / "docs" / "tour").iterdir())


def test_every_picture_is_one_the_tool_takes(monkeypatch):
    pytest.importorskip("playwright")
    spec = spec_from_file_location("take_screenshots", ROOT / "tools" / "take_screenshots.py")
    tool = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "take_screenshots", tool)  # its dataclass looks itself up there
    spec.loader.exec_module(tool)
    assert shown() == set(tool.SHOTS)
