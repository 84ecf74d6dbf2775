"""Who comes into the app, and who does not."""

from http.cookies import SimpleCookie
from typing import ClassVar

import pytest
from tornado.httpclient import HTTPResponse
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application

from fsmlib.app.guard import TOKEN, Guarded


class Secret(Guarded):
    def get(self) -> None:
        self.write("hemmeligt")

    def post(self) -> None:
        self.write("gemt")


class TestGuard(AsyncHTTPTestCase):
    token: ClassVar[str] = "x" * 32

    def get_app(self) -> Application:
        return Application([("/", Secret)], **{TOKEN: self.token})

    def ask(self, path: str = "/", **headers: str) -> HTTPResponse:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.fetch(path, headers=given, follow_redirects=False)

    def send(self, **headers: str) -> HTTPResponse:
        headers = {"Cookie": self.cookie(), **headers}
        return self.fetch("/", method="POST", body="", headers=headers)

    def cookie(self) -> str:
        return f"fsm-{self.get_http_port()}={self.token}"

    def test_the_token_moves_from_the_address_into_a_cookie_that_only_we_get(self) -> None:
        answer = self.ask(f"/?a=%C3%A6&token={self.token}")
        assert answer.code == 302 and answer.headers["Location"] == "/?a=%C3%A6"
        (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
        assert cookie["httponly"] and cookie["samesite"] == "Strict"
        assert b"hemmeligt" in self.ask(Cookie=f"{cookie.key}={cookie.value}").body

    def test_without_the_token_a_danish_page_says_what_is_needed(self) -> None:
        for path, cookie in (("/", ""), ("/?token=y", ""), ("/", self.cookie()[:-1])):
            answer = self.ask(path, Cookie=cookie)
            assert answer.code == 403
            assert "start fsm app på din egen maskine" in answer.body.decode()
            assert b"hemmeligt" not in answer.body

    def test_another_name_for_this_machine_is_not_ours(self) -> None:
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example"):
            answer = self.ask(Cookie=self.cookie(), Host=f"{host}:{self.get_http_port()}")
            assert answer.code == 403

    def test_what_changes_anything_comes_from_our_own_page(self) -> None:
        ours = f"http://127.0.0.1:{self.get_http_port()}"
        assert self.send(Origin=ours).body == b"gemt"
        for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
            assert self.send(Origin=origin).code == 403
            assert self.ask(Cookie=self.cookie(), Origin=origin).code == 403
        assert self.send().code == 403

    def test_every_answer_forbids_scripts_frames_and_guesses(self) -> None:
        for answer in (self.ask(), self.ask(Cookie=self.cookie())):
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy and "script-src" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cache-Control"] == "no-store"


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:tornado")
