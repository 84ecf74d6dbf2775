"""The tables of the staffing page; their numbers go to the workbook."""

import pandas as pd

from fsmlib.analyses.staffing import hours_in_words
from fsmlib.danish import decimal, kroner, month, short, whole
from fsmlib.models.group_facts import cap_in_words, cases_in_words
from fsmlib.pages.staffing.case import BUDGET_HEADING, HIGH, NEED_HEADING, STRATEGY, Case
from fsmlib.pages.views import PageColumn, Table, Text, paragraph
from fsmlib.programme.terms import label
from fsmlib.programme.values import PERCENT
from fsmlib.rules.budget import has_pool


def groups(case: Case) -> Table:
    """The groups that the staff share: cases, caps, what each weighs and takes."""
    frame, values = case.question.groups, case.question.values
    columns = [
        PageColumn("label", "Gruppe"),
        PageColumn("cases", "Sager", "whole", "sager"),
        PageColumn("caps", "Vejledende loft", "text", "sager pr. fuldtidsansat"),
        PageColumn("fte_at_high", "Ved det høje loft", "fte", "årsværk"),
        PageColumn("fte_at_low", "Ved det lave loft", "fte", "årsværk"),
        PageColumn("weight", "Vægt", "fte"),
        PageColumn("weighted", "Vejede sager", "hours", "sager"),
        PageColumn("inflow_per_month", "Tilgang", "hours", "pr. måned"),
        PageColumn("mean_duration_months", "Varighed", "hours", "måneder"),
    ]
    told = [value for group in values.groups.values() for value in group.sources]
    high, low = (decimal(frame[name].sum(), 2) for name in ("fte_at_high", "fte_at_low"))
    note = (
        f"I alt {high} årsværk ved de høje loft og {low} ved de lave. Resten af siden regner med "
        f"vejede sager: en sag vejer 1, når en på fuld tid kan have {values.cap_high_cases} af "
        "slagsen."
    )
    frame = frame.assign(caps=spans(frame))
    sources = tuple(dict.fromkeys(told))
    return case.page.table("Grupperne", frame, columns, NEED_HEADING, sources, note)


def spans(groups: pd.DataFrame) -> list[str]:
    """The span of caps of each group."""
    return [
        f"{low}-{high}" for low, high in zip(groups["cap_low"], groups["cap_high"], strict=True)
    ]


def band(case: Case) -> Table:
    """The need at each cap in full-time equivalents and in persons."""
    cap = case.question.values.cap_high_cases
    columns = [
        PageColumn("cap", "Loft", "whole", "sager"),
        PageColumn("needed_fte", "Behov", "fte", "årsværk", term="needed_fte"),
        PageColumn("added_fte", "Mangler", "fte", "årsværk"),
        PageColumn("room", "Plads i dag", "hours", "sager", term="capacity"),
        PageColumn("new_people", "Nye", "whole", "personer"),
        PageColumn("new_fte", "Nye", "fte", "årsværk"),
        PageColumn("buffer", f"Buffer op til {cap}", "hours", "sager", term="buffer"),
    ]
    step = short(case.question.values.contract_step_hours)
    today = decimal(case.question.plan.current_fte, 2)
    return case.page.table(
        "Behov ved hvert loft",
        case.question.band.reset_index(),
        columns,
        NEED_HEADING,
        ("HIR-11", "HIR-16", "GEN-L1"),
        f"{_cases_told(case)} »Mangler« er sagerne uden plads i dag; pladserne er rundet ned for "
        f"hver sagsbehandler, så det kan være mere end behovet minus dagens {today} årsværk. "
        f"Nye ansættes på fuld tid eller i trin på {step} timer om ugen. "
        "Bufferen er den ledige plads, når de er ansat.",
    )


def by_month(case: Case) -> Table:
    """The months of the project: cases, chance of breaking the cap, own cost."""
    frame = case.question.months.reset_index()
    frame["month"] = frame["month"].map(month)
    columns = [
        PageColumn("month", "Måned"),
        PageColumn("risk", "Risiko for at bryde loftet", "risk"),
        PageColumn("expected_cases", "Ventede sager", "decimal", "sager"),
        PageColumn("high_cases", HIGH, "whole", "sager"),
        PageColumn("room", "Plads med de nye", "hours", "sager"),
        _own_column(case),
    ]
    sources = ("HIR-16", "HIR-19")
    note = "Hvad risikoen er, og hvor sikker den er, står under Mulighederne side om side."
    return case.page.table("Måned for måned", frame, columns, NEED_HEADING, sources, note)


def options(case: Case) -> Table:
    """The ways to staff, side by side."""
    frame = case.question.options
    hours = frame["contracts"].map(lambda told: " + ".join(hours_in_words(told)) or None)
    columns = [
        PageColumn("label", "Mulighed"),
        PageColumn("fte", "Nye", "fte", "årsværk", term="fte"),
        PageColumn("risk", "Risiko i hele projektet", "risk"),
        PageColumn("salary_dkk", "Løn", "kroner", "kr."),
        PageColumn("contracts", "Ansættelser", "text", "timer pr. uge"),
        PageColumn("people", "Nye", "whole", "personer"),
        PageColumn("room", "Plads i alt", "hours", "sager", term="capacity"),
        PageColumn("spare", "Pladser flere end sager", "hours", "sager"),
        _own_column(case),
    ]
    return case.page.table(
        "Mulighederne side om side",
        frame.assign(contracts=hours),
        columns,
        NEED_HEADING,
        ("HIR-11", "HIR-16", "HIR-19"),
        f"{_cases_told(case)} {_how_sure(case)}",
    )


def _own_column(case: Case) -> PageColumn:
    cap = case.question.values.cap_high_cases
    heading, term = f"Ventet egenfinansiering over {cap} sager", "own_funding_dkk"
    return PageColumn("own_funding_dkk", heading, "kroner", "kr.", term)


def _how_sure(case: Case) -> str:
    """What the risk is of, how exact it is drawn, and that the assumptions are what is unsure."""
    staffing, (low, high) = case.question, case.question.hired_range
    points = staffing.risk_error * PERCENT
    cap = cap_in_words(staffing.plan.facts.groups, staffing.values)
    span = f"går behovet fra {short(low)} til" if low != high else "er behovet fortsat"
    return (
        f"Risikoen er holdets: at der er flere sager end pladser ved {cap}, første dag eller ved "
        "en måneds udgang. Den enkelte holder loftet, når nye sager går til den med bedst plads. "
        "Projektet er regnet igennem "
        f"{whole(staffing.paths)} gange med hver sin tilgang, og risikoen er, hvor tit det går "
        f"galt. Flere gange ville typisk kun flytte den {decimal(points, 2)} procentpoint. Det "
        f"usikre er forudsætningerne: med dem {span} {short(high)} "
        "årsværk; se Hvad ville ændre svaret."
    )


def _cases_told(case: Case) -> str:
    facts = case.question.plan.facts
    today = f"dagens {whole(facts.cases)} {cases_in_words(facts.groups)}"
    if not facts.expected_extra_cases:
        return f"Regnet på {today}."
    return f"Regnet på {today} og {whole(facts.expected_extra_cases)} ventede fra Flere skal med."


def caseloads(case: Case, names: bool = False) -> Table:
    """Who can hold how many cases, and how many they get when today's are shared out evenly.

    Caseworkers alike are one row, `26 × 37 timer`, unless each is asked for by name.
    """
    frame = case.question.caseloads
    if not names:
        frame = case.question.caseworkers_alike
        told = zip(frame["people"], frame["weekly_hours"], frame["is_new"], strict=True)
        frame = frame.assign(
            caseworker=[
                f"{people} × {short(hours)} timer{' (nye)' if is_new else ''}"
                for people, hours, is_new in told
            ]
        )
    low, high = case.question.values.cap_low_cases, case.question.values.cap_high_cases
    each = "" if names else ", hver"
    columns = [
        PageColumn("caseworker", "Sagsbehandler" if names else "Sagsbehandlere"),
        PageColumn("weekly_hours", f"Ansat{each}", "hours", "timer pr. uge"),
        PageColumn("usable_hours", f"Til sager{each}", "hours", "timer pr. uge"),
        PageColumn("cap_low", f"Plads ved {low}{each}", "whole", "sager"),
        PageColumn("cap_high", f"Plads ved {high}{each}", "whole", "sager"),
        PageColumn("cases", f"Dagens sager, jævnt fordelt{each}", "whole", "sager"),
        PageColumn("spare", f"Under loftet på {high}{each}", "whole", "sager"),
    ]
    return case.page.table(
        "Sagsbehandlerne med de nye ansatte",
        frame,
        columns,
        STRATEGY,
        ("HIR-11", "HIR-3", "HIR-23", "HIR-R4"),
        "Særlige opgaver ændrer ikke pladsen; kun loftet tæller.",
    )


def budget(case: Case) -> Table:
    """The municipality's budget line by line: does the pool pay, and why not."""
    frame = case.question.budget
    frame = frame.assign(
        category=[label(category) for category in frame["category"]],
        is_eligible=["ja" if paid else "nej" for paid in frame["is_eligible"]],
    )
    columns = [
        PageColumn("line", "Budgetlinje"),
        PageColumn("amount_dkk", "Beløb", "kroner", "kr."),
        *([PageColumn("is_eligible", "Betaler puljen?")] if has_pool(case.question.values) else []),
        PageColumn("category", "Udgiftstype"),
        PageColumn("hours", "Timer", "hours", "timer"),
        PageColumn("hourly_wage_dkk", "Timeløn", "hours", "kr. pr. time"),
        PageColumn("from_other_grants_dkk", "Tilskud fra andre", "kroner", "kr."),
    ]
    note = "Husk transport og forplejning ved erfaringsworkshoppen."
    return case.page.table(
        "Budget", frame, columns, BUDGET_HEADING, ("HIR-17", "HIR-13", "HIR-9"), note
    )


def grant(case: Case) -> Table | Text:
    """What is asked for beside what the need comes to, who pays it, and the pool's own scale."""
    if not has_pool(case.question.values):
        return paragraph("Der er intet tilskud at søge.")
    facts = case.question.plan.facts
    note = ""
    if facts.applied_dkk and facts.applied_fte:
        asked = facts.applied_dkk / facts.applied_fte
        scale = case.question.values.grant_per_fte_dkk
        note = (
            f"Der søges om {kroner(asked)} pr. årsværk mod {kroner(scale)} i puljens skala: "
            f"{kroner(abs(asked - scale))} {'over' if asked > scale else 'under'}."
        )
    columns = [
        PageColumn("label", "Hvad"),
        PageColumn("amount_dkk", "Beløb", "kroner", "kr."),
        PageColumn("difference_dkk", "Mere end ansøgt", "kroner", "kr."),
    ]
    sources = ("HIR-17", "HIR-L1")
    return case.page.table("Tilskud", case.question.grant, columns, BUDGET_HEADING, sources, note)
