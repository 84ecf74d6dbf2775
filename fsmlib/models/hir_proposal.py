"""A HIR proposal: does it keep the rules, and how many caseworkers does it really take?"""

from fsmlib.models.assessment import (
    Assessment,
    between_0_and_1,
    price_share,
    rules_kept_share,
)
from fsmlib.models.facts import SALARY
from fsmlib.models.hir_numbers import HirNumbers
from fsmlib.models.proposal import agreed_number
from fsmlib.programme.findings import rows_of
from fsmlib.programme.parameters import Values
from fsmlib.programme.verdicts import Verdict, verdict_of_findings
from fsmlib.rules import participation, promise
from fsmlib.rules.budget import nearest_end_dkk, scale_findings
from fsmlib.rules.project import not_in_place
from fsmlib.rules.proposal import (
    deadline_verdict,
    other_projects_verdict,
    own_document_verdict,
    pages_verdict,
    scaling_verdict,
)
from fsmlib.rules.staffing import is_at_norm
from fsmlib.tables.messages import quoted
from fsmlib.tables.reading import Tables

AMOUNT, ASKED_FTE = ("proposal", "applied_dkk"), ("staffing", "applied_fte")


class HirProposal(HirNumbers):
    """A HIR proposal and the answers it is held against."""

    def verdicts(self) -> tuple[Verdict, ...]:
        """Every answer that a proposal can be held against."""
        main = "Løn til sagsbehandlere"
        return self.explained(
            (
                *self._taking_part(),
                self._scaled(),
                self.others_verdict("HIR-13"),
                *self.money_verdicts("HIR-17", SALARY, main),
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
            verdict_of_findings(
                "HIR-2", "Alle sagsbehandlere med", staff, True, "", said["HIR-2"]
            ).at("proposal", "all_staff_included"),
            verdict_of_findings(
                "HIR-4", "Mål for passive mod i dag", bid, now, "andel", passive
            ).at("proposal", "passive_share_target" if now is not None else "passive_share_now"),
            verdict_of_findings("HIR-5", "Alle borgere med", citizens, True, "", said["HIR-5"]).at(
                "proposal", "all_citizens_included"
            ),
            other_projects_verdict(told["other_projects"]).at("proposal", "other_projects"),
            verdict_of_findings(
                "HIR-15", "Aldersgrænse", limit, "ingen", "år" if age else "", said["HIR-15"]
            ).at("proposal", "age_limit"),
        ]

    def _scaled(self) -> Verdict:
        """Whether the need bears the amount; not told where the need rests on our assumptions.

        Nor where the full-time equivalents that the amount is for are not told, or told twice.
        """
        asked, where = agreed_number(self.asked), AMOUNT
        if not self.adds_up:
            asked, where = None, ("budget", "amount_dkk")
        elif agreed_number(self.fte) is None:
            asked, where = None, ASKED_FTE
        elif self.silent_flow and asked is not None:
            where = ("staffing", self.silent_flow)
        verdict = scaling_verdict(asked, self.borne_dkk, self.is_inflow_told, self.values)
        return verdict.at(*where)

    def _scale(self) -> Verdict:
        asked = agreed_number(self.asked)
        found = [] if asked is None else scale_findings(asked, self.values)
        near = None if asked is None else nearest_end_dkk(asked, self.values)
        subject = "Ansøgt beløb mod nærmeste ende af puljens skala"
        return verdict_of_findings("HIR-L1", subject, asked, near, "kr.", found).at(*AMOUNT)

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
            promise.risk_verdict(self.risk, self.is_inflow_told, values).at(*ASKED_FTE),
            promise.promise_verdict(facts.planned_cases, room, values).at(*ASKED_FTE),
        ]

    def _staff(self) -> list[Verdict]:
        """Who holds too many cases, today's norm, and the rows of today's staff."""
        facts, values, staff = self.plan.facts, self.values, self.staff
        held, cap = promise.fullest(staff, values) or (None, None)
        over = promise.over_cap(staff, values)
        expected = self.staffing["expected_extra_cases"]
        argument = quoted(self.staffing["argument"] or "")
        at_norm = is_at_norm(facts.cases, facts.hours, values, facts.held)
        norm = participation.expected_cases_findings(expected or 0, argument, at_norm)
        everybody = self.tables["caseworkers"]
        count = len(everybody) or None
        late = not_in_place(everybody, values)
        reduced = participation.reductions_without_effect(everybody, values)
        return [
            verdict_of_findings(
                "HIR-23", "Øvrige sager hos den med mindst plads", held, cap, "sager", over
            ).at("caseworkers", "other_cases"),
            verdict_of_findings("HIR-24", "Ventede ekstra sager", expected, None, "sager", norm).at(
                "staffing", "expected_extra_cases"
            ),
            verdict_of_findings(
                "HIR-1",
                "Sagsbehandlere i hele projektet",
                count and count - rows_of(late),
                count,
                "",
                late,
            ).at("caseworkers", "start"),
            verdict_of_findings(
                "HIR-R4", "Nedsat tid, der ikke tæller", count and rows_of(reduced), 0, "", reduced
            ).at("caseworkers", "reduced_hours"),
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
        programme=values.programme,
        code=facts.municipality_code,
        citizens=facts.open_cases,
        applied_dkk=proposal.applied_dkk,
        is_asked_alike=proposal.is_asked_alike,
        recomputed_dkk=proposal.recomputed_dkk,
        applied_units=proposal.applied_fte,
        needed_units=proposal.needed_fte,
        verdicts=verdicts,
        criteria={
            "weight_rules": rules_kept_share(verdicts),
            "weight_need": between_0_and_1(missing / facts.planned_cases)
            if facts.planned_cases
            else 0.0,
            "weight_price": price_share(values.grant_per_fte_dkk, price),
            "weight_passive": participation.passive_removed_share(
                told["passive_share_now"], told["passive_share_target"]
            ),
        },
        facts={
            "Sager, der tæller, med de ventede": (facts.planned_cases, "whole"),
            "Årsværk til sager i dag": (plan.current_fte, "fte"),
            f"Nye årsværk ved {high} sager": (plan.band.loc[high, "new_fte"], "fte"),
            f"Nye årsværk ved {low} sager": (plan.band.loc[low, "new_fte"], "fte"),
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
