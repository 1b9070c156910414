"""Studies of one's own and stores that are opened: what a browser hands over is data only, and never a way to another file."""

import base64
import io
import json
import os
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from abm.facts.problems import BadInput
from abm.rules.mix import load_mix, parse_mix
from experiments import open_study, run_study
from experiments.study import parse_study
from pages.explore.own import MOST_BYTES
from pages.uncertainty.own import own_study, received
from pages.uncertainty.session import MOST_UPLOADS, Asked, Session, address_of, from_address
from pages.uncertainty.shelf import Picked, stores
from tests.pages.studied import NAME

MINE = """
title: <script>alert(1)</script>
question: Does it run?
scenario: classroom
months: 12
mixes: [{name: today, base: today}, {name: other, base: pipir}]
uncertainties: [overtime, input_cover]
design: {kind: latin-hypercube, samples: 8}
outcomes: [{name: peak, metric: alliance_surge_ratio, reduce: max, since: start}]
"""


def packed(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def handed(text, name="mine.yaml"):
    raw = text if isinstance(text, bytes) else text.encode()
    return {"kind": "upload", "name": name, "size": len(raw), "data": packed(raw)}


@pytest.mark.slow
def test_a_study_handed_over_runs_as_on_the_command_line(opened, tmp_path):
    browser = opened()
    browser.session.act(handed(MINE))
    browser.settle()
    told = browser.held["told"]
    assert (told["study"], told["shelf"], told["uploads"]) == ("mine", "own", ["mine"])
    assert browser.held["study"]["title"] == "<script>alert(1)</script>"  # text, which a browser writes as text
    browser.session.act({"kind": "size", "name": "whole"})
    browser.session.act({"kind": "run"})
    found = browser.settle()
    assert (found["stored"], found["of"]) == (16, 16)
    folder = browser.session.wish.picked.folder
    (tmp_path / "mine.yaml").write_text(MINE, encoding="utf-8")
    again = run_study("mine.yaml", "elsewhere", workers=0)
    pd.testing.assert_frame_equal(open_study(folder).runs[["case_id", "peak"]], again.runs[["case_id", "peak"]])
    assert browser.held["told"]["stores"] == [folder.name]
    back = from_address(browser.held["told"]["address"])
    assert back.picked.stored
    assert back.picked.folder == folder


REFUSED = {
    "huge": ({"kind": "upload", "name": "mine.yaml", "size": 5_000_000}, "larger than 64 kB"),
    "huge, and says it is not": (
        {"kind": "upload", "name": "mine.yaml", "size": 9, "data": packed(b"a" * (MOST_BYTES + 1))},
        "larger than 64 kB",
    ),
    "binary": (handed(b"\x7fELF\x02\x01\xff\xfe"), "not UTF-8"),
    "nought bytes": (handed(b"title: a\0b\n"), "not YAML"),
    "half arrived": ({"kind": "upload", "name": "mine.yaml", "size": 9, "data": "####"}, "did not arrive whole"),
    "empty": (handed(""), "empty"),
    "aliases": (handed("a: &a [1, 1]\nb: [*a, *a]\n"), "aliases"),
    "tags": (handed("a: !!python/object/apply:os.system [ls]\n"), "tags"),
    "deep": (handed("[" * 500), "nested"),
    "not a study": (handed("title: T\nsurprise: 1\n"), "surprise"),
    "a path for a name": (handed(MINE, "../../etc/passwd.yaml"), "expected a file"),
    "a hidden name": (handed(MINE, ".yaml"), "expected a file"),
    "a script for a name": (handed(MINE, "<script>.yaml"), "expected a file"),
    "a scenario of this machine": (handed(MINE.replace("classroom", "/etc/passwd")), "not read"),
    "a scenario beside": (handed(MINE.replace("classroom", "./mine.yaml")), "not read"),
    "a mix of this machine": (handed(MINE.replace("base: pipir", "base: ../other.yaml")), "not read"),
    "an instrument of this machine": (handed(MINE + "levers: {CoProduction: {from: /etc/hosts}}\n"), "not read"),
    "a table of this machine": (handed(MINE.replace("latin-hypercube, samples: 8", "table, file: /etc/passwd")), "file"),
    "a file beside a sample": (handed(MINE.replace("samples: 8", "samples: 8, file: /etc/passwd")), "files of this machine"),
    "far too many cases": (handed(MINE.replace("samples: 8", "samples: 1000000")), "expected at most 50,000"),
    "far too many mixes": (handed(MINE.replace("mixes: [", "mixes: [" + "{name: a, base: today}, " * 30)), "expected at most 24"),
    "far too many values": (handed(MINE + f"levers: {{ExportLicensing.days: {list(range(200))}}}\n"), "expected at most 100"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_study_is_refused_in_one_line_and_nothing_is_written(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    what, words = REFUSED[case]
    told = {}
    session = Session(lambda name, value: told.update({name: json.loads(value)}))
    before = session.wish
    session.act(what)
    assert words in told["told"]["problem"]
    assert "\n" not in told["told"]["problem"]
    assert session.wish == before
    assert session.uploads == {}
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_is_told_with_its_line():
    with pytest.raises(BadInput, match=r"^mine\.yaml:6:.*pipirr.*"):
        received("mine.yaml", 10, packed(MINE.replace("base: pipir", "base: pipirr")))


def test_no_more_than_a_few_studies_are_kept_for_a_visitor(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session = Session(lambda name, value: None)
    for number in range(MOST_UPLOADS + 3):
        session.act(handed(MINE, f"mine{number}.yaml"))
    assert list(session.uploads) == [f"mine{number}" for number in range(3, MOST_UPLOADS + 3)]


def test_another_text_under_the_same_name_is_stored_elsewhere():
    one, other = (Picked("mine", text=text) for text in (MINE, MINE.replace("samples: 8", "samples: 9")))
    assert one.folder != other.folder
    assert one.folder == Picked("mine", text=MINE).folder
    assert own_study(MINE, "mine").name == "mine"


def test_a_store_is_opened_from_the_folder_of_results_and_only_read(opened):
    browser = opened()
    run_study(NAME, workers=0)
    run_study(NAME, "elsewhere", workers=0)
    Path("results/empty").mkdir()
    Path("results/other").mkdir()
    Path("results/other/manifest.json").write_text("{}", encoding="utf-8")
    assert stores() == ["tiny"]
    browser.session.act({"kind": "store", "name": "tiny"})
    found = browser.settle()
    assert (found["stored"], found["of"]) == (32, 32)
    assert browser.held["study"]["cases"] == 32
    assert not browser.held["study"]["runs"]
    before = browser.session.wish
    browser.session.act({"kind": "run"})
    assert "only read" in browser.held["told"]["problem"]
    for name in ("../elsewhere", "/etc", "elsewhere", "empty", "other", ".", "..", ""):
        browser.session.act({"kind": "store", "name": name})
        assert "nothing is stored under" in browser.held["told"]["problem"]
    assert browser.session.wish == before
    with pytest.raises(BadInput):
        from_address("store=../elsewhere")
    wish = Asked(Picked("tiny", "whole", stored=True))
    assert from_address(address_of(wish)) == wish


def test_what_can_be_kept_reads_back(opened):
    browser = opened()
    run_study(NAME, workers=0)
    browser.session.ready(f"?study={NAME}&size=whole&row=3&seed=1")
    browser.settle()

    def keep(name):
        browser.session.act({"kind": "keep", "name": name})
        assert browser.held["told"]["problem"] == ""
        return browser.held["kept"]

    results = open_study("results/tiny")
    told = keep("parquet")
    assert told["name"] == "tiny.parquet"
    found = pd.read_parquet(io.BytesIO(base64.b64decode(told["bytes"])))
    pd.testing.assert_frame_equal(found, results.runs)
    told = keep("study")
    assert parse_study(told["text"], "tiny").title == results.manifest["title"]
    told = keep("rules")
    mix = results.design.loc[3, "mix"]
    assert parse_mix(told["text"], "rules").content() == load_mix({"today": "today", "other": "pipir"}[mix]).content()
    browser.session.act({"kind": "look", "look": {"row": -1}})
    browser.session.act({"kind": "keep", "name": "rules"})
    assert "no run is chosen" in browser.held["told"]["problem"]


@pytest.mark.slow
def test_results_stream_in_while_a_study_runs_and_looking_around_does_not_stop_it(opened, monkeypatch):
    monkeypatch.setattr("pages.uncertainty.session.SHOW_EVERY", 0.1)
    browser = opened(samples=2000)
    browser.settle()
    browser.session.act({"kind": "run"})
    browser.until(lambda: browser.held.get("seen", {}).get("standing", {}).get("stored", 0) > 0)
    began = browser.held["seen"]
    assert began["run"]
    browser.session.act({"kind": "look", "look": {"mix": "other", "across": "overtime"}})
    assert browser.held["seen"]["look"]["mix"] == "other"
    browser.session.act({"kind": "look", "look": {"across": "no such input"}})
    assert "unknown in this study" in browser.held["told"]["problem"]
    browser.session.act({"kind": "cell", "x": 0, "y": 0})
    assert "cases" in browser.held["listed"]
    browser.until(lambda: browser.held["seen"]["standing"]["stored"] > began["standing"]["stored"])
    assert browser.held["told"]["run"]
    assert browser.held["seen"]["look"]["across"] == "overtime"
    browser.session.act({"kind": "stop"})
    browser.settle()
    seen = [value for name, value in browser.seen if name == "seen" and value["serial"] == began["serial"]]
    assert [one["number"] for one in seen] == sorted(one["number"] for one in seen)
    assert [one["standing"]["stored"] for one in seen] == sorted(one["standing"]["stored"] for one in seen)


def test_what_is_seen_of_one_study_is_never_shown_of_another(opened):
    browser = opened()
    run_study(NAME, workers=0)
    browser.session.ready(f"?study={NAME}&size=whole")
    browser.settle()
    shown = browser.held["seen"]["serial"]
    browser.session.act({"kind": "size", "name": "quick"})
    browser.settle()
    browser.session.act({"kind": "look", "look": {"mix": "other"}})
    assert browser.held["seen"]["serial"] == shown != browser.session.serial  # nothing is stored at this size


@pytest.mark.slow
def test_a_visitor_who_leaves_while_results_stream_in_stops_the_run(opened, monkeypatch):
    monkeypatch.setattr("pages.uncertainty.session.SHOW_EVERY", 0.1)
    browser = opened(samples=2000)
    browser.settle()
    browser.session.act({"kind": "run"})
    browser.until(lambda: "seen" in browser.held)
    began = time.monotonic()
    browser.session.close()
    browser.thread.join(30)
    assert time.monotonic() - began < 10
    assert not [one for one in threading.enumerate() if one.name == "study"]
    assert os.path.exists("results/tiny/manifest.json")
