"""How the screens reach a browser: from this machine, to this machine, with nothing fetched from anywhere else."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
import threading
import time
import warnings
import webbrowser
from pathlib import Path

import solara.settings
from solara.server import settings

from abm.facts.problems import BadInput, shown

HOST = "127.0.0.1"
FIRST_PORT, PORTS = 8765, 20
ASSETS = Path(__file__).resolve().parent / "vendor" / "cdn"
LOADED_BY_SERVER = "SOLARA_APP"
NOWHERE = "http://127.0.0.1:9"
"""Where Solara would look for an asset that is not in the package: nowhere."""


def keep_local() -> None:
    """Serve every asset from this package and send nothing out, however the server was started."""
    settings.assets.proxy_cache_dir = ASSETS
    settings.assets.fontawesome_enabled = False
    solara.settings.assets.cdn = NOWHERE
    settings.telemetry.mixpanel_enable = False
    settings.main.mode = "production"  # the other mode loads large unminified files and calls its maker's site
    settings.theme.title = "Alliance Surge"
    settings.theme.show_banner = False
    settings.theme.loader = "plain"
    settings.kernel.cull_timeout = "10m"


def under_server() -> bool:
    """Whether a server is loading the app now, rather than `python app.py` starting one."""
    return LOADED_BY_SERVER in os.environ


def main(app: Path, arguments: list[str] | None = None) -> None:
    """Serve the screens until interrupted; do nothing where a server is already loading the file as its app."""
    if under_server():
        return
    parser = argparse.ArgumentParser(prog="app.py", description="Open the simulator in a browser on this machine.")
    parser.add_argument("--port", type=int, help=f"port to serve on; a free one from {FIRST_PORT} if not given")
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    chosen = parser.parse_args(arguments)
    if chosen.port is not None and not 1 <= chosen.port <= 65535:
        parser.error(f"--port {chosen.port}: expected 1 to 65535")
    try:
        serve(app, HOST, chosen.port, not chosen.no_browser)
    except BadInput as problem:
        parser.error(problem.message)


def serve(app: Path, host: str = HOST, port: int | None = None, opens: bool = True) -> None:
    """Serve the screens at an address of this machine until interrupted; raises `BadInput` where that cannot be."""
    if port is None:
        port = free_port(host)
    if port is None or not _is_free(port, host):
        raise BadInput(f"port {port or FIRST_PORT} is taken: choose another with --port")
    warnings.filterwarnings("ignore", "Cookies with samesite")  # Solara's, about pages shown inside other sites
    os.environ[LOADED_BY_SERVER] = str(app)
    import uvicorn

    server = uvicorn.Server(uvicorn.Config("solara.server.starlette:app", host=host, port=port, log_level="warning"))
    place = f"[{host}]" if ":" in host else host
    announced = (server, f"http://{place}:{port}", opens and _has_desktop())
    threading.Thread(target=_announce, args=announced, daemon=True).start()
    server.run()


def free_port(host: str = HOST) -> int | None:
    """The first free port of ours, or none."""
    return next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS) if _is_free(port, host)), None)


def _is_free(port: int, host: str = HOST) -> bool:
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise BadInput(f"--host {shown(host)}: no address of this machine") from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as problem:
            if problem.errno == errno.EADDRNOTAVAIL:
                raise BadInput(f"--host {shown(host)}: no address of this machine") from None
            return False
    return True


def _has_desktop() -> bool:
    """Whether there is a screen to open a browser on; a text browser in the terminal would only be in the way."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _announce(server, address: str, opens: bool) -> None:
    while not server.started:
        time.sleep(0.05)
    print(f"Alliance Surge is at {address} (Ctrl+C stops it)", flush=True)
    if opens:
        webbrowser.open(address)
