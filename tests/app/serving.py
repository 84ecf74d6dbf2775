"""The municipality's door alone: `python -m tests.app.serving` prints its address."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from fsmlib.app.guard import TOKEN
from fsmlib.app.municipality.handlers import routes

SECRET = "s" * 32


def application(folder: Path) -> Application:
    """The door as a server mounts it."""
    return Application(routes(folder), **{TOKEN: SECRET})


async def main() -> None:
    with TemporaryDirectory() as folder:
        socket, port = bind_unused_port()
        HTTPServer(application(Path(folder))).add_sockets([socket])
        print(f"http://127.0.0.1:{port}/?token={SECRET}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
