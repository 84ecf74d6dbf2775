"""How the app starts and ends: where it listens, and that nothing of a visitor is left."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from fsmlib.app import temporary
from tests.app.serving import Visitor

MAIN = "from fsmlib.cli import main; main()"
NOBODY = 2**22 + 1  # no process has a number this high


@contextmanager
def started(folder: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The app as a user starts it, with its temporary folder in one of ours."""
    app = subprocess.Popen(
        [sys.executable, "-c", MAIN, "app", "--no-browser", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"TMPDIR": str(folder), "TEMP": str(folder)},
        preexec_fn=None if os.name == "nt" else _heed_every_signal,
    )
    yield app
    app.kill()
    app.wait(60)


def _heed_every_signal() -> None:
    """Tests that run in the background, or under nohup, pass on that they ignore some."""
    for way in (signal.SIGINT, signal.SIGHUP):
        signal.signal(way, signal.SIG_DFL)


def told(app: "subprocess.Popen[str]") -> str:
    assert app.stdout is not None
    return app.stdout.readline().strip()


def test_a_taken_port_is_told_and_the_app_opens_on_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started(tmp_path, port) as app:
            assert told(app) == f"Porten {port} er optaget, så her bruges en anden."
            url = told(app).removeprefix("Åbn ")
            assert urlsplit(url).port not in (None, port)
            assert "Kommune" in Visitor(url).get("/").text


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("way", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_files_are_gone_when_the_app_is_closed(tmp_path: Path, way: str) -> None:
    with started(tmp_path, _free()) as app:
        visitor = Visitor(told(app).removeprefix("Åbn "))
        visitor.upload("krav", ("hemmelig.csv", b"x"))
        assert [*tmp_path.rglob("hemmelig.csv")]
        app.send_signal(getattr(signal, way))
        app.wait(60)
    assert not [*tmp_path.iterdir()]


def test_what_a_run_left_that_was_cut_off_is_gone_when_the_next_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporary, "gettempdir", lambda: str(tmp_path))
    assert not psutil.pid_exists(NOBODY)
    dead, alive = (tmp_path / f"fsm-app-{process}-x" for process in (NOBODY, os.getpid()))
    others = tmp_path / "fsm-app-notes"
    for folder in (dead, alive, others):
        folder.mkdir()
        (folder / "hemmelig.csv").write_text("x")
    with temporary.temporary_folder() as mine:
        assert mine.is_dir()
        assert not dead.exists() and alive.is_dir() and others.is_dir()
    assert not mine.exists()


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_page_whose_process_is_killed_is_told_and_can_be_made_again(tmp_path: Path) -> None:
    with started(tmp_path, _free()) as app, ThreadPoolExecutor(1) as beside:
        visitor = Visitor(told(app).removeprefix("Åbn "))
        making = beside.submit(visitor.post, "/kommune/krav/svar")
        while not making.done():
            for process in kernels(app):
                process.kill()
            time.sleep(0.1)
        assert 'role="alert"' in making.result().text and "Prøv igen" in making.result().text
        assert "Det udløser" in visitor.post("/kommune/krav/svar").text


@pytest.mark.slow
def test_twenty_reloads_of_an_answer_start_nothing(tmp_path: Path) -> None:
    with started(tmp_path, _free()) as app:
        visitor = Visitor(told(app).removeprefix("Åbn "))
        visitor.post("/kommune/krav/svar")
        before = len(kernels(app))
        for _ in range(20):
            assert "Det udløser" in visitor.get("/kommune/krav/svar").text
        assert len(kernels(app)) <= min(2, before)


def kernels(app: "subprocess.Popen[str]") -> list[psutil.Process]:
    """The processes that run pages for the app."""
    found = psutil.Process(app.pid).children(recursive=True)
    return [each for each in found if "kernel" in " ".join(_command(each))]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
