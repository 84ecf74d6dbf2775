"""Starts the app: one server on this machine only, behind a token, with a door for each user."""

import asyncio
import logging
import secrets
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from socket import socket

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from fsmlib.app.evaluation.handlers import evaluation_routes as evaluation
from fsmlib.app.evaluation.opening import Opening
from fsmlib.app.guard import TOKEN, Missing
from fsmlib.app.municipality.handlers import municipality_routes as municipality
from fsmlib.app.temporary import temporary_folder
from fsmlib.pages.views import Text

LOOPBACK = "127.0.0.1"


def application(opening: Opening, folder: Path, token: str) -> Application:
    """Every door; what visitors send lies in `folder`, which whoever serves removes at last."""
    rooms = [*evaluation(opening), *municipality(folder, opening.programme)]
    app = Application(rooms, default_handler_class=Missing)
    app.settings[TOKEN] = token
    return app


def serve(proposals: str, programme: str, port: int, browser: bool, granted: str = "") -> None:
    """Runs until interrupted; with `proposals` it opens on STAR's door.

    Where the port is taken the app has another, and says so.
    """
    asyncio.run(_serve(Opening(proposals, programme, granted), port, browser))


def opened(proposals: str, programme: str, granted: str = "") -> Text:
    """The app for an open notebook: it runs while the notebook does, and this is its address."""
    found: list[str] = []
    is_up = threading.Event()

    def tell(url: str) -> None:
        found.append(url)
        is_up.set()

    opening = Opening(str(Path(proposals).absolute()) if proposals else "", programme, granted)
    thread = threading.Thread(
        target=lambda: asyncio.run(_serve(opening, 0, False, tell)), daemon=True
    )
    thread.start()
    is_up.wait()
    url = found[0].replace(LOOPBACK, "localhost", 1)  # as Jupyter calls this machine
    return Text(f'<p><a href="{url}" target="_blank">Åbn vurderingen</a></p>', url)


def _say(url: str) -> None:
    print(f"Åbn {url}\nLuk med Ctrl-C.", flush=True)


def _sockets(port: int) -> list[socket]:
    """A place to listen on this machine: at the port, or where there is room when it is taken."""
    try:
        return bind_sockets(port, LOOPBACK)
    except OSError:
        print(f"Porten {port} er optaget, så her bruges en anden.", flush=True)
        return bind_sockets(0, LOOPBACK)


async def _serve(
    opening: Opening, port: int, browser: bool, tell: Callable[[str], None] = _say
) -> None:
    logging.getLogger("tornado").setLevel(logging.CRITICAL)
    token = secrets.token_urlsafe(24)
    sockets = _sockets(port)
    with temporary_folder() as folder:
        server = HTTPServer(application(opening, folder, token))
        server.add_sockets(sockets)
        door = "star" if opening.proposals else ""
        if opening.proposals:
            opening.begin()
        here = f"http://{LOOPBACK}:{sockets[0].getsockname()[1]}"
        url = f"{here}/{door}?token={token}"
        tell(url)
        if browser:
            webbrowser.open(url)
        await asyncio.Event().wait()
