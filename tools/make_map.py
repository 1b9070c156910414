"""Project Natural Earth's outlines (public domain, from npm's world-atlas) into the paths that the alliance map draws.

Run as `python tools/make_map.py countries-110m.json`; writes pages/charts/vendor/world.json. The Pacific lies in the middle: the
map is cut where the Atlantic is empty.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[1] / "pages" / "charts" / "vendor" / "world.json"
CUT, SOUTH, NORTH = -26.0, -49.0, 73.0
WIDTH = 960.0
LEFT_OUT = {"Antarctica"}
NAMES = {
    "USA": "United States of America", "JPN": "Japan", "KOR": "South Korea", "AUS": "Australia", "PHL": "Philippines", "TWN": "Taiwan",
    "GBR": "United Kingdom", "CAN": "Canada", "NZL": "New Zealand", "DEU": "Germany", "FRA": "France", "ITA": "Italy",
    "NLD": "Netherlands", "NOR": "Norway", "SWE": "Sweden", "FIN": "Finland", "POL": "Poland", "ESP": "Spain", "IND": "India",
    "TUR": "Turkey", "CHE": "Switzerland", "ISR": "Israel", "THA": "Thailand", "ZAF": "South Africa", "UKR": "Ukraine", "CHN": "China",
}  # fmt: skip
PLACES = {
    "USA": (-98, 39), "JPN": (138.5, 36.5), "KOR": (127.5, 36.4), "AUS": (134, -25), "PHL": (122, 13), "TWN": (121, 23.7),
    "GBR": (-2, 53.5), "CAN": (-106, 57), "NZL": (172.5, -41.5), "SGP": (103.8, 1.4), "DEU": (10.3, 51), "FRA": (2.4, 46.6),
    "ITA": (12.6, 42.6), "NLD": (5.2, 52.6), "NOR": (9, 61.5), "SWE": (15.5, 62), "FIN": (26, 63.5), "POL": (19.4, 52),
    "ESP": (-3.6, 40), "IND": (79, 22), "TUR": (35, 39), "ZAF": (24.5, -29.5), "UKR": (31.5, 49), "CHN": (104, 35),
    "CHE": (8, 46.9), "ISR": (35, 31.5), "THA": (101, 15.5),
}  # fmt: skip
"""Where each nation's mark stands, degrees east and north: about the middle of the country."""


def main(source: str) -> None:
    """Read the topology, project and cut it, and write paths and places."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    arcs = [decode(arc, topology["transform"]) for arc in topology["arcs"]]
    shapes = {one["properties"]["name"]: rings(one, arcs) for one in topology["objects"]["countries"]["geometries"]}
    ours = {name: path(shapes[known]) for name, known in NAMES.items()}
    rest = [ring for name, found in shapes.items() if name not in LEFT_OUT | set(NAMES.values()) for ring in found]
    top, bottom = project(CUT, NORTH)[1], project(CUT, SOUTH)[1]
    places = {name: [round(float(v), 1) for v in project(*place)] for name, place in PLACES.items()}
    frame = {"width": WIDTH, "top": round(float(top), 1), "height": round(float(bottom - top), 1)}
    world = frame | {"places": places, "nations": ours, "land": path(rest)}
    OUT.write_text(json.dumps(world, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT}: {OUT.stat().st_size / 1000:.0f} kB")


def decode(arc: list[list[int]], transform: dict) -> np.ndarray:
    """An arc of the topology in degrees [point, 2]."""
    return np.cumsum(np.array(arc, float), axis=0) * transform["scale"] + transform["translate"]


def rings(geometry: dict, arcs: list[np.ndarray]) -> list[np.ndarray]:
    """The outlines of one country in degrees."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]) for polygon in polygons for ring in polygon]


def project(east: float | np.ndarray, north: float | np.ndarray) -> tuple:
    """Miller's cylindrical projection, with the cut at the left edge."""
    x = WIDTH * (np.asarray(east) - CUT) % (WIDTH * 360) / 360
    radians = np.radians(np.asarray(north))
    y = -1.25 * np.log(np.tan(np.pi / 4 + 0.4 * radians)) * WIDTH / (2 * np.pi)
    return x, y


def path(outlines: list[np.ndarray]) -> str:
    """Outlines as one path of an SVG picture; each is cut at the edges of the map."""
    words = []
    for ring in outlines:
        east = np.degrees(np.unwrap(np.radians(ring[:, 0]))) - CUT
        for turn in (-360.0, 0.0, 360.0):
            piece = clipped(clipped(np.column_stack([east + turn, ring[:, 1]]), 0.0, 1.0), 360.0, -1.0)
            if len(piece) < 3:
                continue
            x = piece[:, 0] / 360 * WIDTH
            y = project(0.0, np.clip(piece[:, 1], SOUTH - 30, 84.0))[1]
            points = [f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True)]
            words.append("M" + "L".join(one for i, one in enumerate(points) if i == 0 or one != points[i - 1]) + "Z")
    return "".join(words)


def clipped(ring: np.ndarray, edge: float, side: float) -> np.ndarray:
    """The part of an outline on one side of a meridian."""
    kept = []
    for here, there in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        inside, next_inside = side * (here[0] - edge) >= 0, side * (there[0] - edge) >= 0
        if inside:
            kept.append(here)
        if inside != next_inside:
            share = (edge - here[0]) / (there[0] - here[0])
            kept.append(here + share * (there - here))
    return np.array(kept).reshape(-1, 2)


if __name__ == "__main__":
    main(sys.argv[1])
