"""Pages on paper, printed by the Edge, Chrome or Chromium that is on the machine."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from fsmlib.programme.findings import FsmError

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
# Where Windows and macOS keep them, off the path.
PLACES = (
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PAPER_WIDTH = 688  # CSS pixels between the margins of A4 on end, as in page.css
NO_PLAYWRIGHT = 'PDF kræver Playwright: pip install "fsmlib[pdf]". Eller lav siderne uden --pdf.'
NO_BROWSER = "PDF kræver Edge, Chrome eller Chromium på maskinen. Eller lav siderne uden --pdf."
TOO_WIDE = (
    "[...document.querySelectorAll('table, img, pre, svg')]"
    ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
    ".map(e => e.caption?.innerText ?? e.ariaLabel ?? e.innerText?.slice(0, 40) ?? '')"
)
_WHEN = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
_NODE = re.compile(rb"\(node(\d{8})\)")
Print = Callable[[Path], bytes]


def browser() -> str:
    """Where the browser is; FsmError in Danish when it or Playwright is missing."""
    if find_spec("playwright") is None:
        raise FsmError(NO_PLAYWRIGHT)
    there = (place for place in PLACES if Path(place).is_file())
    found = next(filter(None, [*map(shutil.which, BROWSERS), *there]), None)
    if found is None:
        raise FsmError(NO_BROWSER)
    return found


def can_print() -> bool:
    """Whether there is what it takes to print a page."""
    try:
        return bool(browser())
    except FsmError:
        return False


@contextmanager
def printer() -> Iterator[Print]:
    """A function from a page's HTML file to the bytes of its PDF; FsmError for one that is cut."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        args = ["--no-sandbox"] if root else []
        chromium = driver.chromium.launch(executable_path=browser(), args=args)
        page = chromium.new_page(viewport={"width": PAPER_WIDTH, "height": 1000})
        page.emulate_media(media="print")

        def printed(html: Path) -> bytes:
            page.goto(html.absolute().as_uri())
            if cut := page.evaluate(TOO_WIDE):
                raise FsmError(f"På papir skæres noget af i bredden: {', '.join(cut)}.")
            return _timeless(page.pdf(prefer_css_page_size=True, tagged=True, outline=True))

        yield printed
        chromium.close()


def _timeless(pdf: bytes) -> bytes:
    """The same page as the same bytes, whenever and as whichever of a run it is printed."""
    first = min(map(int, _NODE.findall(pdf)), default=0)
    counted = _NODE.sub(lambda found: b"(node%08d)" % (int(found[1]) - first), pdf)
    return _WHEN.sub(rb"/\1 (D:19800101000000", counted)
