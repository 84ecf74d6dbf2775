"""Whether the simulation would have been right (FSM2): fitted on a year, tried on the next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fsmlib.models.cohort import simulate_cohort
from fsmlib.models.estimates import POSTERIOR_TAILS, estimate, spells
from fsmlib.models.plan import Plan, Stratum
from fsmlib.models.rates import LIFTS, Chances, rates_of
from fsmlib.models.states import State, chance_to_end
from fsmlib.programme.parameters import Values
from fsmlib.rules.month_bits import as_booleans
from fsmlib.rules.register import Register, register

OPENINGS = 100


@dataclass(frozen=True)
class BackTest:
    """The share of each later month as it was, against the 90 % interval told beforehand.

    Arrays of shape (months,).  One month in ten falls outside a right interval; months of one
    register go up and down together, so judge over several registers.
    """

    months: pd.PeriodIndex
    observed: NDArray[np.float64]
    low: NDArray[np.float64]
    middle: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Whether each month's share lies in its interval."""
        return (self.low <= self.observed) & (self.observed <= self.high)


def backtest(
    tables: Mapping[str, pd.DataFrame],
    fitted: pd.PeriodIndex,
    tried: pd.PeriodIndex,
    values: Values,
    replications: int = 2000,
    seed: int = 1,
) -> BackTest:
    """Chances from the months `fitted`, simulated on through `tried`, against the register itself.

    Nothing is assumed of an effort: everyone goes on with the chances counted.  `tried` follows
    on from `fitted`.
    """
    told, as_before = register(tables, fitted, values), without_effort(values)
    chances = Chances(as_before, estimate(told, shock_sd=as_before.entry_shock))
    seeds = np.random.SeedSequence(seed).generate_state(OPENINGS)
    share = np.concatenate(
        [
            _onward(told, chances, len(tried), -(-replications // OPENINGS), int(each))
            for each in seeds
        ]
    )
    counts = register(tables, tried, values).monthly()
    low, middle, high = np.nanquantile(
        share, [POSTERIOR_TAILS[0], sum(POSTERIOR_TAILS) / 2, POSTERIOR_TAILS[1]], axis=0
    )
    observed = (counts["touched"] / counts["effort_group"]).to_numpy(dtype=float)
    return BackTest(tried, observed, low, middle, high)


def without_effort(values: Values) -> Values:
    """Values under which no effort changes a chance on the way, and no guess is unsure."""
    return values.with_changes(**dict.fromkeys(LIFTS, 1), step_up_per_month=0, rate_spread=0)


def _onward(
    told: Register, chances: Chances, months: int, replications: int, seed: int
) -> NDArray[np.float64]:
    """Shares after the register's last month, from one guess at how often jobs end.

    The guess says both who was still in work at the end of that month, and how it goes on.
    """
    opening = opening_of(told)
    rng, ends = np.random.default_rng(seed), chances.own.get("job_end_per_month")
    if ends:
        guess = chances.values.with_changes(job_end_per_month=rng.beta(*ends.shape))
        chances = replace(chances, values=guess)
    entry, end = chances["job_entry_per_month"], chances["job_end_per_month"]
    lost = rng.binomial(opening[State.PAID_HOURS], chance_to_end(entry, end))
    opening[State.PAID_HOURS] -= int(lost)
    opening[State.STEP_1] += int(lost)
    inflow = chances["inflow_per_month_share"] * sum(opening.values())
    plan = Plan((Stratum(opening, inflow_per_month=inflow),), months, waves=())
    return simulate_cohort(plan, rates_of(chances), replications, seed).share


def opening_of(told: Register) -> dict[State, int]:
    """Citizens by what they were touched by in the last month of a register.

    Who worked in it may have lost the job before its end, which a register does not show.
    """
    last = len(told.months) - 1
    return {
        state: int(as_booleans(bits, len(told.months))[:, last].sum())
        for state, bits in spells(told).items()
        if state != State.OUT
    }
