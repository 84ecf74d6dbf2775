"""Paired rounds: ours and the peer take turns in one process; the median ratio is the result."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Ratio:
    """One line of the table: how many times cheaper ours is, per unit of work, than the peer.

    Or, with `is_limit`, something to keep at or below the goal.  Without a goal it is only told.
    """

    name: str
    measured: float
    goal: float | None
    unit: str = "x"
    is_limit: bool = False

    @property
    def is_reached(self) -> bool | None:
        if self.goal is None:
            return None
        return self.measured <= self.goal if self.is_limit else self.measured >= self.goal


def at_most(name: str, measured: float, goal: float | None, unit: str = "x") -> Ratio:
    return Ratio(name, measured, goal, unit, is_limit=True)


def cpu_seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def median_of(work: Callable[[], object]) -> float:
    """The median CPU time over rounds, after a warm-up."""
    work()
    return statistics.median(cpu_seconds(work) for _ in range(ROUNDS))


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
