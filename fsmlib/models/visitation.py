"""The questions of FSM2 before it happens, answered from a simulated cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.cohort import Cohort
from fsmlib.models.inflow import standard_error
from fsmlib.programme.parameters import Values
from fsmlib.rules.job_brokers import Limit
from fsmlib.rules.payout import is_reached, paid_percent, payout


@dataclass(frozen=True)
class Estimate:
    """A simulated number and the standard error of its simulation."""

    value: float
    standard_error: float


@dataclass(frozen=True)
class Interval:
    """A mean over replications with its standard error, and where the replications lie."""

    mean: float
    standard_error: float
    low: float
    high: float


def chance(happens: NDArray[np.bool_]) -> Estimate:
    """The chance of what happened in some of the replications, shape (replications,)."""
    share = float(happens.mean())
    return Estimate(share, standard_error(share, len(happens)))


def interval(numbers: NDArray[np.number[Any]], coverage: float) -> Interval:
    """The mean of one number per replication, and the interval that holds `coverage` of them.

    Its ends are numbers that occurred, never in between: half a threshold pays nothing.

    >>> found = interval(np.arange(1, 101), coverage=0.9)
    >>> found.mean, found.low, found.high
    (50.5, 5.0, 95.0)
    """
    ends = [(1 - coverage) / 2, (1 + coverage) / 2]
    low, high = np.quantile(numbers, ends, method="inverted_cdf")
    error = numbers.std(ddof=1) / np.sqrt(len(numbers))
    return Interval(float(numbers.mean()), float(error), float(low), float(high))


def difference(
    first: NDArray[np.number[Any]], second: NDArray[np.number[Any]], coverage: float
) -> Interval:
    """The second less the first, replication by replication: two plans run with the same seed.

    Both met the same shocks and the same rates, so the difference is surer than either of them.
    """
    return interval(np.asarray(second, dtype=float) - first, coverage)


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
    """The first month with nobody waiting when its visits are done, shape (replications,).

    The number of months where that does not happen within the project.  Later months can have new
    citizens waiting: who comes, or comes back from an exemption.
    """
    nobody = np.concatenate([cohort.waiting == 0, np.ones((cohort.replications, 1), bool)], axis=1)
    return np.asarray(nobody.argmax(axis=1))


def chance_of_all_visited(cohort: Cohort) -> float:
    """The chance that nobody waits in some month, when its visits are done."""
    return float((cohort.waiting == 0).any(axis=1).mean())


def waiting_at_end(cohort: Cohort) -> float:
    """Citizens who wait on average after the last visits.

    Who is exempt then waits for the exemption to end, not for the municipality, and is not counted.
    """
    return float(cohort.waiting[:, -1].mean())


def limit_of_visits(cohort: Cohort) -> Limit:
    """What keeps more from being visited in the last month, in most of the paths where some wait.

    Waves are visited whether there are places or not; places are free where a whole one is, on
    average.
    """
    plan = cohort.plan
    if plan.waves is not None:
        free = plan.places[-1] - cohort.held[:, -1].mean()
        return "waves" if free >= 1 else "waves_and_places"
    if plan.capacity is None:
        return "places"
    before = np.full(cohort.replications, plan.already_visited)
    visited = np.diff(np.column_stack([before, cohort.visited]))[:, -1]
    is_full = (visited >= plan.capacity)[cohort.waiting[:, -1] > 0]
    return "a_month" if 2 * is_full.sum() > len(is_full) else "places"


def most_crowded(cohort: Cohort) -> tuple[int, int]:
    """Citizens expected with a job broker, and places, in the month with the fewest to spare."""
    held = cohort.held.mean(axis=0)
    month = int(np.argmax(held - cohort.plan.places))
    return round(held[month]), int(cohort.plan.places[month])


def shares(cohort: Cohort, quantiles: Sequence[float]) -> NDArray[np.float64]:
    """Quantiles of the share in each month, shape (quantiles, months); nan for empty groups."""
    return np.asarray(np.nanquantile(cohort.share, quantiles, axis=0))


def payouts(cohort: Cohort, grant_dkk: int, values: Values) -> NDArray[np.int64]:
    """What the best month of each replication pays in all, in whole kroner."""
    share = np.where(cohort.group > 0, cohort.share, -1)
    best = (np.arange(cohort.replications), share.argmax(axis=1))
    pairs, each = np.unique(
        np.stack([cohort.touched[best], cohort.group[best]]), axis=1, return_inverse=True
    )
    percents = [paid_percent(int(touched), int(group), values) for touched, group in pairs.T]
    paid = {p: payout(grant_dkk, p, None, values).total_dkk for p in set(percents)}
    return np.array([paid[percent] for percent in percents])[each.ravel()]
