import pytest

from tests.experiments.small_study import TEXT


@pytest.fixture
def file(tmp_path):
    """The small study as a file."""
    path = tmp_path / "small.yaml"
    path.write_text(TEXT)
    return path
