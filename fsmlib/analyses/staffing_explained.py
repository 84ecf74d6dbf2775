"""Why a municipality needs so many full-time equivalents, number by number (HIR)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from fsmlib.analyses.explanation import Explanation, explanation
from fsmlib.analyses.staffing_frames import StaffingFrames
from fsmlib.analyses.steps import Given, Step, Told, rows, step, steps_told, values_told
from fsmlib.danish import decimal, fine, kroner, listed, percent_short, short, whole
from fsmlib.models import inflow
from fsmlib.models.facts import facts_of
from fsmlib.models.staffing import StaffingPlan
from fsmlib.programme.parameters import values_used
from fsmlib.programme.sources import steps_taken
from fsmlib.rules.budget import salary_dkk
from fsmlib.rules.caseload import capacity, counted_cases, room, usable_hours
from fsmlib.rules.project import in_place
from fsmlib.rules.staffing import (
    added_fte,
    buffer,
    is_at_norm,
    needed_fte,
    new_contracts,
    places_of_one,
    pool_pays_dkk,
)


def explanation_of(question: StaffingFrames, answer: str) -> Explanation:
    """The document of the staffing question: it is asked once more, and each step is noted."""
    asked = replace(question)
    with steps_taken() as taken, values_used() as used:
        plan, chosen = asked.plan, asked.plan.chosen
        result = {
            "cases": plan.facts.planned_cases,
            "at_norm": plan.is_at_norm,
            "current_fte": plan.current_fte,
            "needed_fte": plan.band["needed_fte"].to_dict(),
            "new_fte_today": plan.fte_today,
            "new_fte": chosen.fte,
            "contracts": chosen.contracts,
            "spare": plan.spare(chosen.contracts),
            "risk": chosen.risk,
            "salary_dkk": chosen.salary_dkk,
            "pool_pays_dkk": asked.pool_pays_dkk,
        }
    told = Sentences(plan, question)
    steps = [
        *steps_told(taken, told.before_inflow),
        told.inflow(),
        *steps_told(taken, told.after_inflow),
        *told.facts(),
        *values_told(used),
        step(
            StaffingPlan.option,
            {"contracts": chosen.contracts},
            {"fte": chosen.fte, "risk": chosen.risk, "salary_dkk": chosen.salary_dkk},
            f"Derfor: {answer.removesuffix('.')} (HIR-11, HIR-16, HIR-17, HIR-19, HIR-L1).",
            ("HIR-11", "HIR-16", "HIR-17", "HIR-19", "HIR-L1"),
        ),
    ]
    given = {"municipality_code": plan.facts.municipality_code, "seed": plan.seed}
    return explanation("staffing", given, plan.tables, plan.values, steps, result)


class Sentences:
    """A sentence for each call of a rule function, empty where the page does not show it."""

    def __init__(self, plan: StaffingPlan, question: StaffingFrames) -> None:
        self.plan, self.question = plan, question
        self.own, self.values = plan.facts, plan.values
        ends = (self.values.cap_high_cases, self.values.cap_low_cases)
        self.caps = [places_of_one(self.values, cap) for cap in ends]
        self.before_inflow: dict[Callable[..., Any], Told] = {
            counted_cases: self.cases,
            is_at_norm: self.norm,
            usable_hours: self.usable,
            capacity: self.each,
            room: self.places,
            needed_fte: self.needed,
            added_fte: self.missing,
        }
        self.after_inflow: dict[Callable[..., Any], Told] = {
            new_contracts: self.hired,
            buffer: self.spare,
            salary_dkk: self.salary,
            pool_pays_dkk: self.paid,
        }

    def cases(self, _: Given, cases: int) -> str:
        """How many cases count."""
        where = rows("staffing", self.plan.tables["staffing"].index)
        return (
            f"{self.own.name}: {whole(self.own.open_cases)} åbne sager ({where}) og "
            f"{whole(sum(self.own.held))} øvrige sager er {whole(cases)} sager, der tæller (HIR-3)."
        )

    def norm(self, _: Given, kept: bool) -> str:
        """Whether expected cases come to a municipality at the norm."""
        expected = self.own.expected_extra_cases
        if not expected:
            return ""
        cap = self.values.cap_high_cases
        spare = self.plan.room((), cap) - self.own.cases
        return (
            f"I dag er der {whole(self.own.cases)} sager mod {short(self.own.cases + spare)} "
            f"pladser ved loftet på {cap}: {short(abs(spare))} {'ledige' if kept else 'for få'}. "
            f"Med {whole(expected)} ventede skal der være plads til "
            f"{whole(self.own.planned_cases)} (HIR-24)."
        )

    def usable(self, _: Given, hours: Iterable[float]) -> str:
        """The hours of today's staff, and where they are told."""
        staff = self.plan.tables["caseworkers"]
        name = "staffing" if staff.empty else "caseworkers"
        told = self.plan.tables[name]
        place = rows(name, told.index if staff.empty else told.index[in_place(told, self.values)])
        return (
            f"Sagsbehandlerne ({place}) har {_all(hours)} timer om ugen til sager, når tid "
            "som mødeleder er trukket fra (HIR-R4)."
        )

    def each(self, given: Given, each: Iterable[float]) -> str:
        """The places of each of today's staff at the cap."""
        if not self._is_today(given):
            return ""
        return (
            f"Ved loftet på {self.values.cap} sager på fuld tid "
            f"({short(self.values.full_time_weekly_hours)} timer) har de plads til {_all(each)} "
            "sager (HIR-11, HIR-23, GEN-L1)."
        )

    def places(self, given: Given, places: float) -> str:
        """The places of today's staff together."""
        beyond = places - float(np.sum(capacity(self.own.hours, self.values)))
        over = f"Med de {short(beyond)} øvrige sager, nogen har over deres loft, er det"
        if not self._is_today(given):
            return ""
        return (
            f"{over if beyond else 'Det er'} {short(places)} pladser i dag mod "
            f"{whole(self.own.planned_cases)} sager (HIR-3, HIR-11)."
        )

    def _is_today(self, given: Given) -> bool:
        """Whether it is about today's staff at the cap the page uses."""
        at_cap = given["cap"] in (None, self.values.cap)
        return at_cap and list(given["hours"]) == list(self.own.hours)

    def needed(self, given: Given, fte: float) -> str:
        """The need at both ends of the span."""
        cases, cap = given["cases"], given["cap"]
        told = f"{whole(cases)} sager / {cap} = {decimal(fte, 2)} årsværk (HIR-11)."
        return told if cap in self.caps else ""

    def missing(self, given: Given, fte: float) -> str:
        """What is missing for today's cases at both ends of the span."""
        cases, places, cap = given["cases"], given["places"], given["cap"]
        if cap not in self.caps or cases != self.own.planned_cases:
            return ""
        return (
            f"Ved {cap} sager er der plads til {short(places)}; der mangler "
            f"{short(max(0, cases - places))} pladser, {decimal(fte, 2)} årsværk (HIR-11)."
        )

    def inflow(self) -> Step:
        """The places the inflow asks for."""
        plan, facts, accepted = self.plan, self.plan.facts, self.values.accepted_risk
        given = {
            "opening": facts.open_cases,
            "inflow_per_month": plan.inflow_per_month,
            "mean_duration_months": facts.mean_duration_months,
            "duration_shape": self.values.duration_shape,
            "inflow_spread": facts.inflow_spread,
            "paths": len(plan.cases),
            "seed": plan.seed,
            "risk": accepted,
        }
        told = (
            f"Med {short(plan.inflow_per_month)} nye sager om måneden og "
            f"{short(facts.mean_duration_months)} måneders varighed skal der være "
            f"{whole(plan.needed_room)} pladser, for at risikoen for at bryde loftet er højst "
            f"{percent_short(accepted)} (projektet gennemspillet {whole(len(plan.cases))} gange; "
            "HIR-16)."
        )
        return step(inflow.needed_room, given, plan.needed_room, told, ("HIR-16",))

    def hired(self, given: Given, contracts: list[float]) -> str:
        """The persons who give the places that are missing."""
        missing = given["missing_cases"]
        if given["cap"] != self.values.cap or missing != self.plan.needed_room - self.plan.room(()):
            return ""
        if not contracts:
            return "Der mangler ingen pladser, og ingen skal ansættes (HIR-11)."
        return (
            f"De {short(missing)} pladser, der mangler, kræver ansættelser på {_all(contracts)} "
            "timer om ugen (HIR-11)."
        )

    def spare(self, given: Given, free: float) -> str:
        """The places that are free when they are hired."""
        hired = [*self.own.hours, *self.plan.chosen.contracts]
        told = f"Når de er ansat, er {short(free)} pladser ledige (HIR-16)."
        return told if list(given["hours"]) == hired else ""

    def salary(self, given: Given, dkk: Any) -> str:
        """What they cost."""
        months = len(self.plan.months)
        if np.ndim(given["fte"]) or given["fte"] != self.plan.chosen.fte or given["months"] == 1:
            return ""
        return (
            f"{short(given['fte'])} årsværk × {short(given['hours_per_fte'])} timer × {months}/12 "
            f"år × {short(given['hourly_wage'])} kr. = {kroner(dkk)} (HIR-17)."
        )

    def paid(self, given: Given, dkk: float) -> str:
        """Who pays it."""
        return (
            f"Af {kroner(given['cost_dkk'])} betaler puljen højst {kroner(dkk)}; "
            f"{kroner(given['cost_dkk'] - dkk)} er tilbage til kommunen (HIR-L1)."
        )

    def facts(self) -> list[Step]:
        """The municipality's own numbers, and where each comes from."""
        frame = self.question.facts
        columns = (frame[name] for name in ("label", "value", "unit", "origin"))
        told = "; ".join(
            f"{label} er {fine(value)} {unit} ({origin})"
            for label, value, unit, origin in zip(*columns, strict=True)
        )
        given = dict(zip(frame.index, map(float, frame["value"]), strict=True))
        return [step(facts_of, given, None, f"Kommunens tal: {told}.", ("HIR-3", "HIR-24"))]


def _all(numbers: Iterable[float]) -> str:
    return listed([short(number) for number in numbers] or ["ingen"])
