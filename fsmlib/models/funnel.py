"""How far the shares of groups of different size lie apart by luck alone: a funnel.

When all groups are equal, those who are counted are drawn at random among everybody, and given the
totals a group's count is hypergeometric (the binomial where a group is small beside all).  Limits
are at the mid-probabilities, between whole counts by interpolation, so that small and large groups
lie outside equally often.  See Spiegelhalter, Statistics in Medicine 24 (2005), and for the
mid-probability Lancaster, JASA 56 (1961).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtri

LEVEL = 0.95
SHARE_DECIMALS = 12  # of a share: the last of all differ from one processor to another
LIMIT_TAILS = (1 - LEVEL) / 2, (1 + LEVEL) / 2

Floats = NDArray[np.float64]


def limits(sizes: ArrayLike, counted: int, people: int) -> Floats:
    """The shares between which equal groups of these sizes lie 95 times in 100, shape (n, 2).

    `counted` of all `people` are counted, the groups' own among them.  A count at a limit lies
    within.  ValueError for a group larger than all.

    >>> limits([20, 2000], counted=1000, people=10_000).round(3)
    array([[0.   , 0.255],
           [0.088, 0.112]])
    """
    found = [_limits(int(size), counted, people) for size in np.asarray(sizes)]
    return np.round(found, SHARE_DECIMALS)


def _limits(size: int, counted: int, people: int) -> Floats:
    if size > people or size < 1:
        raise ValueError("a group has at least one of all people and at most all")
    counts = np.arange(max(0, size - (people - counted)), min(size, counted) + 1)
    ways = _log_choose(counted, counts) + _log_choose(people - counted, size - counts)
    chances = np.exp(ways - _log_choose(people, size))
    middle = np.cumsum(chances) - chances / 2
    return np.asarray(np.interp(LIMIT_TAILS, middle, counts) / size)


def _log_choose(n: ArrayLike, k: ArrayLike) -> Floats:
    n, k = np.asarray(n), np.asarray(k)
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def dispersion(counts: ArrayLike, sizes: ArrayLike) -> float:
    """How many times more the shares vary than luck alone gives (Pearson's chi-square over its df).

    About 1 when all groups are equal.  NaN with fewer than two groups, or when nobody or everybody
    is counted.

    >>> round(dispersion([10, 30], [100, 100]), 2)
    12.5
    """
    z, _ = _standardised(counts, sizes)
    return float(np.sum(z**2) / (len(z) - 1)) if len(z) > 1 else np.nan


def spread(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Standard deviation between the groups' own shares beyond luck, 0 where there is none.

    The estimate of moments of DerSimonian and Laird, as Spiegelhalter widens a funnel.
    """
    z, errors = _standardised(counts, sizes)
    if len(z) < 2 or not errors.all():
        return 0.0
    weights = 1 / errors**2
    room = np.sum(weights) - np.sum(weights**2) / np.sum(weights)
    return float(np.sqrt(max(0.0, np.sum(z**2) - (len(z) - 1)) / room))


def spread_limits(sizes: ArrayLike, share: float, beyond_luck: float) -> Floats:
    """The shares between which groups lie 95 times in 100 that vary so much beyond luck."""
    error = np.sqrt(share * (1 - share) / np.asarray(sizes, dtype=float) + beyond_luck**2)
    return np.clip(share + np.outer(error, ndtri(LIMIT_TAILS)), 0, 1)


def _standardised(counts: ArrayLike, sizes: ArrayLike) -> tuple[Floats, Floats]:
    """Each group's distance from the share of all in standard errors, and the errors."""
    n, counted = np.asarray(sizes, dtype=float), np.asarray(counts, dtype=float)
    share = counted.sum() / n.sum() if n.sum() else np.nan
    errors = np.sqrt(share * (1 - share) / n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (counted / n - share) / errors, errors
