"""What it would take to reach something (FSM2): more entries, more job brokers, an earlier start.

Each answer is sought on few paths, all of them where few leave doubt, and then told by all, so that
it is what the simulation of such a plan would say.  More of anything is taken to be no worse than
less, and a little is tried first.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import scipy

from fsmlib.models.cohort import Cohort, simulate_cohort
from fsmlib.models.exact import entries_by_month
from fsmlib.models.inflow import standard_error
from fsmlib.models.plan import Plan
from fsmlib.models.states import Rates
from fsmlib.models.visitation import all_visited_by, chance_in_some_month

HALF_POST = 0.5
MOST_ODDS = 1e4
SEARCHED = 1024
SURE_OF_FEW = 4  # standard errors of few paths


@dataclass(frozen=True)
class Goal:
    """What is to happen in a plan with the chance `wanted`, and the simulation that tells it.

    It is seen in the first `months`, in all of them when None; later ones are not simulated.
    """

    happens: Callable[[Cohort], float]
    wanted: float
    rates: Rates
    replications: int
    seed: int
    months: int | None = None

    def chance(self, plan: Plan) -> float:
        """The chance under a plan, by the simulation."""
        return self._chance(plan, self.replications)

    def is_likely(self, plan: Plan) -> bool | None:
        """Whether a plan is enough, by few paths; None when they are too few to tell."""
        few = min(SEARCHED, self.replications)
        beyond = self._chance(plan, few) - self.wanted
        is_sure = abs(beyond) > SURE_OF_FEW * standard_error(self.wanted, few)
        return beyond > 0 if is_sure else None

    def _chance(self, plan: Plan, replications: int) -> float:
        seen = replace(plan, months=self.months or plan.months)
        return self.happens(simulate_cohort(seen, self.rates, replications, self.seed))


def reaching(percent: int) -> Callable[[Cohort], float]:
    """The chance that the share is at least `percent` in some month."""
    return lambda cohort: chance_in_some_month(cohort, percent).value


def chance_all_visited(month: int) -> Callable[[Cohort], float]:
    """The chance that everyone has been visited in a month (counted from 0)."""
    return lambda cohort: float((all_visited_by(cohort) <= month).mean())


@dataclass(frozen=True)
class Need:
    """The least that is enough, None when even `most` is not; and the chance with it."""

    amount: float | None
    most: float
    chance: float


def least(goal: Goal, plan_with: Callable[[float], Plan], amounts: Sequence[float]) -> Need:
    """The smallest of some growing amounts with which the goal is as likely as wanted."""

    @cache
    def plan(place: int) -> Plan:
        return plan_with(amounts[place])

    @cache
    def chance(place: int) -> float:
        return goal.chance(plan(place))

    @cache
    def is_enough(place: int) -> bool:
        likely = goal.is_likely(plan(place))
        return chance(place) >= goal.wanted if likely is None else likely

    last = len(amounts) - 1
    low = high = 0 if is_enough(last) else last
    while not is_enough(high) and high < last:
        low, high = high + 1, min(2 * high + 1, last)
    place = bisect_left(range(high), True, lo=low, key=is_enough)
    while chance(place) < goal.wanted and place < last:
        place += 1
    amount = amounts[place] if chance(place) >= goal.wanted else None
    return Need(amount, amounts[last], chance(place))


def entries_needed(goal: Goal, plan: Plan, most: int) -> Need:
    """Entries to work or education a month, short jobs included, above those of the plan."""
    now = int(entries_by_month(plan, goal.rates).mean())
    amounts = range(now + 1, max(most, now + 1) + 1)
    return least(goal, lambda number: with_entries(plan, goal.rates, number), amounts)


def job_brokers_needed(goal: Goal, plan: Plan, most: float) -> Need:
    """Full-time equivalents of job brokers, from the plan's own up, visiting as they have places.

    The first one tried is the plan's own: visiting at once may be all it takes.
    """
    now = float(plan.fte.max())
    steps = range(int(now / HALF_POST) + 1, int(most / HALF_POST) + 1)
    amounts = [now, *(step * HALF_POST for step in steps)]
    return least(goal, lambda fte: with_fte(plan, fte), amounts)


def earlier_start_needed(goal: Goal, plan: Plan) -> Need:
    """Months by which visitation must begin earlier; at most back to the project's first month.

    ValueError for a plan that begins in the first month: nothing is earlier.
    """
    first = first_month_of_visits(plan)
    if not first:
        raise ValueError("visits begin in the first month")
    return least(goal, lambda months: starting_earlier(plan, int(months)), range(1, first + 1))


def with_entries(plan: Plan, rates: Rates, number: float) -> Plan:
    """The plan with the odds of every entry so that `number` of them are expected a month.

    As near as can be where there are not that many citizens.
    """

    @cache
    def missing(log_factor: float) -> float:
        tried = _with_odds(plan, float(np.exp(log_factor)))
        return float(entries_by_month(tried, rates).mean()) - number

    ends = (-np.log(MOST_ODDS), np.log(MOST_ODDS))
    if missing(ends[0]) >= 0 or missing(ends[1]) <= 0:
        return _with_odds(plan, np.exp(min(ends, key=lambda end: abs(missing(end)))))
    return _with_odds(plan, np.exp(scipy.optimize.brentq(missing, *ends, rtol=1e-4)))


def with_fte(plan: Plan, fte: float) -> Plan:
    """The plan with so many full-time equivalents by role as now, visiting as they have places.

    ValueError for more than none where the plan has none: nobody says how many citizens each holds.
    """
    now = sum(broker.fte for broker in plan.job_brokers)
    if fte and not now:
        raise ValueError("a plan without job brokers")
    if not fte:
        return replace(plan, job_brokers=(), waves=None, capacity=None)
    brokers = tuple(replace(b, fte=b.fte * fte / now) for b in plan.job_brokers)
    return replace(plan, job_brokers=brokers, waves=None, capacity=None)


def first_month_of_visits(plan: Plan) -> int:
    """The month in which the plan begins to visit."""
    begins = plan.places if plan.wave is None else plan.wave
    return int(np.argmax(begins > 0))


def starting_earlier(plan: Plan, months: int) -> Plan:
    """The plan with waves and job brokers so many months earlier, at most from the first month."""
    brokers = tuple(replace(b, from_month=max(0, b.from_month - months)) for b in plan.job_brokers)
    return replace(plan, job_brokers=brokers, waves=plan.waves and plan.waves[months:])


def _with_odds(plan: Plan, factor: float) -> Plan:
    strata = tuple(replace(s, entry_odds=s.entry_odds * factor) for s in plan.strata)
    return replace(plan, strata=strata)
