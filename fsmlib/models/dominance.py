"""The choice without side constraints, to the optimum in milliseconds, by dominance and bound.

Candidates are taken one at a time.  Of the choices so far, only those are kept that no other is
both as cheap and as good as (Nemhauser & Ullmann, 1969), and that could still reach the best by
the bound of the problem with parts of candidates (Kellerer, Pferschy & Pisinger, 2004).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.knapsack import Problem

Whole = NDArray[np.int64]
NO_ITEM = -1


@dataclass(frozen=True)
class _Rest:
    """What the candidates from each place on can add, best value for money first."""

    dkk: NDArray[np.float64]
    value: Whole
    whole_dkk: Whole
    whole_value: Whole

    def at_most(self, start: int, dkk: Whole) -> NDArray[np.float64]:
        """No more value than this can be had for the money."""
        money = self.dkk[start:] - self.dkk[start]
        value = self.value[start:] - self.value[start]
        return np.asarray(np.interp(dkk, money, value), dtype=float)

    def at_least(self, start: int, dkk: Whole) -> Whole:
        """So much value can be had for the money: whole candidates until one does not fit."""
        end = np.searchsorted(self.whole_dkk, dkk + self.whole_dkk[start], side="right") - 1
        found: Whole = self.whole_value[end] - self.whole_value[start]
        return found

    def enough(self, start: int, value: Whole) -> Whole:
        """With this money the value can be had; where it cannot, with more than there is."""
        end = np.searchsorted(self.whole_value, value + self.whole_value[start])
        beyond = np.append(self.whole_dkk, 2 * self.whole_dkk[-1] + 1)
        found: Whole = np.maximum(0, beyond[end] - self.whole_dkk[start])
        return found


@dataclass(frozen=True)
class _Front:
    """Choices so far, dearer and better from one to the next, and how each came about."""

    dkk: Whole
    value: Whole
    places: Whole
    parent: Whole
    level: Whole

    def extended(self, dkk: Whole, value: Whole, place: int) -> "_Front":
        """Every choice without the next candidate, and with each of its levels."""
        size, levels = len(self.dkk), range(len(dkk))
        return _Front(
            np.concatenate([self.dkk, *(self.dkk + dkk[each] for each in levels)]),
            np.concatenate([self.value, *(self.value + value[each] for each in levels)]),
            np.concatenate([self.places, *(self.places + place for _ in levels)]),
            np.tile(np.arange(size), len(dkk) + 1),
            np.repeat(np.arange(NO_ITEM, len(dkk)), size),
        )

    def undominated(self) -> "_Front":
        """Without what another is both as cheap and as good as; ties go to the lower places."""
        front = self.at(np.lexsort((self.places, -self.value, self.dkk)))
        best = np.maximum.accumulate(front.value)
        return front.at(np.append(True, front.value[1:] > best[:-1]))

    def at(self, chosen: NDArray[np.generic]) -> "_Front":
        """Some of the choices, by place or by mask."""
        parts = (self.dkk, self.value, self.places, self.parent, self.level)
        return _Front(*(part[chosen] for part in parts))


def choice(problem: Problem, least_value: int | None = None) -> NDArray[np.float64] | None:
    """The 0/1 choice of most value, or the cheapest that is worth `least_value`.

    Ties go to the cheaper, then to the lower places.  None when there is no choice, or when the
    best without side constraints does not keep them.
    """
    shape = len(problem.terms.levels), len(problem.candidates)
    values = problem.values.reshape(shape).T.astype(np.int64)
    costs = problem.costs.reshape(shape).T.astype(np.int64)
    bound = problem.lowest().reshape(shape)
    is_free = np.logical_not(bound.any(axis=0))
    chosen = np.where(is_free, NO_ITEM, bound.argmax(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.nan_to_num(values / costs, nan=0.0).max(axis=1)
    order = np.argsort(-rates, kind="stable")
    order = order[is_free[order]]
    kept = np.flatnonzero(~is_free)
    start = (costs[kept, chosen[kept]].sum(), values[kept, chosen[kept]].sum(), (kept + 1).sum())
    fronts = _fronts(values, costs, order, rates, start, problem.terms.pool_dkk, least_value)
    if fronts is None:
        return None
    at = 0 if least_value is not None else -1
    for row, front in zip(order[::-1], fronts[::-1], strict=True):
        chosen[row], at = front.level[at], front.parent[at]
    found = (chosen == np.arange(shape[0])[:, None]).astype(float).ravel()
    return found if problem.keeps_side_constraints(found) else None


def _fronts(
    values: Whole,
    costs: Whole,
    order: Whole,
    rates: NDArray[np.float64],
    start: tuple[int, int, int],
    pool_dkk: int,
    least_value: int | None,
) -> list[_Front] | None:
    """The front after each candidate of the order; None when nothing is within the pool."""
    rest = _rest_of(values[order], costs[order], rates[order])
    least = least_value or 0
    nothing = np.array([NO_ITEM])
    dkk, value, places = (np.array([number]) for number in start)
    front = _Front(dkk, value, places, nothing, nothing)
    fronts: list[_Front] = []
    for place, row in enumerate(order):
        if least_value is None:
            reached = front.value + rest.at_least(place, pool_dkk - front.dkk)
            least = max(least, int(reached.max()))
        else:
            needed = front.dkk + rest.enough(place, least - front.value)
            pool_dkk = min(pool_dkk, int(needed.min()))
        front = front.extended(costs[row], values[row], row + 1)
        front = front.at(front.dkk <= pool_dkk)
        reach = front.value + rest.at_most(place + 1, pool_dkk - front.dkk)
        front = front.at(reach > least - 0.5)
        if not len(front.dkk):
            return None
        fronts.append(front := front.undominated())
    is_found = front.dkk[0] <= pool_dkk and front.value[-1] >= least
    return fronts if is_found else None


def _rest_of(values: Whole, costs: Whole, rates: NDArray[np.float64]) -> _Rest:
    most = values.max(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        money = np.nan_to_num(most / rates, nan=0.0)
    return _Rest(_sums(money), _sums(most), _sums(costs[:, -1]), _sums(values[:, -1]))


def _sums(part: NDArray[Any]) -> NDArray[Any]:
    """The sums of the first none, one, two and so on."""
    return np.append(np.zeros(1, part.dtype), np.cumsum(part))
