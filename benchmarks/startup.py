"""What a person waits for at the command line: CPU seconds against importing pandas and openpyxl.

Ours and the peer take turns; children of the command, such as a page's kernel, count too.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.ratios import ROUNDS, Ratio, at_most
from fsmlib.shipped import shipped

PEER = (sys.executable, "-c", "import pandas, openpyxl")
FSM = (str(Path(sys.executable).parent / "fsm"),)
GOALS = {
    "fsm check": (1.6, ("check", str(shipped("data", "example", "middelfart.xlsx")))),
    "fsm rules": (0.4, ("rules",)),
    "fsm simulate": (3, ("simulate", str(shipped("data", "example", "plan.xlsx")))),
    "fsm render 01_staffing": (4, ("render", "01_staffing")),
}


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        return [
            at_most(
                f"{name}: CPU against importing pandas and openpyxl", ratio(words, folder), goal
            )
            for name, (goal, words) in GOALS.items()
        ]


def ratio(words: Sequence[str], folder: str) -> float:
    cpu_seconds(PEER, folder)
    rounds = range(ROUNDS)
    return statistics.median(
        cpu_seconds([*FSM, *words], folder) / cpu_seconds(PEER, folder) for _ in rounds
    )


def cpu_seconds(command: Sequence[str], folder: str) -> float:
    def used() -> float:
        told = resource.getrusage(resource.RUSAGE_CHILDREN)
        return told.ru_utime + told.ru_stime

    begin = used()
    subprocess.run(command, cwd=folder, env=os.environ, check=True, capture_output=True)
    return used() - begin
