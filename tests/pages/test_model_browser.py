"""The Model page, and the Live page with it, in a real browser: anyone can use them, at any width, light or dark."""

from pathlib import Path

import pytest

from abm.facts.parameters import PARAMETERS
from abm.facts.scenario import load_scenario

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")


def rows(page):
    return page.get_by_role("region", name="Parameters").locator("tbody tr")


def test_a_search_finds_a_parameter_by_its_words(watched):
    with watched("/model") as page:
        rows(page).first.wait_for(timeout=60_000)
        assert rows(page).count() == len(PARAMETERS)
        page.get_by_label("Words to find").fill("crews overtime")
        page.wait_for_function("document.querySelector('.count').innerText.startsWith('1 of')")
        assert rows(page).locator("td").nth(1).inner_text() == f"{PARAMETERS['overtime'].value:g}"
        page.get_by_role("button", name="Fitted").click()
        page.get_by_text("No parameter has all of these words").wait_for()


def test_history_can_be_asked_for_watched_and_given_up(watched):
    with watched("/model") as page:
        page.get_by_role("button", name="Hold it against history").click(timeout=60_000)
        page.get_by_role("progressbar", name="Rows held against history").wait_for()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("button", name="Hold it against history").wait_for(timeout=5_000)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("where", ["/model", "/live"])
def test_it_fits_its_window_and_a_scan_finds_no_serious_fault(watched, where, width, scheme):
    with watched(where, width, color_scheme=scheme) as page:
        if where == "/live":
            page.get_by_role("button", name="Year").click(timeout=300_000)
            page.get_by_role("heading", name="What nations decided").wait_for()
            page.get_by_role("button", name="Show as a table").click()
            page.get_by_role("region", name="Systems").wait_for()
        else:
            rows(page).first.wait_for(timeout=60_000)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.wait_for_timeout(500)  # colours fade over
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert serious == []


def test_rules_changed_on_the_way_are_told_and_the_world_goes_on(watched):
    with watched("/live") as page:
        page.get_by_role("combobox", name="Scenario").select_option("classroom")
        page.locator(".lede", has_text=load_scenario("classroom").title).wait_for(timeout=60_000)
        page.get_by_role("button", name="Year").click(timeout=60_000)
        page.get_by_role("combobox", name="Rules from the coming month on").select_option("none")
        page.get_by_text("Rules in force:").wait_for()
        page.get_by_role("button", name="Month", exact=True).click()
        page.wait_for_function("document.querySelector('.figure b').innerText.startsWith('13 ')")
        assert page.get_by_role("combobox", name="Rules from the coming month on").input_value() == "none"
        assert page.get_by_role("combobox", name="Rules", exact=True).input_value() == "today"
