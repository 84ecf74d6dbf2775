"""FSM2 citizen by citizen: the readable reference, and as fast when every stratum is small."""

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.plan import Plan
from fsmlib.models.states import WAITING, Rates, State
from fsmlib.models.transitions import ChanceArray, Odds, after_a_visit, tilted, transitions_of

ABSENT = len(State)


class Citizens:
    """The state of every citizen, shape (replications, citizens); `ABSENT` where none has come."""

    def __init__(
        self, plan: Plan, rates: Rates, odds: Odds, replications: int, rng: np.random.Generator
    ):
        self.plan, self.odds, self.rng = plan, odds, rng
        self.transitions = transitions_of(rates)
        self.after_visit = after_a_visit(plan, rates, odds)
        states = [np.repeat(np.array(State, np.int8), number) for number in plan.opening]
        self.stratum = np.repeat(np.arange(len(states)), [len(each) for each in states])
        self.state = np.tile(np.concatenate(states), (replications, 1))

    @property
    def counts(self) -> NDArray[np.int64]:
        """Citizens by stratum, state and replication, as the engine of counts has them."""
        replications, strata = len(self.state), len(self.plan.strata)
        kinds = self.stratum * (ABSENT + 1) + self.state
        cells = kinds + np.arange(replications)[:, np.newaxis] * strata * (ABSENT + 1)
        numbers = np.bincount(cells.ravel(), minlength=replications * strata * (ABSENT + 1))
        return numbers.reshape(replications, strata, ABSENT + 1)[..., :ABSENT].transpose(1, 2, 0)

    def arrive(self) -> None:
        """New citizens come to the target group, not yet visited."""
        replications = len(self.state)
        for number, stratum in enumerate(self.plan.strata):
            if stratum.inflow_per_month:
                came = self.rng.poisson(stratum.inflow_per_month, (replications, 1))
                is_there = np.arange(came.max()) < came
                new = np.where(is_there, State.NOT_VISITED, ABSENT).astype(np.int8)
                self.state = np.concatenate([self.state, new], axis=1)
                self.stratum = np.append(self.stratum, np.full(new.shape[1], number))

    def visit(self, number: NDArray[np.int64]) -> None:
        """Visit `number` citizens of each replication, chosen at random among all who wait."""
        replication, citizen = np.nonzero(np.isin(self.state, WAITING))
        order = np.argsort(replication + self.rng.random(len(replication)))
        replication, citizen = replication[order], citizen[order]
        first = np.searchsorted(replication, replication)
        chosen = np.arange(len(order)) - first < number[replication]
        replication, citizen = replication[chosen], citizen[chosen]
        state = self.state[replication, citizen]
        for origin, (to, chances) in self.after_visit.items():
            here = state == origin
            move = self._chosen(chances, replication[here])
            self.state[replication[here], citizen[here]] = np.array(to)[move]

    def move(self, month: int) -> NDArray[np.int64]:
        """Let a month pass; citizens of the effort group touched in it, shape (replications,)."""
        touched = np.zeros(len(self.state), np.int64)
        for number, stratum in enumerate(self.plan.strata):
            columns = np.flatnonzero(self.stratum == number)
            before = self.state[:, columns]
            for transitions in self.transitions:
                replication, place = np.nonzero(before == transitions.origin)
                chances = tilted(transitions, stratum.entry_odds, self.odds, month)
                move = self._chosen(chances, replication)
                self.state[replication, columns[place]] = transitions.to[move]
                touched += np.bincount(
                    replication[transitions.counts[move]], minlength=len(touched)
                )
        return touched

    def _chosen(self, chances: ChanceArray, replication: NDArray[np.int64]) -> NDArray[np.int64]:
        """One move for each citizen: the number of cumulated chances its luck has passed."""
        luck = self.rng.random(len(replication))
        move = np.zeros(len(replication), np.int64)
        for passed in np.cumsum(chances, axis=-1)[..., :-1].T:
            move += luck >= (passed[replication] if passed.ndim else passed)
        return move
