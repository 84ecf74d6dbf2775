"""A HIR proposal: does it keep the rules, and how many caseworkers does it really take?"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from fsmlib.models.assessment import (
    Assessment,
    Proposal,
    price_share,
    rules_kept_share,
    within,
)
from fsmlib.models.staffing import Plan
from fsmlib.models.told import first_told, told_row
from fsmlib.programme.parameters import Values
from fsmlib.programme.verdicts import Verdict, compared
from fsmlib.rules import participation
from fsmlib.rules.budget import (
    applied_findings,
    applied_grant_dkk,
    budget_findings,
    is_eligible,
    line_amounts,
    scale_findings,
)
from fsmlib.rules.project import during_project
from fsmlib.rules.proposal import (
    deadline_verdict,
    other_projects_verdict,
    own_document_verdict,
    pages_verdict,
    price_dkk,
    scaled_grant_dkk,
    scaling_verdict,
)
from fsmlib.rules.staffing import is_at_norm
from fsmlib.tables.cells import given
from fsmlib.tables.reading import Tables

SALARY = "caseworker_salary"


class HirProposal(Proposal):
    """A HIR proposal: its staffing question, its money, and the answers it is held against."""

    @cached_property
    def plan(self) -> Plan:
        """The staffing question for the municipality's own numbers."""
        return Plan(self.tables, self.values)

    @cached_property
    def staffing(self) -> Mapping[str, Any]:
        """The staffing sheet's one row."""
        return told_row(self.tables["staffing"])

    @cached_property
    def payable_dkk(self) -> int | None:
        """Kroner of the budget lines the pool pays, less what others give for them."""
        if self.budget.empty:
            return None
        return first_told(applied_grant_dkk(self.budget, self.values))

    @cached_property
    def applied_dkk(self) -> int | None:
        """Kroner asked for: as the proposal says, else the staffing sheet, else the budget."""
        return first_told(self.told["applied_dkk"], self.plan.facts.applied_dkk, self.payable_dkk)

    @cached_property
    def applied_fte(self) -> float | None:
        """Full-time equivalents asked for: the staffing sheet, else the budget's salary lines."""
        return self.plan.facts.applied_fte

    @property
    def contracts(self) -> tuple[float, ...] | None:
        """Weekly hours of the persons asked for; None when it is not told."""
        return self.plan.applied_contracts

    @cached_property
    def needed_fte(self) -> float:
        """Full-time equivalents to hire at the accepted risk, people coming whole."""
        return self.plan.chosen.fte

    @cached_property
    def recomputed_dkk(self) -> int:
        """The grant the need bears out: what the pool pays, less staff beyond the need.

        Without a budget that adds up, all that is asked for counts as salaries.
        """
        asked = self.applied_dkk or 0
        eligible = salary = asked
        if self.payable_dkk is not None:
            salaries = self.budget[self.budget["category"] == SALARY]
            eligible = self.payable_dkk
            salary = first_told(applied_grant_dkk(salaries, self.values)) or 0
        return scaled_grant_dkk(asked, eligible, salary, self.applied_fte, self.needed_fte)

    @property
    def price_dkk(self) -> float | None:
        """Kroner asked for by full-time equivalent; None when one of them is not told."""
        if self.applied_dkk is None or self.applied_fte is None:
            return None
        price: float | None = given(price_dkk(self.applied_dkk, self.applied_fte))
        return price

    def verdicts(self) -> tuple[Verdict, ...]:
        """Every answer that a proposal can be held against."""
        return (*self._taking_part(), *self._money(), *self._form(), *self._cap())

    def _taking_part(self) -> list[Verdict]:
        staff, told, share = self.tables["caseworkers"], self.told, "passive_share_"
        coverage = participation.coverage_findings(
            told["all_staff_included"], told["all_citizens_included"], told["age_limit"]
        )
        outside = participation.left_out(during_project(staff, self.values))
        said = {
            id_: [finding for finding in coverage if finding.rule == id_]
            for id_ in ("HIR-2", "HIR-5", "HIR-15")
        }
        now, target = told[f"{share}now"], told[f"{share}target"]
        passive = participation.passive_target_findings(now, target)
        all_staff, all_citizens = told["all_staff_included"], told["all_citizens_included"]
        if len(staff):
            all_staff = not outside and all_staff is not False
        return [
            compared(
                "HIR-2", "Alle sagsbehandlere med", all_staff, True, "", said["HIR-2"] + outside
            ),
            compared("HIR-4", "Mål for passive", target, now, "andel", passive),
            compared("HIR-5", "Alle borgere med", all_citizens, True, "", said["HIR-5"]),
            other_projects_verdict(told["other_projects"]),
            compared(
                "HIR-15",
                "Aldersgrænse",
                told["age_limit"] or ("ingen" if len(self.tables["proposal"]) else None),
                "ingen",
                "år" if told["age_limit"] else "",
                said["HIR-15"],
            ),
        ]

    def _money(self) -> list[Verdict]:
        found = budget_findings(self.budget, self.values)
        others = [finding for finding in found if finding.rule == "HIR-13"]
        lines = [finding for finding in found if finding.rule == "HIR-17"]
        has_lines = len(self.budget) > 0
        helped = int(self.budget["from_other_grants_dkk"].fillna(0).sum()) if has_lines else None
        total = first_told(line_amounts(self.budget).sum()) if has_lines else None
        paid = self.budget[is_eligible(self.budget["category"], self.values)]
        payable = first_told(line_amounts(paid).sum()) if has_lines else None
        applied, most = self.applied_dkk, self.values.grant_high_dkk
        differs = scale = []
        if applied is not None:
            differs = applied_findings(applied, self.budget, self.values)
            scale = scale_findings(applied, self.values)
        return [
            scaling_verdict(applied, self.recomputed_dkk),
            compared("HIR-13", "Tilskud fra andre", helped, 0, "kr.", others),
            compared(
                "HIR-17",
                "Budget i alt mod det, puljen betaler",
                total,
                payable,
                "kr.",
                lines,
            ),
            compared(
                "HIR-17",
                "Ansøgt beløb mod budgettet",
                applied if has_lines else None,
                self.payable_dkk,
                "kr.",
                differs,
            ),
            compared("HIR-L1", "Ansøgt beløb i puljens skala", applied, most, "kr.", scale),
        ]

    def _form(self) -> list[Verdict]:
        return [
            pages_verdict(self.told["strategy_pages"], self.values),
            own_document_verdict(self.told["own_document"]),
            deadline_verdict(self.told["submitted_at"], self.values),
        ]

    def _cap(self) -> list[Verdict]:
        """Who holds too many cases, today's norm, and whether the staff asked for is enough."""
        facts, values = self.plan.facts, self.values
        staff = self.tables["caseworkers"]
        over = participation.over_cap(during_project(staff, values), values)
        held = max(facts.held, default=None) if staff["other_cases"].notna().any() else None
        expected = self.staffing["expected_extra_cases"]
        asked = self.contracts
        room = None if asked is None else self.plan.room(asked, values.cap_high_cases)
        argument = self.staffing["argument"] or ""
        at_norm = is_at_norm(facts.cases, facts.hours, values, facts.held)
        norm = participation.expected_cases_findings(facts.expected_extra_cases, argument, at_norm)
        return [
            participation.promise_verdict(facts.planned_cases, room, values),
            compared(
                "HIR-23", "Flest øvrige sager hos én", held, values.cap_high_cases, "sager", over
            ),
            compared("HIR-24", "Ventede ekstra sager", expected, None, "sager", norm),
        ]


def assess_hir(file: str, tables: Tables, values: Values) -> Assessment:
    """The assessment of one HIR proposal; its tables can be calculated on."""
    proposal = HirProposal(tables, values)
    plan, told = proposal.plan, proposal.told
    verdicts = proposal.verdicts()
    facts = plan.facts
    price, asked = proposal.price_dkk, proposal.contracts
    risk = None if asked is None else plan.option("applied", "Som ansøgt", asked).risk
    low, high = values.cap_low_cases, values.cap_high_cases
    missing = max(0.0, facts.planned_cases - plan.room((), low))
    return Assessment(
        file=file,
        programme="hir",
        code=facts.municipality_code,
        citizens=facts.open_cases,
        applied_dkk=proposal.applied_dkk,
        recomputed_dkk=proposal.recomputed_dkk,
        applied_units=proposal.applied_fte,
        needed_units=proposal.needed_fte,
        verdicts=verdicts,
        criteria={
            "weight_rules": rules_kept_share(verdicts),
            "weight_need": within(missing / facts.planned_cases) if facts.planned_cases else 0.0,
            "weight_price": price_share(values.grant_per_fte_dkk, price),
            "weight_passive": _passive(told["passive_share_now"], told["passive_share_target"]),
        },
        facts={
            "Sager, der tæller": (facts.planned_cases, "whole"),
            "Årsværk til sager i dag": (plan.current_fte, "fte"),
            f"Manglende årsværk ved {high} sager": (plan.band.loc[high, "new_fte"], "fte"),
            f"Manglende årsværk ved {low} sager": (plan.band.loc[low, "new_fte"], "fte"),
            "Behov med plads til tilgangen": (proposal.needed_fte, "fte"),
            "Ansøgte årsværk": (proposal.applied_fte, "fte"),
            "Risiko for at bryde loftet som ansøgt": (risk, "risk"),
            "Kr. pr. årsværk som ansøgt": (price, "kroner"),
            "Kr. pr. årsværk i puljens skala": (values.grant_per_fte_dkk, "kroner"),
            "Passive nu": (told["passive_share_now"], "percent"),
            "Mål for passive": (told["passive_share_target"], "percent"),
        },
        chances={},
        is_synthetic=bool(proposal.staffing["synthetic"] or told["synthetic"]),
        notes=told["notes"] or "",
    )


def _passive(now: float | None, target: float | None) -> float | None:
    """How much of the passive share the target takes away; none today is as good as it gets."""
    if now == 0:
        return 1.0
    return None if now is None or target is None else within((now - target) / now)
