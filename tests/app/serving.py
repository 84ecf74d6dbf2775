"""The app, open on no folder: `python -m tests.app.serving` prints its address."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from fsmlib.app.evaluation.opening import Opening
from fsmlib.app.serve import application

SECRET = "s" * 32
BOUNDARY = "grænse".encode().hex()


async def main() -> None:
    socket, port = bind_unused_port()
    folder, *programme = sys.argv[1:]
    opening = Opening(programme=programme[0] if programme else "")
    HTTPServer(application(opening, Path(folder), SECRET)).add_sockets([socket])
    print(f"http://127.0.0.1:{port}/?token={SECRET}", flush=True)
    await asyncio.Event().wait()


@contextmanager
def served(folder: Path, *programme: str) -> Iterator[str]:
    """The address of an app whose visits have their files in a folder, on a programme if named."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.app.serving", str(folder), *programme],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.terminate()
    server.wait(60)


class Visitor:
    """A browser of somebody who has the token: keeps cookies, follows on, and sends forms."""

    def __init__(self, url: str):
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        self._open = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({})).open
        self.get(url.removeprefix(self.origin))

    def get(self, path: str) -> "Answer":
        return self._ask(Request(self.origin + path))

    def post(self, path: str, **form: str) -> "Answer":
        return self._send(path, urlencode(form).encode(), "application/x-www-form-urlencoded")

    def upload(self, slug: str, *files: tuple[str, bytes]) -> "Answer":
        """Sends files under names as they are, whatever is in them."""
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="filer"; '.encode()
            + f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
            + content
            + b"\r\n"
            for name, content in files
        )
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self._send(f"/kommune/{slug}/filer", body + f"--{BOUNDARY}--\r\n".encode(), kind)

    def _send(self, path: str, body: bytes, kind: str) -> "Answer":
        headers: Mapping[str, str] = {"Origin": self.origin, "Content-Type": kind}
        return self._ask(Request(self.origin + path, body, headers))

    def _ask(self, request: Request) -> "Answer":
        try:
            with self._open(request) as answer:
                return Answer(answer.status, answer.read(), answer.headers, answer.url)
        except HTTPError as error:
            return Answer(error.code, error.read(), error.headers, request.full_url)


class Answer:
    """What came back."""

    def __init__(self, code: int, body: bytes, headers: Mapping[str, str], url: str):
        self.code, self.body, self.headers, self.url = code, body, headers, url

    @property
    def text(self) -> str:
        return self.body.decode()


if __name__ == "__main__":
    asyncio.run(main())
