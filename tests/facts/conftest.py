import shutil
from pathlib import Path

import pytest

from abm.facts.load import load_facts
from abm.facts.tables import DATA


@pytest.fixture(scope="session")
def facts():
    return load_facts()


@pytest.fixture
def damaged(tmp_path):
    """A copy of the tables with one text replaced by another in one of them (the first place it stands)."""

    def damage(table: str, old: str, new: str) -> Path:
        folder = tmp_path / "data"
        if not folder.exists():
            shutil.copytree(DATA, folder)
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {table}.csv: the test damages nothing"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return damage
