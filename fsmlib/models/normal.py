"""FSM2 in a blink, for sliders and for asking what it would take; never for published numbers.

Shocks and unsure rates are drawn and followed without luck; the luck of the citizens is added as
normal noise with its exact covariance over the months.  The result looks like a simulated cohort,
so every question can be asked of it.  Chances are within about two percentage points from a hundred
citizens on.
"""

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.cohort import Cohort
from fsmlib.models.exact import Crowd, crowds, mean_path
from fsmlib.models.moves import draw_odds
from fsmlib.models.plan import Plan
from fsmlib.models.states import Rates

Array = NDArray[np.float64]
REPLICATIONS = 4096


def approximate(plan: Plan, rates: Rates, seed: int, replications: int = REPLICATIONS) -> Cohort:
    """A cohort as `simulate` gives it, quickly and nearly; `replications` is a power of 2."""
    from scipy.stats import qmc  # takes longer to import than most commands take

    common, own = np.random.SeedSequence(seed).spawn(2)
    odds = draw_odds(rates, replications, plan.months, np.random.default_rng(common))
    path = mean_path(plan, rates, odds, replications)
    spread = np.sum([covariance(crowd) for crowd in crowds(plan, rates)], axis=0)
    normal = qmc.MultivariateNormalQMC(np.zeros(len(spread)), rng=np.random.default_rng(own))
    luck = normal.random(replications) @ _root(spread).T
    touched, group = np.split(luck, [plan.months], axis=1)
    group = np.maximum(path.group + group, 0)
    touched = np.clip(path.touched + touched, 0, group)
    visits = [np.rint(n).astype(np.int64) for n in (path.visited, path.waiting, path.held)]
    result = [np.rint(n).astype(np.int64) for n in (touched, group)]
    return Cohort(plan, result[0], result[1], visits[0], visits[1], visits[2], path.states)


def covariance(crowd: Crowd) -> Array:
    """Covariance of the numbers touched and in the group, shape (2 * months, 2 * months).

    What a citizen counts for in two months is followed through all months between them.
    """
    months = len(crowd.kernels)
    means = np.stack([crowd.touched, crowd.grouped])
    both = np.zeros((2, months, 2, months))
    for later in range(months):
        kernel = crowd.kernels[later]
        ahead = np.stack([kernel.touched.sum(axis=1), kernel.grouped.sum(axis=1)], axis=1)
        for earlier in reversed(range(later)):
            now, start = crowd.kernels[earlier], crowd.numbers @ crowd.before[earlier]
            both[0, earlier, :, later] = start @ now.touched @ ahead
            both[1, earlier, :, later] = start @ now.grouped @ ahead
            ahead = now.moved @ ahead
    both += both.transpose(2, 3, 0, 1)
    touched, grouped = means @ crowd.numbers
    every = np.arange(months)
    both[0, every, :, every] = touched[:, np.newaxis]
    both[1, every, 0, every] = touched
    both[1, every, 1, every] = grouped
    square = both.reshape(2 * months, 2 * months)
    fixed = means.reshape(2 * months, -1) * np.sqrt(np.where(crowd.is_inflow, 0, crowd.numbers))
    return np.asarray(square - fixed @ fixed.T)


def _root(spread: Array) -> Array:
    """A matrix whose square is the covariance; rounding may have made it a little less than one."""
    values, vectors = np.linalg.eigh(spread)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))
