"""Scenarios of the reader's own on the thresholds page: side by side, and what parts two."""

from fsmlib.analyses.fsm2_scenarios import months_side_by_side, paid_dkk
from fsmlib.analyses.scenarios import Scenarios, scenario_steps
from fsmlib.danish import month
from fsmlib.pages.scenarios import changes_in_words, way
from fsmlib.pages.thresholds.case import PAYMENT, Case
from fsmlib.pages.thresholds.tables import NO_GRANT
from fsmlib.pages.views import PageColumn, Picture, Table, Text, paragraph


def scenario_table(case: Case, named: Scenarios) -> Table:
    """What each scenario measures and pays, with what is changed in it."""
    question = case.question
    frame = months_side_by_side(question, named)
    frame = frame.assign(
        name=frame.index,
        told=changes_in_words(case.page, frame["changes"]),
        best_month=[month(each) for each in frame["best_month"]],
    )
    columns = [
        PageColumn("name", "Scenarie"),
        PageColumn("told", "Hvad der er ændret"),
        PageColumn("best_month", "Bedste måned"),
        *(
            PageColumn(f"reached_{each}", f"Måneder på {each} %", "whole", "måneder")
            for each in question.thresholds
        ),
        PageColumn("level", "Niveau", "tried"),
        PageColumn("paid_percent", "Udbetales", "whole", "pct. af tilskuddet"),
    ]
    columns += [PageColumn("paid_dkk", "I alt", "whole", "kr.")] if question.grant_dkk else []
    sources = ("FSM2-3.2", "FSM2-5.2", "FSM2-5.3")
    return case.page.table("Scenarierne side om side", frame, columns, PAYMENT, sources)


def scenario_difference(case: Case, named: Scenarios) -> Picture | Text:
    """From what one scenario pays to what another does, one value at a time."""
    if not case.question.grant_dkk:
        return paragraph(NO_GRANT)
    frame = scenario_steps(case.question, named, paid_dkk)
    return way(case.page, frame, "Udbetaling", PAYMENT, ("FSM2-5.2", "FSM2-5.3"))
