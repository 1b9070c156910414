"""Explore in a real browser: it opens finished, answers every lever with the right number, and can be used by anyone."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest

from abm import simulate
from abm.rules.mix import apply_setting, load_mix
from tests.pages.explored import AXE, CLASSROOM, INK, act, settled, shown

pytestmark = pytest.mark.browser


COUNT_SENT = """() => {
  const send = WebSocket.prototype.send;
  window.sent = 0;
  WebSocket.prototype.send = function (...of) {
    window.sent += 1;
    return send.apply(this, of);
  };
}"""


def lever(page, words):
    return page.get_by_role("spinbutton", name=words).first


def test_it_opens_on_the_numbers_of_simulate(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        expected = simulate("classroom", "today", seeds=range(32))["alliance_surge_ratio"].values.mean(axis=-1)
        assert np.allclose(shown(page), expected, atol=1e-5)
        page.locator("body").press("End")
        now = page.locator(".large b").first
        assert now.inner_text() == f"{expected[-1]:.2f}×"
        assert page.locator(".sentence").inner_text().startswith("December 2035, after the war: the alliance receives")
        for canvas in page.locator(".plot canvas, canvas.ribbon, .tile canvas").all():
            assert canvas.evaluate(INK) > 2


def test_a_lever_changes_the_right_number_and_undo_takes_it_back(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        before = shown(page)

        def move():
            lever(page, "Multi year procurement: funded").fill("0.8")
            lever(page, "Multi year procurement: funded").press("Enter")

        act(page, move)
        mix = apply_setting(load_mix("today"), "MultiYearProcurement.funded=0.8")
        expected = simulate("classroom", mix, seeds=range(32))["alliance_surge_ratio"].values.mean(axis=-1)
        assert np.allclose(shown(page), expected, atol=1e-5)
        assert "0 → 0.8" in page.locator(".chip").inner_text().replace("\n", " ")
        page.locator("h1").click()
        act(page, lambda: page.keyboard.press("Control+z"))
        assert np.array_equal(shown(page), before)
        assert page.locator(".chip").count() == 0


def test_dragging_a_slider_by_hand_ends_where_the_hand_lets_go(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        slider = page.get_by_role("slider", name="Multi year procurement: funded").first
        box = slider.bounding_box()
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 8, middle)
        page.mouse.down()
        for step in range(1, 31):
            page.mouse.move(box["x"] + 8 + step * 7, middle)
        page.mouse.up()
        page.wait_for_function("window.surge.store.told.heard === window.surge.store.sent")
        settled(page)
        chosen = float(slider.input_value())
        assert chosen > 0.5
        assert page.evaluate("window.surge.store.told.settings") == [f"MultiYearProcurement[1].funded={chosen}"]
        mix = apply_setting(load_mix("today"), f"MultiYearProcurement.funded={chosen}")
        expected = simulate("classroom", mix, seeds=range(32))["alliance_surge_ratio"].values.mean(axis=-1)
        assert np.allclose(shown(page), expected, atol=1e-5)


def test_the_address_holds_rules_month_and_system_over_a_reload(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        act(page, lambda: page.get_by_role("combobox", name="Rules").select_option("pipir"))
        page.get_by_role("combobox", name="Shown").select_option(index=2)
        page.locator("h1").click()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        before, month = shown(page), page.evaluate("window.surge.store.month")
        page.wait_for_function("all => all.every(part => location.search.includes(part))", arg=["mix=pipir", f"month={month}", "show="])
        page.reload()
        settled(page)
        assert np.array_equal(shown(page), before)
        assert page.evaluate("[window.surge.store.month, window.surge.store.row]") == [month, 2]
        assert page.get_by_role("combobox", name="Rules").input_value() == "pipir"


def test_going_to_another_page_and_back_keeps_the_choice(watched):
    with watched(f"{CLASSROOM}&mix=pipir&month=60") as page:
        settled(page)
        page.wait_for_function("location.search.includes('mix=pipir')")
        page.get_by_role("link", name="Live").click()
        page.get_by_role("button", name="Year").wait_for(timeout=60_000)
        page.go_back()
        settled(page)
        assert page.get_by_role("combobox", name="Rules").input_value() == "pipir"
        assert page.evaluate("window.surge.store.month") == 60


def test_play_moves_the_month_and_keys_step_back(watched):
    with watched(f"{CLASSROOM}&month=10") as page:
        settled(page)
        page.locator("h1").click()
        page.keyboard.press("Space")
        page.wait_for_function("window.surge.store.month >= 14")
        page.keyboard.press("Space")
        page.get_by_role("button", name="Play").wait_for()
        stopped = page.evaluate("window.surge.store.month")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowRight")
        assert page.evaluate("window.surge.store.month") == stopped + 11
        said = page.locator(".where").inner_text()
        page.keyboard.press("]")
        assert page.locator(".where").inner_text() != said
        page.keyboard.press("Home")
        assert page.locator(".where").inner_text().startswith("Jan 2026")


def test_looking_at_another_month_asks_the_server_nothing(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        sent = []
        page.on("websocket", lambda _: sent.append("opened"))
        page.evaluate(COUNT_SENT)
        page.locator("h1").click()
        for key in ("Home", "ArrowRight", "]", "End"):
            page.keyboard.press(key)
        page.locator(".tile").nth(1).click()
        page.wait_for_timeout(400)
        assert page.evaluate("window.sent") <= 1  # Solara's own sign of life
        assert sent == []


def test_two_browsers_do_not_share_a_choice(watched):
    with watched(CLASSROOM) as one, watched(CLASSROOM) as other:
        settled(one)
        settled(other)
        act(one, lambda: one.get_by_role("combobox", name="Rules").select_option("none"))
        assert other.get_by_role("combobox", name="Rules").input_value() == "today"
        assert not np.array_equal(shown(one), shown(other))


def test_what_is_downloaded_is_what_is_shown(watched):
    with watched(f"{CLASSROOM}&mix=pipir") as page:
        settled(page)
        with page.expect_download() as got:
            page.locator(".card").first.get_by_role("button", name="CSV").click()
        rows = list(csv.DictReader(io.StringIO(Path(got.value.path()).read_text(encoding="utf-8"))))
        assert np.allclose([float(row["this run"]) for row in rows], shown(page), atol=1e-6)
        with page.expect_download() as got:
            page.locator(".card").first.get_by_role("button", name="PNG").click()
        assert Path(got.value.path()).read_bytes().startswith(b"\x89PNG")
        with page.expect_download() as got:
            page.get_by_role("button", name="Rules YAML").click()
        assert "instruments:" in Path(got.value.path()).read_text(encoding="utf-8")


def test_a_chart_is_also_a_table(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        page.locator(".card").first.get_by_role("button", name="Table").click()
        table = page.get_by_role("region", name="Surge, as a table")
        assert table.locator("tbody tr").count() == 120
        assert "this run" in table.inner_text()


def test_a_wrong_part_of_an_address_is_named_and_the_rest_is_shown(watched):
    with watched("/?scenario=classroom&mix=<script>alert(1)</script>&param=overtime:0.3") as page:
        page.get_by_role("alert").filter(has_text="Left out of this address: unknown policy mix").wait_for(timeout=60_000)
        settled(page)
        assert page.evaluate("[window.surge.store.told.scenario, window.surge.store.told.parameters[0].value]") == ["classroom", 0.3]


def test_an_emptied_field_goes_back_to_its_value_and_nothing_is_run(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        box = page.get_by_role("spinbutton").nth(4)
        before, serial = box.input_value(), page.evaluate("window.surge.store.told.serial")
        assert before != ""
        box.fill("")
        assert box.input_value() == ""
        page.keyboard.press("Tab")
        assert box.input_value() == before
        assert page.evaluate("window.surge.store.told.serial") == serial


def test_with_a_system_shown_the_numbers_say_whose_they_are(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        heads = page.locator(".large h2")
        assert not any("alliance" in one for one in heads.all_inner_texts())
        page.locator(".tile").nth(1).click()
        name = page.evaluate("window.surge.store.scene.systems[0].name")
        texts = heads.all_inner_texts()
        assert texts[0].endswith(f": {name}")
        assert all(one.endswith(": alliance") for one in texts[1:])
        level = page.evaluate("window.surge.store.value('surge', 1, window.surge.store.month)")
        assert page.locator(".large b").first.inner_text() == f"{level:.2f}×"


def test_a_chip_shows_the_whole_name_of_the_rules_chosen(watched):
    with watched(f"{CLASSROOM}&mix=pipir-supply-chain", 390) as page:
        settled(page)
        chosen = page.locator(".chip b").first
        assert chosen.evaluate("one => one.scrollWidth <= one.clientWidth || getComputedStyle(one).overflow === 'visible'")
        box, card = chosen.bounding_box(), page.locator(".chips").bounding_box()
        assert box["x"] + box["width"] <= card["x"] + card["width"]


def test_in_a_narrow_window_the_help_opens_at_its_top(watched):
    with watched(CLASSROOM, 390) as page:
        settled(page)
        page.get_by_role("button", name="Help").click()
        head = page.get_by_role("heading", name="What the numbers mean")
        head.wait_for()
        assert head.evaluate("one => one === document.activeElement && one.closest('dialog').scrollTop === 0")


def test_in_a_narrow_window_the_map_says_which_nations_are_to_be_scrolled_to(watched):
    with watched(CLASSROOM, 390) as page:
        settled(page)
        page.wait_for_function("window.surge.store.trade && document.querySelector('.map .marks')")
        cue = page.locator(".cue")
        assert "United States" in cue.inner_text()
        page.locator(".map").evaluate("one => (one.scrollLeft = one.scrollWidth)")
        page.wait_for_function("!document.querySelector('.cue').textContent.includes('United States')")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_it_fits_its_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    with watched(f"{CLASSROOM}&mix=pipir", width, color_scheme=scheme) as page:
        settled(page)
        page.wait_for_function("window.surge.store.trade && document.querySelector('.map .marks')")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert serious == []


def test_light_and_dark_are_remembered_over_a_reload(watched):
    ground = "getComputedStyle(document.querySelector('.app')).backgroundColor"
    with watched(CLASSROOM, color_scheme="light") as page:
        settled(page)
        light = page.evaluate(ground)
        page.get_by_role("button", name="Dark").click()
        page.wait_for_function(f"light => {ground} !== light", arg=light)
        dark = page.evaluate(ground)
        page.reload()
        settled(page)
        assert page.evaluate(ground) == dark


def test_shares_of_what_binds_are_those_of_the_run(watched):
    with watched(f"{CLASSROOM}&month=60") as page:
        settled(page)
        page.get_by_role("combobox", name="Shown").select_option(index=1)
        system = page.evaluate("window.surge.store.scene.systems[0].id")
        shares = simulate("classroom", "today", seeds=range(32))["limit_share"].sel(product=system, month=60).mean("seed")
        told = page.evaluate(
            "window.surge.store.scene.limits.map((limit, place) => [limit.id, window.surge.store.value('limits', 1, place, 60)])"
        )
        for limit, share in told:
            assert share == pytest.approx(float(shares.sel(limit=limit)), abs=1e-5)


def test_a_scenario_of_fewer_nations_can_be_chosen_once_the_map_is_drawn(watched):
    with watched("/?scenario=peacetime") as page:
        settled(page)
        page.wait_for_function("window.surge.store.trade && document.querySelector('.map .marks')")
        act(page, lambda: page.get_by_role("combobox", name="Scenario").select_option("classroom"))
        page.wait_for_function("window.surge.store.trade?.serial === window.surge.store.told.serial")
        act(page, lambda: page.get_by_role("button", name="Undo").click())
        page.wait_for_function("window.surge.store.baseline && window.surge.store.trade?.serial === window.surge.store.told.serial")
