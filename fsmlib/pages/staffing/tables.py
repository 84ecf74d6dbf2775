"""The tables of the staffing page; their numbers go to the workbook."""

import numpy as np
import pandas as pd

from fsmlib.danish import decimal, month, percent_short, short, whole
from fsmlib.models import inflow
from fsmlib.models.staffing import HIGH_QUANTILE
from fsmlib.pages.staffing.case import BUDGET, NEED, STRATEGY, Case, in_short
from fsmlib.pages.views import Column, Table
from fsmlib.programme.terms import label
from fsmlib.programme.values import PERCENT
from fsmlib.rules.asked import payable_dkk
from fsmlib.rules.budget import (
    is_eligible,
    line_amounts,
    pool_dkk,
    scale_grant_dkk,
)


def band(case: Case) -> Table:
    """The need at each cap in full-time equivalents and in persons."""
    columns = [
        Column("cap", "Loft", "whole", "sager"),
        Column("needed_fte", "Behov", "fte", "årsværk"),
        Column("added_fte", "Mangler", "fte", "årsværk"),
        Column("room", "Plads i dag", "hours", "sager"),
        Column("new_people", "Nye", "whole", "personer"),
        Column("new_fte", "Nye", "fte", "årsværk"),
        Column("buffer", f"Buffer op til {case.plan.values.cap_high_cases}", "hours", "sager"),
    ]
    step = short(case.plan.values.contract_step_hours)
    return case.page.table(
        "Behov ved hvert loft",
        case.plan.band.reset_index(),
        columns,
        NEED,
        ("HIR-11", "HIR-16", "GEN-L1"),
        f"{_cases_told(case)} Nye ansættes på fuld tid eller i trin på {step} timer om ugen. "
        "Bufferen er den ledige plads, når de er ansat.",
    )


def by_month(case: Case) -> Table:
    """The months of the project: cases, chance of breaking the cap, own cost."""
    plan, chosen = case.plan, case.plan.chosen
    funding = plan.own_funding(chosen.contracts)
    frame = pd.DataFrame(
        {
            "month": [month(m) for m in plan.months],
            "mean": plan.cases.mean(axis=0),
            "high": np.quantile(plan.cases, HIGH_QUANTILE, axis=0),
            "room": chosen.room,
            "risk": inflow.risk_by_month(plan.cases, chosen.room),
            "own": funding.to_numpy(),
        }
    )
    columns = [
        Column("month", "Måned"),
        Column("mean", "Ventede sager", "decimal", "sager"),
        Column("high", "Højt (95 % af forløbene er under)", "whole", "sager"),
        Column("room", "Plads med de nye", "hours", "sager"),
        Column("risk", "Risiko for at bryde loftet", "risk"),
        Column("own", f"Ventet egenfinansiering over {_hard_cap(case)} sager", "kroner", "kr."),
    ]
    return case.page.table(
        "Måned for måned", frame, columns, NEED, ("HIR-16", "HIR-19"), _luck(case)
    )


def options(case: Case) -> Table:
    """The ways to staff, side by side."""
    frame = pd.DataFrame(
        [
            {
                "label": o.label,
                "people": len(o.contracts),
                "fte": o.fte,
                "contracts": in_short(o.contracts),
                "room": o.room,
                "risk": o.risk,
                "salary": o.salary_dkk,
                "own": o.own_funding_dkk,
            }
            for o in case.plan.options
        ]
    )
    columns = [
        Column("label", "Mulighed"),
        Column("people", "Nye", "whole", "personer"),
        Column("fte", "Nye", "fte", "årsværk"),
        Column("contracts", "Ansættelser", "text", "timer pr. uge"),
        Column("room", "Plads i alt", "hours", "sager"),
        Column("risk", "Risiko i hele projektet", "risk"),
        Column("salary", "Løn", "kroner", "kr."),
        Column("own", f"Ventet egenfinansiering over {_hard_cap(case)} sager", "kroner", "kr."),
    ]
    return case.page.table(
        "Mulighederne side om side",
        frame,
        columns,
        NEED,
        ("HIR-11", "HIR-16", "HIR-19"),
        _luck(case),
    )


def _luck(case: Case) -> str:
    """How exact the simulated risk is, and at which cap it is measured."""
    paths, accepted = case.plan.paths, case.plan.values.accepted_risk
    points = inflow.standard_error(accepted, paths) * PERCENT
    return (
        f"Risikoen er for at komme over {case.plan.values.cap} sager pr. fuldtidsansat, fra første "
        f"dag og ved hver måneds udgang. Den er simuleret med {whole(paths)} forløb; ved "
        f"{percent_short(accepted)} er usikkerheden {decimal(points, 2)} procentpoint (én "
        "standardfejl)."
    )


def _cases_told(case: Case) -> str:
    facts = case.plan.facts
    if not facts.expected_extra_cases:
        return f"Regnet på dagens {whole(facts.cases)} sager."
    return (
        f"Regnet på dagens {whole(facts.cases)} sager og {whole(facts.expected_extra_cases)} "
        "ventede fra Flere skal med."
    )


def _hard_cap(case: Case) -> int:
    return int(case.plan.values.cap_high_cases)


def caseloads(case: Case) -> Table:
    """Who can hold how many cases, and how many they get when today's are shared out evenly."""
    columns = [
        Column("caseworker", "Sagsbehandler"),
        Column("weekly_hours", "Ansat", "hours", "timer pr. uge"),
        Column("usable_hours", "Til sager", "hours", "timer pr. uge"),
        Column("cap_low", f"Plads ved {case.plan.values.cap_low_cases}", "whole", "sager"),
        Column("cap_high", f"Plads ved {case.plan.values.cap_high_cases}", "whole", "sager"),
        Column("cases", "Dagens sager, jævnt fordelt", "whole", "sager"),
    ]
    return case.page.table(
        "Sagsbehandlerne med de nye ansatte",
        case.plan.caseloads(case.plan.chosen.contracts),
        columns,
        STRATEGY,
        ("HIR-11", "HIR-3", "HIR-23", "HIR-R4"),
        "Særlige opgaver ændrer ikke pladsen; kun loftet tæller.",
    )


def budget(case: Case) -> Table:
    """The municipality's budget line by line: does the pool pay, and why not."""
    budget, values = case.page.tables["budget"], case.plan.values
    eligible = is_eligible(budget["category"], values)
    frame = pd.DataFrame(
        {
            "line": budget["line"],
            "category": [label(category) for category in budget["category"]],
            "hours": budget["hours"],
            "wage": budget["hourly_wage_dkk"],
            "amount": line_amounts(budget),
            "other": budget["from_other_grants_dkk"],
            "eligible": ["ja" if paid else "nej" for paid in eligible],
        }
    )
    columns = [
        Column("line", "Budgetlinje"),
        Column("category", "Udgiftstype"),
        Column("hours", "Timer", "hours", "timer"),
        Column("wage", "Timeløn", "hours", "kr. pr. time"),
        Column("amount", "Beløb", "kroner", "kr."),
        Column("other", "Tilskud fra andre", "kroner", "kr."),
        Column("eligible", "Betaler puljen?"),
    ]
    note = "Husk transport og forplejning ved erfaringsworkshoppen."
    return case.page.table("Budget", frame, columns, BUDGET, ("HIR-17", "HIR-13", "HIR-9"), note)


def grant(case: Case) -> Table:
    """What is asked for beside what the need comes to and the pool's own scale."""
    plan, values = case.plan, case.plan.values
    facts, chosen = plan.facts, plan.chosen
    budget = case.page.tables["budget"]
    applied = facts.applied_dkk
    per_fte = applied / facts.applied_fte if applied and facts.applied_fte else None
    rows = [
        ("Ansøgt beløb", applied, "kr."),
        (
            "Budgetlinjer, puljen betaler",
            None if budget.empty else payable_dkk(budget, values),
            "kr.",
        ),
        ("Løn til de årsværk, tilgangen kræver", chosen.salary_dkk, "kr."),
        ("Ansøgt pr. årsværk", per_fte, "kr. pr. årsværk"),
        ("Puljens skala for så mange årsværk", scale_grant_dkk(chosen.fte, values), "kr."),
        ("Puljen til kommunerne i alt", pool_dkk(values), "kr."),
        ("Puljens mindste tilskud", values.grant_low_dkk, "kr."),
        ("Puljens største tilskud", values.grant_high_dkk, "kr."),
    ]
    columns = [Column("what", "Hvad"), Column("amount", "Beløb", "kroner"), Column("unit", "Enhed")]
    return case.page.table(
        "Tilskud",
        pd.DataFrame(rows, columns=["what", "amount", "unit"]),
        columns,
        BUDGET,
        ("HIR-17", "HIR-L1"),
    )
