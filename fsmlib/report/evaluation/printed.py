"""The evaluation on a terminal: the same tables as the page."""

from fsmlib.report.danish import formatted
from fsmlib.report.evaluation.case import Case, answer
from fsmlib.report.evaluation.division import division
from fsmlib.report.evaluation.tables import overview, unread
from fsmlib.report.terminal import print_table
from fsmlib.report.views import Table


def print_case(case: Case) -> None:
    """Every proposal, those that could not be judged, the division, and the answer."""
    tables = [overview(case), division(case)] + ([unread(case)] if case.unread else [])
    for table in tables:
        _print(table)
    print(answer(case).plain)


def _print(table: Table) -> None:
    print(f"\n{table.title}")
    rows = [
        [formatted(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows()
    ]
    print_table([column.heading for column in table.columns], rows)
    if table.note:
        print(table.note)
