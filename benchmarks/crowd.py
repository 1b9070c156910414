"""How sturdy the app is, in a real browser: `python -m benchmarks.crowd`. Many visitors at once, long use, and one who leaves."""

from __future__ import annotations

import itertools
import shutil
import time

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.app import MOVE, SWITCHES, server

VISITORS, CHANGES, RELOADS, SWITCHED = 8, 200, 50, 50
WHOLE = "document.querySelector('.explore')?.dataset.shown?.endsWith('whole')"
WAIT = 300_000
PATHS = ("/", "/why", "/compare", "/model", "/live")
READY = {"/": WHOLE, "/why": "document.querySelector('[data-shown$=whole]')", "/compare": "document.querySelector('[data-shown$=whole]')"}
OTHERS_READY = "document.querySelector('h1')"
PUSH = """value => {
  const slider = document.querySelector(".field input[type=range]");
  window.began = performance.now();
  window.before = window.surge.store.told.serial;
  slider.value = value;
  slider.dispatchEvent(new Event("input"));
}"""
ANSWERED = f"""() => {{
  const [serial] = document.querySelector(".explore").dataset.shown.split(" ");
  return Number(serial) > window.before && {WHOLE};
}}"""


def main() -> None:
    """Print memory and answering times under a crowd, growth after long use, and how soon a vanished browser's work stops."""
    with server() as (address, pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        process = psutil.Process(pid)
        crowd(browser, address, process)
        long_use(browser, address, process)
        vanished(browser, address, process)
        browser.close()


def explore(browser: Browser, address: str) -> Page:
    """A visitor of their own on the default scenario, whose run stands."""
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.goto(address)
    page.wait_for_function(WHOLE, timeout=WAIT)
    return page


def crowd(browser: Browser, address: str, process: psutil.Process) -> None:
    """Eight visitors, each with a lever of their own: what each adds to the server, how long they wait, and whether they mix."""
    first = explore(browser, address)
    first.evaluate(MOVE, 0.31)
    time.sleep(2)
    alone = resident(process)
    visitors = [first] + [explore(browser, address) for _ in range(VISITORS - 1)]
    values = [0.1 + 0.1 * place for place in range(VISITORS)]
    waited = []
    for _ in range(3):
        for place, page in enumerate(visitors):
            page.evaluate(PUSH, values[place])
        for page in visitors:
            page.wait_for_function(ANSWERED, timeout=WAIT)
            waited.append(page.evaluate("performance.now() - window.began") / 1e3)
        own = [page.evaluate("document.querySelector('.field input[type=range]').value") for page in visitors]
        assert np.allclose([float(one) for one in own], values), f"visitors see each other's levers: {own}"
        values = values[1:] + values[:1]
    time.sleep(2)
    more = (resident(process) - alone) / (VISITORS - 1)
    print(f"{VISITORS} visitors at once: {more:.1f} MB of the server for each beyond the first", flush=True)
    print(
        f"{VISITORS} visitors who move a lever at once, none mixed: all curves after {np.median(waited):.1f} s, at most {max(waited):.1f} s"
    )
    for page in visitors:
        page.context.close()


def long_use(browser: Browser, address: str, process: psutil.Process) -> None:
    """One visitor who changes levers, reloads and changes pages for long: how much server and browser grow."""
    page = explore(browser, address)
    moves = itertools.cycle(np.random.default_rng(0).permutation(np.arange(2, 100)) / 100)
    for _ in range(60):  # until the shelf of finished runs is full
        page.evaluate(MOVE, float(next(moves)))
    grown(page, process, f"{CHANGES} lever changes", lambda: [page.evaluate(MOVE, float(next(moves))) for _ in range(CHANGES)])

    def reload() -> None:
        for _ in range(RELOADS):
            page.reload()
            page.wait_for_function(WHOLE, timeout=WAIT)

    def switch() -> None:
        for turn in range(SWITCHED):
            path = PATHS[turn % len(PATHS)]
            page.goto(f"{address}{path}")
            page.wait_for_function(READY.get(path, OTHERS_READY), timeout=WAIT)
        page.goto(address)
        page.wait_for_function(WHOLE, timeout=WAIT)

    reload()
    grown(page, process, f"{RELOADS} reloads", reload)
    switch()
    grown(page, process, f"{SWITCHED} page switches", switch)
    page.context.close()


def grown(page: Page, process: psutil.Process, what: str, use) -> None:
    """Print how much memory of the server and of the page grows by this use."""
    before = resident(process), heap(page)
    use()
    time.sleep(2)
    after = resident(process), heap(page)
    server_by, browser_by = (100 * (late / soon - 1) for soon, late in zip(before, after, strict=True))
    print(f"{what}: server {before[0]:.0f} MB {server_by:+.1f} %, page {before[1]:.1f} MB {browser_by:+.1f} %", flush=True)


def vanished(browser: Browser, address: str, process: psutil.Process) -> None:
    """A visitor who asks for the longest work there is and leaves: seconds until the server is at rest."""
    page = browser.new_context().new_page()
    page.goto(f"{address}/why")
    page.wait_for_function(READY["/why"], timeout=WAIT)
    page.get_by_role("button", name="Try every change").click()
    time.sleep(2)
    began = time.monotonic()
    page.context.close()
    while process.cpu_percent(0.5) > 20.0:
        assert time.monotonic() - began < 120, "the work of a visitor who left goes on"
    print(f"a visitor who leaves in the midst of long work: the server is at rest after {time.monotonic() - began:.1f} s", flush=True)


def resident(process: psutil.Process) -> float:
    """MB that the server holds."""
    return process.memory_info().rss / 1e6


def heap(page: Page) -> float:
    """MB of live objects in the page, once what is dead has been collected."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return found["JSHeapUsedSize"] / 1e6


if __name__ == "__main__":
    main()
