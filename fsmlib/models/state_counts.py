"""FSM2 by counts: citizens of one stratum in one state are alike, so only their number is drawn.

Citizens meet only through counts (places, waves), so the counts by state are themselves a Markov
chain: those who leave a state are a multinomial draw.  Equal in law to following every citizen, at
a cost that does not grow with their number.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.plan import Plan
from fsmlib.models.states import WAITING, Rates, State
from fsmlib.models.transitions import ChanceArray, Odds, after_a_visit, tilted, transitions_of

StateNumbers = NDArray[Any]


class Means:
    """Gives on average what a generator of random numbers gives: no luck at all."""

    def poisson(self, mean: float | StateNumbers, size: int | tuple[int, ...]) -> StateNumbers:
        """The mean number of arrivals."""
        return np.full(size, mean)

    def binomial(self, number: StateNumbers, share: StateNumbers) -> StateNumbers:
        """The mean number of those with a chance."""
        return np.asarray(number * share)

    def multinomial(self, number: StateNumbers, shares: ChanceArray) -> StateNumbers:
        """The mean number of each kind, shape (..., kinds)."""
        return np.asarray(number[..., np.newaxis] * shares)

    def hypergeometric(
        self, good: StateNumbers, bad: StateNumbers, drawn: StateNumbers
    ) -> StateNumbers:
        """The mean number of good ones among those drawn."""
        share = np.divide(good, good + bad, out=np.zeros_like(good), where=good + bad > 0)
        return np.asarray(drawn * share)


class StateCounts:
    """The counts of many replications; `counts` has shape (strata, states, replications).

    With `Means` for `rng` they are the expected ones, parts of citizens included.
    """

    def __init__(
        self,
        plan: Plan,
        rates: Rates,
        odds: Odds,
        replications: int,
        rng: np.random.Generator | Means,
    ):
        self.plan, self.odds, self.rng = plan, odds, rng
        self.transitions = transitions_of(rates)
        kind = float if isinstance(rng, Means) else np.int64
        self.counts = np.repeat(plan.opening[..., np.newaxis], replications, axis=2).astype(kind)
        self.after_visit = after_a_visit(plan, rates, odds)

    def arrive(self) -> None:
        """New citizens come to the target group, not yet visited."""
        for stratum, counts in zip(self.plan.strata, self.counts, strict=True):
            if stratum.inflow_per_month:
                counts[State.NOT_VISITED] += self.rng.poisson(
                    stratum.inflow_per_month, counts.shape[1]
                )

    def visit(self, number: StateNumbers) -> None:
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

    def move(self, month: int) -> StateNumbers:
        """Let a month pass; citizens of the effort group touched in it, shape (replications,)."""
        touched: StateNumbers = np.zeros_like(self.counts[0, 0])
        for stratum, counts in zip(self.plan.strata, self.counts, strict=True):
            after = counts.copy()
            for transitions in self.transitions:
                chances = tilted(transitions, stratum.entry_odds, self.odds, month)
                moved = self.rng.multinomial(counts[transitions.origin], chances)
                after[transitions.origin] -= counts[transitions.origin]
                for number, to, does_count in zip(
                    moved.T, transitions.to, transitions.counts, strict=True
                ):
                    after[to] += number
                    if does_count:
                        touched += number
            counts[:] = after
        return touched
