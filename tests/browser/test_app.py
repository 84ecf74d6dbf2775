"""STAR's door in a real browser: Debian's Chromium, driven by Playwright."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fsmlib.app.evaluation.settings import VIEWS
from tests.browser.app import Server
from tests.browser.chromium import axe, launched, playwright, to

pytestmark = pytest.mark.slow

WAIT = 180_000
ROWS = "#proposals tbody tr"
POINTS = f"{ROWS} td:nth-child(4)"
LOST = "Forbindelsen er tabt. Indlæs siden igen."


@pytest.fixture(scope="module")
def folder(few_proposals: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(few_proposals, tmp_path_factory.mktemp("star") / "ansoegninger"))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    yield server
    server.end()


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with launched() as chromium:
        yield chromium


def opened(browser: "playwright.Browser", url: str) -> "playwright.Page":
    """A page of a browser of its own, when the proposals are judged."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(url)
    page.wait_for_selector("#view")
    return page


@pytest.fixture
def page(browser: "playwright.Browser", server: Server) -> Iterator["playwright.Page"]:
    page = opened(browser, server.url)
    seen: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.context.close()
    assert all(re.match(r"http://127\.0\.0\.1|data:|blob:", each) for each in seen)
    assert not faults


def show(page: "playwright.Page", view: str) -> None:
    page.locator(".views").get_by_role("link", name=view, exact=True).click()
    page.wait_for_selector(f'#view[data-view="{view}"]:not(.stale)')


def violations(page: "playwright.Page") -> list[tuple[str, list[str]]]:
    found = axe.Axe().run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def test_a_weight_moved_by_keys_moves_chart_and_table_and_back_and_reload_keep_it(
    page: "playwright.Page",
) -> None:
    before, drawing = page.locator(POINTS).all_inner_texts(), page.locator(".points").inner_html()
    page.locator("#settings [type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.points').innerHTML !== before", arg=drawing
    )
    after = page.locator(POINTS).all_inner_texts()
    assert after != before and "weight_rules=31" in page.url
    page.reload()
    assert page.locator(POINTS).all_inner_texts() == after
    page.go_back()
    page.wait_for_function(
        "before => document.querySelector('.points').innerHTML === before", arg=drawing
    )
    assert "weight_rules" not in page.url
    assert page.locator("#v-weight_rules").input_value() == "30"


def test_a_number_is_typed_with_a_danish_comma(page: "playwright.Page") -> None:
    page.locator("#others summary").press("Enter")
    page.locator("#v-accepted_risk").fill("0,2")
    page.locator("#v-accepted_risk").press("Enter")
    page.wait_for_url(re.compile("accepted_risk=0%2C2"))
    page.wait_for_selector("#view:not(.stale)")
    assert page.locator("#v-accepted_risk").input_value() == "0,2"
    page.locator("#reset").press("Enter")
    page.wait_for_function("() => !location.search.includes('accepted_risk')")
    page.wait_for_function("() => document.querySelector('#v-accepted_risk').value === '0,05'")


def test_a_field_that_cannot_be_read_is_told_beside_it_and_moves_nothing(
    page: "playwright.Page", server: Server
) -> None:
    page.goto(f"{server.url.split('?')[0]}?weight_price=90&weight_need=45&kr=3000000")
    before, field = page.locator(POINTS).all_inner_texts(), page.locator("#v-weight_need")
    field.fill("abc")
    field.press("Enter")
    told = page.locator("#v-weight_need-fault")
    playwright.expect(told).to_contain_text("kan ikke være »abc«")
    assert page.locator(POINTS).all_inner_texts() == before and "abc" not in page.url
    assert "weight_price=90" in page.url and "weight_need=45" in page.url
    assert "af 3.000.000\xa0kr." in page.inner_text(".moved") and violations(page) == []
    show(page, "Notater")
    assert field.input_value() == "abc" and not page.locator(".download").count()
    assert "Notaterne kan ikke hentes" in page.inner_text("#view")
    field.fill("41")
    field.press("Enter")
    page.wait_for_selector(".download")
    assert told.inner_text() == "" and "weight_need=41" in page.url


def test_a_memo_asked_for_right_after_a_setting_is_the_memo_of_that_setting(
    page: "playwright.Page",
) -> None:
    show(page, "Notater")
    page.locator("#others summary").press("Enter")
    page.locator("#kr").fill("3.000.000 kr.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Puljen (HTML)").click()
    assert "3.000.000\xa0kr." in Path(download.value.path()).read_text("utf-8")


def test_the_table_sorts_and_filters_by_keys(page: "playwright.Page") -> None:
    page.get_by_role("button", name="Point").press("Enter")
    numbers = [
        float(text.split()[0].replace(",", ".")) for text in page.locator(POINTS).all_inner_texts()
    ]
    assert numbers == sorted(numbers)
    page.fill("#filter", "nordjylland")
    assert 0 < page.locator(f"{ROWS}:visible").count() < 6


@pytest.mark.parametrize("width", [1280, 390])
def test_every_view_is_accessible_and_fits(page: "playwright.Page", width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for view in VIEWS:
        show(page, view)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_by_keys_alone_a_proposal_is_opened_decided_on_and_taken_back(
    page: "playwright.Page", folder: Path
) -> None:
    page.locator(f"{ROWS} a", has_text="Slagelse").press("Enter")
    page.wait_for_selector('h2:has-text("Slagelse")')
    page.locator("#begrundelse").focus()
    page.keyboard.type("Ringede og sagde nej.")
    page.keyboard.press("Tab")
    page.keyboard.type("Anne Vurdering")
    page.get_by_role("button", name="Kommunen har trukket sig").press("Enter")
    page.wait_for_selector('button:has-text("Fortryd beslutningen")')
    assert "Ringede og sagde nej." in (folder / "beslutninger.csv").read_text("utf-8-sig")
    page.locator("#begrundelse").fill("Ombestemte sig.")
    page.locator("#navn").fill("Anne Vurdering")
    page.get_by_role("button", name="Fortryd beslutningen").press("Enter")
    page.wait_for_selector('button:has-text("Kommunen har trukket sig")')


def test_a_mark_of_the_chart_opens_its_proposal(page: "playwright.Page") -> None:
    page.locator('svg [data-code="0330"]').dispatch_event("click")
    page.wait_for_selector('h2:has-text("Slagelse")')


def test_an_id_leads_to_the_answer_s_text(page: "playwright.Page") -> None:
    page.locator(f"{ROWS} a", has_text="Slagelse").click()
    page.wait_for_selector('h2:has-text("Slagelse")')
    link = page.locator('#view a[href^="/regelbog#"]').first
    id_ = str(link.get_attribute("href")).split("#")[1]
    link.click()
    page.wait_for_url(re.compile("/regelbog#"))
    assert page.locator(f'[id="{id_}"]').count() == 1


def test_the_memos_are_downloaded(page: "playwright.Page") -> None:
    show(page, "Notater")
    for words, ending in (("Puljen (HTML)", "html"), ("Alle notater (ZIP)", "zip")):
        with page.expect_download() as download:
            page.get_by_role("link", name=words).click()
        assert download.value.suggested_filename.endswith(ending)
        assert Path(download.value.path()).stat().st_size


def test_two_evaluators_do_not_see_each_other_s_settings(
    page: "playwright.Page", browser: "playwright.Browser", server: Server
) -> None:
    before = page.locator(POINTS).all_inner_texts()
    other = opened(browser, f"{server.url}&weight_price=90")
    assert other.locator(POINTS).all_inner_texts() != before
    page.reload()
    assert page.locator(POINTS).all_inner_texts() == before
    other.context.close()


def test_twenty_reloads_start_no_process(page: "playwright.Page", server: Server) -> None:
    for _ in range(20):
        page.reload()
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    assert children.read_text().split() == []


def test_a_colleague_without_the_token_is_told_what_is_needed(
    browser: "playwright.Browser", server: Server
) -> None:
    outside = browser.new_context().new_page()
    outside.goto(server.url.split("?")[0])
    assert "start fsm app på din egen maskine" in outside.inner_text("main")
    assert urlsplit(outside.url).path == "/star" and not violations(outside)


def test_a_lost_server_is_told_and_the_old_content_greys(
    browser: "playwright.Browser", folder: Path
) -> None:
    mine = Server(folder)
    page = opened(browser, mine.url)
    mine.end()
    page.wait_for_selector("#lost:not([hidden])")
    assert page.inner_text("#lost").startswith(LOST) and page.locator("#view.stale").count() == 1
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_before_a_folder_is_open_is_accessible_and_fits(
    browser: "playwright.Browser", tmp_path: Path, width: int
) -> None:
    empty = Server()
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(empty.url)
    for leave in (lambda: page.get_by_role("link", name="STAR", exact=True).click(), lambda: None):
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        leave()
    for folder, said in ((str(tmp_path / "ingen"), "Mappen findes ikke"), (str(tmp_path), "ingen")):
        page.fill("#mappe", folder)
        page.get_by_role("button", name="Åbn mappen").click()
        page.locator("[role=alert]", has_text=said).wait_for(timeout=WAIT)
        assert violations(page) == []
    page.context.close()
    empty.end()


def test_by_keys_alone_from_no_folder_to_a_downloaded_memo(
    browser: "playwright.Browser", folder: Path
) -> None:
    empty = Server()
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(empty.url)
    to(page, "STAR")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mappe")
    to(page, "Mappe på denne maskine")
    page.keyboard.type(str(folder))
    page.keyboard.press("Enter")
    page.wait_for_selector(ROWS)
    to(page, "Notater")
    page.keyboard.press("Enter")
    page.wait_for_selector('#view[data-view="Notater"]:not(.stale)')
    to(page, "Puljen (HTML)")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Indstilling" in Path(download.value.path()).read_text("utf-8")
    page.context.close()
    empty.end()
