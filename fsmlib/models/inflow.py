"""How often the open cases under inflow (HIR) exceed the room, and the room it takes.

Told from paths of the stock, as many as the question needs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.blocks import BLOCK, in_blocks
from fsmlib.models.stock import Counts, Stocks, draw

FEWEST_PATHS, MOST_PATHS = 2 * BLOCK, 16 * BLOCK
KEPT = 128  # drawings: a pool of proposals under other weights or wages is not drawn again
SURE = 3  # standard errors; the paths are looked at up to four times before a question is settled


def simulate_stock(
    stocks: Stocks,
    paths: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int], object] | None = None,
) -> Counts:
    """Places that the open cases fill at each month end on many paths, shape (paths, months).

    In whole places.  The same seed gives the same bits for any number of workers.  `progress` is
    told the number of paths of each finished block.
    """
    blocks = in_blocks(partial(draw, stocks), paths, seed, workers, progress)
    return np.concatenate(blocks) if blocks else np.empty((0, stocks[0].months), np.int64)


@dataclass(frozen=True, eq=False)
class Paths:
    """Open cases at each month end, shape (paths, months), and the most of each path, (paths,).

    Not to be changed, for whoever asks the same looks at the same.
    """

    cases: Counts
    most: Counts

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Share of the paths with 0, 1, 2, ... open cases at each month end, (months, cases)."""
        counts = [np.bincount(cases, minlength=self.most.max() + 1) for cases in self.cases.T]
        return np.asarray(counts) / len(self.cases)


def simulate_until(
    is_settled: Callable[[Counts], bool], stocks: Stocks, seed: int, workers: int = 1
) -> Paths:
    """Paths until the most cases of each settle a question, twice as many each time.

    At most `MOST_PATHS`.  How many there are follows from the question, so that whoever asks it
    gets the same answer.
    """
    paths = _paths(stocks, FEWEST_PATHS, seed, workers)
    while not is_settled(paths.most) and len(paths.most) < MOST_PATHS:
        paths = _paths(stocks, 2 * len(paths.most), seed, workers)
    return paths


@lru_cache(maxsize=KEPT)
def _paths(stocks: Stocks, number: int, seed: int, workers: int) -> Paths:
    drawn = number // 2 if number > FEWEST_PATHS else 0
    blocks = in_blocks(partial(draw, stocks), number, seed, workers, drawn=drawn)
    before = [_paths(stocks, drawn, seed, workers).cases] if drawn else []
    cases = np.concatenate([*before, *blocks], dtype=np.int32, casting="same_kind")  # they are kept
    cases.flags.writeable = False
    return Paths(cases, most_cases(cases))


def most_cases(cases: Counts, first_day: int = 0) -> Counts:
    """The most cases of each path, the first day's included, shape (paths,)."""
    return np.asarray(np.maximum(cases.max(axis=1), first_day))


def needed_room(most: Counts, risk: float) -> int:
    """The fewest places that a path's most cases exceed with at most this risk.

    The quantile of the path maximum: one simulation answers every risk.

    >>> needed_room(np.array([5, 3, 4, 2]), risk=0.25)
    4
    """
    return int(np.quantile(most, 1 - risk, method="inverted_cdf"))


def risk_by_month(cases: Counts, room: float) -> NDArray[np.float64]:
    """Chance that the cases exceed the room at each month end, shape (months,)."""
    return np.asarray((cases > room).mean(axis=0))


def risk_in_any_month(most: Counts, room: float) -> float:
    """Chance that the cases exceed the room at some time, from the most cases of each path."""
    return float((most > room).mean())


def risk_error(most: Counts, room: float) -> float:
    """Standard error of the risk in any month, from an even number of paths.

    Two paths side by side have nearly the same level of inflow, so that what parts them is luck.
    """
    broken = most > room
    return float(np.sqrt(np.sum(broken[::2] != broken[1::2]))) / len(broken)


def is_sure(most: Counts, room: float, accepted: float) -> bool:
    """Whether the paths are many enough to tell on which side of `accepted` the risk lies."""
    distance = abs(risk_in_any_month(most, room) - accepted)
    return distance > SURE * risk_error(most, room)


def standard_error(chance: float, paths: int) -> float:
    """Standard error of a simulated chance."""
    return float(np.sqrt(chance * (1 - chance) / paths))
