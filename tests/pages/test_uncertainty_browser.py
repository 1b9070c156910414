"""Uncertainty in a real browser: a study is run, its progress seen, and its numbers are those of the store."""

import os
import subprocess
import sys

import pandas as pd
import pytest

from experiments import open_study
from experiments.report.contents import contents_of
from pages.uncertainty.opening import opened
from tests.pages.conftest import ROOT
from tests.pages.explored import AXE, settled
from tests.pages.studied import NAME, lay_out
from tests.pages.test_uncertainty_own import MINE

pytestmark = pytest.mark.browser

ASKED = f"/uncertainty?study={NAME}&size=whole"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("app")
    lay_out(found)
    return found


@pytest.fixture(scope="module")
def address(folder):
    """The app, started in a folder of its own, in which studies are stored."""
    environment = {name: value for name, value in os.environ.items() if name != "SOLARA_APP"} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "app.py"), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder) as server:
        told = server.stdout.readline()
        assert " at http://127.0.0.1:" in told, told
        yield told.split()[4]
        server.terminate()


def test_a_study_is_run_and_shows_what_is_stored(watched, folder):
    with watched(ASKED) as page:
        settled(page)
        assert "32 cases" in page.locator(".large-as").inner_text()
        page.get_by_role("button", name="Run it").click()
        page.wait_for_function("window.surge.store.found?.of === 32", timeout=240_000)
        settled(page)
        results = open_study(folder / "results" / "tiny")
        effects = contents_of(results).first("effects")
        card = page.get_by_role("region", name=effects.title, exact=True).first
        card.locator("summary").click()
        cells = card.locator("details tbody tr").first.locator("th, td").all_inner_texts()
        assert cells == effects.table.astype(str).values.tolist()[0]
        with page.expect_download() as kept:
            page.get_by_role("button", name="All cases (CSV)").click()
        assert kept.value.suggested_filename == "tiny.csv"


def chart(page, name):
    return page.locator(f"section[aria-label='{name}'] .drawn-here svg")


def test_a_run_is_opened_by_keys_from_a_dot_and_from_a_cell_and_leads_to_explore(watched, folder):
    with watched(ASKED) as page:
        settled(page)
        results = open_study(folder / "results" / "tiny")
        chart(page, "Run by run").focus()
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        page.locator(".opened:not([hidden])").wait_for()
        seen = page.evaluate("window.surge.store.seen.look")
        told = opened(results, seen["row"], seen["seed"])
        assert page.locator(".go-there").get_attribute("href") == told["address"]
        values = results.runs.query("seed == @seen['seed'] and mix == 'today'").set_index("row")[seen["across"]]
        assert values.idxmax() == seen["row"]  # the dot furthest to the right
        assert told["outcomes"][0][1] in page.locator(".opened").inner_text()
        assert f"row={seen['row']}" in page.url
        chart(page, "Over two inputs").focus()
        page.keyboard.press("ArrowRight")
        for _ in range(8):  # on to a cell that holds runs
            if "to list them" in page.locator("section[aria-label='Over two inputs'] .said").inner_text():
                break
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.locator(".listed:not([hidden])").wait_for()
        first = page.locator(".listed tbody button").first
        words = first.inner_text()
        first.click()
        page.wait_for_function("words => document.querySelector('.opened h2').innerText.toLowerCase().startsWith(words)", arg=words)
        assert page.locator(".listed").is_visible()


def test_a_dot_is_pressed_where_it_is_drawn(watched):
    with watched(ASKED) as page:
        settled(page)
        dots = page.evaluate("window.surge.store.seen.dots")
        highest = dots["y"].index(max(dots["y"]))
        dot = chart(page, "Run by run").locator("g circle").nth(highest)
        dot.evaluate("dot => dot.scrollIntoView({block: 'center'})")
        box = dot.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.locator(".opened:not([hidden])").wait_for()
        assert page.locator(".chosen-run").count() == 1
        assert f"row={dots['row'][highest]}" in page.url


def test_what_is_drawn_can_be_kept(watched, tmp_path):
    with watched(ASKED) as page:
        settled(page)
        kinds = {"SVG": b"<svg", "PNG": b"\x89PNG"}
        for title, kind in (("Run by run", "SVG"), ("Over two inputs", "PNG"), ("What each arm brings", "PNG")):
            card = page.locator(f"section.card[aria-label='{title}']")
            with page.expect_download() as kept:
                card.get_by_role("button", name=kind, exact=True).click()
            kept.value.save_as(tmp_path / "kept")
            assert (tmp_path / "kept").read_bytes().startswith(kinds[kind])
            assert (tmp_path / "kept").stat().st_size > 2000
        with page.expect_download() as kept:
            page.get_by_role("button", name="All cases (Parquet)").click()
        kept.value.save_as(tmp_path / "tiny.parquet")
        assert len(pd.read_parquet(tmp_path / "tiny.parquet")) == 32


def test_another_choice_draws_other_numbers(watched, folder):
    with watched(ASKED) as page:
        settled(page)
        page.get_by_label("Over", exact=True).focus()
        page.keyboard.press("Home")
        page.wait_for_function("window.surge.store.seen.look.across === 'mix'")
        assert page.evaluate("document.activeElement.ariaLabel") == "Over"  # where the keys go on
        cells = page.evaluate("window.surge.store.seen.heat.cells")
        runs = open_study(folder / "results" / "tiny").runs
        for place, mix in enumerate(("today", "other")):
            mine = [one for one in cells if one["x"] == place]
            total = sum(one["mean"] * one["count"] for one in mine)
            assert total == pytest.approx(runs.loc[runs["mix"] == mix, "peak"].sum())


def test_a_study_of_ones_own_is_handed_over_run_and_seen_while_it_runs(watched, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(MINE.replace("samples: 8", "samples: 4000").replace("months: 12", "months: 48"), encoding="utf-8")
    with watched("/uncertainty") as page:
        page.on("dialog", lambda asked: pytest.fail(f"a script ran: {asked.message}"))
        settled(page)
        chosen = page.get_by_label("A study file of your own (YAML)")
        chosen.set_input_files({"name": "../evil.txt", "mimeType": "text/plain", "buffer": b"x"})
        page.wait_for_function("document.querySelector('.problem').innerText.includes('expected a file')")
        chosen.set_input_files(file)
        page.wait_for_function("window.surge.store.told.study === 'mine' && window.surge.store.study")
        page.get_by_label("Size").select_option("whole")
        page.wait_for_function("document.querySelector('.large-as').innerText.startsWith('8,000 cases')")
        page.get_by_role("button", name="Run it").click()
        page.wait_for_function("window.surge.store.told.run && window.surge.store.seen?.run", timeout=120_000)
        assert page.locator(".runs-of .partial").inner_text().startswith("So far ")
        assert chart(page, "Run by run").locator("g circle").count() > 0
        page.get_by_role("button", name="Stop").click()
        settled(page)
        assert not page.evaluate("window.surge.store.told.run")
        assert "mine-" in page.url


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_it_fits_its_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    with watched(f"{ASKED}&row=3&against=today&mix=other", width, color_scheme=scheme) as page:
        settled(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if "SHOTS" in os.environ:
            page.screenshot(path=f"{os.environ['SHOTS']}/{width}-{scheme}.png", full_page=True)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
