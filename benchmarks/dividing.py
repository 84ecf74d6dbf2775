"""What a moved weight costs: the pool divided by our search against the integer programme."""

from collections.abc import Callable

import numpy as np

from benchmarks.ratios import Ratio, paired
from fsmlib.models import dominance
from fsmlib.models.knapsack import Candidate, Portfolio, Problem, Terms, levels

CANDIDATES, GOAL = 58, 20


def measure() -> list[Ratio]:
    rng = np.random.default_rng(1)
    candidates = tuple(
        Candidate(f"{n:04d}", "Nord", float(rng.uniform(35, 75)), int(rng.integers(3e5, 2e6)))
        for n in range(CANDIDATES)
    )
    problem = Problem(candidates, Terms(19_000_000, levels(80, 10)), {})
    ours, peer = by(problem, dominance.choice), by(problem, programmed)
    assert ours().value == peer().value and ours().dkk == peer().dkk
    return [paired(f"pool divided among {CANDIDATES}: HiGHS", GOAL, ours, 1, peer, 1)]


def by(problem: Problem, choice: Callable[[Problem], np.ndarray]) -> Callable[[], Portfolio]:
    return lambda: problem.portfolio(choice(problem))


def programmed(problem: Problem) -> np.ndarray:
    """The same three questions of the solver: most value, cheapest, lowest places."""
    best = problem.solve(-problem.values)
    assert best is not None
    most = float(problem.values @ best)
    cheapest = problem.solve(problem.costs, most)
    assert cheapest is not None
    return problem.solve(problem.places, most, float(problem.costs @ cheapest))
