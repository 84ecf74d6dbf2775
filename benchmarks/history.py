"""The ratios of earlier runs, in history.csv, so that a fall is seen."""

import csv
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.ratios import Ratio

HISTORY = Path(__file__).parent / "history.csv"
COLUMNS = ("day", "machine", "measure", "ratio")
NOTICED = 1.25  # times worse than before: what a rerun on the same machine seldom is


@dataclass(frozen=True)
class Fall:
    """A measure that got worse: its ratio now and the median of the runs before."""

    name: str
    now: float
    before: float


def machine() -> str:
    """Where ratios can be compared: the kind of processor and the version of Python."""
    return f"{platform.machine()}, Python {platform.python_version()}"


def falls(ratios: Iterable[Ratio], path: Path = HISTORY) -> list[Fall]:
    """The ratios that are noticeably worse than the median of this machine's earlier runs."""
    earlier = _earlier(path)
    found = []
    for ratio in ratios:
        if ratio.name in earlier:
            before = statistics.median(earlier[ratio.name])
            worse = ratio.measured / before if ratio.is_limit else before / ratio.measured
            if worse > NOTICED:
                found.append(Fall(ratio.name, ratio.measured, before))
    return found


def keep(ratios: Sequence[Ratio], on: date, path: Path = HISTORY) -> None:
    """Adds a run to the file."""
    is_new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        if is_new:
            write(COLUMNS)
        for ratio in ratios:
            write((on.isoformat(), machine(), ratio.name, f"{ratio.measured:.4g}"))


def _earlier(path: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["machine"] == machine():
                    found.setdefault(row["measure"], []).append(float(row["ratio"]))
    return found
