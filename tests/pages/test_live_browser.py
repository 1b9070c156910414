"""The Live page in a real browser: it plays, it says nothing in the console, and it asks nobody but this machine."""

from pathlib import Path

import pytest

from abm import load_mix, load_scenario, simulate
from abm.facts.events import Embargo
from abm.model.simulate import Run

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
pytestmark = pytest.mark.browser


@pytest.fixture(params=[(1440, 1000), (390, 844)], ids=["desk", "phone"])
def page(request, watched):
    """The open page; afterwards nothing may have gone wrong or gone out."""
    with watched("/live", *request.param) as seen:
        seen.get_by_role("button", name="Year").wait_for(timeout=300_000)
        yield seen


def month(page):
    return int(page.locator(".figure b").first.inner_text().split(" of ")[0])


def test_steps_draw_the_curve_across_the_picture(page):
    frame, dot = page.locator(".plot.main .frame").bounding_box(), page.locator(".plot.main .dot")
    assert dot.count() == 0
    page.get_by_role("button", name="Month").click()
    dot.wait_for()
    first = dot.bounding_box()["x"]
    for _ in range(5):
        before = month(page)
        page.get_by_role("button", name="Year").click()
        page.wait_for_function("was => parseInt(document.querySelector('.figure b').innerText) > was", arg=before)
    assert month(page) == 61
    travelled = dot.bounding_box()["x"] - first
    assert travelled == pytest.approx(frame["width"] * 60 / 120, abs=2)
    path = page.locator(".plot.main path.curve").get_attribute("d")
    assert path.count("L") == 60
    assert "at war" in page.locator(".now").inner_text()


def test_the_page_fits_its_window(page):
    page.get_by_role("button", name="Month").click()
    page.locator(".plot.main .dot").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_play_moves_on_and_pause_answers_at_once(page):
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("parseInt(document.querySelector('.figure b').innerText) >= 5")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play").wait_for(timeout=2000)
    stopped = month(page)
    page.wait_for_timeout(600)
    assert month(page) in (stopped, stopped + 1)


def test_a_dark_page_has_light_words_on_a_dark_ground(page):
    page.emulate_media(color_scheme="dark")
    light = "(c => c.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b))"
    ground = f"{light}(getComputedStyle(document.querySelector('.surge')).backgroundColor)"
    words = f"{light}(getComputedStyle(document.querySelector('.surge .now')).color)"
    page.wait_for_function(f"{words} > {ground} + 300")


def test_two_browsers_do_not_share_a_world(page, browser, address):
    other = browser.new_page()
    other.goto(f"{address}/live")
    other.get_by_role("button", name="Year").wait_for(timeout=60_000)
    page.get_by_role("button", name="Year").click()
    page.wait_for_function("parseInt(document.querySelector('.figure b').innerText) == 12")
    assert month(other) == 0
    other.close()


def figure(page, title):
    return page.locator(".figure", has_text=title).locator("b").inner_text()


def until_month(page, wanted):
    page.wait_for_function("month => parseInt(document.querySelector('.figure b')?.innerText) === month", arg=wanted, timeout=60_000)


def until_address(page, *parts):
    for part in parts:
        page.wait_for_function("part => decodeURIComponent(location.search).includes(part)", arg=part, timeout=20_000)


def test_a_number_out_of_range_is_refused_in_words_and_other_luck_keeps_the_course(watched):
    with watched("/live?scenario=classroom&month=36&seed=3") as page:
        until_month(page, 36)
        page.get_by_role("button", name="Add an event").click()
        type_in(page, "Lasts, months", "500")
        page.get_by_text('Lasts, months "500": expected a whole number from 1 to 84; it stays as it is').wait_for()
        assert page.get_by_label("Lasts, months").input_value() == "12"
        page.get_by_role("button", name="Add", exact=True).press("Enter")
        until_address(page, '"months":12')
        type_in(page, "Seed", "-3")
        page.get_by_text('Seed "-3": expected a whole number from 0 to 9999; it stays as it is').wait_for()
        assert "seed=3" in page.url
        type_in(page, "Seed", "5")
        until_address(page, "seed=5", "month=36", '"months":12')
        until_month(page, 36)
        assert page.get_by_label("Seed").input_value() == "5"


def type_in(page, label, number):
    page.get_by_label(label).fill(number)
    page.get_by_label(label).press("Tab")


def test_an_event_added_on_the_way_is_in_the_numbers_and_survives_reload_back_and_sharing(watched):
    with watched("/live?scenario=classroom&month=36&seed=3") as page:
        until_month(page, 36)
        page.get_by_role("button", name="Add an event").click()
        page.get_by_label("Kind of event").select_option("embargo")
        page.get_by_label("Who stops exporting").select_option("CAN")
        page.get_by_role("combobox", name="What", exact=True).select_option("all")
        page.get_by_label("Lasts, months").fill("18")
        page.get_by_label("Lasts, months").press("Tab")
        page.wait_for_function("[...document.querySelectorAll('.adding input')].some(one => one.value === '18')")
        page.get_by_role("button", name="Add", exact=True).press("Enter")
        page.get_by_text("Canada no longer export anything").wait_for()
        page.get_by_role("button", name="Year").click()
        until_month(page, 48)
        until_address(page, "month=48", '"kind":"embargo"')
        declared = load_scenario("classroom").with_event(Embargo(start=36, months=18, nations=("CAN",), products="all"))
        ratio = simulate(declared, "today", [3], 48)["alliance_surge_ratio"].values[-1, 0]
        assert figure(page, "Delivered over peacetime") == f"{ratio:.2f}×"
        page.reload()
        until_month(page, 48)
        assert figure(page, "Delivered over peacetime") == f"{ratio:.2f}×"
        assert page.get_by_text("Canada no longer export anything").count()
        page.get_by_role("link", name="Model").click()
        page.get_by_role("heading", name="Model").first.wait_for()
        page.go_back()
        until_month(page, 48)
        until_address(page, "seed=3", '"kind":"embargo"')
        with watched(page.url[page.url.index("/live") :]) as shared:
            until_month(shared, 48)
            assert figure(shared, "Delivered over peacetime") == f"{ratio:.2f}×"


def test_a_story_is_opened_read_and_closed_with_the_keyboard_alone(watched):
    with watched("/live?scenario=classroom&month=50") as page:
        until_month(page, 50)
        page.get_by_role("button", name="PAC3 MSE: the story of PAC-3 MSE").focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="The story of PAC-3 MSE").wait_for()
        page.wait_for_function("document.activeElement.textContent === 'The story of PAC-3 MSE'")
        run = Run(load_scenario("classroom"), [tuple(load_mix("today"))], [0]).advance(50)
        row = list(run.base.systems).index(run.base.products.index("PAC3_MSE"))
        landed = run.record.landed[49, run.base.net.store_system[run.base.net.first :] == row, 0].sum()
        assert f"{landed:,.0f} delivered" in page.locator("ol.told li").first.inner_text()
        until_address(page, "story=system:PAC3_MSE")
        page.get_by_label("Go on to").select_option("line:F001.PAC3_MSE")
        page.get_by_role("heading", name="The story of United States, PAC-3 MSE").wait_for()
        page.get_by_role("button", name="Back to PAC-3 MSE").press("Enter")
        page.get_by_role("heading", name="The story of PAC-3 MSE").wait_for()
        page.get_by_role("button", name="Close the story").press("Enter")
        page.get_by_role("heading", name="Stories").wait_for()


def test_an_address_that_means_nothing_is_said_in_one_line_and_opens_the_opening_world(watched):
    with watched("/live?scenario=classroom&month=999") as page:
        page.get_by_role("alert").get_by_text("month 999: expected 0 to 120").wait_for(timeout=60_000)
        until_month(page, 0)
        page.wait_for_function("location.search === ''")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_it_fits_its_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    with watched("/live?month=60&rules=36:pipir&story=nation:JPN", width, color_scheme=scheme) as page:
        until_month(page, 60)
        page.get_by_role("button", name="Add an event").click()
        page.get_by_role("button", name="Show as a table").click()
        page.get_by_role("button", name="Hide the table").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
