"""Serving: everything from this package, to this machine."""

import shutil
import socket
from pathlib import Path

import pytest
import solara.settings
from solara.server import settings

from abm.facts.problems import BadInput
from pages import assets, serving


def test_every_file_that_a_page_asks_for_is_in_the_package():
    assert len(assets.of_solara()) == 4
    assert assets.missing() == []


def test_a_file_that_is_gone_is_named_with_who_asks_for_it(tmp_path, monkeypatch):
    shutil.copytree(serving.ASSETS, tmp_path / "cdn")
    monkeypatch.setattr(serving, "ASSETS", tmp_path / "cdn")
    next((tmp_path / "cdn").glob("**/require.js")).unlink()
    font = next((tmp_path / "cdn").glob("**/*.woff2"))
    font.unlink()
    told = assets.missing()
    assert any(one.startswith("requirejs@") and "Solara" in one for one in told)
    assert any(one.startswith(font.name) and ".css" in one for one in told)


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


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(BadInput, match="no address of this machine"):
        serving.serve(Path("app.py"), "203.0.113.5", 8765)
