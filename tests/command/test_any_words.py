import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import abm.command.run
from abm.command import answer
from tests.command.made_up import made_up_results


@pytest.fixture(autouse=True, scope="module")
def made_up_model():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(abm.command.run, "simulator", lambda: made_up_results)
        yield


def told(*arguments):
    """The exit code, and what was said on standard error."""
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        code = answer([*arguments])
    return code, said.getvalue()


def plain(code, said):
    return code == 0 or (code == 2 and said.startswith("surge: ") and said.count("\n") == 1)


@given(st.text())
def test_any_setting_runs_or_is_refused_in_one_line(setting):
    assert plain(*told("run", "classroom", "--policy", "none", "--seeds", "1", "--months", "2", "--set", setting))


@given(st.text(), st.sampled_from(["--seeds", "--months", "--flow-steps", "--policy"]))
def test_any_option_runs_or_is_refused_in_one_line(value, option):
    words = ["--policy", "none", "--seeds", "1", "--months", "2", option, value]
    assert plain(*told("run", "classroom", *words))


@given(st.text())
def test_any_scenario_runs_or_is_refused_in_one_line(name):
    assert plain(*told("run", "--policy", "none", "--seeds", "1", "--", name))


@given(st.text())
def test_any_table_is_printed_or_refused_in_one_line(name):
    assert plain(*told("data", "--", name))


@given(st.text())
def test_any_mix_is_compared_or_refused_in_one_line(name):
    assert plain(*told("compare", "--seeds", "1", "--", "classroom", "none", name))


@given(st.text())
def test_any_shelf_is_listed_or_refused_in_one_line(name):
    assert plain(*told("list", "--", name))
