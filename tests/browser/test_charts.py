"""A chart answers the mouse, a finger and the keys alone, and its numbers are one key away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fsmlib.figures import charts
from fsmlib.pages.views import Picture
from fsmlib.site.html import to_html
from tests.browser.chromium import axe, launched, playwright

LABELS = [f"måned {n}" for n in range(1, 13)]
PICTURE = Picture(
    "Løn måned for måned (kr.).",
    charts.monthly_bars(LABELS, [("Med nye", range(12)), ("Uden", range(12, 24))]),
    "Søjlediagram: lønnen stiger.",
    "Budget",
    ("HIR-17",),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shown = new_output("display_data", data=PICTURE._repr_mimebundle_())
    cells = [new_markdown_cell("# Siden"), new_code_cell(outputs=[shown])]
    target = tmp_path_factory.mktemp("page") / "side.html"
    target.write_text(to_html(new_notebook(cells=cells)), "utf-8")
    return target


@pytest.fixture(scope="module")
def page(file: Path) -> Iterator["playwright.Page"]:
    with launched() as browser:
        page = browser.new_context(has_touch=True).new_page()
        page.goto(file.as_uri())
        yield page


def test_the_arrow_keys_read_each_step_aloud(page: "playwright.Page") -> None:
    page.locator("svg.chart").focus()
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#said") == "måned 1, kr. i måneden: Med nye 0, Uden 12"
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#said") == "måned 2, kr. i måneden: Med nye 1, Uden 13"
    page.keyboard.press("End")
    assert page.inner_text("#said") == "måned 12, kr. i måneden: Med nye 11, Uden 23"
    page.keyboard.press("ArrowRight")  # the last stays the last
    assert page.inner_text(".told") == "måned 12, kr. i måneden: Med nye 11, Uden 23"
    page.keyboard.press("Escape")
    assert page.locator(".told").is_hidden()


def test_enter_opens_the_numbers(page: "playwright.Page") -> None:
    page.locator("svg.chart").focus()
    page.keyboard.press("Enter")
    numbers = page.locator("details.numbers")
    assert numbers.get_attribute("open") is not None
    assert numbers.locator("tbody tr").nth(3).inner_text().split() == ["måned", "4", "3", "15"]


@pytest.mark.parametrize("hand", ["mouse", "touch"])
def test_mouse_and_finger_point_at_a_month(page: "playwright.Page", hand: str) -> None:
    box = page.locator("svg.chart").bounding_box()
    assert box is not None
    x, y = box["x"] + 0.55 * box["width"], box["y"] + box["height"] / 2
    if hand == "mouse":
        page.mouse.move(x, y)
    else:
        page.touchscreen.tap(x, y)
    assert page.inner_text(".told").startswith("måned 7, kr. i måneden: Med nye 6")


def test_nothing_is_asked_of_the_outside_and_nothing_is_in_the_way(
    page: "playwright.Page", file: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not axe.Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") == width
