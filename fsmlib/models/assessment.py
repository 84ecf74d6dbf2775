"""One proposal held against its programme: verdicts, the recomputed need, and its points."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from fsmlib.models.knapsack import THOUSAND, Candidate
from fsmlib.models.told import told_row
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import PERCENT
from fsmlib.programme.verdicts import Outcome, Verdict
from fsmlib.tables.municipalities import municipalities, municipality_name
from fsmlib.tables.reading import Tables

NO_MARKS = frozenset({"HIR-7", "HIR-L1", "FSM2-7.1"})
# What each outcome counts for among the rules kept; one that is not told counts for nothing.
MARKS: dict[Outcome, float] = {"kept": 1, "person": 0.5, "broken": 0}


@dataclass(frozen=True)
class Proposal:
    """The tables of one proposal and the values it is held against."""

    tables: Tables
    values: Values

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """The proposal's own words."""
        return told_row(self.tables["proposal"])

    @property
    def budget(self) -> pd.DataFrame:
        """The budget, line by line."""
        return self.tables["budget"]


@dataclass(frozen=True)
class Assessment:
    """What an evaluator needs to know of one proposal.

    `units` are full-time equivalents (HIR) or citizens (FSM2); `recomputed_dkk` is the grant that
    the recomputed need bears out, at most what is asked for.  `criteria` are shares in [0, 1] by
    the name of their weight, None for what is not told; `facts` are further numbers by Danish
    label, each with its kind.  `chances` of each threshold (FSM2) when they can be computed.
    """

    file: str
    programme: str
    code: str
    citizens: int
    applied_dkk: int | None
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
        """The region the municipality lies in."""
        return str(municipalities().at[self.code, "region"])

    def of(self, outcome: Outcome) -> list[Verdict]:
        """The verdicts with one outcome."""
        return [verdict for verdict in self.verdicts if verdict.outcome == outcome]

    @property
    def outcome(self) -> Outcome:
        """The proposal's own verdict: broken by one broken rule, else a person's when one looks."""
        if self.of("broken"):
            return "broken"
        return "person" if self.of("person") else "kept"


def points(assessment: Assessment, values: Values) -> float:
    """The weighted score, 0 to 100: each criterion times its weight, over the sum of weights.

    A criterion that is not told is left out with its weight.  0 when all weights are 0.
    """
    told = {name: share for name, share in assessment.criteria.items() if share is not None}
    weights = {name: float(getattr(values, name)) for name in told}
    total = sum(weights.values())
    if not total:
        return 0.0
    return PERCENT * sum(weights[name] * share for name, share in told.items()) / total


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


def rules_kept_share(verdicts: tuple[Verdict, ...]) -> float | None:
    """Rules kept among those that could be held against the proposal; a person's look is half.

    None when none could.  A grant that STAR may scale down, the scale of the call and a period of
    its own do not count against a proposal, so they give no marks.
    """
    marked = [verdict for verdict in verdicts if verdict.rule not in NO_MARKS]
    marks = [MARKS[verdict.outcome] for verdict in marked if verdict.outcome in MARKS]
    return sum(marks) / len(marks) if marks else None


def price_share(scale_dkk: float, price_dkk: float | None) -> float | None:
    """The scale's price over the proposal's own, at most 1; None without a price.

    >>> price_share(500_000, 1_000_000)
    0.5
    """
    return within(scale_dkk / price_dkk) if price_dkk else None


def within(share: float) -> float:
    """A share held between 0 and 1."""
    return min(1.0, max(0.0, share))
