"""The page in a real browser: it plays, it says nothing in the console, and it asks nobody but this machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address():
    """The app, served as `make app` serves it."""
    environment = {name: value for name, value in os.environ.items() if name != "SOLARA_APP"}
    command = [sys.executable, str(ROOT / "app.py"), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        told = server.stdout.readline()
        assert " at http://127.0.0.1:" in told, told
        yield told.split()[4]
        server.terminate()


@pytest.fixture(scope="module")
def browser():
    """Debian's own Chromium. Where it is missing the tests are skipped, but never in CI."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("playwright is not installed")
    if CHROMIUM is None:
        _absent("chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield running
        running.close()


def _absent(what):
    if os.environ.get("CI"):
        pytest.fail(f"{what}: the browser tests must run in CI")
    pytest.skip(what)


@pytest.fixture(params=[(1440, 1000), (390, 844)], ids=["desk", "phone"])
def page(request, browser, address):
    """The open page; afterwards nothing may have gone wrong or gone out."""
    width, height = request.param
    seen = browser.new_page(viewport={"width": width, "height": height})
    wrong = []
    seen.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    seen.on("pageerror", lambda error: wrong.append(str(error)))
    seen.on("response", lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    seen.on("request", lambda asked: wrong.append(asked.url) if not _ours(asked.url, address) else None)
    seen.goto(address)
    seen.get_by_role("button", name="Year").wait_for(timeout=300_000)
    yield seen
    seen.close()
    assert wrong == []


def _ours(url, address):
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))


def month(page):
    return int(page.locator(".figure b").first.inner_text().split(" of ")[0])


def test_steps_draw_the_curve_across_the_picture(page):
    frame, dot = page.locator(".plot.main .frame").bounding_box(), page.locator(".plot.main .dot")
    assert dot.count() == 0
    page.get_by_role("button", name="Month").click()
    dot.wait_for()
    first = dot.bounding_box()["x"]
    for _ in range(5):
        before = month(page)
        page.get_by_role("button", name="Year").click()
        page.wait_for_function("was => parseInt(document.querySelector('.figure b').innerText) > was", arg=before)
    assert month(page) == 61
    travelled = dot.bounding_box()["x"] - first
    assert travelled == pytest.approx(frame["width"] * 60 / 120, abs=2)
    path = page.locator(".plot.main path.curve").get_attribute("d")
    assert path.count("L") == 60
    assert "at war" in page.locator(".now").inner_text()


def test_the_page_fits_its_window(page):
    page.get_by_role("button", name="Month").click()
    page.locator(".plot.main .dot").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_play_moves_on_and_pause_answers_at_once(page):
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("parseInt(document.querySelector('.figure b').innerText) >= 5")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play").wait_for(timeout=2000)
    stopped = month(page)
    page.wait_for_timeout(600)
    assert month(page) in (stopped, stopped + 1)


def test_a_dark_page_has_light_words_on_a_dark_ground(page):
    page.emulate_media(color_scheme="dark")
    light = "(c => c.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b))"
    ground = f"{light}(getComputedStyle(document.querySelector('.surge')).backgroundColor)"
    words = f"{light}(getComputedStyle(document.querySelector('.surge .now')).color)"
    page.wait_for_function(f"{words} > {ground} + 300")


def test_two_browsers_do_not_share_a_world(page, browser, address):
    other = browser.new_page()
    other.goto(address)
    other.get_by_role("button", name="Year").wait_for(timeout=60_000)
    page.get_by_role("button", name="Year").click()
    page.wait_for_function("parseInt(document.querySelector('.figure b').innerText) == 12")
    assert month(other) == 0
    other.close()
