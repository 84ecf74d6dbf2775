"""What months of counted inflow (HIR) tell of its level, and how surely."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

CREDIBLE = (0.05, 0.95)


@dataclass(frozen=True)
class CountedInflow:
    """The level of an inflow that has been counted, in cases a month, and its uncertainty.

    `spread` is the standard deviation of the level in the months to come over its mean; `low` and
    `high` hold the level, `spread_low` and `spread_high` the spread, each in 90 of 100 cases.
    """

    months: int
    per_month: float
    low: float
    high: float
    spread: float
    spread_low: float
    spread_high: float


def counted_inflow(counts: ArrayLike, ahead: int) -> CountedInflow:
    """The level that monthly counts tell of, for the `ahead` months to come.

    Months differ by luck (Poisson) or by more: `dispersion` is their variance over their mean,
    never less than luck alone.  The level is unsure because the months counted are few, and
    because the months to come differ by more than luck too; the two variances are added.
    Parameters: counts of shape (months,), at least two months.

    >>> counted = counted_inflow([5, 6, 4, 7, 5, 6, 5, 4, 8, 6, 5, 5], ahead=13)
    >>> counted.per_month, round(counted.spread, 3)
    (5.5, 0.123)
    """
    numbers = np.asarray(counts, dtype=float)
    months, total = len(numbers), float(numbers.sum())
    mean = total / months
    found = float(numbers.var(ddof=1)) / mean if mean else 1.0

    def spread(dispersion: float) -> float:
        beyond_luck = (dispersion - 1) * months / ahead
        return float(np.sqrt((dispersion + beyond_luck) / max(total, 1.0)))

    dispersion = max(1.0, found)
    freedom = months - 1
    chi2 = 2 * scipy.special.gammaincinv(freedom / 2, CREDIBLE[::-1])  # its two quantiles
    few, many = (max(1.0, found * freedom / each) for each in chi2)
    shape = (total + 1 / 2) / dispersion  # half a case: a count of none is not a level of zero
    low, high = scipy.special.gammaincinv(shape, CREDIBLE) * (dispersion / months)
    return CountedInflow(
        months, mean, float(low), float(high), spread(dispersion), spread(few), spread(many)
    )
