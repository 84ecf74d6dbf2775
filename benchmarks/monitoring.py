"""FSM2's monitoring as words: its time and memory against those of its peers."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.monitoring_peers import PEERS, TOO_LARGE, VALUES, Method, Workload, words
from benchmarks.ratios import Ratio, at_most, median_of, paired
from fsmlib.analyses.monthly_results import monthly_results
from fsmlib.site.synth import write_registers

STREAMED_CITIZENS_A_MILLION = 213_000  # five rows each in the 24 months of `fsm synth`, or so
GIGABYTE = 1e9


def peak_of(arguments: list[str]) -> float:
    """The gigabytes that a fresh process says it used."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.monitoring", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(told.stdout)


def measure() -> Iterator[Ratio]:
    ours = []
    for millions in (1, 10):
        work = Workload(millions)
        size = f"{sum(map(len, work.tables.values())) / 1e6:.1f} M rows"
        expected = words(work)
        ours.append(median_of(partial(words, work)))
        yield memory_ratio(size, millions, "fsmlib")
        for name, (peer, goal) in PEERS.items():
            if name not in TOO_LARGE.get(millions, ()):
                assert np.array_equal(peer(work), expected), name
                label = f"FSM2 monitoring, {size}: CPU time against {name}"
                yield paired(label, goal, partial(words, work), 1, partial(peer, work), 1)
                yield memory_ratio(size, millions, name)
    yield at_most("FSM2 monitoring: CPU time of 10 M rows over 1 M", ours[1] / ours[0], 18)
    yield from stream()


def memory_ratio(size: str, millions: int, name: str) -> Ratio:
    label = f"FSM2 monitoring, {size}: memory beyond the registers, {name}"
    return at_most(label, peak_of(["count", str(millions), name]), None, " GB")


def stream() -> Iterator[Ratio]:
    """`fsm monitor` on Parquet, from start to numbers, in processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        for millions, goal in ((1, None), (10, 0.8)):
            data = Path(folder, str(millions))
            write_registers(data, millions * STREAMED_CITIZENS_A_MILLION, "0410", 1, True, VALUES)
            name = f"FSM2 from Parquet in parts, {millions} M rows: peak memory of the process"
            yield at_most(name, peak_of(["stream", str(data)]), goal, " GB")


def memory_of(work: Workload, method: Method) -> float:
    """The gigabytes a count needs at most beyond what was there (Linux)."""
    _ = work.tables, work.spells, work.duck, work.polars
    Path("/proc/self/clear_refs").write_text("5")
    before, _ = status()
    method(work)
    _, peak = status()
    return peak - before


def status() -> tuple[float, float]:
    """The resident memory of this process, now and at most, in gigabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines)
    now, most = (int(told[name].split()[0]) * 1024 / GIGABYTE for name in ("VmRSS", "VmHWM"))
    return now, most


if __name__ == "__main__":
    if sys.argv[1] == "count":
        method = words if sys.argv[3] == "fsmlib" else PEERS[sys.argv[3]][0]
        print(memory_of(Workload(int(sys.argv[2])), method))
    else:
        monthly_results(Path(sys.argv[2]), pd.period_range("2019-11", periods=24, freq="M"), VALUES)
        print(status()[1])
