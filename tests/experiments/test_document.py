"""docs/studies.md: its study can be planned, and its Python runs."""

import re
from pathlib import Path

import pytest

from experiments import plan_study
from experiments.study import Design, parse_study

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


def test_the_study_in_the_document_can_be_planned():
    plan = plan_study(parse_study(blocks("yaml")[0].replace("...", "said"), "document"))
    assert len(plan.design) == 128 * 2 * 2
    assert plan.levers == ["BuyNational.content_threshold", "ExportLicensing.days", "CapabilityAudit"]


def test_every_kind_of_design_is_explained():
    for kind in Design.model_fields["kind"].annotation.__args__:
        assert f"| `{kind}` |" in TEXT


@pytest.mark.slow
def test_the_python_in_the_document_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = blocks("python")
    exec(compile(block, "studies.md", "exec"), {})
    assert (tmp_path / "results" / "binding-or-voluntary" / "tables" / "runs.csv").exists()
