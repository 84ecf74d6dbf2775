"""Whether the simulation would have been right: fitted on a first year, tried on the next (FSM2)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fsmlib.models.cohort import simulate
from fsmlib.models.estimates import TAILS, estimate, spells
from fsmlib.models.plan import Plan, Stratum
from fsmlib.models.rates import LIFTS, Chances, rates_of
from fsmlib.models.states import State
from fsmlib.programme.parameters import Values
from fsmlib.rules.register import Register, register
from fsmlib.rules.words import as_booleans


@dataclass(frozen=True)
class BackTest:
    """The share of each later month as it was, against the 90 % interval told beforehand.

    Arrays of shape (months,).  Under half a dozen fitted rates and luck, one month in ten falls
    outside a right interval; months of one register go up and down together.
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
    """Rates from the months `fitted`, simulated on through the months `tried`, against the register.

    Nothing is assumed of an effort: everyone goes on with the chances counted.  `tried` follows
    on from `fitted`.
    """
    told = register(tables, fitted, values)
    as_before = values.with_changes(**dict.fromkeys(LIFTS, 1), step_up_per_month=0, rate_spread=0)
    chances = Chances(as_before, estimate(told, shock_sd=as_before.entry_shock))
    opening = opening_of(told)
    inflow = chances["inflow_per_month_share"] * sum(opening.values())
    plan = Plan((Stratum(opening, inflow_per_month=inflow),), len(tried), waves=())
    share = simulate(plan, rates_of(chances), replications, seed).share
    counts = register(tables, tried, values).monthly()
    low, middle, high = np.nanquantile(share, [TAILS[0], sum(TAILS) / 2, TAILS[1]], axis=0)
    observed = (counts["touched"] / counts["effort_group"]).to_numpy(dtype=float)
    return BackTest(tried, observed, low, middle, high)


def opening_of(told: Register) -> dict[State, int]:
    """Citizens by state in the last month of a register."""
    last = len(told.months) - 1
    return {
        state: int(as_booleans(words, len(told.months))[:, last].sum())
        for state, words in spells(told).items()
        if state != State.OUT
    }
