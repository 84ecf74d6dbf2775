"""Those who pass a month of their course: drawn month by month, for each is measured once."""

from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from fsmlib.models.plan import Plan
from fsmlib.models.state_counts import Means
from fsmlib.models.states import Passing, Rates
from fsmlib.models.transitions import Odds
from fsmlib.rules.measure import measured_group

PassingCounts = NDArray[Any]
LOG_SIZES = (-20.0, 40.0)  # logarithms of how many citizens a share may be as sure as


def passed(
    plan: Plan, rates: Rates, odds: Odds, replications: int, rng: np.random.Generator | Means
) -> tuple[PassingCounts, PassingCounts]:
    """Touched and measured of those who pass in each month, shape (replications, months).

    A good month for one is a good month for all (`odds.entry`); how many pass, are exempt and are
    touched is unsure for a whole replication.  No visit changes a chance.  ValueError for rates
    of whom nobody passes a month.
    """
    passing, measure = rates.passing, rates.measure
    if passing is None or measure is None:
        raise ValueError("the measure is of a stock")
    shape = (replications, plan.months)
    many, is_exempt, is_touched = _unsure(passing, replications, rng)
    shocks = 1.0 if odds.entry is None else odds.entry
    good = plan.strata[0].entry_odds * shocks
    number = rng.poisson(many * plan.target_group, shape)
    exempt = rng.binomial(number, is_exempt)
    others = number - exempt
    touched = rng.binomial(others, is_touched * good / (1 - is_touched + is_touched * good))
    return touched, measured_group(others, exempt, measure)


def _unsure(
    passing: Passing, replications: int, rng: np.random.Generator | Means
) -> tuple[PassingCounts, PassingCounts, PassingCounts]:
    """How many pass, and which shares are exempt and touched, shape (replications, 1) each."""
    means, size = (passing.per_month, passing.exempt, passing.touched), (replications, 1)
    if isinstance(rng, Means):
        many, exempt, touched = (np.full(size, mean) for mean in means)
        return many, exempt, touched
    of_number, *of_shares = passing.spreads
    many = passing.per_month * rng.lognormal(-(of_number**2) / 2, of_number, size)
    exempt, touched = (
        _shares(mean, spread, size, rng) for mean, spread in zip(means[1:], of_shares, strict=True)
    )
    return many, exempt, touched


def _shares(
    mean: float, spread: float, size: tuple[int, int], rng: np.random.Generator
) -> PassingCounts:
    """Shares about a mean, which is kept, with a standard deviation of their log odds.

    A share counted in a register is drawn as surely as it was counted (a beta distribution).
    """
    if not (spread and 0 < mean < 1):
        return np.full(size, mean)

    def beyond(log_size: float) -> float:
        parts = np.exp(log_size) * np.array([mean, 1 - mean])
        return float(scipy.special.polygamma(1, parts).sum() - spread**2)

    as_sure_as = np.exp(scipy.optimize.brentq(beyond, *LOG_SIZES))
    return rng.beta(as_sure_as * mean, as_sure_as * (1 - mean), size)
