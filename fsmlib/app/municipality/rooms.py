"""What every page of the municipality's door is: a page of ours, or of one visitor's own."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from fsmlib.app.guard import HERE, Guarded, page, policy_hash
from fsmlib.app.municipality.visits import Visit, Visits, Work
from fsmlib.app.municipality.ways import Way
from fsmlib.danish import whole
from fsmlib.pages.start import stored
from fsmlib.site.html import TEMPLATE_FOLDER, to_html

TICK_SECONDS = 5
# Seen when no more has come for a while, which the style counts: there is no script.
LOST = ' <strong class="lost">Forbindelsen er tabt. Indlæs siden igen.</strong>'
READ_ONLY = {"regelbog": "06_rulebook", "regn-videre": "07_explore"}
CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
}
SKIP = '<a class="skip" href="#indhold">Gå til indholdet</a>'
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class StartRoom(Guarded):
    """The first page: three doors."""

    def get(self) -> None:
        """The doors."""
        self.finish(page("start.html.j2", title="Velkommen til fsm"))


class PageOfOurs(Guarded):
    """Serves a page made by a notebook: no script runs but the pages' own."""

    def show_page(self, html: str, back: str, words: str) -> None:
        """The page under a line that leads back."""
        way = f'<nav aria-label="Vej tilbage"><a href="{back}">{words}</a></nav>'
        html = html.replace(SKIP, f"{SKIP}\n{way}", 1)
        own = (TEMPLATE_FOLDER / "page" / "page.js").read_text("utf-8").strip()
        scripts = {script for script in SCRIPT.findall(html) if script.strip() == own}
        allowed = " ".join(f"'{policy_hash(script)}'" for script in scripts) or "'none'"
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
            "img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        )
        self.finish(html)


class Reading(PageOfOurs):
    """A page that needs no numbers of anyone's, as it is stored."""

    def get(self, name: str) -> None:
        """The page."""
        self.show_page(_stored_page(READ_ONLY[name]), "/", "Til forsiden")


class Room(PageOfOurs):
    """A page of one visitor."""

    def initialize(self, visits: Visits) -> None:
        """The visits there are."""
        self.visits = visits

    @property
    def visit(self) -> Visit:
        """The visitor's own, begun when there is none."""
        visit = self.visits.of(self._id)
        if visit is None:
            id_ = self.visits.begin()
            self.set_cookie(self._cookie, id_, httponly=True, samesite="Strict", path="/kommune")
            visit = self.visits.of(id_)
            assert visit is not None
        return visit

    def work(self, slug: str) -> Work:
        """The visitor's work on a question."""
        return self.visit.on(self.visits.ways[slug])

    def page_of(self, way: Way, template: str, **told: Any) -> str:
        """A page about a question, in the words of its programme."""
        return way.values.voice.text(page(template, title=way.title, way=way, **told))

    @property
    def _cookie(self) -> str:
        return f"{self.cookie}-besoeg"

    @property
    def _id(self) -> str:
        return self.get_cookie(self._cookie, "") or ""

    def see_other(self, path: str) -> None:
        """On to the page that shows what was done."""
        self.redirect(path, status=303)

    def send(self, content: bytes, name: str) -> None:
        """A file to keep."""
        self.set_header("Content-Type", CONTENT_TYPES[Path(name).suffix])
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        self.finish(content)

    async def when_done(
        self, future: "Future[Any] | None", slug: str, busy: str, made: Callable[[], str]
    ) -> None:
        """The top of a page at once, and the rest when it is `made`; back where nothing is."""
        if future is None:
            self.see_other(f"/kommune/{slug}?borte")
            return
        await self._wait(future, made().partition(HERE)[0], busy)
        self.finish(made().partition(HERE)[2])

    async def _wait(self, future: "Future[Any]", top: str, busy: str) -> None:
        """The top of a page, and how long it takes until there is an answer."""
        if future.done():
            self.write(top)
            return
        self.write(f'{top}<p class="busy" role="status">{busy}{LOST}</p>')
        await self.flush()
        began, waited = monotonic(), asyncio.wrap_future(future)
        while not (await asyncio.wait([waited], timeout=TICK_SECONDS))[0]:
            gone = whole(monotonic() - began)
            self.write(f'<p class="busy">{busy} Der er gået {gone} sekunder.{LOST}</p>')
            await self.flush()
        self.write('<p class="ready"></p>')


@cache
def _stored_page(name: str) -> str:
    return to_html(stored(name))
