"""Uncertainty in a real browser: a study is run, its progress seen, and its numbers are those of the store."""

import os
import subprocess
import sys

import pytest

from experiments import open_study
from experiments.report.contents import contents_of
from tests.pages.conftest import ROOT
from tests.pages.test_explore_browser import AXE, settled
from tests.pages.test_uncertainty import NAME, lay_out

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


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_it_fits_its_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    with watched(ASKED, width, color_scheme=scheme) as page:
        settled(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if "SHOTS" in os.environ:
            page.screenshot(path=f"{os.environ['SHOTS']}/{width}-{scheme}.png", full_page=True)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
