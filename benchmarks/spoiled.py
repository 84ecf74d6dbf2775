"""Many spoiled files: `python -m benchmarks.spoiled --variants 10000`; ends with 1 at a fault.

Each is read rightly or told in Danish, within seconds; a fault is shown with its seed.
"""

import argparse
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.tables.test_spoiled_files import KINDS

SLOW = 10.0  # seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tried, faults, slowest = Counter[str](), 0, 0.0
    with TemporaryDirectory() as folder:
        for number, (attempt, spoil) in enumerate(islice(cycle(KINDS), asked.variants)):
            seed, begin = f"{asked.seed}-{number}", time.perf_counter()
            try:
                attempt(spoil, Random(seed), Path(folder))  # type: ignore[operator]
            except Exception as error:  # any is a fault
                faults += 1
                print(f"{spoil.__name__}, seed {seed}: {type(error).__name__} {str(error)[:400]}")
            slowest = max(slowest, time.perf_counter() - begin)
            tried[attempt.__name__] += 1
    print(f"{dict(tried)}; {faults} faults; the slowest took {slowest:.1f} s")
    return 1 if faults or slowest > SLOW else 0


if __name__ == "__main__":
    raise SystemExit(main())
