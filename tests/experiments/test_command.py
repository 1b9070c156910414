"""`surge study`: what it says, and with what it leaves."""

import subprocess
import sys

import pytest

from experiments import list_studies, open_study
from experiments.command.progress import Pace, in_words
from experiments.store import Standing


def test_the_shelf_tells_every_shipped_study(surge):
    code, out, _ = surge("study", "list")
    assert code == 0
    assert all(name in out for name in list_studies())


def test_a_study_is_shown_before_it_runs(surge, file):
    code, out, _ = surge("study", "show", file)
    assert code == 0
    assert "none, today" in out
    assert "overtime, hire_rate, war_noise" in out


def test_a_dry_run_counts_and_writes_nothing(surge, file, tmp_path):
    code, out, _ = surge("study", "run", file, "--out", tmp_path / "x", "--dry-run", "--seeds", 5)
    assert code == 0
    assert "40, 5 seeds a row" in out
    assert "ms a case" in out
    assert not (tmp_path / "x").exists()


def test_a_run_shows_what_came_of_it_and_runs_once(surge, file, tmp_path):
    words = ("study", "run", file, "--out", tmp_path / "x", "--workers", 0)
    code, out, err = surge(*words)
    assert code == 0, err
    assert "16 of 16 cases stored" in out
    assert "spent, USD" in out
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "x" / "runs").iterdir()}
    assert surge(*words)[0] == 0
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "x" / "runs").iterdir()}

    code, out, _ = surge("study", "status", tmp_path / "x")
    assert code == 0
    assert "0 to 16 cases; InProcess" in out
    code, out, _ = surge("study", "rerun", tmp_path / "x", 3, "--seed", 1)
    assert code == 0
    assert "the same, bit for bit" in out
    for part in (tmp_path / "x" / "runs").iterdir():
        part.unlink()
    code, out, _ = surge("study", "status", tmp_path / "x")
    assert code == 4
    assert "16 missing" in out


@pytest.mark.parametrize(
    "words",
    [
        ("run", "binding-or-voluntarily"),
        ("run", "nowhere.yaml"),
        ("run", "binding-or-voluntary", "--samples", "0"),
        ("run", "binding-or-voluntary", "--seeds", "0"),
        ("run", "binding-or-voluntary", "--workers", "-1"),
        ("run", "binding-or-voluntary", "--workers", "2", "--scheduler", "tcp://x:1"),
        ("run", "binding-or-voluntary", "--out", ""),
        ("run", "binding-or-voluntary", "--out", "/proc/nowhere"),
        ("status", "nowhere"),
        ("rerun", "nowhere", "0"),
        ("show", "nobody"),
    ],
)
def test_bad_input_is_told_in_one_line(surge, words):
    code, out, err = surge("study", *words)
    assert code == 2
    assert out == ""
    assert err.startswith("surge: ")
    assert err.count("\n") == 1


def test_a_row_that_is_not_there_is_refused(surge, file, tmp_path):
    assert surge("study", "run", file, "--out", tmp_path / "x", "--workers", 0)[0] == 0
    for words in ((99,), (3, "--seed", 7), ("0" * 16,), ("first",), ("-3",)):
        code, _, err = surge("study", "rerun", tmp_path / "x", *words)
        assert (code, err.count("\n")) == (2, 1)
    assert open_study(tmp_path / "x").standing.complete


def test_the_model_runs_without_this_package():
    script = "import sys; sys.modules['experiments'] = None; from abm.command import answer; sys.exit(answer(['list', 'mixes']))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_waits_for_no_library():
    script = (
        "import sys; from abm.command import answer; answer(['study', '--help']); print(sorted({'pandas', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_the_rate_counts_this_run_alone():
    pace = Pace()
    assert pace.told(Standing(100, 40, 0)) == "starting"
    pace.began -= 10
    assert pace.told(Standing(100, 60, 1)) == "2 a second, 20 s left, 1 failed"


@pytest.mark.parametrize(("seconds", "words"), [(12.4, "12 s"), (240, "4 min"), (9000, "2.5 h")])
def test_time_is_told_in_words(seconds, words):
    assert in_words(seconds) == words
