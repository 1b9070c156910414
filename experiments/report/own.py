"""Which judging belongs to a stored study."""

from __future__ import annotations

from abm.facts.problems import BadInput, shown
from experiments.analysis.judging import Judging, load_judging
from experiments.results import Results
from experiments.study import FOLDER


def judging_of(results: Results, asked: str | None = None) -> Judging | None:
    """The file that was asked for, or the shipped one where this is the shipped study, word for word; None otherwise."""
    if asked is not None:
        found = load_judging(asked)
        if found is None:
            raise BadInput(f"--judging {shown(asked)}: no such file")
        return found
    shelf = FOLDER / f"{results.manifest['study']}.yaml"
    if not shelf.exists() or shelf.read_text(encoding="utf-8") != (results.folder / "study.yaml").read_text(encoding="utf-8"):
        return None
    return load_judging(results.manifest["study"])
