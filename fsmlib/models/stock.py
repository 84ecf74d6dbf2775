"""The stock of open cases (HIR): who leaves it, who comes, and luck.

Cases never wait for a caseworker, so the stock is the infinite-server queue M_t/G/inf: those who
were there thin out, those who come stay for as long as a case lasts.  See Eick, Massey & Whitt,
Management Science 39 (1993), and Campello, Ingolfsson & Shumsky, Management Science 63 (2017).
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

Counts = NDArray[np.signedinteger[Any]]
AT_ONCE = 4_000_000  # leavers in memory
KEPT_BLOCKS = 48  # of what stocks have in common: three durations, all their paths


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
Key = tuple[Any, ...]  # of a stream of luck: the seed's entropy, then its place among the spawned


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


def draw(stocks: Stocks, paths: int, seed: np.random.SeedSequence) -> Counts:
    """Places that the open cases fill at each month end on some paths, shape (paths, months).

    In whole places.
    """
    filled = [
        stock.weight * _cases_of(stock, paths, (seed.entropy, *seed.spawn_key, group))
        for group, stock in enumerate(stocks)
    ]
    return np.asarray(np.rint(sum(filled)).astype(np.int64))


def _cases_of(stock: Stock, paths: int, key: Key) -> Counts:
    """Those there, those who come and their levels, each by a stream of its own."""
    those_there = replace(stock, inflow=(0.0,) * stock.months, inflow_spread=0.0, weight=1.0)
    levels = _levels(stock.inflow_spread, paths, (*key, 2))
    return _opening_left(those_there, paths, (*key, 0)) + _arrived_left(stock, levels, (*key, 1))


def _stream(key: Key) -> np.random.Generator:
    entropy, *spawn_key = key
    return np.random.default_rng(np.random.SeedSequence(entropy, spawn_key=spawn_key))


@lru_cache(maxsize=KEPT_BLOCKS)
def _opening_left(stock: Stock, paths: int, key: Key) -> Counts:
    """Of the opening cases, those still open at each month end: every case has one month of end.

    Drawn once for any inflow.
    """
    ends = np.arange(stock.months + 1.0)
    remaining = remaining_share(ends, stock.mean_duration, stock.duration_shape)
    ends_in_month = np.append(remaining[:-1] - remaining[1:], remaining[-1])
    ended = _stream(key).multinomial(stock.opening, ends_in_month, size=paths)[:, :-1]
    return np.asarray(stock.opening - ended.cumsum(axis=1))


@lru_cache(maxsize=KEPT_BLOCKS)
def _levels(spread: float, paths: int, key: Key) -> NDArray[np.float64]:
    """Levels of the inflow over its mean (gamma), one from each equally likely part of its law.

    So the paths of a block hold low and high levels in the right numbers, and luck is smaller; and
    as they lie in order, the groups of a path have low or high levels together.  Drawn once for
    any stock.
    """
    if not spread:
        return np.ones(paths)
    chance = (np.arange(paths) + _stream(key).random(paths)) / paths
    variance = spread**2
    return np.asarray(scipy.special.gammaincinv(1 / variance, chance) * variance)


def _arrived_left(stock: Stock, levels: NDArray[np.float64], key: Key) -> Counts:
    """Of the cases that come, those open at each month end, shape (paths, months).

    A Poisson inflow parts into independent Poisson numbers: in each month those who come and stay
    beyond the last month end, and all who leave before it.  Only these, who are few, are followed
    one by one.
    """
    rng, months = _stream(key), np.arange(stock.months)
    chances = survival_to_month_ends(stock.months, stock.mean_duration, stock.duration_shape)
    is_open = np.minimum.accumulate(chances)  # never up again by rounding
    stay = rng.poisson(np.outer(levels, stock.inflow * is_open[::-1]))
    ends = -np.diff(is_open, prepend=1)[months - months[:, np.newaxis]]
    flow = np.triu(ends * np.asarray(stock.inflow)[:, np.newaxis], k=1)  # later than it came
    leavers = rng.poisson(levels * flow.sum())
    parts = np.array_split(leavers, 1 + leavers.sum() // AT_ONCE)
    moves = np.concatenate([_moves(part, flow, rng) for part in parts])
    return np.asarray((stay + moves).cumsum(axis=1))


def _moves(leavers: Counts, flow: NDArray[np.float64], rng: np.random.Generator) -> Counts:
    """Those who come less those who leave, on some paths with so many leavers, (paths, months).

    `flow` of shape (months, months) holds the weight of coming in one month and leaving in another.
    """
    paths, months = len(leavers), len(flow)
    if not leavers.any():
        return np.zeros((paths, months), np.int64)
    of_each = rng.multinomial(leavers.sum(), flow.ravel() / flow.sum())
    came, left = divmod(rng.permutation(np.repeat(np.arange(flow.size), of_each)), months)
    first = np.repeat(np.arange(0, paths * months, months), leavers)
    counted = (np.bincount(first + month, minlength=paths * months) for month in (came, left))
    return np.asarray(next(counted) - next(counted)).reshape(paths, months)
