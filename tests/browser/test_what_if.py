"""»What if« in the page: moved by keys alone, each answer is the one the question gives."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fsmlib.analyses.staffing import Staffing, hours_in_words
from fsmlib.danish import as_risk, short, whole
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.staffing.what_if import turned
from fsmlib.site.html import to_html
from tests.browser.chromium import axe, launched, playwright

MADE_WITH = "hourly_wage_dkk=250"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    view = turned(page_of(Staffing.read(on="2018-03-01", changes=MADE_WITH)))
    shown = new_output("display_data", data=view._repr_mimebundle_())
    cells = [new_markdown_cell("# Siden\n\n## Svaret"), new_code_cell(outputs=[shown])]
    target = tmp_path_factory.mktemp("page") / "side.html"
    target.write_text(to_html(new_notebook(cells=cells)), "utf-8")
    return target


@pytest.fixture(scope="module")
def page(file: Path) -> Iterator["playwright.Page"]:
    with launched() as browser:
        context = browser.new_context(has_touch=True)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(file.as_uri())
        yield page


def shown(page: "playwright.Page") -> list[str]:
    return [text.strip() for text in page.locator(".what-if strong").all_text_contents()]


def asked(changes: str) -> list[str]:
    """What the question answers when it is asked anew."""
    answer = Staffing.read(on="2018-03-01", changes=changes)
    chosen, pays = answer.plan.chosen, answer.pool_pays_dkk
    return [
        short(chosen.fte),
        " + ".join(hours_in_words(chosen.contracts)) or "ingen",
        as_risk(chosen.risk),
        *(whole(dkk) for dkk in (chosen.salary_dkk, pays, chosen.own_funding_dkk)),
    ]


def changes_of(command: str | None) -> str:
    """The changes in a command, as a shell would hand them on."""
    assert command is not None
    (told,) = (word for word in shlex.split(command) if word.startswith("changes="))
    return told.removeprefix("changes=")


def test_untouched_it_is_the_answer_of_the_page(page: "playwright.Page") -> None:
    assert shown(page) == asked(MADE_WITH)
    assert changes_of(page.text_content(".what-if code")) == MADE_WITH


def test_no_slider_stops_where_the_command_gives_another_answer(page: "playwright.Page") -> None:
    for slider, keys in [
        ("#w-cap", ["ArrowLeft", "Home"]),
        ("#w-accepted_risk", ["End", "ArrowLeft"]),
        ("#w-mean_duration_months", ["Home", "End"]),
        ("#w-inflow_spread", ["End", "Home", "ArrowRight"]),
    ]:
        page.focus(slider)
        for key in keys:
            page.keyboard.press(key)
            command = page.text_content(".what-if code")
            assert shown(page) == asked(changes_of(command)), command
    assert page.get_attribute("#w-cap", "aria-valuetext") == "30 sager"


def test_the_address_carries_where_the_sliders_stand(page: "playwright.Page", file: Path) -> None:
    page.goto(f"{file.as_uri()}#w=cap=32;inflow_spread=0,5")
    there = shown(page)
    assert there == asked(f"{MADE_WITH}; cap=32; inflow_spread=0,5")
    page.focus("#w-cap")
    page.keyboard.press("End")
    assert page.url.endswith("#w=inflow_spread=0,5") and shown(page) != there
    page.reload()
    assert page.inner_text("output[for=w-inflow_spread]") == "typisk 50\xa0%"
    page.locator("button", has_text="Tilbage til sidens svar").press("Enter")
    assert shown(page) == asked(MADE_WITH)
    page.goto(f"{file.as_uri()}#w=cap=99;unknown=1")  # an address nobody has given
    assert shown(page) == asked(MADE_WITH)


def test_the_command_is_copied_and_a_finger_moves_a_slider(page: "playwright.Page") -> None:
    box = page.locator("#w-cap").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**cap=30")
    page.locator(".what-if summary").press("Enter")
    page.locator("button", has_text="Kopiér").press("Enter")
    page.wait_for_function("document.getElementById('said').textContent")
    assert page.evaluate("navigator.clipboard.readText()") == page.text_content(".what-if code")


def test_it_is_accessible_and_nothing_is_left_of_it_on_paper(page: "playwright.Page") -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not axe.Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.emulate_media(media="print")
    assert page.locator(".what-if").is_hidden()
