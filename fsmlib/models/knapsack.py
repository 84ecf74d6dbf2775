"""The integer programme behind STAR's choice: proposals, levels, money and side constraints.

A multiple-choice knapsack: at most one level of each proposal, money within the pool, and side
constraints on the number of grants.  Solved to the optimum by HiGHS (scipy.optimize.milp); see
Kellerer, Pferschy & Pisinger, Knapsack Problems (2004), chapter 11.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from fsmlib.programme.values import PERCENT

HUNDREDTHS_OF_A_POINT = 100
THOUSAND = 1000
STDOUT = 1


@dataclass(frozen=True)
class Candidate:
    """A proposal that can be funded: whose, where, how good, and what it takes.

    `value` is what the whole grant is worth (points, or points times citizens); a part of the
    amount is worth that part of it.
    """

    code: str
    region: str
    value: float
    dkk: int


@dataclass(frozen=True)
class Terms:
    """The pool and what the choice must keep to; 0 is no constraint.

    `levels` are the parts of its amount a proposal may get, in per cent; `regions` those that must
    have some, beside the candidates' own.
    """

    pool_dkk: int
    levels: tuple[int, ...] = (PERCENT,)
    most_projects: int = 0
    fewest_projects: int = 0
    fewest_per_region: int = 0
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portfolio:
    """The choice: per cent of its amount by municipality, in the order of the codes."""

    grants: Mapping[str, int]
    value: float
    dkk: int


def levels(lowest: float, step: float) -> tuple[int, ...]:
    """The parts of an amount that can be given, in per cent, from the lowest to the whole.

    >>> levels(80, 10)
    (80, 90, 100)
    """
    return tuple(sorted({*range(PERCENT, int(lowest) - 1, -max(1, int(step))), PERCENT}))


@dataclass(frozen=True)
class Problem:
    """The integer programme: one 0/1 variable for each candidate and level, candidates first."""

    candidates: tuple[Candidate, ...]
    terms: Terms
    kept: Mapping[str, int]

    @property
    def parts(self) -> NDArray[np.float64]:
        """The level of each variable, as a part of one."""
        return np.repeat(np.array(self.terms.levels) / PERCENT, len(self.candidates))

    @property
    def values(self) -> NDArray[np.float64]:
        """Whole hundredths of points."""
        full = np.array([one.value for one in self.candidates] * len(self.terms.levels))
        return np.rint(full * self.parts * HUNDREDTHS_OF_A_POINT)

    @property
    def costs(self) -> NDArray[np.float64]:
        """Whole kroner."""
        full = np.array([one.dkk for one in self.candidates] * len(self.terms.levels))
        return np.rint(full * self.parts)

    @property
    def places(self) -> NDArray[np.float64]:
        """Each candidate's place in the list of codes, from 1."""
        return np.tile(np.arange(1.0, len(self.candidates) + 1), len(self.terms.levels))

    def solve(
        self,
        cost: NDArray[np.float64],
        least_value: float | None = None,
        most_dkk: float | None = None,
        gap: float = 0.0,
    ) -> NDArray[np.float64] | None:
        """The 0/1 choice of least `cost`, or None when nothing keeps the constraints.

        With a `gap` the search stops when the choice is proven to be that near to the least.
        """
        if not self.candidates:
            return np.zeros(0) if least_value in (None, 0) else None
        pool = self.terms.pool_dkk if most_dkk is None else most_dkk
        constraints = [
            scipy.optimize.LinearConstraint(
                self.costs[None] / THOUSAND, -np.inf, (pool + 0.5) / THOUSAND
            ),
            scipy.optimize.LinearConstraint(
                np.tile(np.eye(len(self.candidates)), len(self.terms.levels)), 0, 1
            ),
            *self._side_constraints(),
        ]
        if least_value is not None:
            constraints.append(
                scipy.optimize.LinearConstraint(self.values[None], least_value - 0.5, np.inf)
            )
        bounds = scipy.optimize.Bounds(self.lowest(), 1)
        scale = max(1.0, float(np.abs(cost).max()))
        with _silent():
            found = scipy.optimize.milp(
                cost / scale,
                integrality=np.ones(len(cost)),
                bounds=bounds,
                constraints=constraints,
                options={"mip_rel_gap": gap, "presolve": False},
            )
        return None if found.x is None else np.rint(found.x)

    def keeps_side_constraints(self, choice: NDArray[np.float64]) -> bool:
        """Whether a 0/1 choice has as many grants, in all and in each region, as it must."""
        return all(
            np.all((rows.lb <= rows.A @ choice) & (rows.A @ choice <= rows.ub))
            for rows in self._side_constraints()
        )

    def _side_constraints(self) -> "list[scipy.optimize.LinearConstraint]":
        terms, width = self.terms, len(self.values)
        most = terms.most_projects or np.inf
        rows = [scipy.optimize.LinearConstraint(np.ones((1, width)), terms.fewest_projects, most)]
        if terms.fewest_per_region:
            regions = np.array([one.region for one in self.candidates] * len(terms.levels))
            every = sorted(set(terms.regions) | set(regions))
            inside = np.array([regions == region for region in every], dtype=float)
            rows.append(scipy.optimize.LinearConstraint(inside, terms.fewest_per_region, np.inf))
        return rows

    def lowest(self) -> NDArray[np.float64]:
        """1 for the variables of grants that already bind."""
        wanted = [self.kept.get(one.code) for one in self.candidates]
        return np.array(
            [float(level == each) for level in self.terms.levels for each in wanted], dtype=float
        )

    def portfolio(self, choice: NDArray[np.float64]) -> Portfolio:
        """The choice by municipality."""
        by_level = choice.reshape(len(self.terms.levels), -1) if len(choice) else choice
        grants = {
            one.code: self.terms.levels[int(np.argmax(by_level[:, place]))]
            for place, one in enumerate(self.candidates)
            if by_level[:, place].any()
        }
        return portfolio_of(self.candidates, grants)


def granted_dkk(candidate: Candidate, percent: int) -> int:
    """The kroner that a part of the amount comes to, half a krone to even."""
    return int(np.rint(candidate.dkk * (percent / PERCENT)))


def portfolio_of(candidates: Sequence[Candidate], grants: Mapping[str, int]) -> Portfolio:
    """Grants with what they are worth and cost together."""
    by_code = {one.code: one for one in candidates}
    ordered = dict(sorted(grants.items()))
    hundredths = sum(
        np.rint(by_code[code].value * (level / PERCENT) * HUNDREDTHS_OF_A_POINT)
        for code, level in ordered.items()
    )
    dkk = sum(granted_dkk(by_code[code], level) for code, level in ordered.items())
    return Portfolio(ordered, float(hundredths) / HUNDREDTHS_OF_A_POINT, dkk)


@contextmanager
def _silent() -> Iterator[None]:
    """Without what the solver prints from its own code, past Python's standard output."""
    kept = os.dup(STDOUT)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STDOUT)
    try:
        yield
    finally:
        os.dup2(kept, STDOUT)
        os.close(nowhere)
        os.close(kept)
