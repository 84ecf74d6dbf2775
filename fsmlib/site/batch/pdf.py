"""Pages on paper, printed by the Chromium or Chrome that is on the machine."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import own
from fsmlib.site.batch.inputs import hash_of
from fsmlib.site.batch.manifest import Record

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PAPER_WIDTH = 688  # CSS pixels between the margins of A4 on end, as in page.css
NO_PLAYWRIGHT = 'PDF kræver Playwright: pip install "fsmlib[pdf]". Eller lav siderne uden --pdf.'
NO_BROWSER = "PDF kræver Chromium eller Chrome på maskinen. Eller lav siderne uden --pdf."
TOO_WIDE = (
    "[...document.querySelectorAll('table, img, pre')]"
    ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
    ".map(e => e.caption?.innerText ?? e.alt ?? e.innerText.slice(0, 40))"
)
_WHEN = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
_NODE = re.compile(rb"\(node(\d{8})\)")


def browser() -> str:
    """Where the browser is; FsmError in Danish when it or Playwright is missing."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        raise FsmError(NO_PLAYWRIGHT) from None
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise FsmError(NO_BROWSER)
    return found


def print_pages(records: Iterable[Record], site: Path, work: Path) -> Iterator[Record]:
    """The pages that have no PDF, each with the one printed to `work`; a cut one is a failure."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        chromium = driver.chromium.launch(
            executable_path=browser(), args=["--no-sandbox"] if root else []
        )
        page = chromium.new_page(viewport={"width": PAPER_WIDTH, "height": 1000})
        page.emulate_media(media="print")
        for record in records:
            if record.ok and not any(name.endswith(".pdf") for name in record.outputs):
                yield _printed(record, site, work, page)
        chromium.close()


def _printed(record: Record, site: Path, work: Path, page: Any) -> Record:
    html = next(site / name for name in record.outputs if name.endswith(".html"))
    page.goto(html.absolute().as_uri())
    cut = page.evaluate(TOO_WIDE)
    target = html.with_suffix(".pdf")
    name = target.relative_to(site).as_posix()
    error = own.in_the_way(site, [name], ())
    if cut:
        error = f"På papir skæres noget af i bredden: {', '.join(cut)}."
    if error:
        return replace(record, ok=False, error=error, told=error)
    printed = work / target.name
    printed.write_bytes(_timeless(page.pdf(prefer_css_page_size=True, tagged=True, outline=True)))
    return replace(record, outputs=record.outputs | {name: hash_of(printed)})


def _timeless(pdf: bytes) -> bytes:
    """The same page as the same bytes, whenever and as whichever of a run it is printed."""
    first = min(map(int, _NODE.findall(pdf)), default=0)
    counted = _NODE.sub(lambda found: b"(node%08d)" % (int(found[1]) - first), pdf)
    return _WHEN.sub(rb"/\1 (D:19800101000000", counted)
