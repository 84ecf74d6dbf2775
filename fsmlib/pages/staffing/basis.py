"""What the staffing answer rests on: rules kept, facts, assumptions, and what would change it."""

from fsmlib.danish import day, decimal, kroner
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.staffing.case import STRATEGY, Case
from fsmlib.pages.values_in_words import in_units
from fsmlib.pages.verdicts import RULE_BY_RULE, in_danish
from fsmlib.pages.views import PageColumn, Table

READINGS_OF_STAFFING = ("cap", "caseload_scope", "part_time_cap", "hours_over_37")
GOOD_TO_KNOW = ("HIR-9", "HIR-20", "HIR-25")


def checks(case: Case) -> Table:
    """Each rule that STAR holds the proposal against, with the same verdict and numbers."""
    frame = case.question.compliance
    sources = tuple(dict.fromkeys(frame["rule"]))
    return case.page.table("Regel for regel", in_danish(frame), RULE_BY_RULE, STRATEGY, sources)


def calendar(case: Case) -> Table:
    """The dates of the project."""
    frame = case.question.calendar
    frame = frame.assign(day=frame["on"].map(day))
    columns = [PageColumn("day", "Dato"), PageColumn("event", "Hvad")]
    return case.page.table("Projektets kalender", frame, columns, STRATEGY, ("HIR-1", "HIR-L1"))


def good_to_know(case: Case) -> Table:
    """Answers that only need to be known."""
    return case.page.good_to_know("Godt at vide", GOOD_TO_KNOW, STRATEGY)


def facts(case: Case) -> Table:
    """The municipality's numbers: told, counted or assumed."""
    columns = [
        PageColumn("label", "Tal"),
        PageColumn("value", "Værdi", "hours"),
        PageColumn("unit", "Enhed"),
        PageColumn("origin", "Oprindelse"),
    ]
    sources = ("HIR-3", "HIR-5", "HIR-16", "HIR-24")
    return case.page.table(
        "Kommunens tal", in_units(case.question.facts, "value"), columns, RESTS_ON, sources
    )


def assumptions(case: Case) -> Table:
    """The assumptions in use."""
    return case.page.assumptions(case.question.assumptions.index)


def readings(case: Case) -> Table:
    """The readings in use."""
    return case.page.readings(READINGS_OF_STAFFING)


def sensitivity(case: Case) -> Table:
    """The numbers behind the tornado."""
    staffing = case.question
    need = staffing.plan.need
    columns = [
        PageColumn("label", "Forudsætning"),
        PageColumn("salary_low_dkk", "Udgift ved lav", "kroner", "kr."),
        PageColumn("salary_high_dkk", "Udgift ved høj", "kroner", "kr."),
        PageColumn("low", "Lav", "hours"),
        PageColumn("used", "Valgt", "hours"),
        PageColumn("high", "Høj", "hours"),
        PageColumn("unit", "Enhed"),
        PageColumn("fte_low", "Mangler ved lav", "fte", "årsværk"),
        PageColumn("fte_high", "Mangler ved høj", "fte", "årsværk"),
        PageColumn("hired_fte_low", "Ansættes ved lav", "hours", "årsværk"),
        PageColumn("hired_fte_high", "Ansættes ved høj", "hours", "årsværk"),
    ]
    note = (
        f"Med de valgte forudsætninger mangler {decimal(need.fte, 2)} årsværk "
        f"({kroner(need.salary_dkk)}). Udgiften er her regnet af dele af årsværk, så virkningen "
        "kan ses; i virkeligheden ansættes der på fuld tid eller i trin."
    )
    frame = in_units(staffing.sensitivity, "low", "used", "high")
    return case.page.table("Hvad ville ændre svaret", frame, columns, RESTS_ON, ("HIR-16",), note)
