"""The questions of FSM2 before it happens, answered from a simulated cohort."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.cohort import Cohort
from fsmlib.models.inflow import standard_error
from fsmlib.programme.parameters import Values
from fsmlib.rules.payout import is_reached, paid_percent, payout


@dataclass(frozen=True)
class Estimate:
    """A simulated number and the standard error of its simulation."""

    value: float
    standard_error: float


@dataclass(frozen=True)
class Interval:
    """A mean over replications, and the part of them that `low` and `high` hold between them."""

    mean: float
    low: float
    high: float


def chance(happens: NDArray[np.bool_]) -> Estimate:
    """The chance of what happened in some of the replications, shape (replications,)."""
    share = float(happens.mean())
    return Estimate(share, standard_error(share, len(happens)))


def interval(numbers: NDArray[np.number], coverage: float) -> Interval:
    """The mean of one number per replication, and the interval that holds `coverage` of them.

    >>> interval(np.arange(101), coverage=0.9)
    Interval(mean=50.0, low=5.0, high=95.0)
    """
    low, high = np.quantile(numbers, [(1 - coverage) / 2, (1 + coverage) / 2])
    return Interval(float(numbers.mean()), float(low), float(high))


def chance_in_some_month(cohort: Cohort, percent: int) -> Estimate:
    """The chance that the share is at least `percent` in one month or more of the project."""
    return chance(np.asarray(is_reached(cohort.touched, cohort.group, percent).any(axis=1)))


def chance_by_month(cohort: Cohort, percent: int) -> NDArray[np.float64]:
    """The chance that the share is at least `percent` in each month, shape (months,)."""
    return np.asarray(is_reached(cohort.touched, cohort.group, percent).mean(axis=0))


def chance_of_level(cohort: Cohort, percent: int) -> Estimate:
    """The chance that all months together are at least `percent`: the level, not the best month.

    The best of many months lies above the level by luck alone, so a municipality below a threshold
    may well reach it in some month.
    """
    touched, group = (n.sum(axis=1, dtype=np.int64) for n in (cohort.touched, cohort.group))
    return chance(is_reached(touched, group, percent))


def level(cohort: Cohort) -> NDArray[np.float64]:
    """Share of the effort group touched in all months together, shape (replications,)."""
    group = cohort.group.sum(axis=1)
    return np.where(group > 0, cohort.touched.sum(axis=1) / np.maximum(group, 1), np.nan)


def first_month(cohort: Cohort, percent: int) -> NDArray[np.float64]:
    """The chance that each month is the first to reach `percent`, and last that none does.

    Shape (months + 1,); it adds up to 1.
    """
    reached = is_reached(cohort.touched, cohort.group, percent)
    ever = np.concatenate([reached, np.ones((len(reached), 1), bool)], axis=1)
    firsts = np.bincount(ever.argmax(axis=1), minlength=ever.shape[1])
    return np.asarray(firsts / len(reached))


def all_visited_by(cohort: Cohort) -> NDArray[np.int64]:
    """The first month with nobody waiting for the visit at its end, shape (replications,).

    The number of months where that does not happen within the project.
    """
    nobody = np.concatenate([cohort.waiting == 0, np.ones((cohort.replications, 1), bool)], axis=1)
    return np.asarray(nobody.argmax(axis=1))


def payouts(cohort: Cohort, grant_dkk: int, values: Values) -> NDArray[np.int64]:
    """What the best month of each replication pays in all, in whole kroner."""
    share = np.where(cohort.group > 0, cohort.share, -1)
    best = (np.arange(cohort.replications), share.argmax(axis=1))
    pairs, each = np.unique(
        np.stack([cohort.touched[best], cohort.group[best]]), axis=1, return_inverse=True
    )
    paid = [
        payout(grant_dkk, paid_percent(int(t), int(g), values), None, values).total_dkk
        for t, g in pairs.T
    ]
    return np.array(paid)[each.ravel()]


def difference(first: NDArray[np.number], second: NDArray[np.number]) -> Estimate:
    """The mean of second - first, paired by replication, when both were run with one seed."""
    differences = np.asarray(second, dtype=float) - first
    return Estimate(
        float(differences.mean()), float(differences.std(ddof=1) / np.sqrt(len(differences)))
    )
