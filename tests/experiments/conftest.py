import pytest

from abm.command import answer
from tests.experiments.small_study import TEXT


@pytest.fixture
def surge(capfd):
    """Run `surge ...` and return (exit code, standard output, standard error)."""

    def call(*arguments):
        capfd.readouterr()
        code = answer([str(one) for one in arguments])
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def file(tmp_path):
    """The small study as a file."""
    path = tmp_path / "small.yaml"
    path.write_text(TEXT)
    return path
