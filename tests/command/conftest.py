import pytest

import abm.command.run
from tests.command.made_up import made_up_results


@pytest.fixture
def made_up(monkeypatch):
    """The command over a made-up model, so that what is tested is the command."""
    monkeypatch.setattr(abm.command.run, "simulator", lambda: made_up_results)
    return made_up_results
