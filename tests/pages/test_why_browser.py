"""Why? in a real browser: it says what surge why says, and another month or system is answered with its own reasons."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from abm.command.why import why
from abm.facts.scenario import load_scenario
from abm.rules.mix import load_mix
from tests.pages.explored import AXE, settled

pytestmark = pytest.mark.browser

ASKED = "/why?scenario=classroom&month=60&show=PAC3_MSE"


def act(page, what):
    before = page.evaluate("window.surge.store.told.serial")
    what()
    page.wait_for_function("before => window.surge.store.told.serial > before", arg=before)
    settled(page)


def reason(system, month):
    return why(load_scenario("classroom"), load_mix("today"), 8, month, (system,)).chains[0].causes[0]


def first_step(page):
    return page.locator(".tree > li").first.inner_text()


def test_another_month_and_another_system_show_their_own_reasons(watched):
    with watched(ASKED) as page:
        settled(page)
        assert f"{reason('PAC3_MSE', 60).units:,.0f} units" in first_step(page)
        assert page.locator(".sentence").inner_text().startswith("PAC-3 MSE lacks ")
        slider = page.get_by_role("slider", name="Month")
        act(page, lambda: slider.press("End"))
        assert f"{reason('PAC3_MSE', 119).units:,.0f} units" in first_step(page)
        act(page, lambda: page.get_by_role("combobox", name="System").select_option("GMLRS"))
        assert f"{reason('GMLRS', 119).units:,.0f} units" in first_step(page)
        page.wait_for_function("location.search.includes('month=119') && location.search.includes('show=GMLRS')")
        page.reload()
        settled(page)
        assert page.get_by_role("combobox", name="System").input_value() == "GMLRS"
        assert page.evaluate("[window.surge.store.run.month, window.surge.store.run.system]") == [119, "GMLRS"]


def test_pressing_a_cell_of_the_map_asks_about_its_last_month(watched):
    with watched(ASKED) as page:
        settled(page)
        act(page, lambda: page.locator(".binding tbody tr").first.locator("button").nth(7).click())
        assert page.evaluate("window.surge.store.run.month") == 95
        page.get_by_role("button", name="By quarter").click()
        assert page.locator(".binding tbody tr").first.locator("td").count() == 40


ROW = ".binding tbody tr:has(th[title='PAC-3 MSE'])"


@pytest.mark.parametrize("width", [1440, 390])
def test_no_cell_that_is_pointed_at_moves_the_map(watched, width):
    with watched(ASKED, width) as page:
        settled(page)
        page.get_by_role("button", name="By quarter").click()
        moved = page.evaluate(
            """() => {
              const table = document.querySelector('.binding');
              const top = () => table.getBoundingClientRect().top + window.scrollY;
              const before = top();
              return [...table.querySelectorAll('button')].filter(one => {
                one.dispatchEvent(new PointerEvent('pointerenter'));
                return Math.abs(top() - before) > 0.5;
              }).map(one => one.title);
            }"""
        )
        assert page.locator(".binding button").count() > 40
        assert moved == []


def test_a_cell_chooses_its_rows_system_too_and_keeps_the_focus(watched):
    with watched("/why?scenario=classroom&month=60&show=GMLRS") as page:
        settled(page)
        cell = page.locator(ROW).locator("button").nth(7)
        cell.focus()
        act(page, lambda: page.keyboard.press("Enter"))
        assert page.evaluate("[window.surge.store.run.month, window.surge.store.run.system]") == [95, "PAC3_MSE"]
        assert page.evaluate("document.activeElement.dataset.key") == "PAC3_MSE 7"
        assert page.locator(".cell-said").inner_text() == page.evaluate("document.activeElement.title")


def test_a_system_pressed_by_key_keeps_the_focus(watched):
    with watched(ASKED) as page:
        settled(page)
        page.locator(".lacking button", has_text="GMLRS").focus()
        act(page, lambda: page.keyboard.press("Enter"))
        assert page.evaluate("window.surge.store.run.system") == "GMLRS"
        assert page.evaluate("document.activeElement.dataset.key") == "GMLRS"


def test_each_panel_says_in_the_same_words_how_many_seeds_it_is_of(watched):
    with watched(ASKED) as page:
        settled(page)
        notes = page.locator(".card > .note").all_inner_texts()
        assert [one.rsplit(". ", 1)[-1] for one in notes] == [f"Over {seeds} seeds." for seeds in (8, 2, 4, 8, 8, 8)]


def test_every_change_is_tried_and_ranked_at_the_press_of_a_button(watched):
    with watched(ASKED) as page:
        settled(page)
        page.get_by_role("button", name="Try every change").click()
        page.get_by_role("button", name="Put away").wait_for(timeout=60_000)
        rows = page.evaluate("window.surge.store.relief.rows.map(one => one.value[0])")
        assert rows == sorted(rows, reverse=True)
        assert page.get_by_role("region", name="Worth of relief").last.locator("tbody tr").count() == len(rows)
        page.get_by_role("button", name="Put away").click()
        page.get_by_role("button", name="Try every change").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_it_fits_its_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    with watched(ASKED, width, color_scheme=scheme) as page:
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_a_key_brings_back_the_question_as_it_was(watched):
    with watched(ASKED) as page:
        settled(page)
        act(page, lambda: page.get_by_role("combobox", name="System").select_option("GMLRS"))
        act(page, lambda: page.keyboard.press("Control+z"))
        assert page.evaluate("window.surge.store.run.system") == "PAC3_MSE"
        assert f"{reason('PAC3_MSE', 60).units:,.0f} units" in first_step(page)
        act(page, lambda: page.keyboard.press("Control+Shift+z"))
        assert page.evaluate("window.surge.store.run.system") == "GMLRS"


@pytest.mark.parametrize("region", ["From plant to deliveries", "What binds when", "Worth of relief"])
def test_charts_can_be_kept_as_drawings_in_the_colours_of_the_page(watched, region):
    with watched(ASKED) as page:
        settled(page)
        if region == "Worth of relief":
            page.get_by_role("button", name="Try every change").click()
            page.get_by_role("button", name="Put away").wait_for(timeout=60_000)
        with page.expect_download() as got:
            page.get_by_role("region", name=region, exact=True).first.get_by_role("button", name="SVG").click()
        text = Path(got.value.path()).read_text(encoding="utf-8")
        assert "var(" not in text
        assert 'fill=""' not in text
        marks = ElementTree.fromstring(text).findall(".//{http://www.w3.org/2000/svg}rect")
        assert len(marks) > 5


def test_the_lines_of_python_are_shown(watched):
    with watched(ASKED) as page:
        settled(page)
        page.get_by_role("button", name="Reproduce in Python").click()
        assert "month, system = 60, 'PAC3_MSE'" in page.locator("dialog pre").inner_text()
        page.get_by_role("button", name="Close").click()
        page.locator("dialog pre").wait_for(state="hidden")
