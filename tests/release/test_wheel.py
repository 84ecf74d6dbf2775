"""A wheel built from the checkout starts from its zip, and works in an environment of its own."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools.release import started_by, write_zip

ROOT = Path(__file__).parents[2]


def environment(home: Path) -> dict[str, str]:
    """A user's own: a home without uv, and Python as `python3`."""
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "python3").symlink_to(Path(sys.executable).resolve())
    return {"HOME": str(home), "PATH": f"{home / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8"}


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    told = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def address_told(launcher: Path, env: dict[str, str]) -> str:
    """The address that the launcher's app tells; the app is closed again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = ["sh", str(launcher), "--no-browser", "--port", port]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as app:
        assert app.stdout is not None
        told = ""
        for line in app.stdout:
            told += line
            if line.startswith("Åbn "):
                app.terminate()
                return line
    pytest.fail(told)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the launcher for Linux and macOS")
def test_the_wheel_starts_from_its_zip_and_renders_the_example(tmp_path: Path) -> None:
    build = ("-m", "build", "--no-isolation", "--outdir", tmp_path / "dist", ROOT)
    run(sys.executable, *build, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    write_zip(tmp_path / "start.zip", "fsmlib", dict(started_by(wheel)))
    run(sys.executable, "-m", "zipfile", "-e", tmp_path / "start.zip", tmp_path, cwd=tmp_path)
    env = environment(tmp_path / "home")
    told = address_told(tmp_path / "fsmlib" / "start-fsmlib.command", env)
    assert re.match(r"Åbn http://127\.0\.0\.1:\d+/", told)
    (ready,) = (tmp_path / "home" / ".local" / "share" / "fsmlib").glob("*/ready")
    bin_ = ready.parent / "bin"
    run(bin_ / "fsm", "render", "01_staffing", cwd=tmp_path, env=env)
    assert list((tmp_path / "out").rglob("01_staffing.html"))
    assert "Middelfart's 132 citizens" in run(bin_ / "fsm", "rules", "HIR-11", cwd=tmp_path)
    assert "The fsmlib developers (" in run(bin_ / "fsm", "cite", cwd=tmp_path)
    place = run(
        bin_ / "python", "-c", "import fsmlib; print(fsmlib.__file__)", cwd=tmp_path, env=env
    )
    assert str(tmp_path) in place
