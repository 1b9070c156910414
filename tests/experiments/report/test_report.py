"""A report opens anywhere, says what the numbers say, and is the same bytes for the same store."""

import json
import re

import pandas as pd
import pytest

import experiments.command.report  # noqa: F401 - puts `surge study report` beside the others
from experiments import run_study
from experiments.analysis.judging import parse_judging
from experiments.report import words
from experiments.report.brief import brief
from experiments.report.contents import by_design, contents_of
from experiments.report.folder import PAGE, write_report
from experiments.report.own import judging_of
from experiments.report.page import cells
from tests.experiments.small_study import small

JUDGING = """
expected:
  - says: Rules cost something in a year
    of: spent
    where: {mix: today}
    against: {mix: none}
    above: -50
    below: 50
  - says: Rules make everybody spend ten times as much
    of: spent
    where: {mix: today}
    against: {mix: none}
    above: 900
better: {spent: less}
robustness: [{of: landed, enough: 1}]
front: [landed, spent]
interactions: [landed]
discover:
  - {says: little lands, of: landed, below: 1.0e+9}
leaves_out: Everything but a year in a classroom.
"""
LEVERS = "{BuyNational.price_factor: [0, 1], ExportLicensing.days: [10, 90]}"


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The small study with two levers, run through in this process."""
    study = small(levers=LEVERS, design="{kind: factorial, samples: 6}", seeds="1")
    return run_study(study, tmp_path_factory.mktemp("report") / "small", workers=0)


@pytest.fixture(scope="module")
def contents(stored):
    return contents_of(stored, parse_judging(JUDGING))


@pytest.fixture(scope="module")
def written(contents, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written") / "report"
    write_report(folder, contents)
    return folder


def test_the_page_needs_nothing_but_itself(written):
    html = (written / PAGE).read_text()
    assert "<script" not in html
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
    assert not re.findall(r"<(?:link|img|iframe)", html)
    assert 'name="viewport"' in html
    assert "prefers-color-scheme: dark" in html


def test_every_link_of_the_page_leads_to_a_file_beside_it(written):
    links = set(re.findall(r'<a href="([^"]+)"', (written / PAGE).read_text()))
    assert links
    assert all((written / link).is_file() for link in links)


def test_every_figure_has_its_numbers_beside_it(written):
    figures = {path.stem for path in written.glob("*.svg")}
    assert {"predictions", "effects", "front", "interactions_landed", "series_active_firms"} <= figures
    for name in figures:
        assert (written / f"{name}.png").stat().st_size > 1000
        assert len(pd.read_csv(written / f"{name}.csv")) > 0


def test_no_two_parts_of_the_page_have_the_same_name(written):
    ids = re.findall(r'\bid="([^"]+)"', (written / PAGE).read_text())
    drawn = [one for one in ids if not one.split("-", 1)[1].startswith(("DejaVu", "m", "image"))]
    assert len(drawn) == len(set(drawn))
    named = set(re.findall(r'(?:url\(#|xlink:href="#)([^")]+)', (written / PAGE).read_text()))
    assert named <= set(ids)


def test_the_same_store_gives_the_same_bytes(stored, written, tmp_path):
    write_report(tmp_path / "again", contents_of(stored, parse_judging(JUDGING)))
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (written, tmp_path / "again"))
    assert first == second


def test_the_words_are_those_of_the_numbers(written, contents, stored):
    html = (written / PAGE).read_text()
    first, second = contents.verdicts
    assert (first.word, second.word) == ("reproduced", "not reproduced")
    runs = stored.runs.set_index(["future", "seed", *stored.levers, "mix"])["spent"].unstack("mix")
    mean = float((100 * (runs["today"] / runs["none"] - 1)).mean())
    assert first.effect.mean.mean == pytest.approx(mean)
    assert words.signed(mean) in html
    assert "Everything but a year in a classroom." in html
    assert "48 of 48 cases" in html


def test_the_brief_has_one_figure_and_the_command(contents):
    text = brief(contents)
    assert text.count("![") == 1
    assert "surge study run small" in text
    assert "| Rules cost something in a year |" in text
    assert "**not reproduced**" in text


def test_a_study_without_a_judging_is_told_by_its_design(stored):
    told = {section.kind for section in contents_of(stored).sections}
    assert {"effects", "interactions", "curves", "words", "cases"} <= told
    assert by_design(stored).interactions == ("landed", "spent")
    assert judging_of(stored) is None


def test_a_study_that_is_not_complete_says_so(stored, tmp_path):
    import shutil

    shutil.copytree(stored.folder, tmp_path / "torn")
    part = next((tmp_path / "torn" / "runs").iterdir())
    table = pd.read_parquet(part)
    table.iloc[: len(table) // 2].to_parquet(part)
    from experiments import open_study

    half = open_study(tmp_path / "torn")
    assert half.standing.missing
    write_report(tmp_path / "report", contents_of(half))
    assert "This study is not complete" in (tmp_path / "report" / PAGE).read_text()


def test_the_command_writes_the_report_and_leaves_as_status_does(surge, stored, tmp_path):
    (tmp_path / "judging.yaml").write_text(JUDGING)
    code, out, err = surge("study", "report", stored.folder, "--out", tmp_path / "told", "--judging", tmp_path / "judging.yaml")
    assert code == 0, err
    assert "not reproduced   Rules make everybody spend ten times as much" in out
    assert (tmp_path / "told" / PAGE).exists()
    assert surge("study", "report", stored.folder, "--out", tmp_path / "told")[0] == 0


@pytest.mark.parametrize(
    ("judging", "said"),
    [
        ("expected: [{says: x, of: landed, above: 1, where: {mix: nobody}}]", "expected one of"),
        ("expected: [{says: x, of: lended, above: 1}]", "did you mean landed"),
        ("expected: [{says: x, of: landed}]", "above, below"),
        ("expcted: []", "did you mean expected"),
        ("interactions: [nothing]", "no outcome"),
        ("sensitivity: [{of: landed}]", "need design"),
    ],
)
def test_a_judging_that_cannot_be_used_is_refused_in_one_line(surge, stored, tmp_path, judging, said):
    (tmp_path / "judging.yaml").write_text(judging)
    code, out, err = surge("study", "report", stored.folder, "--out", tmp_path / "told", "--judging", tmp_path / "judging.yaml")
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "told").exists()


def test_what_is_no_study_and_what_is_no_report_is_left_alone(surge, stored, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    for line in (("nowhere",), (stored.folder, "--out", tmp_path / "mine"), (stored.folder, "--judging", "nowhere.yaml")):
        code, _, err = surge("study", "report", *line)
        assert (code, err.count("\n")) == (2, 1)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (14.482, "14.5"),
        (1234.5, "1,234"),
        (5.218e10, "52.2 bn"),
        (-0.0004047, "-0.000405"),
        (float("nan"), "undefined"),
        (100.0, "100"),
    ],
)
def test_numbers_have_three_digits_that_count(value, told):
    assert words.told(value) == told


@pytest.mark.parametrize(("share", "told"), [(0, "0 %"), (1, "100 %"), (0.001, "below 1 %"), (0.999, "over 99 %"), (0.5, "50 %")])
def test_a_share_is_nought_or_all_only_where_it_is(share, told):
    assert words.percent(share) == told


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_desk_and_a_phone_offline(written, width, scheme):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True).new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((written / PAGE).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("[...document.querySelectorAll('figure svg')].every(s => s.getBoundingClientRect().right <= innerWidth)")
        assert [url for url in asked if not url.startswith("file:")] == []
        ground, ink = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
        bright = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ground, ink)]
        assert (bright[0] > bright[1]) == (scheme == "light")
        browser.close()


def test_a_missing_number_is_a_dash_in_a_table_and_no_number_of_its_own():
    told = cells(pd.DataFrame({"mix": ["today", "none"], "gain": [1.5, float("nan")]}))
    assert json.loads(json.dumps(told, allow_nan=False))["rows"] == [["today", "1.5"], ["none", "–"]]
