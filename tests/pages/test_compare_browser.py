"""Compare in a real browser: it opens on three mixes, and choosing another shows that one's numbers."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from abm import simulate
from abm.command.attribute import Request, carry_out
from abm.rules.mix import apply_setting, load_mix
from tests.pages.explored import AXE, INK, settled

pytestmark = pytest.mark.browser

TWO = "/compare?scenario=classroom&1.mix=today&2.mix=pipir"


def curve(page, side):
    return np.array(page.evaluate(f"Array.from(window.surge.store.line('surge', {side}, 0))"))


def mean_of(mix):
    return simulate("classroom", mix, seeds=range(32))["alliance_surge_ratio"].values.mean(axis=-1)


def test_choosing_another_mix_shows_its_numbers_and_the_address_keeps_them(watched):
    with watched(TWO) as page:
        settled(page)
        assert np.allclose(curve(page, 1), mean_of("pipir"), atol=1e-5)
        for canvas in page.locator(".plot canvas").all():
            assert canvas.evaluate(INK) > 2
        page.get_by_role("combobox", name="Mix B").select_option("none")
        page.wait_for_function("window.surge.store.told.serial > 1")
        settled(page)
        assert np.allclose(curve(page, 1), mean_of("none"), atol=1e-5)
        gain = page.evaluate("window.surge.store.run.table.find(one => one.id === 'alliance_landed_at_war').gain[0][0][0]")
        landed = [simulate("classroom", mix, seeds=range(32))["landed_value"] for mix in ("today", "none")]
        war = page.evaluate("window.surge.store.scene.events.find(one => one.kind === 'conflict')")
        first, other = (float(one.isel(month=slice(war["from"], war["to"])).sum(["nation", "month"]).mean()) for one in landed)
        assert gain == pytest.approx(other - first, rel=1e-6)
        page.wait_for_function("location.search.includes('2.mix=none')")
        page.reload()
        settled(page)
        assert page.get_by_role("combobox", name="Mix B").input_value() == "none"


def test_pointing_at_a_month_moves_both_charts_and_reads_every_mix(watched):
    with watched(TWO) as page:
        settled(page)
        page.locator(".u-over").first.hover(position={"x": 300, "y": 100})
        month = page.evaluate("window.surge.store.hover")
        assert month is not None
        assert page.locator(".playhead.hovered").count() == 2
        assert f"B {curve(page, 1)[month]:.2f}×" in page.locator(".readout").inner_text()


def test_the_differences_can_be_kept_as_a_table(watched):
    with watched(TWO) as page:
        settled(page)
        with page.expect_download() as got:
            page.get_by_role("region", name="Better for whom", exact=True).get_by_role("button", name="CSV").click()
        rows = list(csv.DictReader(io.StringIO(Path(got.value.path()).read_text(encoding="utf-8"))))
        home = [row for row in rows if row["measure"] == "home share" and row["mix"] == "B"]
        told = page.evaluate("window.surge.store.run.table.find(one => one.id === 'home_share')")
        known = [(float(row["difference"]), one) for one, row in zip(told["gain"][0][0], home, strict=True) if one is not None]
        assert known
        assert all(shown == pytest.approx(one) for shown, one in known)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_it_fits_its_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    with watched(TWO, width, color_scheme=scheme) as page:
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_explore_hands_over_its_run_and_its_baseline(watched):
    with watched("/?scenario=classroom&mix=pipir&set=ExportLicensing.days%3D5&base.mix=none") as page:
        settled(page)
        page.get_by_role("button", name="Compare").click()
        page.wait_for_url("**/compare?**")
        settled(page)
        assert [one["preset"] for one in page.evaluate("window.surge.store.told.sides")] == ["none", "pipir"]
        assert np.allclose(curve(page, 0), mean_of("none"), atol=1e-5)
        assert np.allclose(curve(page, 1), mean_of(apply_setting(load_mix("pipir"), "ExportLicensing.days=5")), atol=1e-5)


def test_another_scenario_and_a_fourth_mix_show_all_four(watched):
    with watched("/compare?scenario=classroom") as page:
        settled(page)
        page.get_by_role("button", name="Add a mix").click()
        page.wait_for_function("window.surge.store.told.sides.length === 4")
        settled(page)
        page.get_by_role("combobox", name="Scenario").select_option("long-peace")
        page.wait_for_function("window.surge.store.told.scenario === 'long-peace'")
        settled(page)
        assert page.evaluate("[window.surge.store.scene.name, window.surge.store.run.sides]") == ["long-peace", 4]
        assert "over the run" in page.get_by_role("region", name="Surge", exact=True).locator(".sentence").inner_text()
        page.get_by_role("combobox", name="Better for whom: measure").select_option("home_share")
        names = page.evaluate("window.surge.store.scene.nations.map(one => one.name + (one.outside ? ' (outside the alliance)' : ''))")
        assert [one for one in names if "outside" in one] == ["China (outside the alliance)"]
        table = page.get_by_role("region", name="Better for whom, by mix")
        assert table.locator("tbody th").all_inner_texts() == names


def kept(page, region, what):
    with page.expect_download() as got:
        page.get_by_role("region", name=region, exact=True).get_by_role("button", name=what).click()
    return Path(got.value.path()).read_text(encoding="utf-8")


def worth_of_b(page):
    page.get_by_role("button", name="What its instruments are worth: mix B").press("Enter")
    page.get_by_role("button", name="Put away").wait_for(timeout=120_000)


def test_what_instruments_are_worth_is_drawn_and_kept_as_surge_attribute_finds_it(watched, tmp_path):
    carry_out(Request("classroom", "pipir-account", seeds=8, json=str(tmp_path / "found.json")))
    expected = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    shares = {one["player"]: one for one in expected["shares"]}
    with watched("/compare?scenario=classroom&1.mix=today&2.mix=pipir-account") as page:
        settled(page)
        worth_of_b(page)
        drawn = page.locator(".bars g").evaluate_all("all => all.map(one => one.dataset.player)")
        assert drawn == [*sorted(shares, key=lambda name: -shares[name]["mean"]), "all"]
        rows = {row["player"]: row for row in csv.DictReader(io.StringIO(kept(page, "What it is worth", "CSV")))}
        for name, one in shares.items():
            assert float(rows[name]["share, USD"]) == pytest.approx(one["mean"])
        assert float(rows["all together"]["share, USD"]) == pytest.approx(expected["dividend"]["mean"])
        picture = kept(page, "What it is worth", "SVG")
        assert "var(" not in picture
        words = [one.text for one in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]
        assert {"Capability audit", "All together"} <= set(words)
        page.get_by_role("button", name="Put away").press("Enter")
        page.locator(".bars").wait_for(state="hidden")
        assert page.evaluate("document.activeElement.textContent") == "What its instruments are worth"


def test_a_split_can_be_stopped_and_every_other_is_a_choice_away(watched):
    with watched("/compare?scenario=classroom&1.mix=today&2.mix=pipir") as page:
        settled(page)
        page.get_by_role("button", name="What its instruments are worth: mix A").click()
        page.get_by_role("button", name="Stop").click()
        page.locator(".bars").wait_for(state="hidden")
        settled(page)
        worth_of_b(page)
        page.get_by_role("combobox", name="Split among").select_option("nations")
        page.wait_for_function("window.surge.store.worth.by === 'nations' && window.surge.store.worth.done === 8", timeout=120_000)
        names = page.evaluate("window.surge.store.scene.nations.map(one => one.name)")
        shown = page.locator(".bars text:first-child").all_text_contents()
        assert shown[-1] == "All together"
        assert set(shown[:-1]) <= set(names)
        assert "on its own" in page.get_by_role("region", name="What it is worth", exact=True).locator(".sentence").inner_text()


def test_a_key_brings_back_the_mixes_as_they_were(watched):
    with watched(TWO) as page:
        settled(page)
        page.get_by_role("combobox", name="Mix B").select_option("none")
        page.wait_for_function("window.surge.store.told.undo === 1")
        page.keyboard.press("Control+z")
        page.wait_for_function("window.surge.store.told.redo === 1")
        settled(page)
        assert np.allclose(curve(page, 1), mean_of("pipir"), atol=1e-5)
        page.get_by_role("button", name="Redo").click()
        page.wait_for_function("window.surge.store.told.redo === 0")
        settled(page)
        assert np.allclose(curve(page, 1), mean_of("none"), atol=1e-5)


def test_the_lines_of_python_are_shown_and_can_be_kept(watched):
    with watched(TWO) as page:
        settled(page)
        page.get_by_role("button", name="Reproduce in Python").click()
        assert 'simulate("classroom", "pipir", seeds=range(32))' in page.locator("dialog pre").inner_text()
        with page.expect_download() as got:
            page.locator("dialog").get_by_role("button", name="Download").click()
        assert got.value.suggested_filename == "compare.py"


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_worth_fits_its_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    with watched(TWO, width, color_scheme=scheme) as page:
        settled(page)
        worth_of_b(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
