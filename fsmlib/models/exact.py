"""FSM2 without luck: the expected path, and the entries to work it has.

Given the chance of a visit in each month, citizens do not meet: each is a Markov chain of its own.
Exact as long as the number visited does not hang on luck; else the expected number takes its place.
Shocks and unsure rates are not in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.cohort import Cohort, of_those_who_pass, run
from fsmlib.models.plan import Plan, Stratum
from fsmlib.models.state_counts import Means, StateCounts
from fsmlib.models.states import EFFORT_GROUP, WAITING, Rates, State
from fsmlib.models.transitions import Odds, after_a_visit, tilted, transitions_of

Array = NDArray[np.float64]
NO_ODDS = Odds(None, None)


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


def mean_path(plan: Plan, rates: Rates) -> Cohort:
    """The expected path, as one replication; parts of citizens stay parts."""
    path = run(StateCounts(plan, rates, NO_ODDS, 1, Means()), plan, rates.measure)
    return of_those_who_pass(path, rates, NO_ODDS, Means())


def crowds(plan: Plan, rates: Rates) -> list[Crowd]:
    """The citizens of each stratum, each a Markov chain of its own."""
    return [
        _crowd(plan, stratum, opening, _kernels(plan, rates, stratum))
        for stratum, opening in zip(plan.strata, plan.opening, strict=True)
    ]


def entries_by_month(plan: Plan, rates: Rates) -> Array:
    """Expected entries to work or education in each month, short jobs included.

    Of a measure of its own, those who become touched; of those who pass a month, the touched.
    """
    if rates.passing:
        return np.asarray(mean_path(plan, rates).touched[0])
    entries = np.zeros(plan.months)
    for crowd in crowds(plan, rates):
        entering = [kernel.entering for kernel in crowd.kernels]
        entries += np.einsum("c,mcs,ms->m", crowd.numbers, crowd.before, entering)
    return entries


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
