"""The municipality's way in a real browser: by mouse, by keys alone, and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fsmlib.analyses.question import EXAMPLES
from tests.app.serving import served
from tests.browser.chromium import axe, launched, playwright, to

pytestmark = pytest.mark.slow

WAIT = 180_000


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("besoeg")) as address:
        yield address


@pytest.fixture
def page(url: str) -> Iterator["playwright.Page"]:
    with launched() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(WAIT)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        yield page
        origin = url.partition("/?")[0]
        assert all(each.startswith((origin, "data:")) for each in asked)


def fits(page: "playwright.Page") -> None:
    """No fault that axe finds, and no wider than the screen, on a desk and on a phone."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found = axe.Axe().run(page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def kept(page: "playwright.Page", name: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(download.value.path())


def test_from_an_empty_folder_to_the_downloaded_page_by_mouse(page: "playwright.Page") -> None:
    fits(page)
    page.get_by_role("link", name="Kommune", exact=True).click()
    fits(page)
    page.get_by_role("link", name="Hvor mange sagsbehandlere skal der til?").click()
    fits(page)
    assert kept(page, "Bemanding").stat().st_size > 1000
    page.set_input_files("#filer", EXAMPLES["cap"])
    page.get_by_role("button", name="Læg op, og kontrollér").click()
    page.get_by_role("button", name="Lav siden").wait_for()
    fits(page)
    assert kept(page, "Hent mærket_middelfart.xlsx").stat().st_size > 1000
    page.get_by_role("button", name="Lav siden").click()
    page.get_by_role("heading", name="Hent").wait_for()
    fits(page)
    page.get_by_label("Loft i beregningen").fill("32")
    page.get_by_label("Scenariets navn").fill("Loft på 32")
    page.get_by_role("button", name="Gem som scenarie, og sammenlign").click()
    page.get_by_text("Loft på 32: Loft i beregningen: 32").wait_for()
    for name in ("Svaret på ét ark", "Siden som Word", "Tallene i Excel"):
        assert kept(page, name).stat().st_size > 1000
    text = kept(page, "Siden").read_text("utf-8")
    assert "Loft på 32" in text and "Middelfart" in text
    page.get_by_role("link", name="Se hele siden").click()
    fits(page)
    slider = page.get_by_label("Loftet for en fuldtidsansat")
    before = page.locator(".what-if .figures").inner_text()
    slider.focus()
    page.keyboard.press("Home")
    assert page.locator(".what-if .figures").inner_text() != before
    page.get_by_role("link", name="Tilbage til filer og værdier").click()
    page.get_by_role("button", name="Afslut, og slet filerne").click()
    page.get_by_role("heading", name="Filerne er slettet").wait_for()
    fits(page)


def enter(page: "playwright.Page", words: str) -> None:
    """Tab to the words, press Enter, and be where that leads."""
    to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_way_by_keys_alone(page: "playwright.Page") -> None:
    page.on("filechooser", lambda _: None)  # Chromium is told to wait for us before any key
    enter(page, "Kommune")
    enter(page, "Er registreringen rigtig, og er loftet holdt?")
    to(page, "Projektmappe eller registre")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(EXAMPLES["registration"])
    enter(page, "Læg op, og kontrollér")
    enter(page, "Lav siden")
    to(page, "Siden")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "<h1" in Path(download.value.path()).read_text("utf-8")


def test_a_wrong_value_is_told_at_its_field_and_in_the_title(page: "playwright.Page") -> None:
    page.goto(page.url + "kommune/bemanding")
    page.get_by_role("button", name="Lav siden med opdigtede tal").click()
    page.get_by_label("Loft i beregningen").fill("99")
    page.get_by_role("button", name="Lav siden igen").click()
    assert page.title().startswith("Fejl: ")
    page.get_by_role("link", name="»Loft i beregningen« skal ligge fra 30 til 35").click()
    assert page.evaluate("document.activeElement.id") == "cap"
    fits(page)
