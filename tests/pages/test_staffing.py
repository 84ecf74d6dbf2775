"""The page on staffing: caseworkers alike in one row, and no names unless asked for."""

import pandas as pd

from fsmlib.analyses.staffing import Staffing
from fsmlib.pages.staffing import tables
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.views import PageColumn, Table
from tests.conftest import Fill

STAFF = [37] * 26 + [30, 30, 37]


def test_caseworkers_alike_are_one_row_without_names(fill: Fill) -> None:
    path = fill(
        staffing=[{"municipality_code": "Middelfart", "open_cases": 930}],
        caseworkers=[
            {"caseworker": f"Navn {n}", "weekly_hours": hours} for n, hours in enumerate(STAFF)
        ],
    )
    case = page_of(Staffing.read(path))
    alike, each = tables.caseloads(case), tables.caseloads(case, names=True)
    assert "Navn" not in alike.html() and "Navn 7" in each.html()
    people = case.question.caseworkers_alike["people"]
    assert people.sum() == len(each.rows()) > len(alike.rows())
    of_27 = [row for row in alike.rows() if row[1] == 37 and "nye" not in row[0]]
    assert sum(int(row[0].split(" × ")[0]) for row in of_27) == STAFF.count(37)
    assert any(row[0] == "2 × 30 timer" for row in alike.rows())


def test_what_is_missing_is_said_to_be_whole_places_where_it_stands_beside_the_need() -> None:
    case = page_of(Staffing.read())
    missing = case.question.band.loc[35]
    assert missing["added_fte"] > missing["needed_fte"] - case.question.plan.current_fte
    told = tables.band(case).html()
    assert "rundet ned for hver sagsbehandler" in told and "minus dagens 3,22 årsværk" in told


def test_a_table_without_rows_says_so() -> None:
    table = Table("Titel", pd.DataFrame({"a": []}), (PageColumn("a", "Navn"),), "Ark")
    assert '<th scope="row" colspan="1">Ingen</th>' in table.html()
