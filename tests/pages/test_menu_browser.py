"""The menu in a browser: what was chosen comes along from page to page, and a narrow window shows every page."""

import pytest

pytestmark = pytest.mark.browser


def go(page, name, path):
    page.locator(".bar").get_by_role("link", name=name, exact=True).click()
    page.wait_for_function(f"location.pathname === '{path}'")


def until_chosen(page, scenario, mix):
    page.wait_for_function(f"window.surge?.store?.told?.scenario === '{scenario}' && window.surge.store.told.preset === '{mix}'")


def test_scenario_and_rules_come_along_and_a_page_opens_as_it_was_left(watched):
    with watched("/?scenario=classroom&mix=pipir&base.mix=none&set=BuyNational.price_factor%3D0.3") as page:
        until_chosen(page, "classroom", "pipir")
        go(page, "Why?", "/why")
        until_chosen(page, "classroom", "pipir")
        assert "set=BuyNational.price_factor" in page.url
        go(page, "Model", "/model")
        go(page, "Explore", "/")
        until_chosen(page, "classroom", "pipir")
        assert "base.mix=none" in page.url
        go(page, "Live", "/live")
        page.wait_for_function("document.querySelector('.surge select')?.value === 'classroom'")
        assert "mix=pipir" in page.url


def test_rules_chosen_elsewhere_since_replace_those_a_page_was_left_with(watched):
    with watched("/?scenario=classroom&mix=pipir") as page:
        until_chosen(page, "classroom", "pipir")
        go(page, "Why?", "/why")
        until_chosen(page, "classroom", "pipir")
        page.get_by_label("Rules").select_option("none")
        until_chosen(page, "classroom", "none")
        page.wait_for_function("location.search.includes('mix=none')")
        go(page, "Explore", "/")
        until_chosen(page, "classroom", "none")
        page.go_back()
        page.wait_for_function("location.pathname === '/why'")
        until_chosen(page, "classroom", "none")


def test_a_page_left_by_a_link_within_it_opens_as_it_was_left(watched):
    with watched("/?scenario=classroom&mix=pipir&base.mix=none") as page:
        until_chosen(page, "classroom", "pipir")
        page.get_by_role("button", name="Compare", exact=True).click()
        page.wait_for_function("location.pathname === '/compare' && window.surge?.store?.told?.sides")
        go(page, "Explore", "/")
        until_chosen(page, "classroom", "pipir")
        assert "base.mix=none" in page.url


def test_a_narrow_window_shows_every_page_in_the_menu(watched):
    with watched("/model", 390) as page:
        page.locator(".bar .here").wait_for()
        boxes = [one.bounding_box() for one in page.locator(".bar .pages a").all()]
        assert len(boxes) == 6
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
