"""A visitor's own parameters, rules and scenario in a real browser: the right numbers, and nothing that a file could do to the page."""

import numpy as np
import pytest

from abm import simulate
from abm.facts.scenario import parse_scenario
from abm.rules.mix import parse_mix
from pages.explore.chosen import Chosen, to_address
from pages.explore.own import own_rules
from tests.pages.explored import AXE, CLASSROOM, act, settled, shown

pytestmark = pytest.mark.browser


RULES = "title: <img src=x onerror=alert(1)>\ninstruments:\n  MultiYearProcurement: {funded: 0.8}\n"
WORLD = """
title: <script>alert(1)</script>
months: 36
nations: [USA, JPN]
events:
  - {kind: conflict, start: 12, months: 12, theatre: indo_pacific, nations: {USA: 1.0}}
"""


def simulated(scenario, mix="today"):
    return simulate(scenario, mix, seeds=range(32))["alliance_surge_ratio"].values.mean(axis=-1)


def hand_over(page, words, name, text):
    raw = text if isinstance(text, bytes) else text.encode()
    page.get_by_label(words).set_input_files({"name": name, "mimeType": "application/yaml", "buffer": raw})


def test_a_parameter_picked_and_changed_by_keys_gives_the_models_own_numbers(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        before = shown(page)
        page.get_by_role("combobox", name="Parameter to change").focus()
        page.keyboard.type("Overtime")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.getAttribute('aria-label') === 'Overtime, share'")
        page.keyboard.press("Control+a")
        page.keyboard.type("0.4")
        act(page, lambda: page.keyboard.press("Enter"))
        assert np.allclose(shown(page), simulated(Chosen("classroom").with_parameter("overtime", 0.4).world()), atol=1e-5)
        page.wait_for_function("location.search.includes('param=overtime')")
        page.reload()
        settled(page)
        assert lever(page).input_value() == "0.4"
        act(page, page.get_by_role("button", name="Put back Parameter overtime").click)
        assert np.array_equal(shown(page), before)


def lever(page):
    return page.get_by_role("spinbutton", name="Overtime, share")


def test_a_parameter_out_of_its_range_is_refused_in_one_line(watched):
    with watched(f"{CLASSROOM}&param=overtime:0.3") as page:
        settled(page)
        lever(page).fill("7")
        lever(page).press("Enter")
        page.get_by_role("alert").filter(has_text="expected 0 to 0.4").wait_for()
        assert page.evaluate("window.surge.store.told.parameters") == [{"name": "overtime", "value": 0.3}]


def test_the_model_page_leads_to_a_run_with_another_value(watched):
    with watched("/model") as page:
        field = page.get_by_label("Another value of overtime, share")
        field.wait_for(timeout=60_000)
        field.fill("0.4")
        page.get_by_role("button", name="Try in Explore: overtime").press("Enter")
        page.wait_for_function("window.surge?.store.told?.parameters?.length", timeout=60_000)
        assert page.evaluate("window.surge.store.told.parameters") == [{"name": "overtime", "value": 0.4}]
        page.wait_for_function("location.search.includes('param=overtime')")


def test_own_rules_and_an_own_scenario_give_the_numbers_of_simulate(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        act(page, lambda: hand_over(page, "Use your own rules file", "mine.yaml", RULES))
        rules = parse_mix(RULES, "mine")
        assert np.allclose(shown(page), simulated("classroom", rules), atol=1e-5)
        assert "<img src=x onerror=alert(1)>" in page.locator(".chip").inner_text()
        act(page, lambda: hand_over(page, "Use your own scenario file", "small.yaml", WORLD))
        world = parse_scenario(WORLD, "small")
        assert np.allclose(shown(page), simulated(world, rules), atol=1e-5)
        assert page.locator("h1").inner_text() == "<script>alert(1)</script>"
        page.wait_for_function("location.search.includes('own.scenario')")
        before = shown(page)
        page.reload()
        settled(page)
        assert np.array_equal(shown(page), before)
        page.get_by_role("button", name="Compare").click()
        page.wait_for_function("document.querySelector('.explore')?.dataset.shown?.endsWith('whole')", timeout=120_000)
        assert np.allclose(page.evaluate("Array.from(window.surge.store.line('surge', 1, 0))"), before, atol=1e-6)
        assert page.locator("img[src=x], main script").count() == 0


def test_what_is_taken_away_can_be_handed_over_again(watched):
    with watched(f"{CLASSROOM}&mix=pipir&param=overtime:0.3") as page:
        settled(page)
        before, files = shown(page), {}
        for name in ("Scenario YAML", "Rules YAML"):
            with page.expect_download() as got:
                page.get_by_role("button", name=name).click()
            files[name] = (got.value.suggested_filename, got.value.path().read_bytes())
        act(page, lambda: page.get_by_role("combobox", name="Scenario").select_option("peacetime"))
        act(page, lambda: hand_over(page, "Use your own rules file", *files["Rules YAML"]))
        act(page, lambda: hand_over(page, "Use your own scenario file", *files["Scenario YAML"]))
        assert np.array_equal(shown(page), before)


@pytest.mark.parametrize(
    ("name", "raw", "why"),
    [
        ("mine.yaml", b"\xff\xfe\x00binary", "not UTF-8 text"),
        ("mine.yaml", b"title: " + b"x" * 70_000, "larger than 64 kB"),
        ("mine.yaml", b"a: &a [*a]", "anchors and aliases"),
        ("mine.yaml", b"title: Hello\ninstruments:\n  Magic: {}\n", "mine.yaml:3:3: unknown instrument"),
        ("mine.txt", RULES.encode(), "ends in .yaml or .yml"),
    ],
)
def test_a_hostile_file_is_refused_beside_the_button_and_the_page_stays(watched, name, raw, why):
    with watched(CLASSROOM) as page:
        settled(page)
        before = shown(page)
        hand_over(page, "Use your own rules file", name, raw)
        page.get_by_role("alert").filter(has_text=why).wait_for()
        page.locator(".upload .problem", has_text=why).wait_for()
        assert np.array_equal(shown(page), before)
        act(page, lambda: hand_over(page, "Use your own rules file", "mine.yaml", RULES))
        assert page.locator(".problem:not(:empty)").count() == 0


def test_a_file_can_be_chosen_by_keys(watched):
    with watched(CLASSROOM) as page:
        settled(page)
        file = {"name": "mine.yaml", "mimeType": "", "buffer": RULES.encode()}
        page.on("filechooser", lambda chooser: chooser.set_files(file))
        page.wait_for_timeout(500)  # the browser hears of it a moment later
        page.get_by_role("combobox", name="Rules").focus()
        page.keyboard.press("Tab")
        act(page, lambda: page.keyboard.press("Enter"))
        assert page.get_by_role("combobox", name="Rules").locator("option:checked").inner_text().startswith("Your file: <img")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_parameters_and_own_files_fit_the_window_and_a_scan_finds_no_serious_fault(watched, width, scheme):
    rules = Chosen(own_rules=own_rules("mine.yaml", RULES)).with_parameter("overtime", 0.3).within("classroom")
    with watched(f"/?{to_address(rules, rules.opening())}", width, color_scheme=scheme) as page:
        settled(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        hand_over(page, "Use your own scenario file", "mine.yaml", "title: 1")
        page.locator(".upload .problem:not(:empty)").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
