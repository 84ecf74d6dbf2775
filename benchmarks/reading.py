"""Reading a million rows of CSV, strictly and told row by row, against pyarrow and pandas."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow.csv

from benchmarks.ratios import Ratio, at_most, cpu_seconds
from fsmlib.tables.reading import read

ROWS = 1_000_000
ROUNDS = 3
CITIZENS, MONTHS = 40_000, 25
MOST = {"pyarrow": 41.0, "pandas": 24.0}  # times their CPU time: 1.3 times what 0.2.0 takes


def measure() -> list[Ratio]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Løntimer.csv"
        path.write_text(_hours(), "utf-8")
        peers = {
            "pyarrow": lambda: pyarrow.csv.read_csv(
                path, parse_options=pyarrow.csv.ParseOptions(delimiter=";")
            ),
            "pandas": lambda: pd.read_csv(path, sep=";", decimal=",", dtype={"Borger": str}),
        }
        rounds = []
        for _ in range(ROUNDS):
            ours = cpu_seconds(lambda: read(path))
            rounds.append({name: ours / cpu_seconds(peer) for name, peer in peers.items()})
    return [
        at_most(f"reading {ROWS:,} rows of CSV over {name}", min(r[name] for r in rounds), goal)
        for name, goal in MOST.items()
    ]


def _hours() -> str:
    months = [f"{2019 + (9 + n) // 12}-{(9 + n) % 12 + 1:02}" for n in range(MONTHS)]
    lines = (
        f"B-{citizen:05};{month};{citizen % 160},5;F{citizen % 900};\n"
        for month in months
        for citizen in range(CITIZENS)
    )
    return "Borger;Måned;Timer;Arbejdsgiver;Form\n" + "".join(lines)
