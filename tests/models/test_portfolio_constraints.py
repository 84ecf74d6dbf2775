"""Constraints on the division of a pool: kept, told when they cannot be, let go when need be."""

from dataclasses import replace

import pytest

from fsmlib.models.knapsack import Candidate, Problem, Terms
from fsmlib.models.portfolio import (
    InfeasibleError,
    best_portfolio,
    without,
)


def test_constraints_that_cannot_be_kept_name_the_one_to_loosen() -> None:
    candidates = [Candidate("0101", "Nord", 90, 1_000_000), Candidate("0147", "Syd", 80, 500_000)]
    with pytest.raises(
        InfeasibleError, match=r"»Mindste antal tilsagn« er sat til 2, men .* være 1"
    ):
        best_portfolio(candidates, Terms(1_000_000, fewest_projects=2))
    with pytest.raises(InfeasibleError, match=r"»Mindste antal tilsagn i hver region« .* være 0"):
        best_portfolio(candidates, Terms(1_000_000, fewest_per_region=1))
    with pytest.raises(InfeasibleError, match="heller ikke én ad gangen"):
        best_portfolio(candidates, Terms(0, fewest_projects=1, fewest_per_region=1))


def test_what_to_loosen_is_found_in_few_steps_however_much_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    candidates = [Candidate(f"{n:04}", "Nord", 90 - n, 100_000 + n) for n in range(40)]
    solved, solve = [], Problem.solve
    monkeypatch.setattr(Problem, "solve", lambda *a, **k: solved.append(a) or solve(*a, **k))
    with pytest.raises(InfeasibleError, match="er sat til 98, men der kan højst være 9"):
        best_portfolio(candidates, Terms(1_000_000, fewest_projects=98))
    assert len(solved) < 10


def test_a_withdrawal_that_no_constraint_survives_still_keeps_the_others() -> None:
    candidates = [Candidate("0101", "Nord", 90, 500_000), Candidate("0147", "Syd", 80, 500_000)]
    terms = Terms(1_000_000, fewest_per_region=1)
    chosen = best_portfolio(candidates, terms)
    assert without(candidates, terms, chosen, {"0147"}).grants == {"0101": 100}


def test_a_region_without_a_candidate_cannot_have_a_grant() -> None:
    one = [Candidate("0101", "Hovedstaden", 10.0, 100)]
    terms = Terms(pool_dkk=1000, fewest_per_region=1, regions=("Hovedstaden", "Sjælland"))
    with pytest.raises(InfeasibleError, match=r"i hver region« er sat til 1, .* højst være 0"):
        best_portfolio(one, terms)
    assert best_portfolio(one, replace(terms, regions=("Hovedstaden",))).grants == {"0101": 100}
