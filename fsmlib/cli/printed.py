"""The evaluation on a terminal: the same tables as the page."""

from fsmlib.cli.terminal import print_view
from fsmlib.pages.evaluation.case import Case, answer
from fsmlib.pages.evaluation.division import division
from fsmlib.pages.evaluation.tables import overview, unread


def print_case(case: Case) -> None:
    """Every proposal, those that could not be judged, the division, and the answer."""
    tables = [overview(case), division(case)] + (
        [unread(case)] if case.evaluation.judged.unread else []
    )
    for table in tables:
        print_view(table)
        if table.note:
            print(table.note)
    print(answer(case).plain)
