"""The app as `make app` serves it, and a browser that notes whatever goes wrong or goes out."""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.pages.studied import NAME, Browser, lay_out

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="session")
def address():
    """The app, served as `make app` serves it."""
    environment = {name: value for name, value in os.environ.items() if name != "SOLARA_APP"}
    with socket.socket() as probe:  # a port of this run's own: another copy's tests may be running beside it
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "app.py"), "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        told = server.stdout.readline()
        assert " at http://127.0.0.1:" in told, told
        yield told.split()[4]
        server.terminate()


@pytest.fixture(scope="session")
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


@pytest.fixture
def watched(browser, address):
    """Opens a page of the app; afterwards nothing may have gone wrong in it, and nothing gone out of this machine."""

    @contextmanager
    def opened(path, width=1440, height=1000, **about):
        seen = browser.new_page(viewport={"width": width, "height": height}, **about)
        wrong = []
        seen.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        seen.on("pageerror", lambda error: wrong.append(str(error)))
        seen.on("response", lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        seen.on("request", lambda asked: wrong.append(asked.url) if not _ours(asked.url, address) else None)
        seen.goto(f"{address}{path}")
        yield seen
        seen.close()
        assert wrong == []

    return opened


def _ours(url, address):
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    browsers = []

    def open_at(address=f"?study={NAME}&size=whole", samples=8):
        lay_out(tmp_path, samples)
        browsers.append(Browser(address))
        return browsers[-1]

    yield open_at
    for one in browsers:
        one.close()
