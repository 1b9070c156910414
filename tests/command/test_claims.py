"""`surge claims`: what it says, what it writes, and what it refuses."""

import csv
import json

import numpy as np
import pyarrow.parquet as parquet
import pytest

import abm.command.claims
from abm.facts.parameters import PARAMETERS
from abm.judgement.claim import Seen
from abm.judgement.claims import CLAIMS
from abm.judgement.robustness import Trial, draw
from abm.judgement.structures import STRUCTURES
from tests.command.refused import one_line

HELD = 15
"""Draws, of twenty, in which every made-up claim holds: those in which hands are hired fast."""


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    """The command over made-up trials, so that what is tested is the command."""

    def tried(claims, draws):
        return [made_up_trial(one, draws) for one in claims]

    monkeypatch.setattr(abm.command.claims, "try_claims", tried)


def made_up_trial(claim, draws):
    drawn = draw(draws)
    hired = np.argsort([one["hire_rate"] for one in drawn])
    good, bad = (claim.above + 1.0, claim.above - 1.0) if np.isfinite(claim.above) else (claim.below - 1.0, claim.below + 1.0)
    effect = np.full(draws, good)
    effect[hired[: draws - draws * HELD // 20]] = bad
    seeds = {one.title: Seen(np.full(4, good), {"part": np.ones(4)}) for one in STRUCTURES}
    seeds["one queue"] = Seen(np.full(4, np.nan), {"part": np.ones(4)})
    return Trial(claim, Seen(effect, {"part": np.full(draws, np.nan)}), drawn, seeds)


def test_each_claim_is_told_with_its_share_and_where_it_flips(surge):
    code, out, err = surge("claims", "waiver_alone", "--draws", 40)
    assert (code, err) == (0, "")
    assert "75% [62, 84]" in out
    assert "one queue" in out
    assert "flips mostly where hire_rate is low" in " ".join(out.split())


def test_the_document_holds_every_claim_and_undefined_numbers_are_null(surge):
    code, out, err = surge("claims", "--draws", 20, "--json", "-")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert list(told["claims"]) == list(CLAIMS)
    assert told["draws"] == 20
    for claim in told["claims"].values():
        assert claim["share"] == HELD / 20
        assert claim["low"] < claim["share"] < claim["high"]
        assert claim["told"] == {"part": None}
        assert claim["flips_under"] == ["one queue"]
        assert list(claim["structures"]) == [one.title for one in STRUCTURES]


def test_claims_named_are_tried_once_each_in_the_order_in_which_they_are_declared(surge):
    first, second = list(CLAIMS)[:2]
    _, out, _ = surge("claims", second, first, second, "--draws", 4, "--json", "-")
    assert list(json.loads(out)["claims"]) == [first, second]


def test_a_folder_holds_the_claims_and_every_draw(surge, tmp_path):
    code, _, _ = surge("claims", "waiver_alone", "--draws", 8, "--out", tmp_path / "found")
    assert code == 0
    rows = list(csv.DictReader((tmp_path / "found" / "claims.csv").read_text().splitlines()))
    assert [row["claim"] for row in rows] == ["waiver_alone"]
    draws = parquet.read_table(tmp_path / "found" / "draws.parquet")
    assert draws.num_rows == 8
    assert {*PARAMETERS, "waiver_alone", "waiver_alone holds"} <= set(draws.column_names)
    assert json.loads((tmp_path / "found" / "manifest.json").read_text())["claims"]["waiver_alone"]["share"] == 0.75


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["seekers_not_licenses"], "did you mean seekers_not_licences?"),
        (["--draws", "0"], "expected 1 to"),
        (["--json", ""], "expected - or a file"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_one_line(surge, asked, said):
    assert said in one_line(surge("claims", *asked))
