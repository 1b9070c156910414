"""What browser tests ask of a page that shows a run: that it has settled, and what its curve is."""

from pathlib import Path

import numpy as np

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
CLASSROOM = "/?scenario=classroom"
INK = """canvas => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3]) seen.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
  return seen.size;
}"""


def settled(page):
    page.wait_for_function(
        """() => {
          const [serial, stage] = (document.querySelector(".explore")?.dataset.shown ?? "0 none").split(" ");
          return stage === "whole" && Number(serial) === window.surge?.store.told?.serial;
        }""",
        timeout=300_000,
    )


def act(page, what):
    """Do something that asks for another run, and wait for it."""
    before = page.evaluate("window.surge.store.told.serial")
    what()
    page.wait_for_function("before => window.surge.store.told.serial > before", arg=before)
    settled(page)


def shown(page):
    return np.array(page.evaluate("Array.from(window.surge.store.line('surge', 0))"))
