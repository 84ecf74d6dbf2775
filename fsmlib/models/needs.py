"""What it would take to reach a threshold (FSM2): more entries, more job brokers, an earlier start.

Found with the quick model by halving, so run the answer through `simulate` before it is published.
More of anything is taken to be no worse than less.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from fsmlib.models.exact import entries_by_month
from fsmlib.models.normal import approximate
from fsmlib.models.plan import Plan
from fsmlib.models.states import Rates
from fsmlib.models.visitation import all_visited_by, chance_in_some_month

FTE_STEP = 0.5
MOST_ODDS = 1e4
SEARCHED = 1024


@dataclass(frozen=True)
class Wish:
    """A threshold in per cent of the effort group, and the chance with which to reach it."""

    percent: int
    chance: float

    def of(self, plan: Plan, rates: Rates, seed: int) -> float:
        """The chance with which the plan reaches the threshold in some month, quickly found."""
        return chance_in_some_month(approximate(plan, rates, seed, SEARCHED), self.percent).value


@dataclass(frozen=True)
class Need:
    """The least that is enough, None when even `most` is not; and the chance with it."""

    amount: float | None
    most: float
    chance: float

    def sentence(self, unit: str, now: float | None = None) -> str:
        """The answer in plain Danish; `now` is the amount in the plan, where there is one.

        >>> Need(None, 12, 0.3).sentence("årsværk")
        'kan ikke nås med højst 12 årsværk'
        >>> Need(7.5, 12, 0.8).sentence("årsværk", now=6.25)
        'kan nås med 7,5 årsværk i alt, mod 6,2 i planen'
        """
        told = "" if now is None else f" i alt, mod {now:.1f} i planen"
        if self.amount is None:
            sentence = f"kan ikke nås med højst {self.most:g} {unit}{told}"
        else:
            sentence = f"kan nås med {self.amount:g} {unit}{told}"
        return sentence.replace(".", ",")


def least(chance_with: Callable[[float], float], wanted: float, most: float, step: float) -> Need:
    """The smallest multiple of `step` from 0 to `most` with which the chance is as wanted.

    >>> least(lambda amount: amount / 10, wanted=0.65, most=10, step=0.5)
    Need(amount=6.5, most=10, chance=0.65)
    >>> least(lambda amount: amount / 10, wanted=0.65, most=5, step=1)
    Need(amount=None, most=5, chance=0.5)
    """
    low, high = -1, int(most / step)
    best = chance_with(high * step)
    if best < wanted:
        return Need(None, most, best)
    while high - low > 1:
        middle = (low + high) // 2
        chance = chance_with(middle * step)
        low, high, best = (low, middle, chance) if chance >= wanted else (middle, high, best)
    return Need(high * step, most, best)


def entries_needed(plan: Plan, rates: Rates, wish: Wish, most: int, seed: int) -> Need:
    """Entries to work or education a month, short jobs included, that fulfil the wish."""
    return least(
        lambda number: wish.of(with_entries(plan, rates, number), rates, seed),
        wish.chance,
        most,
        step=1,
    )


def job_brokers_needed(plan: Plan, rates: Rates, wish: Wish, most: float, seed: int) -> Need:
    """Full-time equivalents of job brokers that fulfil the wish, visiting as they have places."""
    return least(lambda fte: wish.of(with_fte(plan, fte), rates, seed), wish.chance, most, FTE_STEP)


def earlier_start_needed(plan: Plan, rates: Rates, wish: Wish, seed: int) -> Need:
    """Months by which visitation must begin earlier; at most back to the project's first month."""
    return least(
        lambda months: wish.of(starting_earlier(plan, int(months)), rates, seed),
        wish.chance,
        first_month_of_visits(plan),
        step=1,
    )


def fte_to_visit_all(
    plan: Plan, rates: Rates, month: int, wanted: float, most: float, seed: int
) -> Need:
    """Full-time equivalents with which everyone has been visited in a month (counted from 0)."""

    def chance_with(fte: float) -> float:
        visited_by = all_visited_by(approximate(with_fte(plan, fte), rates, seed, SEARCHED))
        return float((visited_by <= month).mean())

    return least(chance_with, wanted, most, FTE_STEP)


def with_entries(plan: Plan, rates: Rates, number: float) -> Plan:
    """The plan with the odds of every entry so that `number` of them are expected a month.

    As near as can be where there are not that many citizens.
    """

    def missing(log_factor: float) -> float:
        tried = _with_odds(plan, float(np.exp(log_factor)))
        return float(entries_by_month(tried, rates).mean()) - number

    ends = (-np.log(MOST_ODDS), np.log(MOST_ODDS))
    if missing(ends[0]) >= 0 or missing(ends[1]) <= 0:
        return _with_odds(plan, np.exp(min(ends, key=lambda end: abs(missing(end)))))
    return _with_odds(plan, np.exp(brentq(missing, *ends, rtol=1e-4)))


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
