"""The Live page in a real browser: it plays, it says nothing in the console, and it asks nobody but this machine."""

import pytest

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
