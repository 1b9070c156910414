"""The documents: their tables are the code's, their commands run, their links lead somewhere."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from abm.command import answer
from abm.facts.parameters import PARAMETERS
from abm.judgement.metrics import METRICS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def _tool():
    spec = importlib.util.spec_from_file_location("doc_tables", ROOT / "tools" / "doc_tables.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_tables_in_the_protocol_are_as_the_code_declares_them():
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    assert _tool().renewed(text) == text, "run: python tools/doc_tables.py"


def test_the_protocol_holds_every_parameter_and_metric_once():
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    for name in (*PARAMETERS, *METRICS):
        assert text.count(f"| `{name}` |") >= 1, name


def _readme(kind):
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


COMMANDS = [line for block in _readme("") for line in block.splitlines() if line.startswith("surge ")]


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_in_the_readme_runs(line, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    _, *arguments = shlex.split(line, comments=True)
    assert answer(arguments) == 0
    assert capsys.readouterr().out


@pytest.mark.slow
def test_the_python_in_the_readme_runs(capsys):
    (block,) = _readme("python")
    exec(compile(block, "README.md", "exec"), {})
    assert "USA" in capsys.readouterr().out


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document):
    linked = re.findall(r"\]\((?!https?:)([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert [target for target in linked if not (document.parent / target).exists()] == []
