"""What the staffing answer rests on: rules kept, facts, assumptions, and what would change it."""

from typing import Any

import pandas as pd

from fsmlib.analyses.compliance import Compliance
from fsmlib.danish import day, decimal, kroner
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.staffing.case import STRATEGY, Case
from fsmlib.pages.verdicts import RULE_BY_RULE, in_danish
from fsmlib.pages.views import Column, Table
from fsmlib.rules.project import calendar as project_calendar

READINGS = ("cap", "caseload_scope", "part_time_cap", "hours_over_37")
GOOD_TO_KNOW = ("HIR-9", "HIR-20", "HIR-25")


def checks(case: Case) -> Table:
    """Each rule that STAR holds the proposal against, with the same verdict and numbers."""
    frame = Compliance(case.page.tables, case.plan.values, case.page.data).verdicts
    sources = tuple(dict.fromkeys(frame["rule"]))
    return case.page.table("Regel for regel", in_danish(frame), RULE_BY_RULE, STRATEGY, sources)


def calendar(case: Case) -> Table:
    """The dates of the project."""
    rows = [(day(when), what) for when, what in project_calendar(case.plan.values)]
    frame = pd.DataFrame(rows, columns=["when", "what"])
    columns = [Column("when", "Dato"), Column("what", "Hvad")]
    return case.page.table("Projektets kalender", frame, columns, STRATEGY, ("HIR-1", "HIR-L1"))


def good_to_know(case: Case) -> Table:
    """Answers that only need to be known."""
    return case.page.good_to_know("Godt at vide", GOOD_TO_KNOW, STRATEGY)


def facts(case: Case) -> Table:
    """The municipality's numbers: told, or assumed."""
    facts, tables = case.plan.facts, case.page.tables
    others, extra = tables["caseworkers"]["other_cases"], tables["staffing"]["expected_extra_cases"]
    rows = [
        ("Åbne sager i ressourceforløb", facts.open_cases, "sager", "oplyst"),
        ("Øvrige sager hos sagsbehandlerne", sum(facts.held), "sager", _told(others)),
        ("Ventede ekstra sager", facts.expected_extra_cases, "sager", _told(extra)),
        (
            "Tilgang pr. måned",
            facts.inflow_per_month,
            "sager pr. måned",
            "regnet ud af forudsætningen om tilgang og varighed"
            if "inflow_balance" in facts.assumed
            else "oplyst",
        ),
        *(
            (case.plan.values[name].label, value, case.plan.values[name].unit, _origin(case, name))
            for name, value in (
                ("mean_duration_months", facts.mean_duration_months),
                ("hourly_wage_dkk", facts.hourly_wage_dkk),
                ("hours_per_fte", facts.hours_per_fte),
            )
        ),
    ]
    columns = [
        Column("what", "Tal"),
        Column("value", "Værdi", "hours"),
        Column("unit", "Enhed"),
        Column("origin", "Oprindelse"),
    ]
    frame = pd.DataFrame(rows, columns=["what", "value", "unit", "origin"])
    return case.page.table("Kommunens tal", frame, columns, RESTS_ON, ("HIR-3", "HIR-5", "HIR-24"))


def _told(cells: "pd.Series[Any]") -> str:
    return "oplyst" if cells.notna().any() else "ikke oplyst, regnet som 0"


def _origin(case: Case, name: str) -> str:
    return "forudsætning" if name in case.plan.facts.assumed else "oplyst"


def assumptions(case: Case) -> Table:
    """The assumptions in use."""
    return case.page.assumptions(case.plan.facts.assumed)


def readings(case: Case) -> Table:
    """The readings in use."""
    return case.page.readings(READINGS)


def sensitivity(case: Case) -> Table:
    """The numbers behind the tornado."""
    frame = pd.DataFrame(
        {
            "label": swing.value.label,
            "unit": swing.value.unit,
            "low": swing.value.low,
            "used": swing.value.value,
            "high": swing.value.high,
            "fte_low": swing.low.fte,
            "fte_high": swing.high.fte,
            "dkk_low": swing.low.salary_dkk,
            "dkk_high": swing.high.salary_dkk,
        }
        for swing in case.plan.swings
    )
    columns = [
        Column("label", "Forudsætning"),
        Column("unit", "Enhed"),
        Column("low", "Lav", "hours"),
        Column("used", "Valgt", "hours"),
        Column("high", "Høj", "hours"),
        Column("fte_low", "Mangler ved lav", "fte", "årsværk"),
        Column("fte_high", "Mangler ved høj", "fte", "årsværk"),
        Column("dkk_low", "Udgift ved lav", "kroner", "kr."),
        Column("dkk_high", "Udgift ved høj", "kroner", "kr."),
    ]
    note = (
        f"Med de valgte forudsætninger mangler {decimal(case.plan.need.fte, 2)} årsværk "
        f"({kroner(case.plan.need.salary_dkk)}). Her regnes med dele af årsværk, "
        "så virkningen kan ses."
    )
    return case.page.table("Hvad ville ændre svaret", frame, columns, RESTS_ON, ("HIR-16",), note)
