"""The visitation page of the example, and of its plan with cells changed."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fsmlib.analyses.visitation import PLAN
from fsmlib.pages.visitation.case import Case, open_case
from fsmlib.programme.terms import label
from fsmlib.tables.schemas import SCHEMAS


def example(**given: Any) -> Case:
    settings: dict[str, Any] = {
        "data": "",
        "plan": "",
        "compare": "",
        "on": "2019-11-01",
        "changes": "",
        "replications": 2000,
        "seed": 1,
        "wanted_percent": 80,
    }
    return open_case(**(settings | given))


def plan_with(folder: Path, sheets: dict[str, list[dict[str, Any]]]) -> str:
    """The example's plan with cells changed, by row; None empties a sheet."""
    path, book = folder / "plan.xlsx", load_workbook(PLAN)
    for name, rows in sheets.items():
        sheet = book[SCHEMAS[name].sheet]
        places = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[1]}
        if not rows:
            sheet.delete_rows(2, sheet.max_row)
        for number, row in enumerate(rows, start=2):
            for column, value in row.items():
                sheet.cell(number, places[label(column)]).value = value
    book.save(path)
    return str(path)
