"""Scenarios of the reader's own on the visitation page: side by side, and what parts two."""

from fsmlib.analyses.fsm2_scenarios import plans_side_by_side, scenario_payout_dkk
from fsmlib.analyses.scenarios import Scenarios, scenario_steps
from fsmlib.pages.scenarios import changes_in_words, way
from fsmlib.pages.views import PageColumn, Picture, Table, Text, paragraph
from fsmlib.pages.visitation.case import RESULT_HEADING, Case
from fsmlib.pages.visitation.pictures import pays_nothing


def scenario_table(case: Case, named: Scenarios) -> Table:
    """What is expected in each scenario, with what is changed in it."""
    question = case.question
    frame = plans_side_by_side(question, named)
    frame = frame.assign(name=frame.index, told=changes_in_words(case.page, frame["changes"]))
    unit = "pct. af tilskuddet" if question.simulation.grant_dkk is None else "kr."
    columns = [
        PageColumn("name", "Scenarie"),
        PageColumn("told", "Hvad der er ændret"),
        *(
            PageColumn(f"chance_{each}", f"Chance for {each} %", "risk")
            for each in question.thresholds
        ),
        PageColumn("level", "Niveau", "percent"),
        *(
            [PageColumn("paid_dkk", "Ventet udbetaling", "whole", unit)]
            if question.values.pays
            else []
        ),
    ]
    sources = ("FSM2-3.2", "FSM2-5.2", "FSM2-5.3")
    return case.page.table("Scenarierne side om side", frame, columns, RESULT_HEADING, sources)


def scenario_difference(case: Case, named: Scenarios) -> Picture | Text:
    """From one scenario's expected payout to another's, one value at a time."""
    if not case.question.values.pays:
        return pays_nothing()
    if case.question.simulation.grant_dkk is None:
        return paragraph("Skriv tilskuddet i planen for at se forskellen i kroner.")
    frame = scenario_steps(case.question, named, scenario_payout_dkk)
    return way(case.page, frame, "Ventet udbetaling", RESULT_HEADING, ("FSM2-5.2", "FSM2-5.3"))
