"""Paired rounds: ours and the peer take turns in one process; the median ratio is the result."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Ratio:
    """One line of the table: how many times cheaper ours is, per unit of work, than the peer."""

    name: str
    measured: float
    goal: float

    @property
    def is_reached(self) -> bool:
        return self.measured >= self.goal


def cpu_seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def paired(
    name: str,
    goal: float,
    ours: Callable[[], object],
    our_units: int,
    peer: Callable[[], object],
    peer_units: int,
) -> Ratio:
    """The median over rounds of (peer's time per unit) / (our time per unit), after a warm-up."""
    ours()
    peer()
    ratios = [
        (cpu_seconds(peer) / peer_units) / (cpu_seconds(ours) / our_units) for _ in range(ROUNDS)
    ]
    return Ratio(name, statistics.median(ratios), goal)
