"""One proposal held against its programme: verdicts, the recomputed need, and its points."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fsmlib.models.knapsack import THOUSAND, Candidate
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import PERCENT
from fsmlib.programme.verdicts import Outcome, Verdict, worst
from fsmlib.tables.municipalities import TOGETHER, municipality_name, region_of

# Answers that are never a fault, and rows of a register: to be silent on them harms nobody.
MAY_BE_SILENT = frozenset(
    {"HIR-1", "HIR-6", "HIR-20", "HIR-R4", "FSM2-8.1", "FSM2-8.2", "FSM2-8.4", "FSM2-8.5"}
)
# A grant that STAR may scale down, the scale of the call and a period of one's own count neither
# for nor against a proposal.
NO_MARKS = MAY_BE_SILENT | {"HIR-7", "HIR-L1", "FSM2-7.1"}
# What each outcome counts for among the rules kept.
MARKS: dict[Outcome, float] = {"kept": 1, "person": 0.5, "not_told": 0, "broken": 0}


@dataclass(frozen=True)
class Assessment:
    """What an evaluator needs to know of one proposal.

    `units` are full-time equivalents (HIR) or citizens (FSM2); `recomputed_dkk` is the grant that
    the recomputed need bears out, at most what is asked for, which is the least of what the sheets
    tell unless `is_asked_alike`.  `criteria` are shares in [0, 1] by
    the name of their weight, None for what is not told; `facts` are further numbers by Danish
    label, each with its kind.  `chances` of each threshold (FSM2) when they can be computed.
    """

    file: str
    programme: str
    code: str
    citizens: int
    applied_dkk: int | None
    is_asked_alike: bool
    recomputed_dkk: int
    applied_units: float | None
    needed_units: float
    verdicts: tuple[Verdict, ...]
    criteria: Mapping[str, float | None]
    facts: Mapping[str, tuple[Any, str]]
    chances: Mapping[int, float]
    is_synthetic: bool
    notes: str

    @property
    def name(self) -> str:
        """The municipality's name."""
        return municipality_name(self.code)

    @property
    def region(self) -> str:
        """The region the municipality lies in, that of the first where several hold the grant."""
        return region_of(self.municipality_codes[0])

    @property
    def municipality_codes(self) -> list[str]:
        """The municipalities that hold the grant; `code` is theirs together."""
        return self.code.split(TOGETHER)

    def of(self, outcome: Outcome) -> list[Verdict]:
        """The verdicts with one outcome, those that may be silent left out when it is silence."""
        return [
            verdict
            for verdict in self.verdicts
            if verdict.outcome == outcome
            and not (outcome == "not_told" and verdict.rule in MAY_BE_SILENT)
        ]

    @property
    def outcome(self) -> Outcome:
        """The proposal's own verdict: the worst of its rules."""
        return worst(outcome for outcome in MARKS if self.of(outcome))


def points(assessment: Assessment, values: Values) -> float:
    """The weighted score, 0 to 100: the points of all criteria."""
    return sum(points_by_criterion(assessment, values).values())


def points_by_criterion(assessment: Assessment, values: Values) -> dict[str, float]:
    """The points of each criterion: its share times its weight, of 100 over the sum of weights.

    A criterion that is not told counts 0 and keeps its weight, so that silence is never worth
    more than an answer.  0 when all weights are 0.
    """
    weights = {name: float(getattr(values, name)) for name in assessment.criteria}
    each = PERCENT / (sum(weights.values()) or 1)
    return {name: each * weights[name] * (told or 0) for name, told in assessment.criteria.items()}


def candidate_of(assessment: Assessment, values: Values) -> Candidate:
    """The proposal as the division of the pool sees it: its points, and what they count for.

    The choice `value_per`: each proposal alike, each full-time equivalent that is both asked for
    and needed, or each thousand citizens.
    """
    needed, applied = assessment.needed_units, assessment.applied_units
    fte = needed if applied is None else min(needed, applied)
    sizes = {"project": 1.0, "fte": fte, "citizen": assessment.citizens / THOUSAND}
    value = points(assessment, values) * sizes[str(values.value_per)]
    return Candidate(assessment.code, assessment.region, value, assessment.recomputed_dkk)


def rules_kept_share(verdicts: tuple[Verdict, ...]) -> float:
    """Rules kept among those a proposal is held against; a person's look is half, silence none."""
    marks = [
        MARKS[verdict.outcome]
        for verdict in verdicts
        if verdict.is_counted and verdict.rule not in NO_MARKS
    ]
    return sum(marks) / len(marks) if marks else 0.0


def price_share(scale_dkk: float, price_dkk: float | None) -> float | None:
    """The scale's price over the proposal's own, at most 1; None without a price.

    >>> price_share(500_000, 1_000_000)
    0.5
    """
    return between_0_and_1(scale_dkk / price_dkk) if price_dkk else None


def between_0_and_1(share: float) -> float:
    """A share held between 0 and 1."""
    return min(1.0, max(0.0, share))
