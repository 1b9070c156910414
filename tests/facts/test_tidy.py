"""The tables in the repository are what the tidying rules make of the raw ones, byte for byte."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT.parent / "shared" / "data"


@pytest.mark.skipif(not RAW.is_dir(), reason="the raw tables are not here")
def test_tidying_again_changes_no_byte(tmp_path):
    tool = [sys.executable, str(ROOT / "tools" / "tidy_data.py"), str(RAW), str(tmp_path)]
    subprocess.run(tool, check=True, capture_output=True)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    kept = {p.name: p.read_bytes() for p in (ROOT / "abm" / "data").glob("*.csv")}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []
