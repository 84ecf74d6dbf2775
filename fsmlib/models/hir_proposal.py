"""A HIR proposal: does it keep the rules, and how many caseworkers does it really take?"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from fsmlib.models.assessment import (
    Assessment,
    explained,
    price_share,
    rules_kept_share,
    within,
)
from fsmlib.models.proposal import AMOUNT_OF, Proposal, alike
from fsmlib.models.staffing import FEWEST_PATHS, Plan
from fsmlib.models.told import told_row
from fsmlib.programme.parameters import Values
from fsmlib.programme.verdicts import Verdict, compared
from fsmlib.rules import participation
from fsmlib.rules.budget import nearest_end_dkk, payable_dkk, scale_findings
from fsmlib.rules.project import during_project, not_in_place
from fsmlib.rules.proposal import (
    deadline_verdict,
    other_projects_verdict,
    own_document_verdict,
    pages_verdict,
    price_dkk,
    scaled_grant_dkk,
    scaling_verdict,
)
from fsmlib.rules.staffing import contracts_of, is_at_norm
from fsmlib.tables.cells import given
from fsmlib.tables.messages import shown
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import SCHEMAS

SEED = 1
SALARY = "caseworker_salary"
AS_ASKED = "Som ansøgt"
AMOUNT, ASKED_FTE = ("proposal", "applied_dkk"), ("staffing", "applied_fte")


class HirProposal(Proposal):
    """A HIR proposal: its staffing question, its money, and the answers it is held against."""

    @cached_property
    def plan(self) -> Plan:
        """The staffing question for the municipality's own numbers."""
        return Plan(self.tables, self.values, FEWEST_PATHS, SEED)

    @cached_property
    def staffing(self) -> Mapping[str, Any]:
        """The staffing sheet's one row."""
        return told_row(self.tables["staffing"])

    @cached_property
    def staff(self) -> pd.DataFrame:
        """The caseworkers employed on some day of the project."""
        return during_project(self.tables["caseworkers"], self.values)

    @cached_property
    def asked(self) -> dict[str, int | None]:
        """Kroner asked for by sheet."""
        return self.amounts(*AMOUNT_OF["hir"])

    @cached_property
    def applied_dkk(self) -> int | None:
        """Kroner asked for, the least where sheets disagree; None when no sheet tells it."""
        return min((dkk for dkk in self.asked.values() if dkk is not None), default=None)

    @cached_property
    def fte(self) -> dict[str, float | None]:
        """Full-time equivalents asked for by sheet."""
        return {
            SCHEMAS["staffing"].sheet: self.staffing["applied_fte"],
            SCHEMAS["budget"].sheet: self.fte_of(SALARY),
        }

    @cached_property
    def applied_fte(self) -> float | None:
        """Full-time equivalents asked for, the least where sheets disagree."""
        return min((fte for fte in self.fte.values() if fte is not None), default=None)

    @property
    def contracts(self) -> tuple[float, ...] | None:
        """Weekly hours of the persons asked for; None when it is not told."""
        fte = self.applied_fte
        return None if fte is None else tuple(contracts_of(fte, self.values))

    @cached_property
    def risk(self) -> float | None:
        """The risk of breaking the cap with the staff asked for; None when it is not told."""
        return None if self.contracts is None else self.plan.option(AS_ASKED, self.contracts).risk

    @cached_property
    def needed_fte(self) -> float:
        """Full-time equivalents to hire at the accepted risk, people coming whole."""
        return self.plan.chosen.fte

    @cached_property
    def recomputed_dkk(self) -> int:
        """The grant the need bears out: what the pool pays, less staff beyond the need.

        Without a budget that adds up, all that is asked for counts as salaries.
        """
        payable = self.payable_dkk
        asked = self.applied_dkk if self.applied_dkk is not None else payable or 0
        eligible = salary = asked
        if payable is not None:
            salaries = self.budget[self.budget["category"] == SALARY]
            eligible, salary = payable, int(payable_dkk(salaries, self.values))
        return scaled_grant_dkk(asked, eligible, salary, self.applied_fte, self.needed_fte)

    @property
    def price_dkk(self) -> float | None:
        """Kroner asked for by full-time equivalent; None unless both are told, and told alike."""
        asked = alike(self.asked)
        fte = alike(self.fte)
        if asked is None or fte is None:
            return None
        price: float | None = given(price_dkk(asked, fte))
        return price

    def verdicts(self) -> tuple[Verdict, ...]:
        """Every answer that a proposal can be held against."""
        main = "Løn til sagsbehandlere"
        return explained(
            (
                *self._taking_part(),
                self._scaled(),
                self.others_verdict("HIR-13"),
                *self.money_verdicts("HIR-17", self.asked, SALARY, main),
                self._scale(),
                *self._form(),
                *self._cap(),
                *self._staff(),
            )
        )

    def _taking_part(self) -> list[Verdict]:
        told = self.told
        staff, citizens, age = (
            told[name] for name in ("all_staff_included", "all_citizens_included", "age_limit")
        )
        found = participation.coverage_findings(staff, citizens, age)
        said = {id_: [f for f in found if f.rule == id_] for id_ in ("HIR-2", "HIR-5", "HIR-15")}
        said["HIR-2"] += participation.left_out(self.staff)
        now, target = told["passive_share_now"], told["passive_share_target"]
        passive = participation.passive_target_findings(now, target)
        bid = None if now is None else target
        limit = {None: None, 0: "ingen"}.get(age, age)
        return [
            compared("HIR-2", "Alle sagsbehandlere med", staff, True, "", said["HIR-2"]).at(
                "proposal", "all_staff_included"
            ),
            compared("HIR-4", "Mål for passive mod i dag", bid, now, "andel", passive).at(
                "proposal", "passive_share_target" if now is not None else "passive_share_now"
            ),
            compared("HIR-5", "Alle borgere med", citizens, True, "", said["HIR-5"]).at(
                "proposal", "all_citizens_included"
            ),
            other_projects_verdict(told["other_projects"]).at("proposal", "other_projects"),
            compared(
                "HIR-15", "Aldersgrænse", limit, "ingen", "år" if age else "", said["HIR-15"]
            ).at("proposal", "age_limit"),
        ]

    @property
    def is_inflow_told(self) -> bool:
        """Whether the need rests on the municipality's own inflow and durations."""
        told = (self.staffing["inflow_per_month"], self.staffing["mean_duration_months"])
        return None not in told

    def _scaled(self) -> Verdict:
        """Whether the need bears the amount; not told where the need rests on our assumptions."""
        is_told = self.is_inflow_told and self.adds_up
        asked = alike(self.asked) if is_told else None
        where = AMOUNT if is_told else ("staffing", "inflow_per_month")
        return scaling_verdict(asked, self.recomputed_dkk, self.values).at(*where)

    def _scale(self) -> Verdict:
        asked = alike(self.asked)
        found = [] if asked is None else scale_findings(asked, self.values)
        near = None if asked is None else nearest_end_dkk(asked, self.values)
        subject = "Ansøgt beløb mod nærmeste ende af puljens skala"
        return compared("HIR-L1", subject, asked, near, "kr.", found).at(*AMOUNT)

    def _form(self) -> list[Verdict]:
        told = self.told
        return [
            pages_verdict(told["strategy_pages"], self.values).at("proposal", "strategy_pages"),
            own_document_verdict(told["own_document"]).at("proposal", "own_document"),
            deadline_verdict(told["submitted_at"], self.values).at("proposal", "submitted_at"),
        ]

    def _cap(self) -> list[Verdict]:
        """Whether the staff asked for is one number, holds the cap, and takes the inflow."""
        facts, values, asked = self.plan.facts, self.values, self.contracts
        room = None if asked is None else self.plan.room(asked, values.cap_high_cases)
        return [
            self.told_alike("Ansøgte årsværk", self.fte, "årsværk", "HIR-11").at(
                *(ASKED_FTE if self.staffing["applied_fte"] is None else ("budget", "fte"))
            ),
            participation.risk_verdict(self.risk, self.is_inflow_told, values).at(*ASKED_FTE),
            participation.promise_verdict(facts.planned_cases, room, values).at(*ASKED_FTE),
        ]

    def _staff(self) -> list[Verdict]:
        """Who holds too many cases, today's norm, and the rows of today's staff."""
        facts, values, staff = self.plan.facts, self.values, self.staff
        held, cap = participation.fullest(staff, values) or (None, None)
        over = participation.over_cap(staff, values)
        expected = self.staffing["expected_extra_cases"]
        argument = shown(self.staffing["argument"] or "")
        at_norm = is_at_norm(facts.cases, facts.hours, values, facts.held)
        norm = participation.expected_cases_findings(expected or 0, argument, at_norm)
        everybody = self.tables["caseworkers"]
        count = len(everybody) or None
        late = not_in_place(everybody, values)
        reduced = participation.reductions_without_effect(everybody, values)
        return [
            compared("HIR-23", "Øvrige sager hos den fyldeste", held, cap, "sager", over).at(
                "caseworkers", "other_cases"
            ),
            compared("HIR-24", "Ventede ekstra sager", expected, None, "sager", norm).at(
                "staffing", "expected_extra_cases"
            ),
            compared("HIR-1", "Sagsbehandlere i hele projektet", count, None, "", late).at(
                "caseworkers", "start"
            ),
            compared("HIR-R4", "Nedsat tid uden virkning", count, None, "", reduced).at(
                "caseworkers", "reduced_hours"
            ),
        ]


def assess_hir(file: str, tables: Tables, values: Values) -> Assessment:
    """The assessment of one HIR proposal; its tables can be calculated on."""
    proposal = HirProposal(tables, values)
    plan, told = proposal.plan, proposal.told
    verdicts = proposal.verdicts()
    facts = plan.facts
    price = proposal.price_dkk
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
            "weight_passive": participation.passive_removed_share(
                told["passive_share_now"], told["passive_share_target"]
            ),
        },
        facts={
            "Sager, der tæller": (facts.planned_cases, "whole"),
            "Årsværk til sager i dag": (plan.current_fte, "fte"),
            f"Manglende årsværk ved {high} sager": (plan.band.loc[high, "new_fte"], "fte"),
            f"Manglende årsværk ved {low} sager": (plan.band.loc[low, "new_fte"], "fte"),
            "Behov med plads til tilgangen": (proposal.needed_fte, "fte"),
            "Ansøgte årsværk": (proposal.applied_fte, "fte"),
            "Risiko for at bryde loftet som ansøgt": (proposal.risk, "risk"),
            "Kr. pr. årsværk som ansøgt": (price, "kroner"),
            "Kr. pr. årsværk i puljens skala": (values.grant_per_fte_dkk, "kroner"),
            "Passive nu": (told["passive_share_now"], "percent"),
            "Mål for passive": (told["passive_share_target"], "percent"),
        },
        chances={},
        is_synthetic=bool(proposal.staffing["synthetic"] or told["synthetic"]),
        notes=told["notes"] or "",
    )
