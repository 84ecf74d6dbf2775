"""STAR's choice: which proposals to fund, at which part of the amount, within the pool.

Ranking by score until the money is gone is not the best: it passes over two small good proposals
for one large, and leaves money that nobody fits into.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsmlib.models import dominance
from fsmlib.models.knapsack import (
    HUNDREDTHS_OF_A_POINT,
    Candidate,
    Portfolio,
    Problem,
    Terms,
    portfolio_of,
)
from fsmlib.programme.findings import FsmError
from fsmlib.programme.values import PERCENT
from fsmlib.rules.proposal import staying

WHAT_IF_GAP = 5e-4


class InfeasibleError(FsmError):
    """No choice keeps every constraint; the text names the one to loosen."""


def best_portfolio(
    candidates: Sequence[Candidate],
    terms: Terms,
    kept: Mapping[str, int] | None = None,
) -> Portfolio:
    """The choice of most value; ties go to the cheaper, then to the lower municipality codes.

    Values count in hundredths of a point.  »Lower codes« is the lowest sum of places in the list
    of codes.  `kept` are grants that already bind.  InfeasibleError says what to loosen.
    """
    problem = _problem(candidates, terms, kept)
    quick = dominance.choice(problem)
    if quick is not None:
        return problem.portfolio(quick)
    best = problem.solve(-problem.values)
    if best is None:
        raise InfeasibleError(_what_to_loosen(problem))
    at_best = float(problem.values @ best)
    cheapest = problem.solve(problem.costs, least_value=at_best)
    assert cheapest is not None
    cost = float(problem.costs @ cheapest)
    first = problem.solve(problem.places, least_value=at_best, most_dkk=cost)
    return problem.portfolio(cheapest if first is None else first)


def ranked_portfolio(candidates: Sequence[Candidate], terms: Terms) -> Portfolio | None:
    """For comparison: the highest value first, whole amounts, until one no longer fits.

    The best of each region come first when each region must have some, and nobody comes in beyond
    the highest number.  None when going by rank does not keep every side constraint.
    """
    ranked = sorted(candidates, key=lambda one: (-one.value, one.code))
    by_region = {
        region: [one for one in ranked if one.region == region]
        for region in {one.region for one in ranked}
    }
    least = terms.fewest_per_region
    first = {one.code for ones in by_region.values() for one in ones[:least]}
    ranked.sort(key=lambda one: one.code not in first)
    grants: dict[str, int] = {}
    left = terms.pool_dkk
    for one in ranked[: terms.most_projects or None]:
        if one.dkk > left:
            break
        grants[one.code] = PERCENT
        left -= one.dkk
    regions_kept = first <= grants.keys() and all(len(ones) >= least for ones in by_region.values())
    if not regions_kept or len(grants) < terms.fewest_projects:
        return None
    return portfolio_of(candidates, grants)


def budget_curve(
    candidates: Sequence[Candidate], terms: Terms, pools: Sequence[int]
) -> list[float | None]:
    """The most value each pool can buy; None where the constraints cannot be kept."""
    return [best_value(candidates, replace(terms, pool_dkk=pool)) for pool in pools]


def best_value(candidates: Sequence[Candidate], terms: Terms) -> float | None:
    """The most value under the terms, without settling ties; None when nothing keeps them."""
    problem = _problem(candidates, terms)
    best = _best(problem)
    return None if best is None else problem.portfolio(best).value


def without(
    candidates: Sequence[Candidate], terms: Terms, chosen: Portfolio, withdrawn: Collection[str]
) -> Portfolio:
    """The portfolio when some withdraw: the others keep their grants, and others may come in.

    A grant binds once accepted, so nobody who stays is moved; the money goes to those left out.  A
    constraint that only those who withdrew could meet is let go, for it must not undo grants.
    """
    kept = staying(chosen.grants, withdrawn)
    left = [one for one in candidates if one.code not in withdrawn]
    try:
        return best_portfolio(left, terms, kept)
    except InfeasibleError:
        return best_portfolio(left, replace(terms, fewest_projects=0, fewest_per_region=0), kept)


def would_have_had_to_ask(
    candidates: Sequence[Candidate], terms: Terms, chosen: Portfolio, code: str
) -> int | None:
    """The most kroner a rejected proposal could have asked for, and all of it been worth giving.

    Found to within WHAT_IF_GAP of the pool, and never too much: with the answer it is funded,
    though only a part of it may be given where a part is worth still more.
    That is the pool less the least the others must cost for the whole to be worth more (by a
    hundredth of a point) than it was without.  None when no amount would have done.
    """
    own = next(one for one in candidates if one.code == code)
    free = replace(own, dkk=0)
    others = [free if one.code == code else one for one in candidates]
    problem = _problem(others, terms, {code: PERCENT})
    more = round(chosen.value * HUNDREDTHS_OF_A_POINT) + 1
    cheapest = dominance.choice(problem, more)
    if cheapest is None:
        cheapest = problem.solve(problem.costs, least_value=more, gap=WHAT_IF_GAP)
    if cheapest is None:
        return None
    return terms.pool_dkk - round(float(problem.costs @ cheapest))


def chosen_share(
    candidates: Sequence[Candidate], terms: Terms, spread: float, draws: int, seed: int
) -> dict[str, float]:
    """How often each proposal is chosen when all values are uncertain.

    Each value is multiplied by its own factor with standard deviation `spread` (never below 0),
    drawn anew in each of `draws`; the same seed gives the same shares.
    """
    rng = np.random.default_rng(seed)
    ordered = _ordered(candidates)
    counts = dict.fromkeys((one.code for one in ordered), 0)
    for _ in range(draws):
        factors = np.maximum(0, rng.normal(1, spread, len(ordered)))
        moved = [
            replace(one, value=one.value * factor)
            for one, factor in zip(ordered, factors, strict=True)
        ]
        problem = _problem(moved, terms)
        best = _best(problem, WHAT_IF_GAP)
        for code in problem.portfolio(best).grants if best is not None else ():
            counts[code] += 1
    return {code: count / draws for code, count in counts.items()}


NOBODY_APPLIES = (
    "Der er ingen ansøgninger at fordele puljen på: ingen kan vurderes, eller de bryder en regel, "
    "mangler noget, der skal oplyses, eller har trukket sig."
)
# What each constraint is called in the evaluator's choices.
CONSTRAINT_NAMES = {
    "fewest_projects": "Mindste antal tilsagn",
    "fewest_per_region": "Mindste antal tilsagn i hver region",
}


def _what_to_loosen(problem: Problem) -> str:
    """Which constraint to loosen, and how far, or that only more money helps."""
    for name, label in CONSTRAINT_NAMES.items():
        asked = int(getattr(problem.terms, name))
        thinkable = range(min(asked, len(problem.candidates) + 1))
        is_too_many = partial(_breaks, problem, name)
        too_many = bisect_left(thinkable, True, key=is_too_many)
        if too_many:
            return (
                f"Betingelserne kan ikke alle holdes. »{label}« er sat til {asked}, men der "
                f"kan højst være {too_many - 1}. Sæt den ned, eller gør puljen større."
            )
    return (
        "Betingelserne kan ikke alle holdes, heller ikke én ad gangen. Gør puljen større, eller "
        "fjern dem."
    )


def _breaks(problem: Problem, name: str, fewest: int) -> bool:
    """Whether no choice, not even the cheapest, keeps every constraint with another fewest."""
    change: dict[str, Any] = {name: fewest}
    terms = replace(problem.terms, **change)
    return replace(problem, terms=terms).solve(problem.costs) is None


def _best(problem: Problem, gap: float = 0.0) -> NDArray[np.float64] | None:
    """A choice of most value; within the gap where a side constraint binds.  None when none is."""
    quick = dominance.choice(problem)
    return problem.solve(-problem.values, gap=gap) if quick is None else quick


def _ordered(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """In the order of the codes, so that the order they came in makes no difference."""
    return tuple(sorted(candidates, key=lambda one: one.code))


def _problem(
    candidates: Sequence[Candidate], terms: Terms, kept: Mapping[str, int] | None = None
) -> Problem:
    return Problem(_ordered(candidates), terms, kept or {})
