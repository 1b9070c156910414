"""How fast Explore answers and Live plays, in a real browser: `python -m benchmarks.app [ADDRESS] [--moves N]`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
MOVE = """(value) => new Promise((done) => {
  const slider = document.querySelector(".field input[type=range]");
  const page = document.querySelector(".explore");
  const before = window.surge.store.told.serial, times = {};
  let start;
  const watch = new MutationObserver(() => {
    const [serial, shown] = (page.dataset.shown ?? "0 none").split(" ");
    if (Number(serial) <= before) return;
    // The frame after the next is on the screen once this one has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      times.first ??= performance.now() - start;
      if (shown !== "whole") return;
      times.whole = performance.now() - start;
      watch.disconnect();
      done(times);
    }));
  });
  watch.observe(page, { attributes: true, attributeFilter: ["data-shown"] });
  start = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input"));
})"""
FRAMES = """async (seconds) => {
  const store = window.surge.store;
  store.set("month", 0);
  document.querySelector(".transport .play").click();
  const start = performance.now();
  let frames = 0, moves = 0, month = -1;
  while (performance.now() - start < seconds * 1000 && store.playing) {
    await new Promise(requestAnimationFrame);
    frames += 1;
    if (store.month !== month) moves += 1;
    month = store.month;
  }
  const passed = (performance.now() - start) / 1000;
  if (store.playing) document.querySelector(".transport .play").click();
  return [frames / passed, moves / passed];
}"""

LIVE = """async () => {
  const at = async (month) => {
    while (parseInt(document.querySelector(".figure b").innerText) < month) await new Promise((done) => setTimeout(done, 5));
    return performance.now();
  };
  const start = await at(10);
  return ((await at(60)) - start) / 1000;
}"""


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """The app on a free port of this machine; yields its address and the number of its process."""
    environment = {name: value for name, value in os.environ.items() if name != "SOLARA_APP"}
    command = [sys.executable, str(ROOT / "app.py"), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        yield running.stdout.readline().split()[4], running.pid
        running.terminate()


def main() -> None:
    """Print p50 and p95 of the time from a slider's move to the redrawn curves, of the time to open, and the rate of play."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", help="of a server that runs already")
    parser.add_argument("--moves", type=int, default=40)
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        if chosen.address:
            measure(browser, chosen.address, chosen.moves)
        else:
            with server() as (address, _):
                measure(browser, address, chosen.moves)
        browser.close()


def measure(browser, address: str, moves: int) -> None:
    """Play Live, then open Explore on two scenarios, move its first lever so many times, and play."""
    measure_live(browser, address)
    for scenario in ("indo-pacific-2026", "classroom"):
        opened = []
        for _ in range(4):
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            page.goto(f"{address}/?scenario={scenario}")
            page.wait_for_function("document.querySelector('.explore')?.dataset.shown?.endsWith('whole')", timeout=300_000)
            opened.append(page.evaluate("performance.now()"))
            if len(opened) < 4:
                page.close()
        tell(f"{scenario}: open to all curves drawn (the last 3 of 4)", opened[1:])
        # Each value is moved to once, so that every answer is computed and none comes from the shelf.
        values = np.random.default_rng().permutation(np.arange(2, 100))[:moves] / 100
        times = [page.evaluate(MOVE, float(value)) for value in values]
        tell(f"{scenario}: slider to central curves", [one["first"] for one in times])
        tell(f"{scenario}: slider to the band of all seeds", [one["whole"] for one in times])
        frames, redraws = page.evaluate(FRAMES, 4)
        print(f"{scenario}: play at 1x: {frames:.0f} frames a second, {redraws:.0f} months a second", flush=True)
        page.close()


def measure_live(browser, address: str) -> None:
    """Play Live's opening world from its tenth month to its sixtieth."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{address}/live")
    page.get_by_role("button", name="Play").click(timeout=300_000)
    seconds = page.evaluate(LIVE)
    print(f"Live: {50 / seconds:.1f} months a second", flush=True)
    page.close()


def tell(what: str, milliseconds: list[float]) -> None:
    """One line of a measurement."""
    half, most = np.percentile(milliseconds, [50, 95])
    print(f"{what}: p50 {half:.0f} ms, p95 {most:.0f} ms, n {len(milliseconds)}", flush=True)


if __name__ == "__main__":
    main()
