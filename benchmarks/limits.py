"""Time and memory: `python -m benchmarks.limits` on Linux; ends with 1 when a limit is passed.

Small files of hostile size are held against 10 s and 500 MB each, and the memory of a batch of all
98 municipalities must not grow from its second quarter to its last.
"""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.batch import fsm
from tests.tables.helpers import STAFFING, workbook
from tests.tables.test_workbooks import spoilt

HOSTILE = ("far", "dimension", "formats", "bomb", "row", "column")
SECONDS, MEGABYTES, GROWTH = 10, 500, 1.2
EVERY = 0.5  # seconds


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        kept = [is_small(Path(folder), what) for what in HOSTILE]
        return 0 if all(kept) and is_flat(Path(folder) / "site") else 1


def is_small(folder: Path, what: str) -> bool:
    """Whether looking at a hostile file takes little time and memory."""
    path = workbook(folder / f"{what}.xlsx", Bemanding=STAFFING)
    spoilt(path, what)
    began = time.perf_counter()
    run = subprocess.Popen(fsm("check", str(path)), stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(run.pid, 0)
    seconds, megabytes = time.perf_counter() - began, used.ru_maxrss / 1000
    print(f"{what}: {path.stat().st_size:,} bytes, {seconds:.1f} s, {megabytes:.0f} MB")
    return seconds < SECONDS and megabytes < MEGABYTES


def is_flat(site: Path) -> bool:
    """Whether a batch of all municipalities has as much memory at its end as early on."""
    run = subprocess.Popen(fsm("batch", "01_staffing", "--out", str(site)), start_new_session=True)
    seen = []
    while run.poll() is None:
        seen.append(sum(pages_of(run.pid)))
        time.sleep(EVERY)
    quarter = len(seen) // 4
    early, late = (
        statistics.median(part) for part in (seen[quarter : 2 * quarter], seen[-quarter:])
    )
    pages = len(list(site.glob("*/01_staffing.html")))
    print(f"{pages} pages: memory at the end {late / early:.2f} times that of the second quarter")
    return late < GROWTH * early


def pages_of(session: int) -> Iterator[int]:
    """Pages of memory that each process of a session holds."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(place.name)) == session:
                yield int((place / "statm").read_text().split()[1])
        except (OSError, ProcessLookupError):
            continue


if __name__ == "__main__":
    raise SystemExit(main())
