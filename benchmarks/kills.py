"""`python -m benchmarks.kills` kills a batch at random moments, and compares what resuming leaves.

Every file a reader of the site can open must be as after a run that nobody disturbed; only the
manifest may differ, in the seconds it tells.
"""

import hashlib
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.batch import fsm

KILLS = 20
TOWNS = "Kommune;seed\nFanø;1\nLæsø;1\nMiddelfart;1\nSamsø;1\n"
NOTEBOOKS = ("00_start", "01_staffing", "03_thresholds")
SEED = 1


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        measure(folder)
    finally:
        shutil.rmtree(folder)


def measure(folder: Path) -> None:
    (folder / "towns.csv").write_text(TOWNS, encoding="utf-8")
    asked = ["batch", *NOTEBOOKS, "--municipalities", str(folder / "towns.csv"), "--out"]
    began = time.monotonic()
    finish(fsm(*asked, str(folder / "whole")))
    took = time.monotonic() - began
    wanted = hashes(folder / "whole")
    luck = random.Random(SEED)
    pages: list[int] = []  # in place when a run was killed
    while len(pages) < KILLS:
        if is_killed(fsm(*asked, str(folder / "killed"), "--resume"), luck.uniform(0, took)):
            pages.append(pages_in(folder / "killed"))
        if pages_in(folder / "killed") == pages_in(folder / "whole"):
            resume_and_compare(fsm(*asked, str(folder / "killed"), "--resume"), folder, wanted)
            shutil.rmtree(folder / "killed")
    resume_and_compare(fsm(*asked, str(folder / "killed"), "--resume"), folder, wanted)
    print(f"{KILLS} kills, pages in place at each: {pages}")
    print(f"{len(wanted)} files, all as after an undisturbed run of {took:.0f} s")


def pages_in(site: Path) -> int:
    return len(list(site.glob("*-*/*.html")))


def is_killed(command: list[str], after: float) -> bool:
    """Whether the run was still at it when its time was up."""
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run.wait(after)
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()
        return True
    return False


def finish(command: list[str]) -> None:
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


def resume_and_compare(command: list[str], folder: Path, wanted: dict[str, str]) -> None:
    finish(command)
    found = hashes(folder / "killed")
    assert found == wanted, sorted(set(found.items()) ^ set(wanted.items()))


def hashes(site: Path) -> dict[str, str]:
    """What a reader of the site can open."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.stem != "manifest" and path.name != ".lock"
    }


if __name__ == "__main__":
    main()
