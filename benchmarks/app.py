"""What a user of the app waits for: `python -m benchmarks.app`; ends with 1 when it is too long.

In a real browser: STAR's door on all invented proposals, and a page's own sliders.  Each wait is
taken many times and the shortest told beside the middle one: what else runs here only adds.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from fsmlib.pages.start import stored
from fsmlib.shipped import shipped
from fsmlib.site.html import to_html
from fsmlib.site.pdf import browser

VISITORS, MOVES, ROUNDS = 3, 20, 5
FROM_SLIDER, FROM_VISIT, FROM_VIEW = 150, 5_000, 8_000  # milliseconds
ROWS = "#proposals tbody tr"
WAIT = 300_000
Visit = Callable[[str], Page]
FSM = (sys.executable, "-c", "from fsmlib.cli import main; main()")
# Milliseconds from a slider's move until the browser has drawn what it gives.
MOVED = """([slider, shown, far]) => new Promise((done) => {
  const before = document.querySelector(shown).innerHTML, began = performance.now();
  const told = () => done(performance.now() - began);
  const drawn = () => requestAnimationFrame(() => setTimeout(told));
  const seen = new MutationObserver(() => {
    const now = document.querySelector(shown);
    if (now && now.innerHTML !== before) { seen.disconnect(); drawn(); }
  });
  seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  const field = document.querySelector(slider);
  field.value = +field.value + far;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        args = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        chromium = driver.chromium.launch(executable_path=browser(), args=args)

        def visit(url: str) -> Page:
            page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.set_default_timeout(WAIT)
            page.goto(url, wait_until="commit")
            return page

        kept = [told("slider of page 01 to its figures", own_sliders(visit, folder), FROM_SLIDER)]
        for programme in ("hir", "fsm2"):
            kept += star(visit, programme, Path(folder))
        chromium.close()
    return 0 if all(kept) else 1


def own_sliders(visit: Visit, folder: str) -> list[float]:
    """A page is a file: its answers were worked out beforehand."""
    file = Path(folder, "side.html")
    file.write_text(to_html(stored("01_staffing")), "utf-8")
    page = visit(file.as_uri())
    page.wait_for_selector(".what-if:not([hidden])")
    steps = [-1, 1] * (MOVES // 2)
    return [moved(page, ".what-if input", ".what-if .figures", each) for each in steps]


def star(visit: Visit, programme: str, folder: Path) -> Iterator[bool]:
    proposals = folder / programme
    shutil.copytree(shipped("data", "proposals", programme), proposals)
    began = time.perf_counter()
    with served(proposals, programme) as url:
        visit(url).wait_for_selector(ROWS)
        first = 1000 * (time.perf_counter() - began)
        print(f"{programme}: from the command until the first table, once: {first:,.0f} ms")
        arrivals = [visited(visit, url) for _ in range(ROUNDS)]
        yield told(f"{programme}: {VISITORS} visitors at once to a table", arrivals, FROM_VISIT)
        page = visit(url)
        page.wait_for_selector(ROWS)
        moves = [moved(page, "#settings [type=range]", ".points", 1) for _ in range(MOVES)]
        yield told(f"{programme}: weight to a new chart", moves, FROM_SLIDER)
        views = [divided(page) for _ in range(ROUNDS)]
        yield told(f"{programme}: new weights to reserves and borderline", views, FROM_VIEW)


@contextmanager
def served(proposals: Path, programme: str) -> Iterator[str]:
    """The address of the app as a user starts it."""
    asked = [str(proposals), "--programme", programme, "--no-browser", "--port", "8899"]
    app = subprocess.Popen([*FSM, "app", *asked], stdout=subprocess.PIPE, text=True)
    assert app.stdout is not None
    lines = iter(app.stdout.readline, "")
    yield next(line for line in lines if line.startswith("Åbn")).removeprefix("Åbn ").strip()
    app.terminate()
    app.wait(60)


def visited(visit: Visit, url: str) -> float:
    """Milliseconds until the last of some visitors, each with cookies of their own, has a table."""
    began = time.perf_counter()
    pages = [visit(url) for _ in range(VISITORS)]
    for page in pages:
        page.wait_for_selector(ROWS)
    waited = 1000 * (time.perf_counter() - began)
    for page in pages:
        page.context.close()
    return waited


def divided(page: Page) -> float:
    """Milliseconds from the first view to the one with the lists, at weights nobody asked for."""
    show(page, "Ansøgninger")
    moved(page, "#settings [type=range]", ".points", 1)
    began = time.perf_counter()
    show(page, "Fordeling")
    return 1000 * (time.perf_counter() - began)


def show(page: Page, view: str) -> None:
    page.locator(".views").get_by_role("link", name=view, exact=True).click()
    page.wait_for_selector(f'#view[data-view="{view}"]:not(.stale)')


def moved(page: Page, slider: str, shown: str, far: int) -> float:
    waited: float = page.evaluate(MOVED, [slider, shown, far])
    return waited


def told(what: str, waits: Sequence[float], most: int) -> bool:
    shortest, middle = min(waits), statistics.median(waits)
    print(f"{what}: {shortest:,.0f} ms, median {middle:,.0f} ms, at most {most:,} ms", flush=True)
    return shortest <= most


if __name__ == "__main__":
    raise SystemExit(main())
