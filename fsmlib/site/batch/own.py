"""What in a site is ours: only that is ever replaced or removed, and never through a link."""

import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fsmlib.site.privacy import safely

OWN_FILES = ("manifest.json", "manifest.csv", "summary.md", "index.html")
WORK = ".work"  # tells the name of the folder where pages are made
_WORK_FOLDER = re.compile(r"\.work-[0-9a-f]{8}")


def is_inside(site: Path, name: str) -> bool:
    """Whether a path in the site leads to where it says: not out of it, and not by a link."""
    root = Path(os.path.realpath(site))
    real = Path(os.path.realpath(root / name))
    return real.is_relative_to(root) and real == root / name


def in_the_way(site: Path, names: Iterable[str], ours: Collection[str]) -> str:
    """What to tell of the first file that may not be written; empty when all may.

    A file that is there may be replaced when it is one of `ours`.
    """
    for name in names:
        path = site / name
        is_ours = name in ours and path.is_file()
        is_free = not path.exists() and (path.parent.is_dir() or not path.parent.exists())
        if not (is_inside(site, name) and (is_ours or is_free)):
            return f"»{name}« ligger i vejen og er ikke lavet af fsm batch. Flyt det, og prøv igen."
    return ""


def remove(site: Path, names: Iterable[str]) -> None:
    """Away with files that we have made, and with the folders they leave empty."""
    for path in (site / name for name in names if is_inside(site, name)):
        if path.is_file():
            path.unlink()
        with suppress(OSError):  # something else is still there
            path.parent.rmdir()


def write_own_file(
    site: Path,
    work: Path,
    name: str,
    text: str,
    encoding: str = "utf-8",
    digests: Collection[str] = (),
) -> None:
    """One of the site's own `OWN_FILES`, unless something is in its way, which is told elsewhere.

    `digests` are the hashes that stand in it.
    """
    if not in_the_way(site, [name], OWN_FILES):
        with safely(work / name, digests) as draft:
            draft.write_text(text, encoding=encoding, newline="")
        (work / name).replace(site / name)


@contextmanager
def work_folder(site: Path) -> Iterator[Path]:
    """A folder in the site to make pages in, gone afterwards; also those of killed runs.

    What a killed run had started may write for a moment more, so its folder is taken away both
    before and after.
    """
    told = site / WORK
    lines = told.read_text("utf-8", "replace").splitlines() if told.is_file() else []
    is_ours = bool(lines) and all(map(_WORK_FOLDER.fullmatch, lines))
    killed = [site / name for name in lines if is_ours and is_inside(site, name)]
    for folder in killed:
        shutil.rmtree(folder, ignore_errors=True)
    name = f"{WORK}-{secrets.token_hex(4)}"
    is_free = not in_the_way(site, [WORK], [WORK] if is_ours else [])
    if is_free:
        told.write_text("\n".join([*(folder.name for folder in killed), name]), encoding="utf-8")
    (site / name).mkdir()
    try:
        yield site / name
    finally:
        for folder in (*killed, site / name):
            shutil.rmtree(folder, ignore_errors=True)
        remove(site, [WORK] if is_free else [])
