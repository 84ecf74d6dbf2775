"""What a release holds, and that it starts where there is neither terminal nor checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.release import LAUNCHER, pinned, started_by, write_zip

WHEEL = "fsmlib-9.9.9-py3-none-any.whl"
STUB = """#!/bin/sh
[ -n "$UV_OFFLINE" ] && [ ! -e "$HOME/fetched" ] && exit 1
printf "%s\\n" "$@"
"""
needs_sh = pytest.mark.skipif(os.name == "nt", reason="the launcher for Linux and macOS")


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """The zip of a release unpacked in a folder with a space and a Danish letter in its name."""
    wheel = tmp_path / WHEEL
    wheel.write_bytes(b"")
    write_zip(tmp_path / "start.zip", "fsmlib-9.9.9", dict(started_by(wheel)))
    place = tmp_path / "Mine ærinder"
    subprocess.run([sys.executable, "-m", "zipfile", "-e", tmp_path / "start.zip", place])
    return place / "fsmlib-9.9.9"


def started(folder: Path, bin_: Path) -> "subprocess.CompletedProcess[str]":
    """The launcher run with nothing on its path but what a shell needs, and `bin_`."""
    bin_.mkdir(exist_ok=True)
    for tool in ("sh", "dirname", "ls", "printf"):
        found = shutil.which(tool)
        assert found is not None
        (bin_ / tool).symlink_to(found)
    return subprocess.run(
        ["sh", folder / "start-fsmlib.command", "--no-browser"],
        env={"PATH": str(bin_), "HOME": str(bin_.parent)},
        capture_output=True,
        text=True,
    )


def test_the_zip_holds_launchers_page_wheel_and_versions(unpacked: Path) -> None:
    held = {path.name for path in unpacked.iterdir()}
    assert held == {
        "Læs mig først.html",
        "Start fsmlib.cmd",
        "start-fsmlib.command",
        "versioner.txt",
        WHEEL,
    }


def test_the_zip_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_zip(tmp_path / name, "fsmlib", {"start-fsmlib.command": b"x", "versioner.txt": b"y"})
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        start, versions = opened.infolist()
    assert start.external_attr >> 16 == 0o755 and versions.external_attr >> 16 == 0o644


def test_the_versions_are_those_of_the_lock_without_hashes() -> None:
    lock = (LAUNCHER.parent / "requirements.lock").read_text("utf-8")
    versions = pinned(lock)
    assert "--hash" not in versions and "\\" not in versions
    pins = [line.removesuffix(" \\") for line in lock.splitlines() if not line.startswith(" ")]
    assert versions.splitlines() == pins


@pytest.fixture
def uv(tmp_path: Path) -> Path:
    """A folder with what stands for uv."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "uv").write_text(STUB)
    (folder / "uv").chmod(0o755)
    return folder


@needs_sh
def test_the_launcher_asks_uv_for_the_wheel_beside_it(unpacked: Path, uv: Path) -> None:
    told = started(unpacked, uv)
    said, first, *asked = told.stdout.splitlines()
    assert said == "fsmlib starter." and first.startswith("Første gang hentes")
    assert asked[-3:] == ["fsm", "app", "--no-browser"], told.stderr
    assert asked[asked.index("--from") + 1] == f"./{WHEEL}[pdf]"
    assert asked[asked.index("--constraints") + 1] == "versioner.txt"


@needs_sh
def test_what_was_fetched_once_starts_without_a_network(
    unpacked: Path, uv: Path, tmp_path: Path
) -> None:
    (tmp_path / "fetched").touch()
    told = started(unpacked, uv)
    said, *asked = told.stdout.splitlines()
    assert said == "fsmlib starter." and "Første gang" not in told.stdout
    assert asked[-3:] == ["fsm", "app", "--no-browser"], told.stderr


@needs_sh
def test_without_uv_and_python_the_launcher_says_where_to_read(
    unpacked: Path, tmp_path: Path
) -> None:
    told = started(unpacked, tmp_path / "bin")
    assert told.returncode == 1 and "Læs mig først.html" in told.stdout


@needs_sh
def test_inside_the_zip_the_launcher_asks_to_unpack_it(unpacked: Path, tmp_path: Path) -> None:
    (unpacked / WHEEL).unlink()
    told = started(unpacked, tmp_path / "bin")
    assert told.returncode == 1 and told.stdout.startswith("Pak hele zip-filen ud")


def test_the_launcher_for_windows_has_its_line_ends_and_names_what_the_zip_holds() -> None:
    lines = (LAUNCHER / "Start fsmlib.cmd").read_bytes()
    assert lines.count(b"\r\n") == lines.count(b"\n")
    text = lines.decode("utf-8")
    assert "Læs mig først.html" in text and "versioner.txt" in text
    probe, run = (line for line in text.splitlines() if line.startswith("uv.exe "))
    assert probe.removesuffix("version >nul 2>nul") == run.removesuffix("app %*")
    assert text.index('set "UV_OFFLINE=1"') < text.index(probe) < text.index('set "UV_OFFLINE="')
