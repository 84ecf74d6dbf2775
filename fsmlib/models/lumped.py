"""FSM2 by counts: citizens of one stratum in one state are alike, so only their number is drawn.

Citizens meet only through counts (places, waves), so the counts by state are themselves a Markov
chain: those who leave a state are a multinomial draw.  Equal in law to following every citizen, at
a cost that does not grow with their number.
"""

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.moves import (
    AFTER_A_VISIT,
    AFTER_A_VISIT_AT_WORK,
    Odds,
    chance_of_group_2,
    moves_of,
    tilted,
)
from fsmlib.models.plan import Plan
from fsmlib.models.states import EFFORT_GROUP, WAITING, Rates, State

Counts = NDArray[np.int64]


class Lumped:
    """The counts of many replications; `counts` has shape (strata, states, replications)."""

    def __init__(
        self, plan: Plan, rates: Rates, odds: Odds, replications: int, rng: np.random.Generator
    ):
        self.plan, self.odds, self.rng = plan, odds, rng
        self.moves = moves_of(rates)
        self.counts = np.repeat(plan.opening[..., np.newaxis], replications, axis=2)
        to_group_2 = chance_of_group_2(rates, odds)[..., np.newaxis]
        self.after_visit = {
            State.NOT_VISITED: (
                AFTER_A_VISIT,
                np.concatenate(
                    [to_group_2, (1 - to_group_2) * np.array(plan.start_shares)], axis=-1
                ),
            ),
            State.NOT_VISITED_PAID_HOURS: (
                AFTER_A_VISIT_AT_WORK,
                np.concatenate([to_group_2, 1 - to_group_2], axis=-1),
            ),
        }

    def arrive(self) -> None:
        """New citizens come to the target group, not yet visited."""
        for stratum, counts in zip(self.plan.strata, self.counts, strict=True):
            if stratum.inflow_per_month:
                counts[State.NOT_VISITED] += self.rng.poisson(
                    stratum.inflow_per_month, counts.shape[1]
                )

    def visit(self, number: Counts) -> None:
        """Visit `number` citizens of each replication, chosen at random among all who wait."""
        left, others = number, self.counts[:, WAITING].sum(axis=(0, 1))
        for counts in self.counts:
            for state in WAITING:
                others = others - counts[state]
                chosen = self.rng.hypergeometric(counts[state], others, left)
                left = left - chosen
                to, shares = self.after_visit[state]
                counts[state] -= chosen
                counts[list(to)] += self.rng.multinomial(chosen, shares).T

    def move(self, month: int) -> Counts:
        """Let a month pass; citizens of the effort group touched in it, shape (replications,)."""
        touched = np.zeros(self.counts.shape[2], np.int64)
        for stratum, counts in zip(self.plan.strata, self.counts, strict=True):
            after = counts.copy()
            for moves in self.moves:
                chances = tilted(moves, stratum.entry_odds, self.odds, month)
                moved = self.rng.multinomial(counts[moves.origin], chances)
                after[moves.origin] -= counts[moves.origin]
                for number, to, touches in zip(moved.T, moves.to, moves.touches, strict=True):
                    after[to] += number
                    if touches and to in EFFORT_GROUP:
                        touched += number
            counts[:] = after
        return touched
