"""Who comes in: the browser that was opened with the token, on this machine, from our own pages."""

import base64
import hashlib
import hmac
from collections.abc import Awaitable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from tornado.web import HTTPError, RequestHandler

from fsmlib.site.html import TEMPLATE_FOLDER

HERE = "<!-- her -->"  # where what a page is about begins
TOKEN = "fsm_token"  # the application's setting that holds it
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
STATUS_WORDS = {
    403: (
        "Siden kræver et link fra denne maskine",
        "Siden vises kun i den browser, som fsm app selv har åbnet. Er fsm app startet her på "
        "maskinen, så åbn linket, der står i dens vindue. Er linket en kollegas, så start fsm app "
        "på din egen maskine: intet forlader den maskine, tallene ligger på.",
    ),
    404: ("Siden findes ikke", "Adressen er skrevet forkert, eller siden er slettet igen."),
    405: ("Siden findes ikke", "Gå tilbage, og prøv igen."),
    400: ("Det kunne ikke læses", "Gå tilbage, og prøv igen."),
    413: ("Filerne fylder for meget", "Læg færre eller mindre filer op, og prøv igen."),
    500: (
        "Det kunne ikke lade sig gøre",
        "Det er en fejl i fsmlib. Gå tilbage, og prøv igen; hjælper det ikke, så luk fsm app, og "
        "start den igen.",
    ),
}


class Guarded(RequestHandler):
    """A page for the one who has the token, asked for under a name of this machine.

    The token stands in the address once, then in a cookie that no script reads and no other site
    sends.  What changes anything must come from a page of ours: its Origin says so.
    """

    def prepare(self) -> Awaitable[None] | None:
        """Lets the request in, or ends it: 403, or on to the same address without the token."""
        if not (self._is_here() and self._is_ours()):
            raise HTTPError(403)
        self._admit()
        return None if self._finished else super().prepare()

    def set_default_headers(self) -> None:
        """Nothing of the page is run, framed, guessed at or kept by anyone else."""
        for name, value in SAFE_HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", self.policy())

    def policy(self) -> str:
        """What the page may load: our own style, and pictures; no script at all."""
        return (
            f"default-src 'none'; style-src '{policy_hash(style())}'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )

    @property
    def cookie(self) -> str:
        """The name of our cookie: with the port, as cookies know none."""
        return f"fsm-{urlsplit(f'//{self.request.host}').port or 80}"

    def check_xsrf_cookie(self) -> None:
        """`prepare` holds the Origin, which a form cannot choose."""

    def write_error(self, status_code: int, **_: Any) -> None:
        """Every error is a Danish page that says what to do."""
        heading, told = STATUS_WORDS.get(status_code, STATUS_WORDS[500])
        self.finish(
            page("error.html.j2", title=heading, told=told, back="" if status_code == 403 else "/")
        )

    def _is_here(self) -> bool:
        return urlsplit(f"//{self.request.host}").hostname in LOOPBACK_HOSTS

    def _is_ours(self) -> bool:
        """Whether the request comes from our own pages, as far as it says where from."""
        origin = self.request.headers.get("Origin")
        if origin is None:
            return self.request.method in CHANGES_NOTHING
        return origin == f"{self.request.protocol}://{self.request.host}"

    def _admit(self) -> None:
        token = self.application.settings[TOKEN]
        given = self.get_query_argument("token", "")
        if given and _alike(given, token):
            self.set_cookie(self.cookie, token, httponly=True, samesite="Strict", path="/")
            rest = [pair for pair in parse_qsl(self.request.query) if pair[0] != "token"]
            self.redirect(self.request.path + (f"?{urlencode(rest)}" if rest else ""))
        elif not _alike(self.get_cookie(self.cookie, "") or "", token):
            raise HTTPError(403)


class Missing(Guarded):
    """An address that leads nowhere."""

    def prepare(self) -> None:
        """404, for the one who may come in."""
        super().prepare()
        if not self._finished:
            raise HTTPError(404)


def _alike(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def page(template: str, **told: Any) -> str:
    """A page of the app from its template, in the look of the pages; what is told is escaped."""
    return _templates().get_template(template).render(style=style(), **told)


@cache
def style() -> str:
    """The style of the pages, and what the app's own forms add to it."""
    folders = (
        TEMPLATE_FOLDER / "page" / "page.css",
        Path(__file__).parent / "template" / "form.css",
    )
    return "".join(path.read_text("utf-8") for path in folders)


def policy_hash(inline: str) -> str:
    """What a page's policy calls a style or script that stands in it."""
    digest = hashlib.sha256(inline.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
