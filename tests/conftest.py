import pytest
from hypothesis import settings

from abm.command import answer

# Machines differ in speed; what is tested is what happens, not how fast, and the same examples everywhere.
settings.register_profile("plain", deadline=None, derandomize=True)
settings.load_profile("plain")


@pytest.fixture
def surge(capfd):
    """Run `surge ...` and return (exit code, standard output, standard error)."""

    def call(*arguments):
        capfd.readouterr()
        code = answer([str(one) for one in arguments])
        said = capfd.readouterr()
        return code, said.out, said.err

    return call
