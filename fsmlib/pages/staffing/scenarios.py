"""Scenarios of the reader's own on the staffing page: side by side, and what parts two of them."""

from fsmlib.analyses.scenarios import Scenarios
from fsmlib.analyses.staffing import hours_in_words
from fsmlib.analyses.staffing_scenarios import difference, side_by_side
from fsmlib.pages.scenarios import changes_in_words, way
from fsmlib.pages.staffing.case import NEED_HEADING, Case
from fsmlib.pages.views import PageColumn, Picture, Table
from fsmlib.rules.budget import has_pool

PAID_HEADINGS = {"pool_pays_dkk": "Heraf betaler puljen højst", "left_dkk": "Tilbage til kommunen"}


def scenario_table(case: Case, named: Scenarios) -> Table:
    """The answer of each scenario, with what is changed in it."""
    frame = side_by_side(case.question, named)
    values, told = case.question.values, changes_in_words(case.page, frame["changes"])
    hours = frame["contracts"].map(lambda each: " + ".join(hours_in_words(each)) or "ingen")
    columns = [
        PageColumn("name", "Scenarie"),
        PageColumn("people", "Nye", "whole", "personer"),
        PageColumn("fte", "Nye", "fte", "årsværk"),
        PageColumn("contracts", "Ansættelser", "text", "timer pr. uge"),
        PageColumn("risk", "Risiko for at bryde loftet", "risk"),
        PageColumn("salary_dkk", "Løn", "kroner", "kr."),
        *(
            PageColumn(name, title, "kroner", "kr.")
            for name, title in PAID_HEADINGS.items()
            if has_pool(values)
        ),
        PageColumn(
            "own_funding_dkk",
            f"Ventet over {values.cap_high_cases} sager pr. årsværk",
            "kroner",
            "kr.",
        ),
    ]
    frame = frame.assign(name=frame.index, contracts=hours)
    note = " ".join(f"»{name}«: {each}." for name, each in zip(frame.index, told, strict=True))
    sources = ("HIR-11", "HIR-16", "HIR-L1")
    return case.page.table("Scenarierne side om side", frame, columns, NEED_HEADING, sources, note)


def scenario_difference(case: Case, named: Scenarios) -> Picture:
    """From one scenario's salary to another's, one value at a time."""
    return way(
        case.page, difference(case.question, named), "Lønnen til de nye", NEED_HEADING, ("HIR-17",)
    )
