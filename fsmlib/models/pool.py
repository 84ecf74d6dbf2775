"""All proposals of a pool together: who can be funded, who is, and what would change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from fsmlib.models.assessment import Assessment, candidate_of, points
from fsmlib.models.knapsack import Candidate, Portfolio, Terms, granted_dkk, levels
from fsmlib.models.portfolio import (
    NOBODY_APPLIES,
    InfeasibleError,
    best_portfolio,
    best_value,
    budget_curve,
    chosen_share,
    ranked_portfolio,
    without,
    would_have_had_to_ask,
)
from fsmlib.programme.parameters import Values
from fsmlib.rules.payout import expected_dkk
from fsmlib.tables.municipalities import municipalities

CURVE_PARTS = (0.5, 0.65, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)
NEXT_DKK = 100_000
SCORE_SPREAD, DRAWS, SEED = 0.1, 20, 1


@dataclass(frozen=True)
class Pool:
    """The proposals that can be judged, the money, and the evaluator's own decisions.

    A proposal that breaks a rule, or is silent on one, is not funded unless the evaluator has put
    its municipality's code in `included`; `withdrawn` are municipalities that have said no to their
    grant (HIR-10).
    """

    assessments: tuple[Assessment, ...]
    values: Values
    pool_dkk: int
    withdrawn: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()

    @cached_property
    def by_code(self) -> Mapping[str, Assessment]:
        """The assessments by municipality."""
        return {each.code: each for each in self.assessments}

    @cached_property
    def points(self) -> Mapping[str, float]:
        """The weighted score of each municipality."""
        return {each.code: points(each, self.values) for each in self.assessments}

    def can_be_funded(self, assessment: Assessment) -> bool:
        """Whether a proposal takes part in the division."""
        has_amount = assessment.recomputed_dkk > 0
        is_sound = assessment.outcome in ("kept", "person")
        return has_amount and (is_sound or assessment.code in self.included)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The proposals that take part in the division."""
        return tuple(
            candidate_of(each, self.values) for each in self.assessments if self.can_be_funded(each)
        )

    @property
    def terms(self) -> Terms:
        """The pool and the side constraints."""
        values = self.values
        return Terms(
            pool_dkk=self.pool_dkk,
            levels=levels(values.lowest_level_percent, values.level_step_percent),
            most_projects=int(values.most_projects),
            fewest_projects=int(values.fewest_projects),
            fewest_per_region=int(values.fewest_per_region),
            regions=tuple(sorted(set(municipalities()["region"]))),
        )

    @cached_property
    def first_choice(self) -> Portfolio:
        """The division before anybody has withdrawn; InfeasibleError says what to loosen."""
        return best_portfolio(self.candidates, self.terms)

    @cached_property
    def division(self) -> Portfolio:
        """The division as it stands: whoever has withdrawn is out, and the others stay.

        InfeasibleError when there is nobody to divide among.
        """
        if not self.open_candidates:
            raise InfeasibleError(NOBODY_APPLIES)
        if not self.withdrawn:
            return self.first_choice
        return without(self.candidates, self.terms, self.first_choice, self.withdrawn)

    @cached_property
    def open_candidates(self) -> tuple[Candidate, ...]:
        """Those who take part and have not withdrawn."""
        return tuple(one for one in self.candidates if one.code not in self.withdrawn)

    def granted_dkk(self, code: str) -> int:
        """Kroner granted to a municipality, 0 when it is not among the chosen."""
        level = self.division.grants.get(code, 0)
        candidates = {one.code: one for one in self.candidates}
        return granted_dkk(candidates[code], level) if level else 0

    @cached_property
    def ranked(self) -> Portfolio | None:
        """For comparison: by value until the money is gone; None when that breaks a constraint."""
        return ranked_portfolio(self.open_candidates, self.terms)

    @cached_property
    def most_value(self) -> float | None:
        """The most value the pool can buy among those who have not withdrawn; None when nothing."""
        if self.withdrawn:
            return best_value(self.open_candidates, self.terms)
        return self.first_choice.value

    @cached_property
    def curve(self) -> Sequence[tuple[int, float | None]]:
        """Pools around this one, and the most value each can buy."""
        pools = [round(self.pool_dkk * part) for part in CURVE_PARTS if part != 1]
        values = budget_curve(self.open_candidates, self.terms, pools)
        points = dict(zip(pools, values, strict=True)) | {self.pool_dkk: self.most_value}
        return sorted(points.items())

    @cached_property
    def next_value(self) -> float:
        """What the next 100,000 kroner would add in value."""
        richer = replace(self.terms, pool_dkk=self.pool_dkk + NEXT_DKK)
        more = best_value(self.open_candidates, richer)
        return (more or 0) - (self.most_value or 0)

    def chosen_share(self) -> Mapping[str, float]:
        """How often each is chosen when the scores are uncertain by `SCORE_SPREAD`."""
        return chosen_share(self.open_candidates, self.terms, SCORE_SPREAD, DRAWS, SEED)

    def reserve(self, code: str) -> Mapping[str, int]:
        """Who comes in, and at which level, when this municipality withdraws."""
        gone = self.withdrawn | {code}
        after = without(self.candidates, self.terms, self.first_choice, gone)
        came_in = sorted(after.grants.keys() - self.division.grants)
        return {each: after.grants[each] for each in came_in}

    def would_have_had_to_ask(self, code: str) -> int | None:
        """The most a rejected one could have asked for, and all of it been worth giving."""
        return would_have_had_to_ask(self.open_candidates, self.terms, self.division, code)

    @property
    def expected_dkk(self) -> float | None:
        """What the grants are expected to pay out (FSM2); None without chances."""
        chosen = [self.by_code[code] for code in self.division.grants]
        if not chosen or not all(each.chances for each in chosen):
            return None
        return sum(
            expected_dkk(self.granted_dkk(each.code), each.chances, self.values) for each in chosen
        )
