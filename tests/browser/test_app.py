"""The app in a real browser: Debian's Chromium, driven by Playwright."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import axe, launched, playwright

pytestmark = pytest.mark.slow

pytest.importorskip("voila", reason='pip install ".[app]"')

WAIT = 180_000
ROWS = "#proposals tbody tr"
VIEWS = ("Ansøgninger", "Én ansøgning", "Sammenlign", "Fordeling", "Notater")


@pytest.fixture(scope="module")
def url(few_proposals: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = "from fsmlib.cli import main; main()"
    arguments = ["app", str(few_proposals), "--no-browser", "--port", str(port)]
    server = subprocess.Popen(
        [sys.executable, "-c", command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert server.stdout is not None
    yield server.stdout.readline().removeprefix("Åbn ").strip()
    server.terminate()
    server.wait(30)


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with launched() as chromium:
        yield chromium


def opened(browser: "playwright.Browser", url: str) -> "playwright.Page":
    """A page of the app, when its server is up and the proposals are judged."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(WAIT)
    for _ in range(60):
        try:
            page.goto(url)
            break
        except playwright.Error:
            page.wait_for_timeout(1000)
    page.wait_for_selector(".views")
    return page


def show(page: "playwright.Page", view: str) -> None:
    page.get_by_role("button", name=view, exact=True).click()
    page.wait_for_selector(f'.views .mod-active:has-text("{view}")')
    page.wait_for_function("!document.body.innerText.includes('Beregner …')")
    page.wait_for_timeout(500)


@pytest.fixture(scope="module")
def page(browser: "playwright.Browser", url: str) -> Iterator["playwright.Page"]:
    seen: list[str] = []
    context = opened(browser, url)
    context.on("request", lambda request: seen.append(request.url))
    context.reload()
    context.wait_for_selector(ROWS)
    yield context
    assert all(re.match(r"(https?|wss?)://127\.0\.0\.1|data:|blob:", each) for each in seen)


def test_the_page_opens_with_every_proposal_and_no_code(page: "playwright.Page") -> None:
    assert page.locator(ROWS).count() == 6
    assert "Syntetiske tal" in page.content()
    assert "read_folder" not in page.content() and "proposals, programme" not in page.content()


def test_without_the_token_nobody_comes_in(browser: "playwright.Browser", url: str) -> None:
    outside = browser.new_context().new_page()
    outside.goto(url.split("?")[0])
    assert "login" in outside.url


def test_the_table_sorts_and_filters_by_keyboard_too(page: "playwright.Page") -> None:
    page.get_by_role("button", name="Point").focus()
    page.keyboard.press("Enter")
    points = page.locator(f"{ROWS} td:nth-child(4)").all_inner_texts()
    numbers = [float(text.split()[0].replace(",", ".")) for text in points]
    assert numbers == sorted(numbers)
    page.fill("#filter", "nordjylland")
    assert 0 < page.locator(f"{ROWS}:visible").count() < 6
    page.fill("#filter", "")


def test_a_slider_moves_the_points_and_the_link_brings_them_back(
    page: "playwright.Page", browser: "playwright.Browser", url: str
) -> None:
    before = page.locator(f"{ROWS} td:nth-child(4)").all_inner_texts()
    settings = page.get_by_role("button", name="Indstillinger")
    settings.press("Enter")
    assert settings.get_attribute("aria-expanded") == "true"
    page.locator(".settings .noUi-handle").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('#link').value.includes('weight_rules')")
    shown = f"[...document.querySelectorAll('{ROWS} td:nth-child(4)')].map(e => e.innerText)"
    page.wait_for_function(f"before => {shown}.join() !== before", arg=",".join(before))
    query = page.locator("#link").input_value()
    page.get_by_role("button", name="Kopiér link").click()
    other = opened(browser, f"{url}&{query.split('?')[-1]}")
    other.wait_for_selector(ROWS)
    assert "weight_rules" in other.locator("#link").input_value()
    other.close()


def test_a_number_is_shown_and_typed_with_a_danish_comma(page: "playwright.Page") -> None:
    risk = page.locator(".widget-inline-hbox", has_text="Risiko, kommunen").locator(
        ".widget-readout"
    )
    assert risk.inner_text() == "0,05"
    risk.fill("0,2")
    risk.press("Enter")
    page.wait_for_function("document.querySelector('#link').value.includes('accepted_risk')")
    assert risk.inner_text() == "0,2"
    page.wait_for_selector(".stale #proposals")
    page.get_by_role("button", name="Nulstil til reglerne").click()
    page.wait_for_function("!document.querySelector('.stale')")
    assert risk.inner_text() == "0,05"


def test_a_proposal_opens_and_every_view_is_accessible(page: "playwright.Page") -> None:
    page.get_by_role("button", name="Slagelse", exact=True).click()
    page.wait_for_selector('h2:has-text("Slagelse")')
    for view in VIEWS:
        show(page, view)
        found = axe.Axe().run(page)
        told = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]]
        assert found.violations_count == 0, (view, told)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            right = "e => e.getBoundingClientRect().right"
            assert page.locator("h1").evaluate(right) <= width


def test_the_compared_towns_are_two_from_the_start(browser: "playwright.Browser", url: str) -> None:
    other = opened(browser, url)
    show(other, "Sammenlign")
    one, two = other.locator("thead th.number").all_inner_texts()[:2]
    assert one != two
    other.close()


def test_the_memo_is_downloaded(page: "playwright.Page") -> None:
    show(page, "Notater")
    page.get_by_role("button", name="Lav notater").click()
    page.wait_for_selector("a.download")
    with page.expect_download() as download:
        page.locator("a.download").nth(2).click()
    text = Path(download.value.path()).read_text("utf-8")
    assert "Indstilling" in text and "Syntetiske tal" in text


def test_two_evaluators_do_not_see_each_other_s_settings(
    page: "playwright.Page", browser: "playwright.Browser", url: str
) -> None:
    other = opened(browser, url)
    other.wait_for_selector(ROWS)
    assert "aendringer" not in other.locator("#link").input_value()
    other.close()
