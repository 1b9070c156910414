"""The page of claims: what must come out is told with what was found, and what does not come out with why."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from abm.judgement.claim import Seen
from abm.judgement.claims import CLAIMS
from abm.judgement.must_come_out import STATEMENTS
from abm.judgement.robustness import Trial, draw
from abm.judgement.structures import STRUCTURES
from abm.judgement.validation.declaring import ROWS
from abm.judgement.validation.misses import EXPLAINED
from abm.judgement.validation.scoreboard import Found, Score
from abm.judgement.validation.verdicts import INSIDE, OUTSIDE

DRAWS = 20


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("claims_table", Path(__file__).resolve().parents[2] / "tools" / "claims_table.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def trial(claim, held):
    good, bad = (claim.above + 1.0, claim.above - 1.0) if np.isfinite(claim.above) else (claim.below - 1.0, claim.below + 1.0)
    effect = np.array([good] * held + [bad] * (DRAWS - held))
    return Trial(claim, Seen(effect), draw(DRAWS), {one.title: Seen(np.full(4, good)) for one in STRUCTURES})


def score(name, value):
    found = Found("2026-01", value, (value, value), 8.0, 6.0, 10.0, INSIDE if 6.0 <= value <= 10.0 else OUTSIDE)
    return Score(ROWS[name], "", "days", "high", (found,), found.verdict)


def page(tool, held=DRAWS, value=8.0):
    claims = (replace(one, missed="it is too early") for one in CLAIMS.values())
    rows = [name for statement in STATEMENTS for name in statement.rows]
    return tool.text([trial(one, held) for one in claims], [score(name, value) for name in rows])


def test_every_sentence_of_the_sources_stands_with_what_was_found_and_the_command(tool):
    text = page(tool)
    for statement in STATEMENTS:
        assert f"| {statement.words} |" in text
        assert statement.mind in text
    assert "| V31 | 8 | 6 to 10 days | inside | `surge check --validation` |" in text
    assert "100% of draws, 100% of seeds | `surge claims waiver_alone` |" in text


def test_what_does_not_come_out_is_told_with_why_and_what_does_is_not(tool):
    holds, misses = page(tool), page(tool, held=DRAWS // 4, value=19.0)
    for why in (EXPLAINED["V31"], "it is too early"):
        assert why in misses
        assert why not in holds
    assert "19 | 6 to 10 days | outside" in misses
