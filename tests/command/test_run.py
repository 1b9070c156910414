import json
import os
import signal
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import abm.command.folder
import abm.command.run
from abm.command.bands import band
from abm.facts.scenario import load_scenario
from tests.command.refused import one_line


def test_the_screen_tells_each_system_its_peak_its_exhaustion_and_what_bound(surge, made_up):
    code, out, err = surge("run", "classroom", "--policy", "none", "--seeds", 4, "--months", 60)
    assert (code, err) == (0, "")
    row = next(line for line in out.splitlines() if line.startswith("PAC3_MSE"))
    assert row.split() == ["PAC3_MSE", "50", "2.01", "59", "30", "capacity", "(60%)"]
    shell = next(line for line in out.splitlines() if line.startswith("SHELL155"))
    assert "–" in shell  # its magazines never run empty
    assert "Alliance: peak" in out


def test_json_to_standard_output_is_exactly_one_document(surge, made_up):
    code, out, err = surge("run", "classroom", "--policy", "none", "--seeds", 3, "--months", 12, "--json", "-")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert list(told) == ["scenario", "policy", "seeds", "months", "version", "metrics"]
    assert told["scenario"]["name"] == "classroom"
    assert (told["policy"]["name"], told["seeds"], told["months"]) == ("none", [0, 1, 2], 12)
    made = told["metrics"]["made"]
    assert list(made) == ["unit", "meaning", "dims", "coords", "mean", "low", "high"]
    assert made["dims"] == ["product", "nation", "month"]
    assert made["coords"]["month"] == list(range(12))
    assert np.shape(made["mean"]) == np.shape(made["low"]) == (4, 3, 12)
    assert made["mean"][0][0][0] == pytest.approx(50.5)


def test_what_never_happens_is_null_in_json(surge, made_up):
    _, out, _ = surge("run", "classroom", "--policy", "none", "--seeds", 2, "--json", "-")
    day = json.loads(out)["metrics"]["exhaustion_day"]
    assert day["mean"] == [30, None, 30]
    assert day["low"] == [30, None, 30]


def test_the_band_agrees_with_numpy_and_leaves_out_what_is_undefined():
    values = np.random.default_rng(1).normal(size=(5, 33))
    values[1, :10] = np.nan
    values[2, 1:] = np.nan
    values[3] = np.nan
    summary = band(xr.DataArray(values, dims=("system", "seed")))
    for place in (0, 1, 2, 4):
        assert summary.mean[place] == pytest.approx(np.nanmean(values[place]))
        assert summary.low[place] == pytest.approx(np.nanquantile(values[place], 0.05))
        assert summary.high[place] == pytest.approx(np.nanquantile(values[place], 0.95))
    assert np.isnan([summary.mean[3], summary.low[3], summary.high[3]]).all()


def test_a_shorter_run_is_another_scenario_and_another_policy_setting_another_hash(surge, made_up):
    def hashes(*more):
        told = json.loads(surge("run", "classroom", "--policy", "none", "--json", "-", *more)[1])
        return told["scenario"]["hash"], told["policy"]["hash"]

    assert hashes()[0] == load_scenario("classroom").hash
    assert hashes("--months", 24)[0] != hashes()[0]
    assert hashes("--seeds", 2) == hashes()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--seeds", "0"],
        ["--seeds", "-3"],
        ["--seeds", "10001"],
        ["--seeds", "many"],
        ["--months", "0"],
        ["--months", "601"],
        ["--months", "1e3"],
        ["--flow-steps", "0"],
        ["--flow-steps", "32"],
        ["--policy", "nobody"],
        ["--policy", "/no/such/mix.yaml"],
        ["--set", "nonsense"],
        ["--set", "Nobody.knows=1"],
        ["--json", "/no/such/folder/x.json"],
        ["--json", "/"],
        ["--out", "/dev/null"],
        ["--out", ""],
        ["--out", "a\0b"],
        ["--nonsense"],
        ["extra"],
    ],
)
def test_bad_options_are_told_in_one_line_and_nothing_is_written(surge, made_up, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    policy = [] if "--policy" in arguments else ["--policy", "none"]
    one_line(surge("run", "classroom", *policy, *arguments))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scenario", ["nowhere", "clasroom", ".", "/", "no/such.yaml", "", "scale-0", "scale-999999"])
def test_a_scenario_that_cannot_be_read_is_told_in_one_line(surge, made_up, scenario):
    one_line(surge("run", scenario))


def test_a_mistyped_scenario_is_answered_with_the_nearest(surge):
    assert "did you mean classroom?" in surge("run", "clasroom")[2]


def test_no_command_and_help_are_not_mistakes(surge):
    assert surge()[0] == 0
    code, out, _ = surge("--help")
    assert code == 0
    assert "run" in out
    assert surge("--version")[1].startswith("surge ")


def test_an_unexpected_fault_is_one_line_and_not_a_traceback(surge, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("a fault\nof ours")

    monkeypatch.setattr(abm.command.run, "simulator", lambda: broken)
    code, _, err = surge("run", "classroom", "--policy", "none")
    assert code == 70
    assert "Traceback" not in err
    assert err.count("\n") == 1


def test_out_holds_tables_figures_and_a_manifest_that_names_them(surge, made_up, tmp_path):
    folder = tmp_path / "deep" / "results"
    code, _, err = surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", 12, "--out", folder)
    assert code == 0, err
    manifest = json.loads((folder / "manifest.json").read_text())
    written = {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert set(manifest["files"]) == written
    assert {"surge_alliance.svg", "surge_by_system.png"} <= written
    made = pd.read_parquet(folder / "metrics_by_product_nation_month.parquet")
    assert list(made.columns) == ["product", "nation", "month", "seed", "made"]
    assert len(made) == 4 * 3 * 12 * 2
    assert made.query("product == 'PAC3_MSE' and nation == 'USA' and month == 0 and seed == 1")["made"].item() == 50.5
    short = pd.read_csv(folder / "metrics_by_product_nation_month.csv")
    assert set(short["product"]) == {"PAC3_MSE"}  # rows of nought are left out
    assert short.loc[0, ["made", "made_low", "made_high"]].tolist() == pytest.approx([50.25, 50.025, 50.475])
    assert sorted(path.name for path in folder.parent.iterdir()) == ["results"]


def test_the_same_run_writes_the_same_bytes(surge, made_up, tmp_path):
    for name in ("one", "two"):
        surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", 12, "--out", tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_earlier_results_are_replaced_whole(surge, made_up, tmp_path):
    folder = tmp_path / "results"
    surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", 12, "--out", folder)
    (folder / "left_over.txt").write_text("old")
    assert surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", 9, "--out", folder)[0] == 0
    assert json.loads((folder / "manifest.json").read_text())["months"] == 9
    assert not (folder / "left_over.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_a_folder_that_holds_other_things_is_left_alone(surge, made_up, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    one_line(surge("run", "classroom", "--policy", "none", "--out", tmp_path))
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError, RuntimeError])
def test_a_run_cut_short_leaves_the_old_results_whole(surge, made_up, tmp_path, monkeypatch, fault):
    folder = tmp_path / "results"
    surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", 12, "--out", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def cut(*_):
        raise fault("cut")

    monkeypatch.setattr(abm.command.folder, "draw_figures", cut)
    code, _, err = surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", 9, "--out", folder)
    assert code == {KeyboardInterrupt: 130, OSError: 2, RuntimeError: 70}[fault]
    assert "Traceback" not in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_without_an_atomic_swap_the_results_are_still_replaced_whole(surge, made_up, tmp_path, monkeypatch):
    monkeypatch.setattr(abm.command.folder, "_exchange", lambda *_: False)
    folder = tmp_path / "results"
    for months in (12, 9):
        surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", months, "--out", folder)
    assert json.loads((folder / "manifest.json").read_text())["months"] == 9
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_json_to_a_file_replaces_it_whole(surge, made_up, tmp_path):
    target = tmp_path / "out.json"
    target.write_text("old")
    assert surge("run", "classroom", "--policy", "none", "--seeds", 2, "--months", 3, "--json", target)[0] == 0
    assert json.loads(target.read_text())["months"] == 3
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_json_to_a_pipe_is_written_down_the_pipe(surge, made_up, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    assert surge("run", "classroom", "--policy", "none", "--seeds", 1, "--months", 3, "--json", pipe)[0] == 0
    assert json.loads(reader.communicate(timeout=30)[0])["months"] == 3
    assert pipe.is_fifo()


def test_json_to_a_link_replaces_what_it_leads_to(surge, made_up, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link, target = tmp_path / "out.json", tmp_path / "elsewhere" / "out.json"
    link.symlink_to(target)
    assert surge("run", "classroom", "--policy", "none", "--seeds", 1, "--months", 3, "--json", link)[0] == 0
    assert link.is_symlink()
    assert json.loads(target.read_text())["months"] == 3


def test_a_closed_pipe_is_no_fault():
    script = "import sys; from abm.command import answer; sys.exit(answer(['--help']))"
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([sys.executable, "-c", script], stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)
    assert done.stderr == b""
    assert done.returncode in (141, -signal.SIGPIPE)
