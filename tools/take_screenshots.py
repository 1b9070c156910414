"""Take the pictures of docs/tour.md from the app as it is: `python tools/take_screenshots.py [NAME...]`; needs Chromium and Playwright."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "tour"
COLOURS = 96
"""Flat pages need few: a picture stays below 200 kB."""

LARGEST = 200_000
WAIT = 300_000  # milliseconds: on a fresh machine the model is compiled first


@dataclass(frozen=True)
class Shot:
    """One picture: where, what is done before it is taken, how wide, and light or dark."""

    path: str
    ready: Callable[[Page], None]
    width: int = 1280
    height: int = 860
    scheme: str = "light"
    part: str = ""  # what is to be seen on top, in the page's own selectors; its head if none


def explored(page: Page) -> None:
    """Explore stands, with its whole band and its map."""
    page.wait_for_function(
        "document.querySelector('.explore')?.dataset.shown?.endsWith('whole') && document.querySelector('.map .marks')", timeout=WAIT
    )


def settled(page: Page) -> None:
    """A page that answers when it is done has its whole answer."""
    page.wait_for_function("document.querySelector('[data-shown$=whole]')", timeout=WAIT)


def played(page: Page) -> None:
    """A world in its first year of war."""
    for month in (12, 24, 36, 48, 60):
        page.get_by_role("button", name="Year").click(timeout=WAIT)
        page.wait_for_function(f"document.querySelector('.figure b').innerText.startsWith('{month} ')", timeout=WAIT)


def split(page: Page) -> None:
    """What the second mix's instruments are worth has been worked out, in every seed."""
    settled(page)
    page.get_by_role("button", name="What its instruments are worth").nth(1).click()
    page.wait_for_function("document.body.innerText.includes(' coalitions: ')", timeout=WAIT)


def told(page: Page) -> None:
    """The story that the address asks for stands there."""
    page.locator(".stories .reading").wait_for(timeout=WAIT)


def read(page: Page) -> None:
    """The Model page."""
    page.get_by_role("region", name="Parameters").wait_for(timeout=WAIT)


def held(page: Page) -> None:
    """The scoreboard, worked out on the spot."""
    read(page)
    page.get_by_role("button", name="Hold it against history").click()
    page.get_by_role("button", name="Misses only").wait_for(timeout=WAIT)


def studied(page: Page) -> None:
    """A study is complete: run here where it is not."""
    settled(page)
    run = page.get_by_role("button", name="Run it")
    if run.is_enabled():
        run.click()
        page.wait_for_function("(found => found?.of && found.stored === found.of)(window.surge.store.found)", timeout=WAIT)
        settled(page)


STUDY = "/uncertainty?study=robust-mix&size=whole&mix=pipir&against=today"
TO_THE_TOP = "part => window.scrollTo(0, part.closest('.card').getBoundingClientRect().top + window.scrollY - 68)"
PHONE = {"width": 390, "height": 844}
SHOTS = {
    "explore": Shot("/?mix=pipir&month=71", explored),
    "explore-dark": Shot("/?mix=pipir&month=71", explored, scheme="dark"),
    "explore-phone": Shot("/?mix=pipir&month=71", explored, **PHONE),
    "map": Shot("/?mix=pipir&month=71", explored, part=".map"),
    "live": Shot("/live", played),
    "live-dark": Shot("/live", played, scheme="dark"),
    "live-phone": Shot("/live", played, **PHONE),
    "decisions": Shot("/live", played, part=".decided"),
    "story": Shot("/live?month=72&story=system:PAC3_MSE", told, part=".stories"),
    "why": Shot("/why?month=60&show=PAC3_MSE", settled),
    "why-dark": Shot("/why?month=60&show=PAC3_MSE", settled, scheme="dark"),
    "why-phone": Shot("/why?month=60&show=PAC3_MSE", settled, **PHONE),
    "compare": Shot("/compare?1.mix=today&2.mix=pipir&3.mix=fortress", settled),
    "compare-dark": Shot("/compare?1.mix=today&2.mix=pipir&3.mix=fortress", settled, scheme="dark"),
    "compare-phone": Shot("/compare?1.mix=today&2.mix=pipir&3.mix=fortress", settled, **PHONE),
    "worth": Shot("/compare?1.mix=today&2.mix=pipir&3.mix=fortress", split),
    "uncertainty": Shot(STUDY, studied),
    "uncertainty-runs": Shot(f"{STUDY}&row=28", studied, height=1330, part=".many-picks"),
    "uncertainty-dark": Shot(STUDY, studied, scheme="dark", part=".many-picks"),
    "uncertainty-phone": Shot(STUDY, studied, **PHONE, part="section[aria-label='Over two inputs'] .drawn-here"),
    "model": Shot("/model", read),
    "model-dark": Shot("/model", read, scheme="dark"),
    "model-phone": Shot("/model", read, **PHONE),
    "history": Shot("/model", held, part=".counts"),
}


def main(names: list[str]) -> None:
    """Take these pictures, or all."""
    unknown = [name for name in names if name not in SHOTS]
    if unknown:
        sys.exit(f"no picture is called {unknown[0]}: there are {', '.join(SHOTS)}")
    environment = {name: value for name, value in os.environ.items() if name != "SOLARA_APP"}
    command = [sys.executable, str(ROOT / "app.py"), "--no-browser"]
    with (
        tempfile.TemporaryDirectory() as folder,  # where the app keeps the studies that are run for a picture
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder) as server,
        sync_playwright() as playwright,
    ):
        try:
            address = server.stdout.readline().split()[4]
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for name in names or SHOTS:
                keep(name, taken(browser, address, SHOTS[name]))
            browser.close()
        finally:
            server.terminate()


def taken(browser, address: str, shot: Shot) -> bytes:
    """The picture as the browser gives it."""
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme, reduced_motion="reduce")
    page.goto(f"{address}{shot.path}")
    shot.ready(page)
    page.wait_for_timeout(800)
    if shot.part:
        page.locator(shot.part).first.evaluate(TO_THE_TOP)
        page.wait_for_timeout(400)
    picture = page.screenshot()
    page.close()
    return picture


def keep(name: str, picture: bytes) -> None:
    """Write a picture in few colours; one that is still too large is an error."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{name}.png"
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    if size > LARGEST:
        sys.exit(f"{file} has {size:,} bytes: expected at most {LARGEST:,}")
    print(f"{file.relative_to(ROOT)}: {size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
