"""Takes the pictures of the documents anew, with Chromium: the example's pages, and the app.

`make screenshots` makes the pages first. Nothing is drawn by hand, so the pictures cannot age.
"""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH, HEIGHT, MARGIN, COLOURS, WAIT = 900, 700, 16, 64, 180_000
APP_WIDTH = 1200
# A picture's name: the page, and the heading of the section it begins with.
SECTIONS = {
    "00_start": ("00_start", "Hvilken side svarer på hvad?"),
    "01_staffing_top": ("01_staffing", "Hvor mange sagsbehandlere skal der til?"),
    "01_staffing": ("01_staffing", "Svaret"),
    "01_staffing_behov": ("01_staffing", "Behovet i dag"),
    "01_staffing_tilgang": ("01_staffing", "Tilgangen undervejs"),
    "01_staffing_regler": ("01_staffing", "Holder ansøgningen reglerne?"),
    "01_staffing_forudsaetninger": ("01_staffing", "Hvad ville ændre svaret?"),
    "02_visitation": ("02_visitation", "Svaret"),
    "02_visitation_andel": ("02_visitation", "Andelen måned for måned"),
    "03_thresholds": ("03_thresholds", "Svaret"),
    "03_thresholds_hvem": ("03_thresholds", "Hvem er berørt?"),
    "04_registration": ("04_registration", "Svaret"),
    "04_registration_loft": ("04_registration", "Hvor mange sager har hver haft?"),
    "05_evaluation": ("05_evaluation", "Svaret"),
    "08_comparison": ("08_comparison", "Svaret"),
    "06_rulebook": ("06_rulebook", "Hvor svarene kan læses på flere måder"),
}
# A picture's name: the place in the app, and what is there when it is ready.
DOORS = {
    "app": ("/", "h1"),
    "app_kommune": ("/kommune/bemanding", "h1"),
    "app_star": ("/star", "#proposals tbody tr"),
}


def take_all(pages: Path) -> None:
    """Writes every picture to `docs/pictures` from a folder of pages that `fsm demo` made.

    Stops when a page or a section is not there.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("The pictures are taken with Chromium: apt-get install chromium")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for picture, (name, heading) in SECTIONS.items():
            page.goto((pages.resolve() / f"{name}.html").as_uri())
            _save(picture, _section(page, heading))
        for picture, image in _app(browser):
            _save(picture, image)
        browser.close()


def _section(page: Page, heading: str) -> bytes:
    place = page.get_by_role("heading", name=heading, exact=True).bounding_box()
    assert place is not None, heading
    top = max(0, place["y"] - MARGIN)
    return page.screenshot(
        full_page=True, clip={"x": 0, "y": top, "width": WIDTH, "height": HEIGHT}
    )


def _app(browser: Browser) -> Iterator[tuple[str, bytes]]:
    with _served() as url:
        page = browser.new_page(viewport={"width": APP_WIDTH, "height": HEIGHT})
        page.set_default_timeout(WAIT)
        page.goto(url)  # the token lets in once
        for picture, (place, shown) in DOORS.items():
            page.goto(urljoin(url, place))
            if place == "/star":
                page.get_by_role("button", name="Vis opdigtede ansøgninger til HIR").click()
            page.wait_for_selector(shown)
            yield picture, page.screenshot()


@contextmanager
def _served() -> Iterator[str]:
    """The address of the app on a free port; it is closed again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-c", "from fsmlib.cli import main; main()", "app", "--no-browser"]
    server = subprocess.Popen(
        [*command, "--port", port],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        _wait_for(int(port), server)
        yield re.sub(r"^Åbn ", "", line).strip()
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: "subprocess.Popen[str]") -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(1)


def _save(picture: str, image: bytes) -> None:
    """Few colours make the picture a third of the size, and it looks the same."""
    shrunk = (
        Image.open(io.BytesIO(image)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    )
    shrunk.save(PICTURES / f"{picture}.png", optimize=True)


if __name__ == "__main__":
    take_all(Path(sys.argv[1]))
