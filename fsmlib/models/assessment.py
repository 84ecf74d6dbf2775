"""One proposal held against its programme: verdicts, the recomputed need, and its points."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from fsmlib.models.knapsack import THOUSAND, Candidate
from fsmlib.models.told import told_row
from fsmlib.programme.parameters import Values
from fsmlib.programme.terms import label
from fsmlib.programme.values import PERCENT
from fsmlib.programme.verdicts import Outcome, Verdict, compared, worst
from fsmlib.rules import budget as money
from fsmlib.rules.proposal import contradiction_findings
from fsmlib.tables.municipalities import municipalities, municipality_name
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import SCHEMAS

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

    @cached_property
    def payable_dkk(self) -> int | None:
        """Kroner of the budget lines the pool pays, less others' and own money; None if unknown."""
        if self.budget.empty:
            return None
        payable = money.payable_dkk(self.budget, self.values)
        return None if pd.isna(payable) else int(payable)

    def amounts(self, table: str, column: str) -> dict[str, int | None]:
        """Kroner asked for as each sheet tells it: the proposal's own, and the municipality's."""
        own = told_row(self.tables[table])[column]
        return {SCHEMAS["proposal"].sheet: self.told["applied_dkk"], SCHEMAS[table].sheet: own}

    def fte_of(self, category: str) -> float | None:
        """Full-time equivalents of a category's budget lines; None unless every line tells them."""
        fte = self.budget.loc[self.budget["category"] == category, "fte"]
        return None if fte.empty or fte.isna().any() else float(fte.sum())

    def told_once(
        self, what: str, told: Mapping[str, float | None], unit: str, id_: str, is_needed: bool
    ) -> Verdict:
        """Whether a fact told in several sheets is the same; `is_needed` in each of them."""
        found = contradiction_findings(what, told, unit, id_)
        one, other = told.values()
        known = one if one is not None else other
        is_silent = is_needed and None in (one, other)
        subject = f"{what}, det samme i hvert ark"
        return compared(id_, subject, None if is_silent else known, other, unit, found)

    def others_verdict(self, id_: str) -> Verdict:
        """Money from other grants, which every budget line tells."""
        others = self.budget["from_other_grants_dkk"]
        told = None if others.isna().all() else int(others.sum())
        found = money.others_findings(self.budget, id_)
        return compared(id_, "Tilskud fra andre", told, 0, "kr.", found).at(
            "budget", "from_other_grants_dkk"
        )

    def money_verdicts(
        self, id_: str, asked: Mapping[str, int | None], category: str, subject: str
    ) -> list[Verdict]:
        """Whether what is asked for is what the pool pays, and whether every line bears looking at.

        `asked` are the amounts by sheet; the highest is what the budget must bear.
        """
        budget, values = self.budget, self.values
        most = max((dkk for dkk in asked.values() if dkk is not None), default=None)
        has_lines = None if budget.empty else len(budget)
        found = [] if most is None else money.asked_findings(most, budget, id_, values)
        names = money.name_findings(budget, id_, values)
        lines = money.line_findings(budget, id_, values)
        share = money.main_share(budget, category, values)
        main = money.main_share_findings(share, subject, id_, values)
        told = None if pd.isna(share) else share
        least = values.main_part_percent / PERCENT
        payable = self.payable_dkk
        told_dkk = None if payable is None else most
        return [
            compared(
                id_, "Ansøgt beløb mod det, puljen betaler", told_dkk, payable, "kr.", found
            ).at("proposal", "applied_dkk"),
            self.told_once("Ansøgt beløb", asked, "kr.", id_, is_needed=False).at(
                "proposal", "applied_dkk"
            ),
            compared(
                "FSM2-8.3" if values.programme == "fsm2" else id_,
                "Budgetlinjer, der er timer gange timeløn",
                has_lines,
                has_lines,
                "linjer",
                lines,
            ).at("budget", "amount_dkk"),
            compared(id_, "Budgetlinjernes navne", has_lines, None, "linjer", names).at(
                "budget", "line"
            ),
            compared(id_, subject, told, least, "andel", main).at("budget", "amount_dkk"),
        ]


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


def explained(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """The verdicts, where nothing is told with where to tell it."""
    return tuple(
        replace(each, why=f"Udfyld »{label(each.column)}« i arket {SCHEMAS[each.table].sheet}.")
        if each.outcome == "not_told" and not each.why and each.table
        else each
        for each in verdicts
    )


def points(assessment: Assessment, values: Values) -> float:
    """The weighted score, 0 to 100: each criterion times its weight, over the sum of weights.

    A criterion that is not told counts 0 and keeps its weight, so that silence is never worth
    more than an answer.  0 when all weights are 0.
    """
    weights = {name: float(getattr(values, name)) for name in assessment.criteria}
    total = sum(weights.values())
    if not total:
        return 0.0
    told = sum(weights[name] * (share or 0) for name, share in assessment.criteria.items())
    return PERCENT * told / total


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
    marks = [MARKS[verdict.outcome] for verdict in verdicts if verdict.rule not in NO_MARKS]
    return sum(marks) / len(marks) if marks else 0.0


def price_share(scale_dkk: float, price_dkk: float | None) -> float | None:
    """The scale's price over the proposal's own, at most 1; None without a price.

    >>> price_share(500_000, 1_000_000)
    0.5
    """
    return within(scale_dkk / price_dkk) if price_dkk else None


def within(share: float) -> float:
    """A share held between 0 and 1."""
    return min(1.0, max(0.0, share))
