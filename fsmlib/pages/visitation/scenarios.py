"""Scenarios of the reader's own on the visitation page: side by side, and what parts two."""

from fsmlib.analyses.fsm2_scenarios import expected_dkk, plans_side_by_side
from fsmlib.analyses.scenarios import Scenarios, difference
from fsmlib.pages.scenarios import changes_in_words, way
from fsmlib.pages.views import Column, Picture, Table, Text, paragraph
from fsmlib.pages.visitation.case import RESULT, Case
from fsmlib.pages.visitation.pictures import pays_nothing


def scenario_table(case: Case, named: Scenarios) -> Table:
    """What is expected in each scenario, with what is changed in it."""
    question = case.question
    frame = plans_side_by_side(question, named)
    frame = frame.assign(name=frame.index, told=changes_in_words(case.page, frame["changes"]))
    unit = "pct. af tilskuddet" if question.simulation.grant_dkk is None else "kr."
    columns = [
        Column("name", "Scenarie"),
        Column("told", "Hvad der er ændret"),
        *(Column(f"chance_{each}", f"Chance for {each} %", "risk") for each in question.thresholds),
        Column("level", "Niveau", "percent"),
        *([Column("paid_dkk", "Ventet udbetaling", "whole", unit)] if question.values.pays else []),
    ]
    sources = ("FSM2-3.2", "FSM2-5.2", "FSM2-5.3")
    return case.page.table("Scenarierne side om side", frame, columns, RESULT, sources)


def scenario_difference(case: Case, named: Scenarios) -> Picture | Text:
    """From one scenario's expected payout to another's, one value at a time."""
    if not case.question.values.pays:
        return pays_nothing()
    if case.question.simulation.grant_dkk is None:
        return paragraph("Skriv tilskuddet i planen for at se forskellen i kroner.")
    frame = difference(case.question, named, expected_dkk)
    return way(case.page, frame, "Ventet udbetaling", RESULT, ("FSM2-5.2", "FSM2-5.3"))
