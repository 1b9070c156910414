"""Serving: everything from this package, to this machine."""

import re
import socket
from pathlib import Path

import pytest
import solara.server
import solara.settings
from solara.server import settings

from pages import serving


def test_every_asset_that_the_page_asks_for_is_in_the_package():
    template = (Path(solara.server.__file__).parent / "templates" / "solara.html.j2").read_text(encoding="utf-8")
    asked = set(re.findall(r"\{\{cdn\}\}/([^\"]+)", template))
    ours = {one.replace("{{ipywidget_major_version}}", "8") for one in asked if "vuetify3" not in one}
    served = {one for one in ours if not one.endswith("app8.js")}  # the file of the mode we never serve
    assert len(served) == 4
    missing = [one for one in served if not (serving.ASSETS / one).is_file()]
    assert missing == []


def test_every_font_that_a_style_sheet_prefers_is_in_the_package():
    for sheet in serving.ASSETS.glob("**/*.css"):
        for name in re.findall(r"url\(([\w.]+\.woff2)", sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / name).is_file(), f"{sheet.name} asks for {name}"


def test_nothing_is_looked_for_elsewhere_and_nothing_is_reported():
    serving.keep_local()
    assert settings.assets.proxy_cache_dir == serving.ASSETS
    assert "127.0.0.1" in solara.settings.assets.cdn
    assert not settings.telemetry.mixpanel_enable
    assert settings.main.mode == "production"


def test_a_port_in_use_is_passed_over_and_refused_when_asked_for(capsys, monkeypatch):
    monkeypatch.delenv(serving.LOADED_BY_SERVER, raising=False)
    with socket.socket() as other:
        other.bind((serving.HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        monkeypatch.setattr(serving, "FIRST_PORT", taken)
        assert serving.free_port() != taken
        with pytest.raises(SystemExit) as refused:
            serving.main(Path("app.py"), ["--port", str(taken)])
    assert refused.value.code == 2
    assert f"port {taken} is taken" in capsys.readouterr().err
