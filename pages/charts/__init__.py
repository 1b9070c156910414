"""The browser's half: chart components as plain ES modules, served from this folder under a name that changes with their text."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import ipyvue

FOLDER = Path(__file__).resolve().parent
MODULE = "alliance-surge"
SERVED = (".mjs", ".js", ".css", ".woff2", ".json")


@functools.cache
def version() -> str:
    """A short name for exactly these files."""
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(FOLDER.rglob("*")):
        if file.suffix in SERVED:
            digest.update(file.relative_to(FOLDER).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def address(file: str) -> str:
    """Where the browser finds one of these files."""
    return f"/charts/{version()}/{file}"


def serve() -> None:
    """Have Solara's own server, which must be loading the app, hand these files out for good, and tell its widgets where they are."""
    from solara.server import starlette as server
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    class Forever(StaticFiles):
        def file_response(self, *args, **kwargs):
            response = super().file_response(*args, **kwargs)
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
            return response

    path = f"/charts/{version()}"
    routes = server.app.router.routes
    if not any(getattr(route, "path", "") == path for route in routes):
        routes.insert(0, Mount(path, app=Forever(directory=FOLDER)))
    ipyvue.define_module(MODULE, url=address("main.mjs"), dependencies=[])
