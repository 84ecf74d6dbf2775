"""Debian's Chromium, driven by Playwright; tests that need it are skipped where it is missing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("no Chromium: apt-get install chromium", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-...")

TABS = 80  # more than any page has places to stop at


@contextmanager
def launched() -> Iterator["playwright.Browser"]:
    """A browser that is closed again."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def to(page: "playwright.Page", words: str) -> None:
    """Tab until what is in focus says the words, or is labelled with them."""
    said = "e => e.ariaLabel || e.labels?.[0]?.innerText || e.innerText"
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"({said})(document.activeElement)") == words:
            box = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert box != "none", f"{words} does not show that it has the focus"
            return
    raise AssertionError(f"keys do not lead to {words}")
