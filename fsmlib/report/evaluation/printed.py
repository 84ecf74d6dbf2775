"""The evaluation on a terminal: the same tables as the page."""

from fsmlib.report.evaluation.case import Case, answer
from fsmlib.report.evaluation.division import division
from fsmlib.report.evaluation.tables import overview, unread
from fsmlib.report.terminal import print_view


def print_case(case: Case) -> None:
    """Every proposal, those that could not be judged, the division, and the answer."""
    tables = [overview(case), division(case)] + ([unread(case)] if case.unread else [])
    for table in tables:
        print_view(table)
        if table.note:
            print(table.note)
    print(answer(case).plain)
