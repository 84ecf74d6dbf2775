"""FSM2 simulated: visitation, moves between the groups, and who is touched, month by month.

Uncertainty is not only luck: shocks common to a month and unsure rates (`Rates`) are drawn beside
the luck of each citizen; without them a large municipality looks certain.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.blocks import in_blocks
from fsmlib.models.citizens import Citizens
from fsmlib.models.passing import passed
from fsmlib.models.plan import Plan
from fsmlib.models.state_counts import Means, StateCounts
from fsmlib.models.states import ALL_EXEMPT, EFFORT_GROUP, WAITING, Rates, State
from fsmlib.models.transitions import Odds, draw_odds
from fsmlib.programme.measures import Measure
from fsmlib.rules.measure import measured_group

MOVES_PER_CITIZEN = 10  # measured: with more kinds of moves than that, following them is cheaper

PeopleByMonth = NDArray[Any]
Method = Literal["auto", "counts", "citizens"]
Engine = type[StateCounts] | type[Citizens]


@dataclass(frozen=True)
class Cohort:
    """What happened to the target group in each replication and month.

    Whole numbers of shape (replications, months): `touched` of the effort `group`, `visited` so far
    (with those visited before the project), `waiting` when the month's visits are done, and `held`,
    those with a job broker at its end.  `states` of shape (months + 1, states) is the mean number
    of citizens by state before the first month and at each month's end.
    """

    plan: Plan
    touched: PeopleByMonth
    group: PeopleByMonth
    visited: PeopleByMonth
    waiting: PeopleByMonth
    held: PeopleByMonth
    states: NDArray[np.float64]

    @property
    def replications(self) -> int:
        """How many times the project was run."""
        return len(self.touched)

    @property
    def share(self) -> NDArray[np.float64]:
        """Share of the effort group touched; nan where the group is empty."""
        return _ratio(self.touched, self.group)

    @property
    def caseload(self) -> NDArray[np.float64]:
        """Citizens per full-time job broker; nan where there are none."""
        return _ratio(self.held, np.broadcast_to(self.plan.fte, self.held.shape))


def simulate_cohort(
    plan: Plan,
    rates: Rates,
    replications: int,
    seed: int,
    workers: int = 1,
    method: Method = "auto",
    progress: Callable[[int], object] | None = None,
) -> Cohort:
    """Run the project many times.

    The same seed gives the same bits for any number of workers.  Two plans run with the same seed
    meet the same shocks and the same rates, so that their difference is the plans' and not luck's.
    `progress` is told the number of replications of each finished block.

    `method`: "counts" draws counts, "citizens" follows every citizen, "auto" takes the cheaper one;
    they are equal in law.
    """
    draw = partial(_block, _engine(plan, rates, method), plan, rates)
    return _joined(plan, in_blocks(draw, replications, seed, workers, progress))


def _engine(plan: Plan, rates: Rates, method: Method) -> Engine:
    """Counts pay unless there are far more kinds of moves than citizens to make them."""
    kinds = len(plan.strata) * len(rates.edges)
    cheap = "citizens" if kinds > MOVES_PER_CITIZEN * plan.target_group else "counts"
    return Citizens if (cheap if method == "auto" else method) == "citizens" else StateCounts


def _block(
    engine: Engine, plan: Plan, rates: Rates, replications: int, seed: np.random.SeedSequence
) -> Cohort:
    common, own, measured = map(np.random.default_rng, seed.spawn(3))
    odds = draw_odds(rates, replications, plan.months, common)
    found = run(engine(plan, rates, odds, replications, own), plan, rates.measure)
    return of_those_who_pass(found, rates, odds, measured)


def of_those_who_pass(
    found: Cohort, rates: Rates, odds: Odds, rng: np.random.Generator | Means
) -> Cohort:
    """The cohort with those counted whom the measure is of, where they pass a month."""
    if rates.passing is None:
        return found
    touched, group = passed(found.plan, rates, odds, found.replications, rng)
    return replace(found, touched=touched, group=group)


def run(people: StateCounts | Citizens, plan: Plan, measure: Measure | None = None) -> Cohort:
    """Let the months of the project pass: who is new comes, some are visited, all move.

    The ceiling of the `measure` says how many exempt are counted all the same.
    """
    counts = people.counts.sum(axis=0)
    visited = np.full_like(counts[0], plan.already_visited)
    months, states = [], [counts.mean(axis=1)]
    for month in range(plan.months):
        people.arrive()
        number = _to_visit(plan, people.counts.sum(axis=0), month)
        people.visit(number)
        visited = visited + number
        waiting = people.counts[:, WAITING].sum(axis=(0, 1))
        touched = people.move(month)
        counts = people.counts.sum(axis=0)
        group, held = (counts[list(s)].sum(axis=0) for s in (EFFORT_GROUP, plan.with_job_broker))
        if measure:
            group = measured_group(group, counts[list(ALL_EXEMPT)].sum(axis=0), measure)
        months.append(np.array([touched, group, visited, waiting, held]))
        states.append(counts.mean(axis=1))
    kind = np.int32 if counts.dtype == np.int64 else counts.dtype
    touched, group, visited, waiting, held = np.moveaxis(np.array(months, dtype=kind), 0, -1)
    return Cohort(plan, touched, group, visited, waiting, held, np.array(states))


def _ratio(part: PeopleByMonth, whole: NDArray[Any]) -> NDArray[np.float64]:
    """Part by whole, nan where there is no whole."""
    ratio = np.full(part.shape, np.nan)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio


def _to_visit(plan: Plan, counts: PeopleByMonth, month: int) -> PeopleByMonth:
    """Citizens to be visited in each replication, from the counts (states, replications)."""
    waiting = counts[list(WAITING)].sum(axis=0)
    if plan.wave is not None:
        return np.asarray(np.minimum(waiting, plan.wave[month]))
    free = plan.places[month] - counts[list(plan.with_job_broker)].sum(axis=0)
    room = np.maximum(free, 0) if plan.capacity is None else np.clip(free, 0, plan.capacity)
    return np.asarray(np.minimum(waiting, room))


def _joined(plan: Plan, blocks: list[Cohort]) -> Cohort:
    """The blocks one after the other."""
    names = ("touched", "group", "visited", "waiting", "held")
    empty = np.empty((0, plan.months), np.int32)
    weights = [block.replications for block in blocks]
    states = [block.states for block in blocks]
    return Cohort(
        plan,
        **{n: np.concatenate([empty, *(getattr(b, n) for b in blocks)]) for n in names},
        states=np.average(states, axis=0, weights=weights) if blocks else np.empty((0, len(State))),
    )
