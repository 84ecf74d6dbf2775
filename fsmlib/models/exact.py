"""FSM2 without simulated luck: the expected path, and the chance of a month to the last digit.

Given the chance of a visit in each month, citizens do not meet: each is a Markov chain of its own.
So what a month's citizens add up to has a known characteristic function, and a Fourier transform
gives its distribution.  Exact as long as the number visited does not hang on luck; else the
expected number takes its place.  Shocks and unsure rates are not in it.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.cohort import Cohort, run
from fsmlib.models.plan import Plan, Stratum
from fsmlib.models.state_counts import Means, StateCounts
from fsmlib.models.states import EFFORT_GROUP, WAITING, Rates, State
from fsmlib.models.transitions import Odds, after_a_visit, tilted, transitions_of
from fsmlib.programme.values import PERCENT

Array = NDArray[np.float64]
NO_ODDS = Odds(None, None)
WINDOW = 20  # standard deviations; what lies outside has a chance below the last digit


@dataclass(frozen=True)
class Kernel:
    """Chances of moving from state to state in a month, visit included, shape (states, states).

    `moved` is all of it, `grouped` what ends in the effort group, and `touched` that part of it in
    which the citizen was touched.  `entering` of shape (states,) is the chance to enter work.
    """

    moved: Array
    grouped: Array
    touched: Array
    entering: Array


@dataclass(frozen=True)
class Crowd:
    """The citizens of a stratum in classes: those who start alike, and those who come in a month.

    `numbers` of shape (classes,), which are means where `is_inflow`; `before` of shape (months,
    classes, states) is the chance to be in a state when a month begins, 0 before one has come.
    """

    numbers: Array
    is_inflow: NDArray[np.bool_]
    before: Array
    kernels: tuple[Kernel, ...]

    @property
    def touched(self) -> Array:
        """The chance to be touched and in the group, shape (months, classes)."""
        months = zip(self.before, self.kernels, strict=True)
        return np.array([before @ kernel.touched.sum(axis=1) for before, kernel in months])

    @property
    def grouped(self) -> Array:
        """The chance to be in the group at the month's end, shape (months, classes)."""
        months = zip(self.before, self.kernels, strict=True)
        return np.array([before @ kernel.grouped.sum(axis=1) for before, kernel in months])


def mean_path(plan: Plan, rates: Rates, odds: Odds = NO_ODDS, replications: int = 1) -> Cohort:
    """The expected path, one for each replication of the odds; parts of citizens stay parts."""
    return run(StateCounts(plan, rates, odds, replications, Means()), plan)


def crowds(plan: Plan, rates: Rates) -> list[Crowd]:
    """The citizens of each stratum, each a Markov chain of its own."""
    return [
        _crowd(plan, stratum, opening, _kernels(plan, rates, stratum))
        for stratum, opening in zip(plan.strata, plan.opening, strict=True)
    ]


def entries_by_month(plan: Plan, rates: Rates) -> Array:
    """Expected entries to work or education in each month, short jobs included."""
    entries = np.zeros(plan.months)
    for crowd in crowds(plan, rates):
        entering = [kernel.entering for kernel in crowd.kernels]
        entries += np.einsum("c,mcs,ms->m", crowd.numbers, crowd.before, entering)
    return entries


def chance_by_month(plan: Plan, rates: Rates, percent: int) -> Array:
    """The chance that the share is at least `percent` in each month, shape (months,).

    A citizen touched adds b - a, one of the group who is not adds -a, where a/b is the threshold;
    the share has reached it when the sum is at least 0 and the group is not empty.
    """
    threshold = Fraction(percent, PERCENT)
    values = threshold.denominator - threshold.numerator, -threshold.numerator
    people = crowds(plan, rates)
    numbers = np.concatenate([crowd.numbers for crowd in people])
    is_inflow = np.concatenate([crowd.is_inflow for crowd in people])
    touched = np.concatenate([crowd.touched for crowd in people], axis=1)
    idle = np.concatenate([crowd.grouped for crowd in people], axis=1) - touched
    return np.array(
        [
            _chance_of_0_or_more(numbers, is_inflow, *chances, *values)
            for chances in zip(touched, idle, strict=True)
        ]
    )


def _chance_of_0_or_more(
    numbers: Array, is_inflow: NDArray[np.bool_], touched: Array, idle: Array, up: int, down: int
) -> float:
    """The chance that touched citizens, `up` each, and idle ones, `down` each, make at least 0.

    The distribution is found modulo a window about the mean that holds all of it.
    """
    mean = numbers @ (up * touched + down * idle)
    deviation = np.sqrt(numbers @ (up**2 * touched + down**2 * idle))
    size = 2 ** int(np.ceil(np.log2(WINDOW * (deviation + up))))
    turns = 2 * np.pi * np.arange(size // 2 + 1) / size

    steps = np.outer(np.exp(1j * up * turns) - 1, touched)
    steps += np.outer(np.exp(1j * down * turns) - 1, idle)
    chances = np.fft.irfft(_of_all(steps, numbers, is_inflow).conj(), size)
    sums = int(mean) - size // 2 + np.arange(size)
    empty = _of_all(-touched - idle, numbers, is_inflow)
    return float(np.clip(chances[sums[sums >= 0] % size].sum() - empty, 0, 1))


def _of_all(steps: Any, numbers: Array, is_inflow: NDArray[np.bool_]) -> Any:
    """The transform of everybody's sum from that of one citizen less 1 (..., classes)."""
    each = np.where(is_inflow, np.exp(numbers * steps), (1 + steps) ** numbers)
    return each.prod(axis=-1)


def _crowd(
    plan: Plan, stratum: Stratum, opening: NDArray[np.int64], kernels: tuple[Kernel, ...]
) -> Crowd:
    starts = np.flatnonzero(opening)
    coming = plan.months if stratum.inflow_per_month else 0
    numbers = np.concatenate([opening[starts], np.full(coming, stratum.inflow_per_month)])
    before = np.zeros((plan.months, len(numbers), len(State)))
    before[0, np.arange(len(starts)), starts] = 1
    for month in range(plan.months):
        if month:
            before[month] = before[month - 1] @ kernels[month - 1].moved
        if coming:
            before[month, len(starts) + month, State.NOT_VISITED] = 1
    return Crowd(numbers, np.arange(len(numbers)) >= len(starts), before, kernels)


def _kernels(plan: Plan, rates: Rates, stratum: Stratum) -> tuple[Kernel, ...]:
    """What happens to one citizen of a stratum in each month: first the visit, then the move."""
    moved, touched = np.eye(len(State)), np.zeros((len(State), len(State)))
    entering = np.zeros(len(State))
    for transitions in transitions_of(rates):
        chances = tilted(transitions, stratum.entry_odds, NO_ODDS, 0)
        moved[transitions.origin] = np.bincount(transitions.to, chances, len(State))
        touched[transitions.origin] = np.bincount(
            transitions.to, chances * transitions.counts, len(State)
        )
        entering[transitions.origin] = chances @ transitions.is_entry
    grouped = np.where(np.isin(np.array(State), EFFORT_GROUP), moved, 0)
    visits = [_visit(plan, rates, chance) for chance in _chances_of_a_visit(plan, rates)]
    parts = (moved, grouped, touched, entering)
    return tuple(Kernel(*(visit @ part for part in parts)) for visit in visits)


def _visit(plan: Plan, rates: Rates, chance: float) -> Array:
    """Where a visit that comes with a chance brings citizens, shape (states, states)."""
    visit = np.eye(len(State))
    for state, (to, shares) in after_a_visit(plan, rates, NO_ODDS).items():
        visit[state] *= 1 - chance
        visit[state, list(to)] += chance * shares
    return visit


def _chances_of_a_visit(plan: Plan, rates: Rates) -> Array:
    """The chance in each month that a citizen who waits is visited, shape (months,)."""
    path = mean_path(plan, rates)
    inflow = sum(stratum.inflow_per_month for stratum in plan.strata)
    waiting = path.states[:-1, WAITING].sum(axis=1) + inflow
    visits = np.diff(path.visited[0], prepend=plan.already_visited)
    return np.asarray(np.divide(visits, waiting, out=np.zeros(plan.months), where=waiting > 0))
