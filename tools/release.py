"""Makes a release of a clean tree: wheel, sdist, a zip that starts without a terminal, the pages.

`make release` makes the example's pages first and runs this.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAUNCHER = ROOT / "launcher"
UV_PLATFORM = "win_amd64"


def make_release(pages: Path, out: Path) -> None:
    """Writes the files of the release to `out`, with their checksums; stops on a changed tree."""
    if _told("git", "status", "--porcelain"):
        sys.exit("The tree has changes that are not committed: a release is made of a clean one.")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT], check=True
    )
    (wheel,) = out.glob("fsmlib-*.whl")
    name = "-".join(wheel.name.split("-")[:2])
    write_zip(out / f"{name}-start.zip", name, dict(started_by(wheel)) | dict(uv_for_windows()))
    write_zip(out / f"{name}-eksempel.zip", f"{name}-eksempel", dict(example(pages)))
    files = sorted(path for path in out.iterdir() if path.name != "SHA256SUMS")
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (out / "SHA256SUMS").write_text("".join(sums), "utf-8")


def started_by(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """What a start without a terminal needs: the launchers, their page, the wheel, the versions."""
    for path in sorted(LAUNCHER.iterdir()):
        if path.suffix != ".txt":
            yield path.name, path.read_bytes()
    yield wheel.name, wheel.read_bytes()
    yield "versioner.txt", pinned((ROOT / "requirements.lock").read_text("utf-8")).encode()


def pinned(lock: str) -> str:
    """The versions of a lock file without their hashes: pip takes none for a wheel that is here."""
    return re.sub(r" \\\n(    --hash=\S+(?: \\)?\n)+", "\n", lock)


def uv_for_windows() -> Iterator[tuple[str, bytes]]:
    """The program uv for Windows and its licences, from the wheel that `uv.txt` names by hash."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        chosen = ["--no-deps", "--only-binary", ":all:", "--platform", UV_PLATFORM]
        hashed = ["--require-hashes", "-r", str(LAUNCHER / "uv.txt")]
        subprocess.run([*pip, *chosen, *hashed, "--dest", folder], check=True)
        (wheel,) = Path(folder).glob("uv-*.whl")
        with zipfile.ZipFile(wheel) as opened:
            for member in opened.namelist():
                if member.endswith("/scripts/uv.exe"):
                    yield "uv.exe", opened.read(member)
                elif "/licenses/" in member:
                    yield f"uv-licens/{Path(member).name}", opened.read(member)


def example(pages: Path) -> Iterator[tuple[str, bytes]]:
    """The pages and workbooks that `fsm demo` made."""
    for path in sorted(pages.iterdir()):
        if path.suffix in (".html", ".xlsx"):
            yield path.name, path.read_bytes()


def write_zip(path: Path, folder: str, files: dict[str, bytes]) -> None:
    """Writes the files under one folder; the same files on the same commit give the same bytes."""
    day = tuple(int(part) for part in _told("git", "log", "-1", "--format=%cs").split("-"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", (day[0], day[1], day[2], 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.endswith(".command") else 0o644) << 16
            opened.writestr(entry, content)


def _told(*command: str) -> str:
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


if __name__ == "__main__":
    make_release(Path(sys.argv[1]), Path(sys.argv[2]))
