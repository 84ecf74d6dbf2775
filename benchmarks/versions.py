"""Pages 01 and 03 of all 98 municipalities, against those of another version.

`python -m benchmarks.versions FSM`, where FSM is the `fsm` of that version in an environment of its
own.  Each makes one page at a time, and the CPU seconds of all its processes are counted: other
work on the machine moves those less than wall time.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.batch import BIN, NOTEBOOKS
from benchmarks.ratios import Ratio, at_most


def measure(other: str, more: list[str]) -> list[Ratio]:
    """Our CPU seconds and bytes against those of the `other` version; `more` goes to both."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        peer, own = cost(other, theirs, more), cost(str(BIN / "fsm"), ours, more)
        pages = [*_pages(ours)]
        assert len(pages) == len([*_pages(theirs)])
        size = sum(map(_bytes, pages)) / sum(map(_bytes, _pages(theirs)))
    return [
        at_most(f"{len(pages)} pages: CPU against {other}", own / peer, 0.6),
        at_most(f"{len(pages)} pages: bytes against {other}", size, 1 / 3),
    ]


def cost(fsm: str, site: Path, more: list[str]) -> float:
    """The CPU seconds that a batch takes, in all its processes."""
    before = _used()
    command = [fsm, "batch", *NOTEBOOKS, "--workers", "1", "--out", str(site), *more]
    where = {name: told for name, told in os.environ.items() if name != "PYTHONPATH"}
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, env=where, cwd=site.parent)
    return _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _pages(site: Path) -> Iterator[Path]:
    return (path for name in NOTEBOOKS for path in site.rglob(f"{name}.html"))


def _bytes(path: Path) -> int:
    return path.stat().st_size


if __name__ == "__main__":
    for ratio in measure(sys.argv[1], sys.argv[2:]):
        print(f"{ratio.name}: {ratio.measured:.2f} (goal at most {ratio.goal:.2f})")
