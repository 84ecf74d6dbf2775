"""Every page as it is stored, in a real browser: accessible, and no wider than the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fsmlib.pages.start import notebooks, stored
from fsmlib.site.html import to_html
from tests.browser.chromium import axe, launched, playwright


@pytest.fixture(scope="module")
def page() -> Iterator["playwright.Page"]:
    with launched() as browser:
        yield browser.new_page()


@pytest.mark.slow
@pytest.mark.parametrize("name", notebooks())
def test_every_page_is_accessible_and_fits_the_screen(
    page: "playwright.Page", tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.html"
    file.write_text(to_html(stored(name)), "utf-8")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        found = axe.Axe().run(page)
        told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]]
        assert not told
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.set_viewport_size({"width": 1280, "height": 900})
    hidden = "e => e.scrollWidth > e.clientWidth + 1"
    cut = f"[...document.querySelectorAll('.table')].filter({hidden}).map(e => e.ariaLabel)"
    assert page.evaluate(cut) == []
    page.emulate_media(media="print")
    buttons = "[...document.querySelectorAll('thead button:not(.word)')].map(%s)"
    shown = page.evaluate(buttons % "e => getComputedStyle(e).display")
    assert {*shown} <= {"contents"}  # a button is not drawn again where a table goes on
    assert not page.locator("summary:visible").count()
    page.emulate_media(media="screen")
