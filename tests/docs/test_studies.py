"""The pages of the shipped studies are those of the studies as they stand, and the Python of the example runs."""

import importlib.util
import re
from pathlib import Path

import pytest

from experiments import list_studies, load_study
from experiments.analysis.judging import load_judging

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "studies"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("study_reports", ROOT / "tools" / "study_reports.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.parametrize("name", list_studies())
def test_every_shipped_study_has_a_page_with_its_question_its_prediction_and_its_figure(name):
    text, study = (PAGES / f"{name}.md").read_text(encoding="utf-8"), load_study(name)
    assert f"**{study.question}**" in text
    assert study.prediction in text
    for expected in load_judging(name).expected:
        assert f"| {expected.says} |" in text
    assert f"({name}.svg)" in text
    assert (PAGES / f"{name}.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert f"surge study run {name}" in text


def test_the_list_is_what_the_pages_say(tool):
    words = {name: tool.came_out(PAGES, name) for name in list_studies()}
    assert "has not run" not in words.values()
    assert (PAGES / "README.md").read_text(encoding="utf-8") == tool.list_text(PAGES, words)


def test_the_readme_leads_to_the_list():
    assert "(docs/studies/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_python_of_the_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (PAGES / "in-python.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 8
    held = {}
    for block in blocks:
        exec(compile(block, "in-python.md", "exec"), held)
    said = capsys.readouterr().out
    assert "of futures" in said
    assert (tmp_path / "results" / "mine" / "manifest.json").exists()
