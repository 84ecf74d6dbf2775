"""The number of open cases under inflow (HIR), with honest uncertainty.

Cases never wait for a caseworker, so the stock is the infinite-server queue M_t/G/inf: those who
were there thin out, those who come stay for as long as a case lasts.  See Eick, Massey & Whitt,
Management Science 39 (1993), and Campello, Ingolfsson & Shumsky, Management Science 63 (2017).
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from fsmlib.models.blocks import BLOCK, in_blocks

Counts = NDArray[np.signedinteger[Any]]
AT_ONCE = 4_000_000  # arrivals in memory
FEWEST_PATHS, MOST_PATHS = 2 * BLOCK, 16 * BLOCK
KEPT = 128  # drawings: a pool of proposals under other weights or wages is not drawn again
KEPT_BLOCKS = 3 * MOST_PATHS // BLOCK  # of a stock by itself: three durations, all their paths
SURE = 3  # standard errors; the paths are looked at up to four times before a question is settled


@dataclass(frozen=True)
class Stock:
    """What the caseload does by itself.

    `opening` cases at the start, in balance (their ages are those of a long-running stock);
    `inflow` new cases a month, one number per month; courses last `mean_duration` months with a
    Weibull distribution of `duration_shape` (1: memoryless, above 1: few end early).
    `inflow_spread` is the standard deviation of the inflow's level over its mean: the level itself
    is uncertain and shared by all months of a path (gamma), beside the luck of each month
    (Poisson).  Each case fills `weight` places.
    """

    opening: int
    inflow: tuple[float, ...]
    mean_duration: float
    duration_shape: float
    inflow_spread: float = 0.0
    weight: float = 1.0

    @property
    def months(self) -> int:
        """How many months the paths run."""
        return len(self.inflow)


Stocks = tuple[Stock, ...]  # with the same months, one staff between them


def remaining_share(months: NDArray[np.float64], mean: float, shape: float) -> NDArray[np.float64]:
    """Share of a stock in balance that is still open after so many months.

    The integral of the survival function from `months` on, over its mean: a closed form for the
    Weibull.  It begins at 1 and falls to 0.

    >>> remaining_share(np.array([0.0, 24.0]), mean=24, shape=1).round(3)
    array([1.   , 0.368])
    """
    scale = mean / scipy.special.gamma(1 + 1 / shape)
    return np.asarray(scipy.special.gammaincc(1 / shape, (np.asarray(months) / scale) ** shape))


def survival_to_month_ends(months: int, mean: float, shape: float) -> NDArray[np.float64]:
    """Chance that a case that came at a random moment of a month is open at its end, the next, ...

    The mean of the survival function over each month of age, from the closed form above.
    """
    remaining = remaining_share(np.arange(months + 1.0), mean, shape)
    return mean * (remaining[:-1] - remaining[1:])


def expected_cases(stock: Stock) -> NDArray[np.float64]:
    """Expected open cases at each month end, shape (months,)."""
    t = stock.months
    kept = remaining_share(np.arange(1.0, t + 1), stock.mean_duration, stock.duration_shape)
    present = survival_to_month_ends(t, stock.mean_duration, stock.duration_shape)
    return np.asarray(stock.opening * kept + np.convolve(stock.inflow, present)[:t])


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
    blocks = in_blocks(partial(_block, stocks), paths, seed, workers, progress)
    return np.concatenate(blocks) if blocks else np.empty((0, stocks[0].months), np.int64)


@dataclass(frozen=True, eq=False)
class Paths:
    """Open cases at each month end, shape (paths, months), and the most of each path, (paths,).

    Not to be changed, for whoever asks the same looks at the same.
    """

    cases: Counts
    most: Counts


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
    blocks = in_blocks(partial(_block, stocks), number, seed, workers, drawn=drawn)
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


def _block(stocks: Stocks, paths: int, seed: np.random.SeedSequence) -> Counts:
    keys = [seed.spawn_key, *((*seed.spawn_key, n) for n in range(1, len(stocks)))]
    filled = [
        stock.weight * _cases_of(stock, paths, seed.entropy, key)
        for stock, key in zip(stocks, keys, strict=True)
    ]
    return np.asarray(np.rint(sum(filled)).astype(np.int64))


def _cases_of(stock: Stock, paths: int, entropy: Any, spawn_key: tuple[int, ...]) -> Counts:
    opening = replace(stock, inflow=(0.0,) * stock.months, inflow_spread=0.0, weight=1.0)
    left, rng = _opening_left(opening, paths, entropy, spawn_key)
    return left + _arrived_left(stock, paths, deepcopy(rng))


@lru_cache(maxsize=KEPT_BLOCKS)
def _opening_left(
    stock: Stock, paths: int, entropy: Any, spawn_key: tuple[int, ...]
) -> tuple[Counts, np.random.Generator]:
    """Of the opening cases, those still open at each month end: every case has one month of end.

    Drawn once for any inflow; the generator is to go on from there, as a copy.
    """
    rng = np.random.default_rng(np.random.SeedSequence(entropy, spawn_key=spawn_key))
    ends = np.arange(stock.months + 1.0)
    remaining = remaining_share(ends, stock.mean_duration, stock.duration_shape)
    ends_in_month = np.append(remaining[:-1] - remaining[1:], remaining[-1])
    ended = rng.multinomial(stock.opening, ends_in_month, size=paths)[:, :-1]
    return np.asarray(stock.opening - ended.cumsum(axis=1)), rng


def _arrived_left(stock: Stock, paths: int, rng: np.random.Generator) -> Counts:
    """Of the cases that come, those open at each month end.

    Each arrival has its luck, a uniform number: it sees its d-th month end when the luck is at
    least the chance to have left by then.  Only those that leave before the last month end are
    looked up.  The cost follows the number of arrivals, not the number of months squared.
    """
    months = stock.months
    rate = np.broadcast_to(np.asarray(stock.inflow), (paths, months))
    if stock.inflow_spread:
        rate = rate * _levels(stock.inflow_spread, paths, rng)[:, np.newaxis]
    arrived = rng.poisson(rate)
    left_by = 1 - survival_to_month_ends(months, stock.mean_duration, stock.duration_shape)
    parts = np.array_split(arrived, 1 + arrived.sum() // AT_ONCE)
    departed = np.concatenate([_departed(part, left_by, rng) for part in parts])
    return np.asarray((arrived - departed).cumsum(axis=1))


def _departed(arrived: Counts, left_by: NDArray[np.float64], rng: np.random.Generator) -> Counts:
    """Of the cases that come on some of the paths, those that leave in each month."""
    paths, months = arrived.shape
    came = np.repeat(np.arange(paths * months), arrived.ravel())
    luck = rng.random(came.size)
    leaves = np.flatnonzero(luck < np.repeat(np.tile(left_by[::-1], paths), arrived.ravel()))
    month_ends_seen = np.searchsorted(left_by, luck[leaves], side="right")
    gone = came[leaves] + month_ends_seen
    return np.bincount(gone, minlength=paths * months).reshape(paths, months)


def _levels(spread: float, paths: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Levels of the inflow over its mean (gamma), one from each equally likely part of its law.

    So the paths of a block hold low and high levels in the right numbers, and luck is smaller; and
    as they lie in order, the groups of a path have low or high levels together.
    """
    chance = (np.arange(paths) + rng.random(paths)) / paths
    variance = spread**2
    return np.asarray(scipy.special.gammaincinv(1 / variance, chance) * variance)
